"""Polygons of a level for a map of a whole region, thinned out together so that neighbours still meet; no figures."""

import json
from typing import Any

import shapely
from django.core.cache import caches

from analytics.queries.districts import Level
from territories.models import Boundary

# A published version never changes.
KEPT_S = 7 * 86_400
# Lines are thinned by some thousandth of the level's extent, half a pixel of a map that shows all of it; decimals of
# a degree: 1 m.
_THINNED, _DECIMALS = 1 / 2000, 5


def outlines(level: Level) -> str:
    """GeoJSON (WGS84, lon/lat) of the level's areas, each with its id and nothing else; kept. One query at most."""
    key = f"outlines-1-{level.code}"
    kept: str | None = caches["figures"].get(key)
    if kept is None:
        kept = json.dumps({"type": "FeatureCollection", "features": _features(level)}, separators=(",", ":"))
        caches["figures"].set(key, kept, KEPT_S)
    return kept


def _features(level: Level) -> list[dict[str, Any]]:
    drawn = Boundary.objects.filter(version=level.version, area__kind=level.kind).order_by("area_id")
    rows = [(area_id, bytes(geom.wkb)) for area_id, geom in drawn.values_list("area_id", "geom")]
    if not rows:
        return []
    shapes = shapely.from_wkb([wkb for _area_id, wkb in rows])
    west, south, east, north = shapely.total_bounds(shapes)
    thinned = shapely.coverage_simplify(shapes, max(east - west, north - south) * _THINNED)
    rounded = shapely.to_geojson(shapely.set_precision(thinned, 10**-_DECIMALS, mode="pointwise"))
    return [
        {"type": "Feature", "id": area_id, "properties": {}, "geometry": json.loads(geometry)}
        for (area_id, _wkb), geometry in zip(rows, rounded, strict=True)
    ]


def extent(level: Level) -> tuple[float, float, float, float] | None:
    """West, south, east, north of the level in degrees, out of what is drawn; None of an empty one."""
    features = json.loads(outlines(level))["features"]
    if not features:
        return None
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    return west, south, east, north
