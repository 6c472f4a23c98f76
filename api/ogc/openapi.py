"""The OpenAPI 3.0 document of the OGC API, which GDAL and QGIS read to learn filters and sizes of pages."""

from typing import Any

from django.utils.translation import gettext as _

from api.ogc.asking import MOST_FEATURES, ORDINARY
from api.ogc.catalogue import COLLECTIONS, Collection
from api.ogc.crs import Crs
from api.ogc.links import GEOJSON, HTML, JSON, SCHEMA_JSON

Part = dict[str, Any]
PROBLEM = {"description": "Problem (RFC 9457)", "content": {"application/problem+json": {}}}


def document(root: str) -> Part:
    """root: absolute address of the landing page, without a slash at its end."""
    paths = {
        "/": _get("landing", _("Landing page"), JSON, []),
        "/conformance": _get("conformance", _("Standards that this service follows"), JSON, []),
        "/collections": _get("collections", _("Collections of features"), JSON, []),
    }
    for collection in COLLECTIONS.values():
        paths |= _paths(collection)
    return {
        "openapi": "3.0.3",
        "info": {"title": _("Metka for GIS programs"), "version": "1"},
        "servers": [{"url": root}],
        "paths": paths,
        "components": {"parameters": _common()},
    }


def _paths(collection: Collection) -> dict[str, Part]:
    name, title = collection.name, str(collection.title)
    place = f"/collections/{name}"
    feature_id = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
    filters = [_named(key) for key in ("limit", "cursor", "bbox", "bbox-crs", "datetime", "crs")]
    filters += [_query(key, schema) for key, schema in collection.queryables.items()]
    return {
        place: _get(f"{name}.collection", title, JSON, []),
        f"{place}/schema": _get(f"{name}.schema", title, SCHEMA_JSON, []),
        f"{place}/queryables": _get(f"{name}.queryables", title, SCHEMA_JSON, []),
        f"{place}/items": _get(f"{name}.items", title, GEOJSON, filters),
        f"{place}/items/{{featureId}}": _get(f"{name}.item", title, GEOJSON, [feature_id, _named("crs")]),
    }


def _get(operation: str, summary: str, kind: str, parameters: list[Part]) -> Part:
    content = {kind: {"schema": {"type": "object"}}, HTML: {"schema": {"type": "string"}}}
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "parameters": [*parameters, _named("f")],
            "responses": {"200": {"description": summary, "content": content}, "default": PROBLEM},
        }
    }


def _named(name: str) -> Part:
    return {"$ref": f"#/components/parameters/{name}"}


def _query(name: str, schema: Part) -> Part:
    plain = {key: value for key, value in schema.items() if key != "title"}
    return {
        "name": name,
        "in": "query",
        "description": str(schema.get("title", "")),
        "required": False,
        "schema": plain,
        "style": "form",
        "explode": False,
    }


def _common() -> dict[str, Part]:
    systems = {"type": "string", "enum": [crs.value for crs in Crs], "default": Crs.CRS84.value}
    numbers = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    size = {"type": "integer", "minimum": 1, "maximum": MOST_FEATURES, "default": ORDINARY}
    schemas: dict[str, Part] = {
        "f": {"type": "string", "enum": ["json", "html"]},
        "limit": size,
        "cursor": {"type": "string"},
        "bbox": numbers,
        "bbox-crs": systems,
        "datetime": {"type": "string"},
        "crs": systems,
    }
    return {name: _query(name, schema) for name, schema in schemas.items()}
