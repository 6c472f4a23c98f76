"""What every resource shares: who is looking, the checked parameters, the problem for an unknown path."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils.cache import patch_cache_control
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.queries import viewer_of
from accounts.rules import TABLE, may
from accounts.types import Permission, Viewer
from api.params import NoParams, Params


class ApiView(APIView):
    """Base of the resources; `params_class` names and checks the query's parameters."""

    params_class: ClassVar[type[Params]] = NoParams
    # What each method needs, of accounts.rules.TABLE; a method without a decision is open to nobody.
    permissions: ClassVar[Mapping[str, Permission]] = {}
    http_method_names = ("get", "post", "head")

    @cached_property
    def viewer(self) -> Viewer:
        """Who is looking: one query for a signed-in user, none for the public."""
        return viewer_of(self.request.user)

    @cached_property
    def params(self) -> dict[str, Any]:
        """The query's checked parameters. Raises ValidationError."""
        return self.params_class.read(self.request)

    def check_params(self) -> None:
        """For resources that take no parameter: a stray one is an error too. Raises ValidationError."""
        self.params_class.read(self.request)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        method = "GET" if request.method == "HEAD" else str(request.method)
        needed = self.permissions.get(method)
        # A method that the resource does not have is answered as such.
        undecided = needed is None and hasattr(self, method.lower())
        refused = needed is not None and TABLE[needed] is not None and not may(self.viewer, needed)
        if undecided or refused:
            self.permission_denied(request)
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.MAX_BODY_BYTES:
            raise RequestDataTooBig

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            # What is shown depends on who looks and in which language.
            patch_cache_control(response, private=True, no_cache=True)
        return response


class UnknownPathView(APIView):
    """Any other path under the API: a problem, not a page; a forgotten slash at the end leads to the right one."""

    schema = None
    permissions: ClassVar[Mapping[str, Permission]] = {"GET": Permission.READ}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        forgotten = not request.path.endswith("/")
        if forgotten and resolve(f"{request.path_info}/").url_name != "unknown":
            # 308 keeps the method and the body, which Django's own redirect would lose.
            address = request.get_full_path(force_append_slash=True)
            return HttpResponsePermanentRedirect(address, preserve_request=True)
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound


def next_link(request: Request, cursor: Any) -> str | None:
    """Address of the next page: this request with another cursor; None on the last page."""
    if cursor is None:
        return None
    query = [
        (name, value) for name, values in request.query_params.lists() for value in values if name != "cursor"
    ]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*query, ('cursor', cursor)])}")
