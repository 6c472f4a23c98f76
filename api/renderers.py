"""Python values as JSON bytes, whatever the Accept header asks; not files, which their views write themselves."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.utils.functional import Promise
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

GEO_JSON = "application/geo+json"


def _default(value: object) -> object:
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, bytes | memoryview):
        # A statement built this part as JSON text in the database.
        return orjson.Fragment(bytes(value))
    raise TypeError(f"{type(value).__name__} is no JSON")


def to_json(data: object) -> bytes:
    """JSON in UTF-8. Raises TypeError for values that JSON does not know."""
    return orjson.dumps(data, default=_default, option=orjson.OPT_NON_STR_KEYS)


class JsonRenderer(BaseRenderer):
    """Plain JSON."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else to_json(data)


class GeoJsonRenderer(JsonRenderer):
    """GeoJSON (RFC 7946)."""

    media_type = GEO_JSON
    format = "geojson"


class Negotiation(DefaultContentNegotiation):
    """Answers in what there is when the Accept header asks for something else, as RFC 9110 (12.4.1) allows."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        try:
            chosen: tuple[BaseRenderer, str] = super().select_renderer(request, renderers, format_suffix)
        except NotAcceptable:
            chosen = (renderers[0], renderers[0].media_type)
        return chosen
