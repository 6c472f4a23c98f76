"""What comes too often to a page: the time to wait is noted, `web.guarding` then says it; the counting is below."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.visits import note_wait
from appeals.errors import TooMany

# The rates of allauth's own pages are per minute.
_ALLAUTH_WAIT_S = 60


@contextmanager
def noting_wait(request: HttpRequest) -> Iterator[None]:
    """Notes how long to wait when what is done here came too often, and lets the error pass to the form."""
    try:
        yield
    except TooMany as problem:
        note_wait(request, problem.wait)
        raise


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """The page of allauth's own limits, which are asked before a form is looked at."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = str(_ALLAUTH_WAIT_S)
    return response
