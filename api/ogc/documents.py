"""What the OGC API says of itself: landing page, conformance, collections, schemas; not features."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from api.ogc.catalogue import COLLECTIONS, Collection, Columns
from api.ogc.crs import Crs
from api.ogc.links import GEOJSON, HTML, JSON, OPENAPI, RELATION, SCHEMA_JSON, address, itself, link
from api.ogc.tilesets import tiles_links
from appeals.types import Selection
from tiles.layers import LAYERS
from tiles.tilejson import attribution, kept_extent

Document = dict[str, Any]
_SPEC = "http://www.opengis.net/spec"
CONFORMS_TO = [
    *(
        f"{_SPEC}/ogcapi-common-1/1.0/conf/{name}"
        for name in ("core", "landing-page", "json", "html", "oas30")
    ),
    f"{_SPEC}/ogcapi-common-2/1.0/conf/collections",
    *(f"{_SPEC}/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "oas30", "html", "geojson")),
    f"{_SPEC}/ogcapi-features-2/1.0/conf/crs",
    *(f"{_SPEC}/ogcapi-features-3/1.0/conf/{name}" for name in ("queryables", "queryables-query-parameters")),
    *(
        f"{_SPEC}/ogcapi-tiles-1/1.0/conf/{name}"
        for name in ("core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "mvt")
    ),
    f"{_SPEC}/tms/2.0/conf/json-tilematrixset",
]


def landing(request: Request) -> Document:
    pages = (
        ("conformance", "conformance", _("Standards that this service follows")),
        ("data", "collections", _("Collections of features")),
    )
    return {
        "title": _("Metka for GIS programs"),
        "description": _("Appeals, areas and service zones as OGC API, for QGIS, GDAL and others."),
        "attribution": attribution(),
        "links": [
            *itself(request),
            link(address(request, "api"), "service-desc", OPENAPI, _("Description of the interface")),
            link(f"{address(request, 'api')}?f=html", "service-doc", HTML, _("Description of the interface")),
            *(link(address(request, name), rel, JSON, title) for rel, name, title in pages),
            *tiles_links(request),
        ],
    }


def conformance(request: Request) -> Document:
    return {"conformsTo": CONFORMS_TO, "links": itself(request)}


def collections(request: Request) -> Document:
    return {
        "links": itself(request),
        "crs": [crs.value for crs in Crs],
        "collections": [described(request, collection) for collection in COLLECTIONS.values()],
    }


def collection_document(request: Request, collection: Collection) -> Document:
    document = described(request, collection)
    return {**document, "links": [*itself(request), *document["links"]]}


def described(request: Request, collection: Collection) -> Document:
    """A collection without links to itself, as it stands among others."""
    name = collection.name
    items = address(request, "items", name)
    schema, queryables = address(request, "schema", name), address(request, "queryables", name)
    document: Document = {
        "id": str(name),
        "title": str(collection.title),
        "description": str(collection.description),
        "itemType": "feature",
        "crs": [crs.value for crs in Crs],
        "storageCrs": Crs.CRS84.value,
        "links": [
            link(address(request, "collection", name), "collection", JSON, collection.title),
            link(items, "items", GEOJSON, _("Features")),
            link(f"{items}?f=html", "items", HTML, _("Features")),
            link(schema, "describedby", SCHEMA_JSON, _("Properties of a feature")),
            link(queryables, f"{RELATION}queryables", SCHEMA_JSON, _("What features may be filtered by")),
            *tiles_links(request, collection),
        ],
    }
    extent = kept_extent(LAYERS[name], Selection())
    if extent:
        spatial = {"bbox": [list(extent.bounds.as_tuple())], "crs": Crs.CRS84.value}
        document["extent"] = {"spatial": spatial}
    return document


def schema(request: Request, collection: Collection) -> Document:
    """Properties of a feature as a JSON schema."""
    document = _schema(address(request, "schema", collection.name), collection, collection.columns)
    geometry = {"x-ogc-role": "primary-geometry", "format": f"geometry-{collection.shape}"}
    return {**document, "properties": {"geometry": geometry, **document["properties"]}}


def queryables(request: Request, collection: Collection) -> Document:
    """What features may be filtered by, as a JSON schema."""
    place = address(request, "queryables", collection.name)
    return {**_schema(place, collection, collection.queryables), "additionalProperties": False}


def _schema(place: str, collection: Collection, columns: Columns) -> Document:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": place,
        "type": "object",
        "title": str(collection.title),
        "properties": {
            name: {key: value if isinstance(value, list) else str(value) for key, value in column.items()}
            for name, column in columns.items()
        },
    }
