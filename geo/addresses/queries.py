"""Address search: complete while typing, find by text, find by place; not how text is read (parsing)."""

from collections.abc import Sequence

from geo.addresses.found import fetch
from geo.addresses.geocoding import geocode
from geo.addresses.suggesting import suggest
from geo.addresses.types import GeocodeMatch, HouseHit, MatchLevel, Suggestion
from geo.types import LonLat

__all__ = [
    "GeocodeMatch",
    "HouseHit",
    "MatchLevel",
    "Suggestion",
    "geocode",
    "nearest_addresses",
    "nearest_house",
    "reverse",
    "suggest",
]

REVERSE_RADIUS_M = 200.0


def reverse(point: LonLat, *, radius_m: float = REVERSE_RADIUS_M) -> HouseHit | None:
    """The house nearest to a point (WGS84 lon/lat) within radius_m metres on the ground, or None.

    Of several houses on one point the oldest row answers. One query; index: `house_location_m`.
    """
    return nearest_house(point, radius_m=radius_m)


def nearest_house(point: LonLat, *, radius_m: float) -> HouseHit | None:
    """The same as `reverse`, with a radius that the caller must choose."""
    # The index orders by a sphere; the nearest few are ordered again by the ellipsoid.
    found = fetch("house_nearest", {"lon": point.lon, "lat": point.lat, "radius_m": radius_m, "count": 4})
    if not found:
        return None
    best = min(found, key=lambda row: (row["distance_m"], row["id"]))
    return HouseHit(best["id"], best["address"], best["distance_m"], LonLat(best["lon"], best["lat"]))


def nearest_addresses(points: Sequence[LonLat], *, radius_m: float) -> list[str]:
    """The address nearest to each point, empty where no house is within radius_m metres: to name places to a reader.

    In the order of the points. One query; index: `house_location_m`.
    """
    params = {"lons": [point.lon for point in points], "lats": [point.lat for point in points]}
    found = {
        row["place"]: row["address"] for row in fetch("houses_nearest", {**params, "radius_m": radius_m})
    }
    return [found.get(place, "") for place in range(1, len(points) + 1)]
