"""Which points of an import are refused, and why; pure arrays, not the database. Order is lon, lat (EPSG:4326)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.importing.report import Reason

# Of the honest points seen so far, 91 houses of one village share one; failed geocodes of a region run to hundreds.
SHARED_POINT_LIMIT = 200

Floats = np.ndarray[Any, np.dtype[np.float64]]


def check_point(lon: float | None, lat: float | None, within: BaseGeometry | None = None) -> Reason | None:
    """Why a point in degrees is refused, or None. See `check_points`."""
    missing = float("nan")
    lons = np.array([missing if lon is None else lon], dtype=float)
    lats = np.array([missing if lat is None else lat], dtype=float)
    return check_points(lons, lats, within)[0]


def check_points(lons: Floats, lats: Floats, within: BaseGeometry | None = None) -> list[Reason | None]:
    """Per point the reason of refusal, or None. NaN: no coordinates; infinite: impossible.

    A point is axes_swapped only when it lies outside `within` and its swap inside; without `within`
    nothing tells a swap from a place, so it is accepted. A point on the border is inside.
    """
    reasons = np.full(len(lons), None, dtype=object)
    missing = np.isnan(lons) | np.isnan(lats)
    possible = ~missing & (np.abs(lons) <= 180) & (np.abs(lats) <= 90)
    reasons[~possible] = Reason.IMPOSSIBLE_COORDINATES
    # Latitude 0, longitude 0 is the sea off Ghana: always a failed geocode.
    nowhere = (lons == 0) & (lats == 0)
    reasons[nowhere] = Reason.IMPOSSIBLE_COORDINATES
    reasons[missing] = Reason.NO_COORDINATES
    if within is not None:
        shapely.prepare(within)
        outside = ~missing & ~_inside(within, lons, lats)
        reasons[outside & possible & ~nowhere] = Reason.OUTSIDE_WITHIN
        reasons[outside & _inside(within, lats, lons)] = Reason.AXES_SWAPPED
    return list(reasons)


def _inside(within: BaseGeometry, lons: Floats, lats: Floats) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    inside = np.zeros(len(lons), dtype=bool)
    known = np.isfinite(lons) & np.isfinite(lats)
    inside[known] = shapely.intersects_xy(within, lons[known], lats[known])
    return inside


def shared_points(
    lons: Floats, lats: Floats, keys: Sequence[str], limit: int = SHARED_POINT_LIMIT
) -> set[int]:
    """Positions of rows that lie on a point which more than `limit` different keys (addresses) share.

    A failed geocode puts every address it could not find on one place; limit 0 turns the check off.
    """
    if limit <= 0:
        return set()
    rows: dict[tuple[float, float], list[int]] = defaultdict(list)
    for position, place in enumerate(zip(lons.tolist(), lats.tolist(), strict=True)):
        rows[place].append(position)
    crowded = (
        positions for positions in rows.values() if len({keys[position] for position in positions}) > limit
    )
    return {position for positions in crowded for position in positions}
