"""Polygons across the 180th meridian into parts on both of its sides; pure geometry, degrees in lon/lat (EPSG:4326).

Such a polygon comes in two shapes: beyond 180 (Chukotka to 190), or as a ring that jumps from 180 to -180, which drawn
as it stands spans the whole world. Files cut at the meridian, as RFC 7946 (3.1.9) asks, need nothing.
"""

from typing import Any, TypeVar

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

Shape = TypeVar("Shape", bound=BaseGeometry)
TURN = 360.0
HALF = 180.0
# What is wider is no place on the earth that a jump would make small, but a box around the world.
WIDEST = 90.0


def cut_at_antimeridian(geometries: Any) -> Any:
    """The same array with every polygon across the meridian cut there; all others, and None, as they are."""
    result = np.array(geometries, dtype=object)
    for position in np.flatnonzero(_strays(shapely.bounds(geometries).T)):
        result[position] = _cut(result[position])
    return result


def _strays(bounds: Any) -> Any:
    """Whether west, south, east, north (numbers or arrays) leave -180…180, or span more than half the world."""
    west, _south, east, _north = bounds
    return (west < -HALF) | (east > HALF) | (east - west > HALF)


def _cut(geometry: BaseGeometry) -> BaseGeometry:
    west, _south, east, _north = geometry.bounds
    parts = [part for part in shapely.get_parts(shapely.get_parts([geometry])) if isinstance(part, Polygon)]
    # What lies beyond 180 as a whole is no crossing, but a place out of the world.
    if not parts or len(parts) < len(shapely.get_parts(geometry)) or west >= HALF or east <= -HALF:
        return geometry
    pieces = [piece for part in parts for piece in _pieces(part)]
    return pieces[0] if len(pieces) == 1 else MultiPolygon(pieces)


def _pieces(polygon: Polygon) -> list[Polygon]:
    """Parts of one polygon between -180 and 180; the polygon itself when it cannot be a crossing one."""
    shell = _unrolled(polygon.exterior) if _strays(polygon.bounds) else None
    west, _south, east, _north = shell.bounds if shell is not None else polygon.bounds
    if shell is None or not 0 < east - west <= WIDEST or max(-west, east) > TURN:
        return [polygon]
    holes = [_beside(_unrolled(ring), (west + east) / 2) for ring in polygon.interiors]
    whole = Polygon(shell.exterior, [hole.exterior for hole in holes if hole is not None])
    sound = whole if whole.is_valid else shapely.make_valid(whole)
    pieces: list[Polygon] = []
    for turn in range(int((west + HALF) // TURN), int((east + HALF) // TURN) + 1):
        world = box(turn * TURN - HALF, -90, turn * TURN + HALF, 90)
        moved = _turned(sound.intersection(world), -turn)
        flat = shapely.get_parts(shapely.get_parts([moved]))
        pieces += [part for part in flat if isinstance(part, Polygon) and part.area]
    return pieces or [polygon]


def _unrolled(ring: Any) -> Polygon | None:
    """The ring without jumps, possibly beyond 180; None for one around a pole, which never comes back."""
    points = shapely.get_coordinates(ring)
    if not np.isfinite(points).all():
        return None
    steps = np.diff(points[:, 0])
    turns = np.concatenate([[0.0], np.cumsum(np.where(np.abs(steps) > HALF, -np.sign(steps), 0.0))])
    if turns[-1]:
        return None
    points[:, 0] += turns * TURN
    return Polygon(points)


def _beside(hole: Polygon | None, middle: float) -> Polygon | None:
    """The hole in the same turn as its shell, whose middle is given."""
    if hole is None:
        return None
    turn = round((middle - hole.centroid.x) / TURN)
    return _turned(hole, turn)


def _turned(geometry: Shape, turns: int) -> Shape:
    """The geometry so many times around the earth; the very numbers when it stays."""
    moved: Shape = shapely.transform(geometry, lambda xy: xy + np.array([turns * TURN, 0.0]))
    return moved if turns else geometry
