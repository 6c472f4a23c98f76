"""Distances on the ground in metres, right at 60° N; not the database's (geography does those)."""

from math import cos, hypot, radians

from pyproj import Geod

from geo.types import BBox, LonLat

WGS84 = Geod(ellps="WGS84")


def distance_m(one: LonLat, other: LonLat) -> float:
    """Geodesic metres between two points on the WGS84 ellipsoid."""
    _azimuth, _back, metres = WGS84.inv(one.lon, one.lat, other.lon, other.lat)
    return float(metres)


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Metres of one degree of longitude and of one degree of latitude there: the series of the WGS84 ellipsoid."""
    phi = radians(lat)
    east = 111_412.84 * cos(phi) - 93.5 * cos(3 * phi) + 0.118 * cos(5 * phi)
    north = 111_132.92 - 559.82 * cos(2 * phi) + 1.175 * cos(4 * phi) - 0.0023 * cos(6 * phi)
    return east, north


def nearby_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Metres between near points (some kilometres), within 0.1 %: quick enough for inner loops of an import."""
    east, north = metres_per_degree((lat + other_lat) / 2)
    return hypot((lon - other_lon) * east, (lat - other_lat) * north)


def box_around(point: LonLat, radius_m: float) -> BBox:
    """Degrees that hold the circle of a radius; cut at the edge of the world."""
    east, north = metres_per_degree(point.lat)
    dlon, dlat = radius_m / max(east, 1.0), radius_m / north
    return BBox(
        max(point.lon - dlon, -180.0),
        max(point.lat - dlat, -90.0),
        min(point.lon + dlon, 180.0),
        min(point.lat + dlat, 90.0),
    )
