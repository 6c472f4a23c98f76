"""Where a layer's features are, for TileJSON; not what they are."""

from dataclasses import dataclass
from typing import Any

from geo import sql
from geo.types import BBox, LonLat


@dataclass(frozen=True, slots=True)
class Extent:
    """Box around all features, degrees, and a place whose tile at `zoom` holds at least one."""

    bounds: BBox
    centre: LonLat
    zoom: int


def extent_of(name: str, params: dict[str, Any] | None = None, *, zoom: int) -> Extent | None:
    """Extent out of a statement (west, south, east, north, lon, lat in degrees); None when it finds nothing."""
    ((west, south, east, north, lon, lat),) = sql.rows("tiles", name, params or {})
    if lon is None:
        return None
    clamped = [max(-180.0, west), max(-85.05, south), min(180.0, east), min(85.05, north)]
    return Extent(BBox(*clamped), LonLat(lon, lat), zoom)
