"""Who answers where: bulk lookup against geopandas.sjoin with equal answers, one assignment over HTTP against its SQL.

Points are drawn evenly over the box of all areas of the large database, with a fixed seed.
"""

from collections.abc import Iterator
from datetime import date
from http.client import HTTPConnection
from time import perf_counter

import geopandas as gpd
import numpy as np
import shapely
from django.utils import timezone

from appeals.models import Topic
from bench.server import serving
from bench.timing import Row, at_least, at_most, database, in_turn
from geo import sql
from geo.types import LonLat
from territories.bulk import BulkIndex
from territories.models import Boundary, BoundaryVersion
from territories.queries import parameters

POINTS = 1_000_000
CHECKED = 100_000
PLACES = 40
SEED = 7


def rows(large: str, small: str) -> Iterator[Row]:
    """All rows. large: address of the database whose areas are used; the small one is not needed."""
    del small
    with database(large):
        today = timezone.localdate()
        yield bulk_or_sjoin(today)
        topic = Topic.objects.filter(scope="street").earliest("pk").code
        places = _covered_places(today, PLACES)
        statement_ms = _statement(places, today)
    with serving(large) as (host, port):
        yield at_most(
            "assignment over HTTP / its raw SQL", _over_http(host, port, places, topic) / statement_ms, 5
        )


def bulk_or_sjoin(on: date) -> Row:
    """Areas of a million points, from coordinates to pairs; the pairs are compared before the time counts."""
    index = BulkIndex(on=on)
    frame = _frame(on)
    lons, lats = _points(frame, POINTS)

    def ours(count: int = POINTS) -> tuple[np.ndarray, np.ndarray]:
        return index.areas(lons[:count], lats[:count])

    def theirs(count: int = POINTS) -> gpd.GeoDataFrame:
        points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lons[:count], lats[:count]), crs=4326)
        return gpd.sjoin(points, frame, predicate="intersects")

    _compare(index, ours(CHECKED), theirs(CHECKED))
    mine_ms, theirs_ms = in_turn(ours, theirs, rounds=3)
    return at_least("areas of a million points: geopandas.sjoin / Metka", theirs_ms / mine_ms, 1.5)


def _compare(index: BulkIndex, pairs: tuple[np.ndarray, np.ndarray], joined: gpd.GeoDataFrame) -> None:
    """Raises AssertionError unless both found the same pairs."""
    owners = index.area_owners
    mine = {(int(at), owners[owner].hit.area_id) for at, owner in zip(*pairs, strict=True)}
    other = {(int(at), int(area)) for at, area in zip(joined.index, joined["area_id"], strict=True)}
    assert mine == other, f"{len(mine ^ other)} pairs differ"


def _frame(on: date) -> gpd.GeoDataFrame:
    """Whole polygons in force, as somebody with geopandas would hold them."""
    found = Boundary.objects.filter(version__in=BoundaryVersion.objects.in_force(on))
    pairs = [(area_id, bytes(geom.wkb)) for area_id, geom in found.values_list("area_id", "geom")]
    return gpd.GeoDataFrame(
        {"area_id": [area_id for area_id, _wkb in pairs]},
        geometry=shapely.from_wkb([wkb for _area_id, wkb in pairs]),
        crs=4326,
    )


def _points(frame: gpd.GeoDataFrame, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Half of them evenly over the box of everything, half evenly over the boxes of single areas."""
    dice = np.random.default_rng(SEED)
    boxes = frame.geometry.bounds.to_numpy()
    whole = np.array([*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)])
    chosen = np.vstack(
        [np.tile(whole, (count // 2, 1)), boxes[dice.integers(0, len(boxes), count - count // 2)]]
    )
    share = dice.random((count, 2))
    at = chosen[:, :2] + share * (chosen[:, 2:] - chosen[:, :2])
    return np.ascontiguousarray(at[:, 0]), np.ascontiguousarray(at[:, 1])


def _covered_places(on: date, count: int) -> list[LonLat]:
    """Places inside areas, spread over them."""
    labels = Boundary.objects.filter(version__in=BoundaryVersion.objects.in_force(on)).order_by("pk")
    points = list(labels.values_list("label_point", flat=True)[: count * 20 : 20]) or list(
        labels.values_list("label_point", flat=True)[:count]
    )
    return [LonLat(point.x, point.y) for point in points]


def _statement(places: list[LonLat], on: date) -> float:
    """Milliseconds of the candidates' statement, mean over the places, best of three passes."""

    def once() -> float:
        started = perf_counter()
        for place in places:
            sql.rows("territories", "candidates", parameters(place, on=on, house_id=None, by_house=False))
        return (perf_counter() - started) * 1e3 / len(places)

    once()
    return min(once() for _pass in range(3))


def _over_http(host: str, port: int, places: list[LonLat], topic: str) -> float:
    """Milliseconds of one request on a kept connection, mean over the places, best of three passes."""
    connection = HTTPConnection(host, port, timeout=30)

    def once() -> float:
        started = perf_counter()
        for place in places:
            connection.request("GET", f"/api/v1/assignment/?lon={place.lon}&lat={place.lat}&topic={topic}")
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
        return (perf_counter() - started) * 1e3 / len(places)

    once()
    return min(once() for _pass in range(3))
