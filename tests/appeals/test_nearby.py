"""Nearby: radius and order in true metres, open ones first of all, nothing that is not published."""

from typing import Any

import orjson
import pytest
from pyproj import Geod

from accounts.types import PUBLIC
from appeals.errors import InvalidFilter
from appeals.queries.features import Page
from appeals.queries.nearby import nearby
from appeals.types import State, Visibility
from geo.types import LonLat
from tests.builders import TOWN, make_appeal, make_topic, moderator

pytestmark = pytest.mark.django_db
GEOD = Geod(ellps="WGS84")


def away(metres: float, bearing: float, origin: LonLat = TOWN) -> LonLat:
    lon, lat, _back = GEOD.fwd(origin.lon, origin.lat, bearing, metres)
    return LonLat(lon, lat)


def found(page: Page) -> list[tuple[str, float]]:
    features: list[dict[str, Any]] = orjson.loads(page.features)
    return [(feature["id"], feature["properties"]["distance_m"]) for feature in features]


@pytest.mark.parametrize("open_only", [True, False])
@pytest.mark.parametrize("lat", [-75.0, 0.0, 45.0, 60.0, 69.0, 84.0])
def test_orders_by_metres_in_every_direction(lat: float, open_only: bool) -> None:
    origin = LonLat(30.3, lat)
    places = {
        make_appeal(at=away(metres, bearing, origin)).number: metres
        for metres, bearing in ((90, 0), (100, 90), (110, 180), (120, 270), (499, 45))
    }
    make_appeal(at=away(501, 90, origin))
    listed = found(nearby(PUBLIC, origin, 500, open_only=open_only))
    assert [number for number, _ in listed] == list(places)
    assert [distance for _, distance in listed] == pytest.approx(list(places.values()), abs=0.2)


def test_takes_one_topic_only_when_asked() -> None:
    lamp, pothole = make_topic("lamp"), make_topic("pothole")
    near = make_appeal(topic=lamp, at=away(10, 0))
    other = make_appeal(topic=pothole, at=away(20, 0))
    assert [n for n, _ in found(nearby(PUBLIC, TOWN, 100, topic=pothole.pk))] == [other.number]
    assert [n for n, _ in found(nearby(PUBLIC, TOWN, 100))] == [near.number, other.number]


def test_closed_ones_come_only_when_asked() -> None:
    closed = make_appeal(state=State.CLOSED)
    waiting = make_appeal(at=away(5, 0))
    assert [n for n, _ in found(nearby(PUBLIC, TOWN, 100))] == [waiting.number]
    assert [n for n, _ in found(nearby(PUBLIC, TOWN, 100, open_only=False))] == [
        closed.number,
        waiting.number,
    ]


@pytest.mark.parametrize("open_only", [True, False])
def test_the_private_stays_private(open_only: bool) -> None:
    private = make_appeal(visibility=Visibility.PRIVATE)
    assert found(nearby(PUBLIC, TOWN, 100, open_only=open_only)) == []
    assert [n for n, _ in found(nearby(moderator(), TOWN, 100, open_only=open_only))] == [private.number]


def test_limit_keeps_the_nearest() -> None:
    numbers = [make_appeal(at=away(10 * step, 90)).number for step in range(1, 6)]
    assert [n for n, _ in found(nearby(PUBLIC, TOWN, 500, limit=2))] == numbers[:2]


@pytest.mark.parametrize(
    ("radius_m", "limit"), [(0, 5), (-1, 5), (5001, 5), (float("nan"), 5), (100, 0), (100, 201)]
)
def test_limits_are_told(radius_m: float, limit: int) -> None:
    with pytest.raises(InvalidFilter):
        nearby(PUBLIC, TOWN, radius_m, limit)
