"""Exchanged axes are refused everywhere: a point outside every area whose exchange lies inside one is no place."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

import numpy as np
import pytest
import shapely
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from accounts.types import PUBLIC
from appeals.errors import AxesSwapped
from appeals.models import Appeal
from appeals.services.submission import preview, submit
from appeals.types import Draft, Kind
from geo.importing.checking import check_points
from geo.importing.report import Reason
from geo.types import LonLat
from territories.importing.grounds import Ground, refusal
from territories.services.boundaries import publish, stage
from tests.builders import make_topic
from tests.grid import Grid

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db
few = settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Towns everywhere where the exchanged place exists: a longitude that may be a latitude too.
corners = st.builds(LonLat, st.floats(-84, 84), st.floats(-70, 70))
share = st.floats(0.05, 1.95)


@contextmanager
def town_at(corner: LonLat) -> Iterator[Grid]:
    """A published town of two squares by two, gone afterwards; nowhere near the diagonal, where both are one place."""
    assume(abs(corner.lon - corner.lat) > 0.1)
    with transaction.atomic():
        grid = Grid("AA\nAA", corner=corner)
        publish(version=stage(collection="town", rows=[grid.area("A")]), now=NOW)
        yield grid
        transaction.set_rollback(True)


def swapped(place: LonLat) -> LonLat:
    return LonLat(place.lat, place.lon)


@given(corner=corners, column=share, row=share)
@few
def test_an_appeal_and_every_question_of_a_place_are_refused(
    corner: LonLat, column: float, row: float
) -> None:
    with town_at(corner) as grid:
        place, topic = grid.at(column, row), make_topic()
        wrong = swapped(place)
        for location in (place, wrong):
            draft = Draft(Kind.PROBLEM, topic.code, "Яма на дороге", uuid4(), location=location)
            if location == place:
                assert submit(actor=PUBLIC, draft=draft, now=NOW).area is not None
                continue
            with pytest.raises(AxesSwapped):
                submit(actor=PUBLIC, draft=draft, now=NOW)
            with pytest.raises(AxesSwapped):
                preview(topic_code=topic.code, location=location, now=NOW)
        assert Appeal.objects.count() == 1
        client = APIClient()
        for path in ("assignment", "reverse", "appeals/nearby"):
            right = client.get(f"/api/v1/{path}/", {"lon": place.lon, "lat": place.lat})
            answer = client.get(f"/api/v1/{path}/", {"lon": wrong.lon, "lat": wrong.lat})
            assert (right.status_code, answer.status_code) == (200, 422), path
            assert answer.json()["type"] == "urn:metka:problem:swapped_axes"


@given(corner=corners, place=st.builds(LonLat, st.floats(-85, 85), st.floats(-85, 85)))
@few
def test_a_place_that_is_outside_either_way_is_taken(corner: LonLat, place: LonLat) -> None:
    assume(min(abs(place.lon), abs(place.lat)) > 1e-6)
    with town_at(corner) as grid:
        ground = grid.polygon("A").buffer(0.001)
        assume(not ground.intersects(shapely.MultiPoint([(place.lon, place.lat), (place.lat, place.lon)])))
        draft = Draft(Kind.PROBLEM, make_topic().code, "Яма на дороге", uuid4(), location=place)
        assert submit(actor=PUBLIC, draft=draft, now=NOW).area is None


@given(corner=corners, places=st.lists(st.tuples(share, share), min_size=1, max_size=8))
def test_imports_within_an_area_refuse_it_of_points_and_of_polygons(
    corner: LonLat, places: list[tuple[float, float]]
) -> None:
    assume(abs(corner.lon - corner.lat) > 0.1)
    grid = Grid("AA\nAA", corner=corner)
    ground = grid.polygon("A")
    points = [grid.at(column, row) for column, row in places]
    lons, lats = np.array([point.lon for point in points]), np.array([point.lat for point in points])
    assert check_points(lons, lats, ground) == [None] * len(points)
    assert check_points(lats, lons, ground) == [Reason.AXES_SWAPPED] * len(points)
    exchanged = shapely.transform(ground, lambda xy: xy[:, ::-1])
    assert (refusal(ground, Ground(ground)), refusal(exchanged, Ground(ground))) == (
        None,
        Reason.AXES_SWAPPED,
    )
