"""Answers to forms of accounts that come too often: their status and when to come again; the counting is the forms'."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

# The rates of allauth's own pages are per minute.
_ALLAUTH_WAIT_S = 60
_MARK = "metka_wait_s"

View = Callable[..., HttpResponseBase]


def note_wait(request: HttpRequest, seconds: int) -> None:
    """Remember that a form of this request came too often."""
    setattr(request, _MARK, seconds)


def said_when_throttled(view: View) -> View:
    """The page with the form and what was typed, as 429 with Retry-After where a form came too often."""

    @wraps(view)
    def said(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        seconds: int | None = getattr(request, _MARK, None)
        if seconds is not None:
            response.status_code = 429
            response.headers["Retry-After"] = str(seconds)
        return response

    return said


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """The page of allauth's own limits, which are asked before a form is looked at."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = str(_ALLAUTH_WAIT_S)
    return response
