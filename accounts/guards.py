"""Asks the table of permissions before a page opens; the rules themselves and the API's own way are elsewhere."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from accounts.queries import viewer_of, waits_for_second_factor
from accounts.rules import TABLE, may
from accounts.types import Permission, Viewer


def viewer_in(request: HttpRequest) -> Viewer:
    """The viewer of a request, asked once: guard, view, navigation and bell share the answer."""
    user = request.user
    known: tuple[int | None, Viewer] | None = request.__dict__.get("known_viewer")
    if known is None or known[0] != user.pk:
        known = request.__dict__["known_viewer"] = (user.pk, viewer_of(user))
    return known[1]


View = Callable[..., HttpResponseBase]


def needs(
    permission: Permission, *, unless: Callable[[HttpRequest], bool] | None = None
) -> Callable[[View], View]:
    """Opens a view to whoever has the permission; the public is asked to sign in, others get PermissionDenied.

    unless: another way in, of a program with a token, which cannot sign in: it is refused plainly. The decision is kept
    at the view as `permission`: a test walks all addresses, and one without it fails.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            another_way = unless is not None and unless(request)
            if TABLE[permission] is None or another_way or may(viewer_in(request), permission):
                return view(request, *args, **kwargs)
            if waits_for_second_factor(request.user):
                return redirect("mfa_index")
            if request.user.is_authenticated or unless is not None:
                raise PermissionDenied
            return redirect_to_login(request.get_full_path())

        guarded.__dict__["permission"] = permission
        return guarded

    return decorate
