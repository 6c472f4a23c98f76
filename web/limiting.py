"""Files that are dear to make: so many from one address in a while; not what stands in them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visits import address_of
from appeals.errors import TooMany
from appeals.services.throttling import Limited, count_attempt

View = Callable[..., HttpResponse]


def limited_file(view: View) -> View:
    """Each request counts as one file of METKA_EXPORT_RATE; one too many is told when to come again."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            count_attempt(Limited.EXPORT, address=address_of(request), now=timezone.now())
        except TooMany as problem:
            minutes = -(-problem.wait // 60)
            headers = {"Retry-After": str(problem.wait)}
            told = _("Too many tables were asked for from this address. Try again in %(minutes)d min.")
            return HttpResponse(
                told % {"minutes": minutes}, "text/plain; charset=utf-8", status=429, headers=headers
            )
        return view(request, *args, **kwargs)

    return counted
