"""Tiles of the public pass by what only pages need; signed-in readers and refused requests go the whole way."""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tiles.views import tile

_ADDRESS = re.compile(r"/tiles/([a-z]+)/([0-9]{1,2})/([0-9]{1,8})/([0-9]{1,8})\.mvt")


class PublicTiles:
    """Middleware; stands behind the security headers.

    Sessions, messages, forms and languages mean nothing to a tile, and cost twice as much as a kept one.
    A refused request is answered by the whole stack, in its reader's language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        address = _ADDRESS.fullmatch(request.path_info)
        if address is None or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        layer, z, x, y = address.groups()
        request.user = AnonymousUser()
        answer = tile(request, layer, int(z), int(x), int(y))
        return answer if answer.status_code < 400 else self.get_response(request)
