"""Django's administration behind our own sign-in and table of permissions; its pages are in each floor's admin.py."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import pghistory
from allauth.account.models import EmailAddress
from django.contrib.admin import AdminSite
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.guards import viewer_in
from accounts.queries import waits_for_second_factor
from accounts.rules import may_administer


class Site(AdminSite):
    """Opens to administrators by role. There is one way to sign in, with its limits and second factor."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Leaves out pages that others bring: of allauth's addresses, which change with the account
        (services.addresses), and of Django's groups, which open nothing here."""
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        super().register([m for m in models if m not in {EmailAddress, Group}], admin_class, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's, where the history of whatever changes is told who changed it."""
        guarded: Callable[..., HttpResponse] = super().admin_view(view, cacheable)

        @wraps(guarded)
        def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with pghistory.context(user=request.user.pk):
                return guarded(request, *args, **kwargs)

        return told

    def has_permission(self, request: HttpRequest) -> bool:
        return may_administer(viewer_in(request))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if waits_for_second_factor(request.user):
            return redirect("mfa_index")
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))
