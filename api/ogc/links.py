"""Links between the documents of the OGC API, absolute; what a document says stands in `documents`."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from rest_framework.request import Request

JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
SCHEMA_JSON, OPENAPI = "application/schema+json", "application/vnd.oai.openapi+json;version=3.0"
MVT = "application/vnd.mapbox-vector-tile"
RELATION = "http://www.opengis.net/def/rel/ogc/1.0/"
Link = dict[str, Any]


def address(request: Request, name: str, *args: Any) -> str:
    return str(request.build_absolute_uri(reverse(f"ogc:{name}", args=args)))


def link(href: str, rel: str, kind: str, title: Any = "") -> Link:
    return {"href": href, "rel": rel, "type": kind, **({"title": str(title)} if title else {})}


def itself(request: Request, kind: str = JSON) -> list[Link]:
    """The document in the form that is shown and in the other one."""
    shown = HTML if shape_of(request) == HTML else kind
    return [
        link(with_params(request, f=name), "self" if form == shown else "alternate", form)
        for name, form in (("json", kind), ("html", HTML))
    ]


def shape_of(request: Request) -> str:
    """HTML or JSON: what `f` says, else what the Accept header prefers. An unknown `f` is told by the view."""
    if "f" in request.query_params:
        return HTML if request.query_params["f"] == "html" else JSON
    return HTML if request.get_preferred_type([JSON, GEOJSON, HTML]) == HTML else JSON


def with_params(request: Request, **changes: str | None) -> str:
    """This request's address with other values of some parameters; None takes one out."""
    query = [
        (name, value)
        for name, values in request.query_params.lists()
        for value in values
        if name not in changes
    ]
    query += [(name, value) for name, value in changes.items() if value is not None]
    return str(request.build_absolute_uri(f"{request.path}{'?' if query else ''}{urlencode(query)}"))
