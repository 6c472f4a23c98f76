"""Files that are dear to make: so many for one account, or one address, in a while; not what stands in them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.guards import viewer_in
from accounts.visits import address_of
from appeals.errors import TooMany
from appeals.services.throttling import Limited, count_attempt_by

View = Callable[..., HttpResponse]


def limited_file(view: View) -> View:
    """Each request counts as one file of METKA_EXPORT_RATE; one too many is told when to come again."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        who, address = viewer_in(request).user_id, address_of(request)
        try:
            count_attempt_by(Limited.EXPORT, user_id=who, address=address, now=timezone.now())
        except TooMany as problem:
            return _asked_to_wait(request, problem)
        return view(request, *args, **kwargs)

    return counted


def _asked_to_wait(request: HttpRequest, problem: TooMany) -> HttpResponse:
    """A page, since it is a link that was pressed."""
    told = ngettext(
        "Too many tables and reports were asked for. Try again in %(minutes)d minute.",
        "Too many tables and reports were asked for. Try again in %(minutes)d minutes.",
        problem.params["minutes"],
    )
    response = render(request, "429.html", {"told": told % problem.params}, status=429)
    response.headers["Retry-After"] = str(problem.wait)
    return response
