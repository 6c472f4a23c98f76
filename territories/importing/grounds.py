"""Whether the geometry of an imported row lies in this world and inside `--within`; pure, not the reading."""

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from geo.importing.report import Reason
from territories.coverage import axes_exchanged, mirrored, mostly_inside
from territories.importing.reasons import Refused


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the rows of a file may lie (EPSG:4326).

    within: most of a row must lie inside, None: anywhere. known: all ground of administration; a row may lie beside it,
    but not so that it lies inside with its axes exchanged. None: no area is known.
    """

    within: BaseGeometry | None = None
    known: BaseGeometry | None = None


ANYWHERE = Ground()


def refusal(geometry: BaseGeometry | None, ground: Ground) -> str | None:
    """Code of the reason why the geometry (EPSG:4326, lon/lat) is refused, or None."""
    if geometry is None or geometry.is_empty:
        return Refused.NO_GEOMETRY
    west, south, east, north = geometry.bounds
    possible = west >= -180 and east <= 180 and south >= -90 and north <= 90
    within, known = ground.within, ground.known
    if not possible:
        meant = known if within is None else within
        swapped = meant is not None and mostly_inside(mirrored(geometry), meant)
        return Reason.AXES_SWAPPED if swapped else Reason.IMPOSSIBLE_COORDINATES
    if within is None:
        return Reason.AXES_SWAPPED if known is not None and axes_exchanged(geometry, known) else None
    if mostly_inside(geometry, within):
        return None
    swapped = mostly_inside(mirrored(geometry), within)
    return Reason.AXES_SWAPPED if swapped else Reason.OUTSIDE_WITHIN
