"""Checks of a set of polygons: repair, overlaps, gaps, place of the label; pure geometry, not the database.

Geometry is EPSG:4326, lon/lat; areas are square metres on the WGS84 ellipsoid.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians

import shapely
from pyproj import Geod
from shapely import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

GEOD = Geod(ellps="WGS84")
# Neighbours drawn by different hands leave slivers of some centimetres everywhere: they are no news.
NEGLIGIBLE_M2 = 1.0
# A neighbour whose edge crosses the border of the region is no part of it.
ENOUGH_INSIDE = 0.5


@dataclass(frozen=True, slots=True)
class Repaired:
    """A polygon made valid. reason: what was wrong, empty when nothing was. lost_m2: change of its size."""

    geometry: MultiPolygon
    reason: str = ""
    change_m2: float = 0.0


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two polygons of one level share ground; positions in the input."""

    first: int
    second: int
    size_m2: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Ground inside the set that belongs to nobody; neighbours: positions of the polygons around it."""

    size_m2: float
    lon: float
    lat: float
    neighbours: tuple[int, ...]


def size_m2(geometry: BaseGeometry) -> float:
    return abs(float(GEOD.geometry_area_perimeter(geometry)[0])) if not geometry.is_empty else 0.0


def repair(geometry: BaseGeometry) -> Repaired | None:
    """A valid multipolygon of the same ground, or None when nothing of it is an area."""
    flat = shapely.force_2d(geometry)
    valid = bool(shapely.is_valid(flat))
    reason = "" if valid else str(shapely.is_valid_reason(flat))
    sound = polygonal(flat if valid else shapely.make_valid(flat))
    if sound is None:
        return None
    change = 0.0 if valid else abs(size_m2(sound) - size_m2(flat))
    return Repaired(sound, reason, change)


def polygonal(geometry: BaseGeometry) -> MultiPolygon | None:
    """The areas of a geometry as one multipolygon; None when it has none."""
    # Twice: a collection may hold multipolygons.
    flat = shapely.get_parts(shapely.get_parts([geometry]))
    parts = [part for part in flat if isinstance(part, Polygon) and part.area]
    return MultiPolygon(parts) if parts else None


def mirrored(geometry: BaseGeometry) -> BaseGeometry:
    """The geometry with its axes exchanged."""
    other: BaseGeometry = shapely.transform(geometry, lambda xy: xy[:, ::-1])
    return other


def mostly_inside(geometry: BaseGeometry, ground: BaseGeometry) -> bool:
    """Whether at least half of the geometry lies on the ground."""
    sound = geometry if geometry.is_valid else shapely.make_valid(geometry)
    if not ground.intersects(sound):
        return False
    size = sound.area or sound.length
    if not size:
        return True
    inner = ground.intersection(sound)
    return bool((inner.area if sound.area else inner.length) >= ENOUGH_INSIDE * size)


def axes_exchanged(geometry: BaseGeometry, ground: BaseGeometry) -> bool:
    """Whether nothing of the geometry lies on the ground, and most of it does with longitude and latitude exchanged."""
    return not ground.intersects(geometry) and mostly_inside(mirrored(geometry), ground)


def overlaps(polygons: Sequence[BaseGeometry]) -> Iterator[Overlap]:
    """Pairs that share more than NEGLIGIBLE_M2, in order of position."""
    tree = shapely.STRtree(polygons)
    left, right = tree.query(polygons, predicate="intersects")
    pairs = sorted((int(a), int(b)) for a, b in zip(left, right, strict=True) if a < b)
    for a, b in pairs:
        shared = polygonal(shapely.intersection(polygons[a], polygons[b]))
        if shared is not None and (size := size_m2(shared)) > NEGLIGIBLE_M2:
            yield Overlap(a, b, size)


def gaps(polygons: Sequence[BaseGeometry]) -> Iterator[Gap]:
    """Holes of the union of the set above NEGLIGIBLE_M2: lakes, enclaves, cracks between neighbours."""
    whole = shapely.union_all(polygons)
    tree = shapely.STRtree(polygons)
    for part in shapely.get_parts(whole):
        for ring in getattr(part, "interiors", ()):
            hole = Polygon(ring)
            if (size := size_m2(hole)) > NEGLIGIBLE_M2:
                middle = hole.representative_point()
                around = tuple(sorted(int(i) for i in tree.query(hole, predicate="intersects")))
                yield Gap(size, middle.x, middle.y, around)


def label_point(geometry: MultiPolygon) -> Point:
    """Pole of inaccessibility of the largest part, where a label has most room; always inside."""
    part = max(geometry.geoms, key=lambda polygon: polygon.area)
    # Degrees of longitude are short in the north: without this the pole is that of a squeezed polygon.
    squeeze = max(cos(radians(part.centroid.y)), 0.01)
    scaled = shapely.transform(part, lambda xy: xy * [squeeze, 1.0])
    west, south, east, north = scaled.bounds
    line = shapely.maximum_inscribed_circle(scaled, tolerance=max(east - west, north - south) / 200)
    x, y = shapely.get_coordinates(line)[0]
    point = Point(x / squeeze, y)
    return point if part.contains(point) else part.representative_point()
