"""A polygon drawn by hand: read, put together, checked against its neighbours; pure geometry, not the database.

Coordinates are EPSG:4326, lon/lat; sizes square metres on the ellipsoid.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import Any

import shapely
from shapely import MultiPolygon, Polygon
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from geo.types import LonLat
from territories import coverage
from territories.errors import NoPolygonInText, NotDegreesInText, SeveralPolygons, TooManyVertices

Shape = list[list[list[list[float]]]]
# A district of a large city has some thousand vertices, a region some ten thousand.
VERTICES_MAX = 50_000
# Around the drawn polygon, degrees: what lies farther is not its neighbour.
AROUND_DEG = 0.01


class Fault(StrEnum):
    """What a check may find; the first three keep the drawing from being published, the others are told."""

    EMPTY = "empty"
    INVALID = "invalid"
    EXCHANGED = "exchanged"
    OUTSIDE = "outside"
    OVERLAP = "overlap"
    GAP = "gap"
    LOST = "lost"


GRAVE = frozenset({Fault.EMPTY, Fault.INVALID, Fault.EXCHANGED})


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A polygon beside the drawn one. drafted: as another unpublished drawing has it. shares: may lie over it."""

    name: str
    geometry: BaseGeometry
    drafted: bool = False
    shares: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. name: of the neighbour. reason: GEOS's words for what is invalid. place: where it is."""

    fault: Fault
    size_m2: float = 0.0
    name: str = ""
    reason: str = ""
    place: LonLat | None = None
    shape: BaseGeometry | None = None
    drafted: bool = False


def read(text: str) -> Shape:
    """The polygon of a text: GeoJSON (geometry, Feature, FeatureCollection of one Feature) or WKT.

    Raises NoPolygonInText, SeveralPolygons, NotDegreesInText, TooManyVertices.
    """
    text = text.strip().lstrip("\ufeff")
    geometry = _from_json(text) if text.startswith("{") else _from_wkt(text)
    flat = shapely.force_2d(geometry)
    if isinstance(flat, Polygon):
        flat = MultiPolygon([flat])
    if not isinstance(flat, MultiPolygon) or flat.is_empty:
        raise NoPolygonInText(found=geometry.geom_type)
    return checked([_rings(part) for part in flat.geoms])


def _from_json(text: str) -> BaseGeometry:
    try:
        found = json.loads(text)
        features = found["features"] if found["type"] == "FeatureCollection" else [found]
        geometries = [one["geometry"] if one["type"] == "Feature" else one for one in features]
        parts = [shapely.from_geojson(json.dumps(one)) for one in geometries]
    except (ValueError, KeyError, TypeError, ShapelyError) as problem:
        raise NoPolygonInText(found="GeoJSON") from problem
    if len(parts) != 1:
        raise SeveralPolygons(count=len(parts))
    return parts[0]


def _from_wkt(text: str) -> BaseGeometry:
    try:
        # The number of a coordinate system before it is PostGIS's own way to write.
        return shapely.from_wkt(text.partition(";")[2] if text.upper().startswith("SRID=4326;") else text)
    except ShapelyError as problem:
        raise NoPolygonInText(found="WKT") from problem


def _rings(part: Polygon) -> list[list[list[float]]]:
    return [[[x, y] for x, y in ring.coords] for ring in (part.exterior, *part.interiors)]


def shape_of(geometry: BaseGeometry | None) -> Shape:
    """A stored polygon as the coordinates of a GeoJSON MultiPolygon; exact, and empty for none."""
    whole = coverage.polygonal(geometry) if geometry is not None else None
    return [_rings(part) for part in whole.geoms] if whole is not None else []


def checked(shape: Any) -> Shape:
    """Coordinates as they may be kept: numbers in pairs, within the world; rings may lack points still.

    Raises NoPolygonInText, NotDegreesInText, TooManyVertices.
    """
    try:
        found = [[[[float(x), float(y)] for x, y in ring] for ring in part] for part in shape]
    except (TypeError, ValueError) as problem:
        raise NoPolygonInText(found="GeoJSON") from problem
    vertices = [vertex for part in found for ring in part for vertex in ring]
    if len(vertices) > VERTICES_MAX:
        raise TooManyVertices(count=len(vertices), most=VERTICES_MAX)
    for lon, lat in vertices:
        if not (isfinite(lon) and isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
            raise NotDegreesInText(lon=lon, lat=lat)
    return found


def geometry_of(shape: Shape) -> MultiPolygon | None:
    """The drawn polygon; None while nothing of it is one. It may still be invalid."""
    parts = []
    for part in shape:
        rings = [_closed(ring) for ring in part if len({tuple(vertex) for vertex in ring}) > 2]
        if rings and part and len({tuple(vertex) for vertex in part[0]}) > 2:
            parts.append(Polygon(rings[0], rings[1:]))
    return MultiPolygon(parts) if parts else None


def _closed(ring: list[list[float]]) -> list[list[float]]:
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def examine(
    shape: Shape,
    *,
    before: BaseGeometry | None,
    neighbours: Sequence[Neighbour],
    ground: BaseGeometry | None,
    known: BaseGeometry | None = None,
) -> list[Finding]:
    """What is to be told of a drawn polygon: grave faults first, then the largest.

    before: what it was. ground: what it must lie in, and what its set should cover; known: all ground of
    administration. None: nothing is known.
    Neighbours: of the same set near both. What is smaller than coverage.NEGLIGIBLE_M2 is no news.
    """
    drawn = geometry_of(shape)
    if drawn is None:
        return [Finding(Fault.EMPTY)]
    if not shapely.is_valid(drawn):
        reason = str(shapely.is_valid_reason(drawn))
        return [Finding(Fault.INVALID, reason=reason, place=_place_in(reason))]
    if known is not None and coverage.axes_exchanged(drawn, known):
        middle = drawn.representative_point()
        return [Finding(Fault.EXCHANGED, place=LonLat(middle.x, middle.y), shape=drawn)]
    found = [*_outside(drawn, ground), *_overlaps(drawn, neighbours)]
    found += _uncovered(drawn, before, [one.geometry for one in neighbours], ground)
    return sorted(found, key=lambda finding: (-finding.size_m2, finding.name))


def _place_in(reason: str) -> LonLat | None:
    """GEOS writes the place in brackets: «Self-intersection[30.15 60.05]»."""
    numbers = reason.partition("[")[2].rstrip("]").split()
    try:
        return LonLat(float(numbers[0]), float(numbers[1]))
    except (IndexError, ValueError):
        return None


def _outside(drawn: MultiPolygon, ground: BaseGeometry | None) -> Iterator[Finding]:
    if ground is not None:
        yield from _told(Fault.OUTSIDE, shapely.difference(drawn, ground))


def _overlaps(drawn: MultiPolygon, neighbours: Iterable[Neighbour]) -> Iterator[Finding]:
    for one in neighbours:
        if one.shares:
            continue
        yield from _told(
            Fault.OVERLAP, shapely.intersection(drawn, one.geometry), name=one.name, drafted=one.drafted
        )


def _uncovered(
    drawn: MultiPolygon,
    before: BaseGeometry | None,
    others: Sequence[BaseGeometry],
    ground: BaseGeometry | None,
) -> Iterator[Finding]:
    """Cracks and holes at the drawn polygon, and ground that was its own and is nobody's now."""
    touched = drawn if before is None else shapely.union(drawn, before)
    window = shapely.box(*touched.bounds).buffer(AROUND_DEG, join_style="mitre")
    held = shapely.union_all([drawn, *others])
    near = window if ground is None else shapely.intersection(window, ground)
    for part in shapely.get_parts(shapely.difference(near, held)):
        # What reaches the edge of the window goes on behind it: open ground, not a gap.
        if isinstance(part, Polygon) and not shapely.intersects(part, window.exterior):
            if shapely.intersects(part, touched):
                yield from _told(Fault.GAP, part)
        elif before is not None:
            yield from _told(Fault.LOST, shapely.intersection(part, before))


def _told(fault: Fault, ground: BaseGeometry, name: str = "", *, drafted: bool = False) -> Iterator[Finding]:
    """One finding for the ground, if there is enough of it. place: in its largest part."""
    whole = coverage.polygonal(ground)
    if whole is None or (size := coverage.size_m2(whole)) <= coverage.NEGLIGIBLE_M2:
        return
    middle = max(whole.geoms, key=lambda part: part.area).representative_point()
    yield Finding(fault, size, name, place=LonLat(middle.x, middle.y), shape=whole, drafted=drafted)


def box(west: float, south: float, east: float, north: float) -> Polygon:
    """A rectangle in degrees."""
    return shapely.box(west, south, east, north)
