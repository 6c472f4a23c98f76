"""Leads a reader who opens an address that only takes forms to the page above it, which holds the form."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve


class LeadUp:
    """Middleware. A refused form is shown at its own address: the buttons of language and theme lead there again, so
    do a bookmark, the line of addresses and the way back from signing in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "GET" and isinstance(response, HttpResponseNotAllowed):
            return HttpResponseRedirect(above(request.path_info))
        return response


def above(path: str) -> str:
    """The nearest address above that is one of ours; the map's at last."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return path
