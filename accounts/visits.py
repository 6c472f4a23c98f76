"""Who a request comes from when nobody signed in: network address and browser cookie; and whether it came too often.

The counting is done below.
"""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts import visitors

_WAITS = "metka_wait_s"


def address_of(request: HttpRequest | Request) -> str:
    """Network address of the client; METKA_PROXIES proxies in front are believed."""
    address: str | None = BaseThrottle().get_ident(cast("Any", request))
    return address or ""


def visitor_of(request: HttpRequest | Request) -> str:
    """The browser's visitor value, a new one when it has none yet."""
    value = request.COOKIES.get(visitors.COOKIE, "")
    return value if visitors.is_visitor(value) else visitors.new_visitor()


def remember(response: HttpResponse, visitor: str) -> None:
    """Set the visitor's cookie."""
    response.set_cookie(
        visitors.COOKIE,
        visitor,
        max_age=visitors.KEPT_S,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def note_wait(request: HttpRequest, seconds: int) -> None:
    """Remember that a form of this request came too often: `web.guarding` answers 429."""
    setattr(request, _WAITS, seconds)


def noted_wait(request: HttpRequest) -> int | None:
    """Seconds until a form of this request may come again; None when it did not come too often."""
    seconds: int | None = getattr(request, _WAITS, None)
    return seconds
