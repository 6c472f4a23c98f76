"""Distances on the ground, held against pyproj, where degrees mislead most: far north."""

import pytest
from pyproj import Geod

from geo.metric import box_around, distance_m, metres_per_degree, nearby_m
from geo.types import LonLat

PLACES = [
    LonLat(30.33, 59.93),
    LonLat(37.62, 55.75),
    LonLat(0.0, 0.0),
    LonLat(33.08, 68.97),
    LonLat(104.3, -52.3),
]


@pytest.mark.parametrize("place", PLACES)
def test_near_points_are_right_to_a_thousandth(place: LonLat) -> None:
    other = LonLat(place.lon + 0.01, place.lat + 0.005)
    true = Geod(ellps="WGS84").inv(place.lon, place.lat, other.lon, other.lat)[2]
    assert distance_m(place, other) == pytest.approx(true, abs=1e-6)
    assert nearby_m(place.lon, place.lat, other.lon, other.lat) == pytest.approx(true, rel=1e-3)


def test_a_degree_of_longitude_is_half_as_long_at_sixty_north() -> None:
    east, north = metres_per_degree(60.0)
    assert east / north == pytest.approx(0.5, abs=0.005)


@pytest.mark.parametrize("place", PLACES)
def test_a_box_holds_its_circle(place: LonLat) -> None:
    box = box_around(place, 500.0)
    for azimuth in range(0, 360, 15):
        lon, lat, _back = Geod(ellps="WGS84").fwd(place.lon, place.lat, azimuth, 499.0)
        assert box.contains(LonLat(lon, lat))


def test_a_box_at_the_edge_of_the_world_stays_in_it() -> None:
    assert box_around(LonLat(179.9999, 89.9999), 5_000).east == 180.0
