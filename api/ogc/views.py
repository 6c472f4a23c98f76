"""OGC API – Features over HTTP: parse, one call, shape as JSON or as a page."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from accounts.types import Permission
from api.ogc import documents, openapi
from api.ogc.asking import asked, asked_crs, refuse_unknown
from api.ogc.catalogue import COLLECTIONS, Collection
from api.ogc.crs import Crs, placed
from api.ogc.documents import Document
from api.ogc.links import (
    GEOJSON,
    HTML,
    JSON,
    OPENAPI,
    SCHEMA_JSON,
    address,
    itself,
    link,
    shape_of,
    with_params,
)
from api.ogc.sources import Feature
from api.renderers import to_json
from api.views.base import ApiView
from appeals.errors import InvalidFilter

SHAPES = {"json", "html"}


class OgcView(ApiView):
    """A document as JSON, or as a page where `f` or the Accept header asks for one. template: of that page."""

    permissions = {"GET": Permission.READ}
    # The standard wants a document of its own in OpenAPI 3.0; see `openapi`.
    schema = None
    template: ClassVar[str] = "api/ogc/document.html"
    content_type: ClassVar[str] = JSON
    own_parameters: ClassVar[frozenset[str] | None] = frozenset({"f"})

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.own_parameters is not None:
            refuse_unknown(request.query_params, self.own_parameters)
        if request.query_params.get("f", "json") not in SHAPES:
            raise InvalidFilter("f", _("One of: %(known)s."), known="json, html")

    def get(self, request: Request, **names: str) -> HttpResponse:
        return self.shaped(request, self.document(request, **names))

    def document(self, request: Request) -> Document:
        raise NotFound

    def shaped(self, request: Request, document: Document, **more: Any) -> HttpResponse:
        """The answer. more: what the page shows beside the document."""
        if shape_of(request) == HTML:
            answer = render(request, self.template, {"document": document, **more})
        else:
            answer = HttpResponse(to_json(document), content_type=self.content_type)
        patch_vary_headers(answer, ["Accept", "Accept-Language", "Cookie"])
        return answer


def collection_named(name: str) -> Collection:
    """Raises NotFound."""
    if name not in COLLECTIONS:
        raise NotFound
    return COLLECTIONS[name]


class LandingView(OgcView):
    """The landing page."""

    def document(self, request: Request) -> Document:
        return documents.landing(request)


class ConformanceView(OgcView):
    """Which parts of the standards are followed."""

    template = "api/ogc/conformance.html"

    def document(self, request: Request) -> Document:
        return documents.conformance(request)


class DescriptionView(OgcView):
    """The OpenAPI document, or the page that shows it."""

    template = "api/ogc/api.html"
    content_type = OPENAPI

    def document(self, request: Request) -> Document:
        return openapi.document(address(request, "landing").rstrip("/"))


class CollectionsView(OgcView):
    """All collections."""

    template = "api/ogc/collections.html"

    def document(self, request: Request) -> Document:
        return documents.collections(request)


class CollectionView(OgcView):
    """One collection."""

    def document(self, request: Request, collection: str = "") -> Document:
        return documents.collection_document(request, collection_named(collection))


class SchemaView(OgcView):
    """Properties of a collection's features."""

    template, content_type = "api/ogc/schema.html", SCHEMA_JSON

    def document(self, request: Request, collection: str = "") -> Document:
        return documents.schema(request, collection_named(collection))


class QueryablesView(OgcView):
    """What a collection may be filtered by."""

    template, content_type = "api/ogc/schema.html", SCHEMA_JSON

    def document(self, request: Request, collection: str = "") -> Document:
        return documents.queryables(request, collection_named(collection))


class ItemsView(OgcView):
    """A page of features; the next one begins behind its last feature, so that none is shown twice or left out."""

    template, content_type, own_parameters = "api/ogc/items.html", GEOJSON, None

    def get(self, request: Request, **names: str) -> HttpResponse:
        collection = collection_named(names["collection"])
        wanted = asked(request.query_params, collection.queryables)
        found = collection.page(self.viewer, wanted)
        links = [*itself(request, GEOJSON), _up(request, collection)]
        if found.following:
            following = with_params(request, cursor=found.following)
            links.append(
                link(following, "next", HTML if shape_of(request) == HTML else GEOJSON, _("Next page"))
            )
        document = {
            "type": "FeatureCollection",
            "timeStamp": timezone.now().isoformat(timespec="seconds"),
            "numberMatched": found.number_matched,
            "numberReturned": len(found.features),
            "links": links,
            "features": [_in_crs(feature, wanted.crs) for feature in found.features],
        }
        rows = [_row(request, collection, feature) for feature in found.features]
        return _told(self.shaped(request, document, collection=collection, rows=rows), wanted.crs)


class ItemView(OgcView):
    """One feature."""

    template, content_type, own_parameters = "api/ogc/item.html", GEOJSON, frozenset({"f", "crs"})

    def get(self, request: Request, **names: str) -> HttpResponse:
        collection, crs = collection_named(names["collection"]), asked_crs(request.query_params)
        feature = collection.one(self.viewer, names["feature"])
        if feature is None:
            raise NotFound
        links = [*itself(request, GEOJSON), _up(request, collection)]
        answer = self.shaped(request, {**_in_crs(feature, crs), "links": links}, collection=collection)
        return _told(answer, crs)


def _in_crs(feature: Feature, crs: Crs) -> Feature:
    return {**feature, "geometry": placed(feature["geometry"], crs)}


def _up(request: Request, collection: Collection) -> dict[str, Any]:
    return link(address(request, "collection", collection.name), "collection", JSON, collection.title)


def _row(request: Request, collection: Collection, feature: Feature) -> dict[str, Any]:
    """A line of the page's table: the columns in their order."""
    cells = [feature["properties"].get(name) for name in collection.columns]
    return {
        "id": feature["id"],
        "href": address(request, "item", collection.name, feature["id"]),
        "cells": cells,
    }


def _told(answer: HttpResponse, crs: Crs) -> HttpResponse:
    """Source: OGC 18-058r1, 6.2.5: the answer names its coordinate system."""
    answer["Content-Crs"] = f"<{crs.value}>"
    return answer
