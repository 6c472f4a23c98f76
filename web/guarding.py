"""What holds for every answer without a word of its own.

Nobody else's cache keeps it, no body is too large, and a form that came too often is 429 with the time to wait.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

from accounts.visits import noted_wait


class Guard:
    """Middleware; stands before whatever reads the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        wait_s = noted_wait(request)
        if wait_s is not None:
            # The page with the form, what was typed and the reason stays as it is.
            response.status_code = 429
            response.headers["Retry-After"] = str(wait_s)
        if not response.has_header("Cache-Control"):
            # A page may show its reader more than others see, and carries the reader's token against forgery.
            patch_cache_control(response, private=True, no_cache=True)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Raises RequestDataTooBig before files are written to the disk; the API says it in its own words."""
        match = request.resolver_match
        if match is not None and match.app_name == "api":
            return
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.MAX_BODY_BYTES:
            raise RequestDataTooBig
