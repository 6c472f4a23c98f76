"""What may be watched: circles and drawn polygons within limits; pure."""

import json
from typing import Any

from channels.errors import WrongPolygon, WrongRadius

LEAST_M = 50.0
MOST_M = 20_000.0
MOST_CORNERS = 500
Ring = tuple[tuple[float, float], ...]


def usable_radius_m(radius_m: float) -> float:
    """Metres. Raises WrongRadius."""
    if not LEAST_M <= radius_m <= MOST_M:
        raise WrongRadius(least=int(LEAST_M), most=int(MOST_M))
    return radius_m


def ring_of(text: str) -> Ring:
    """The closed outer ring, WGS84 lon/lat, of a GeoJSON polygon (or a feature of one). Raises WrongPolygon.

    Holes are no use here: what was drawn is one line. Whether it crosses itself, the database's geometry says.
    """
    try:
        ring = tuple(_corner(one) for one in _polygon(json.loads(text))["coordinates"][0])
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as problem:
        raise WrongPolygon(most=MOST_CORNERS) from problem
    closed = ring if ring and ring[0] == ring[-1] else (*ring, *ring[:1])
    if not 4 <= len(closed) <= MOST_CORNERS + 1:
        raise WrongPolygon(most=MOST_CORNERS)
    return closed


def _polygon(read: Any) -> dict[str, Any]:
    shape: dict[str, Any] = read.get("geometry", read)
    if shape["type"] != "Polygon":
        raise ValueError
    return shape


def _corner(pair: Any) -> tuple[float, float]:
    lon, lat = float(pair[0]), float(pair[1])
    if not (-180 <= lon <= 180 and -85 <= lat <= 85):
        raise ValueError
    return lon, lat
