"""Tiles of the public pass by what only pages need; signed-in readers and refused requests go the whole way."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tiles.urls import FOLDER, TILE

# A tile, nothing there, nothing new; any other answer is the whole stack's to give.
_TAKEN = frozenset({200, 204, 304})
_AT = f"/{FOLDER}"


class PublicTiles:
    """Middleware; stands behind the security headers.

    Sessions, messages, forms and languages mean nothing to a tile, and cost twice as much as a kept one.
    A refused request is answered by the whole stack, in its reader's language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES or not request.path_info.startswith(_AT):
            return self.get_response(request)
        found = TILE.resolve(request.path_info.removeprefix(_AT))
        if found is None:
            return self.get_response(request)
        request.user = AnonymousUser()
        # The page itself, with the permission that the table of addresses has it ask for.
        answer: HttpResponseBase = found.func(request, **found.kwargs)
        return answer if answer.status_code in _TAKEN else self.get_response(request)
