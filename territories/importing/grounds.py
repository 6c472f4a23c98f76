"""Whether the geometry of an imported row lies in this world and inside `--within`; pure, not the reading."""

import shapely
from shapely.geometry.base import BaseGeometry

from geo.importing.report import Reason
from territories.importing.reasons import Refused

# A neighbour whose edge crosses the border of the region is no part of it.
ENOUGH_INSIDE = 0.5


def refusal(geometry: BaseGeometry | None, within: BaseGeometry | None) -> str | None:
    """Code of the reason why the geometry (EPSG:4326, lon/lat) is refused, or None.

    `within`: most of it must lie inside; it is swapped when that holds of it with its axes exchanged.
    """
    if geometry is None or geometry.is_empty:
        return Refused.NO_GEOMETRY
    west, south, east, north = geometry.bounds
    possible = west >= -180 and east <= 180 and south >= -90 and north <= 90
    if not possible and (within is None or not _inside(_swapped(geometry), within)):
        return Reason.IMPOSSIBLE_COORDINATES
    if within is None or (possible and _inside(geometry, within)):
        return None
    return Reason.AXES_SWAPPED if _inside(_swapped(geometry), within) else Reason.OUTSIDE_WITHIN


def _swapped(geometry: BaseGeometry) -> BaseGeometry:
    swapped: BaseGeometry = shapely.transform(geometry, lambda xy: xy[:, ::-1])
    return swapped


def _inside(geometry: BaseGeometry, within: BaseGeometry) -> bool:
    sound = geometry if geometry.is_valid else shapely.make_valid(geometry)
    if not within.intersects(sound):
        return False
    size = sound.area or sound.length
    if not size:
        return True
    inner = within.intersection(sound)
    return bool((inner.area if sound.area else inner.length) >= ENOUGH_INSIDE * size)
