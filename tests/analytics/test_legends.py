"""Classes of a legend: of the whole selection, kept, shared by months, sampled where cells are too many."""

from dataclasses import replace
from datetime import timedelta
from math import cos, sin

import pytest

from accounts.types import PUBLIC
from analytics.measures import MEASURES
from analytics.queries.heatmap import TALLIES, Asked
from analytics.queries.legends import Wanted, legend
from analytics.rules.classes import Method
from analytics.types import MeasureCode
from appeals.errors import InvalidFilter
from appeals.types import Selection
from geo.types import BBox, LonLat
from tests.builders import NOON, TOWN, make_appeal, moderator

pytestmark = pytest.mark.django_db
COUNT, TREND = MEASURES[MeasureCode.COUNT], MEASURES[MeasureCode.TREND]


def places(numbers: list[int], days: int = 0) -> None:
    """One cell after another with so many appeals."""
    for step, number in enumerate(numbers):
        for _ in range(number):
            make_appeal(at=LonLat(TOWN.lon + step / 10, TOWN.lat), submitted_at=NOON + timedelta(days=days))


def test_the_box_of_the_view_changes_nothing() -> None:
    places([1, 2, 5, 9])
    whole = legend(PUBLIC, Selection(), COUNT, 8, Wanted(), TALLIES)
    box = BBox(TOWN.lon - 0.01, TOWN.lat - 0.01, TOWN.lon + 0.01, TOWN.lat + 0.01)
    assert legend(PUBLIC, Selection(bbox=box), COUNT, 8, Wanted(), TALLIES) == whole
    assert whole.bounds == [1, 2, 5, 9]
    assert (whole.values, whole.least, whole.greatest, whole.sampled) == (4, 1, 9, False)


def test_they_are_kept_for_each_question_and_reader() -> None:
    places([1, 4])
    first = legend(PUBLIC, Selection(), COUNT, 8, Wanted(), TALLIES)
    places([30])
    assert legend(PUBLIC, Selection(), COUNT, 8, Wanted(), TALLIES) == first
    assert legend(moderator(), Selection(), COUNT, 8, Wanted(), TALLIES) != first
    assert legend(PUBLIC, Selection(), COUNT, 9, Wanted(), TALLIES) != first
    assert legend(PUBLIC, Selection(), COUNT, 8, Wanted(Method.NATURAL), TALLIES) != first


def test_they_are_kept_apart_by_the_period_compared_with_however_long_the_filter_is() -> None:
    places([20], days=0)
    places([30], days=10)
    corners = tuple(
        LonLat(TOWN.lon + cos(turn / 8) / 10, TOWN.lat + sin(turn / 8) / 10) for turn in range(50)
    )
    drawn = Selection(polygon=corners, since=NOON + timedelta(days=9), until=NOON + timedelta(days=20))
    before = replace(drawn, since=NOON - timedelta(days=1), until=drawn.since)
    earlier = replace(before, since=NOON - timedelta(days=20), until=before.since)
    found = [legend(PUBLIC, drawn, TREND, 8, Wanted(), Asked(before=each)) for each in (before, earlier)]
    assert [one.values for one in found] == [1, 0]


def test_months_share_one_set() -> None:
    places([2], days=0)
    places([6], days=31)
    since = NOON.replace(day=1, hour=0)
    year = Selection(since=since, until=since + timedelta(days=90))
    assert legend(PUBLIC, year, COUNT, 8, Wanted(monthly=True), TALLIES).bounds == [2, 6]
    assert legend(PUBLIC, year, COUNT, 8, Wanted(), TALLIES).bounds == [8]


@pytest.mark.parametrize("period", [Selection(), Selection(since=NOON - timedelta(days=3000))])
def test_no_or_too_many_months_are_refused(period: Selection) -> None:
    with pytest.raises(InvalidFilter) as refused:
        legend(PUBLIC, period, COUNT, 8, Wanted(monthly=True), TALLIES)
    assert refused.value.parameter == "frames"


def test_a_change_has_classes_about_zero() -> None:
    places([20, 5], days=0)
    places([10, 15], days=10)
    before = Selection(since=NOON, until=NOON + timedelta(days=10))
    now = replace(before, since=before.until, until=NOON + timedelta(days=20))
    found = legend(PUBLIC, now, TREND, 8, Wanted(), Asked(before=before))
    assert 0.0 in found.bounds
    assert (found.least, found.greatest) == (-50.0, 200.0)


def test_too_many_cells_are_sampled_at_the_same_resolution(monkeypatch: pytest.MonkeyPatch) -> None:
    places([3] * 8)
    monkeypatch.setattr("analytics.queries.heatmap.MOST_CELLS", 4)
    found = legend(PUBLIC, Selection(), COUNT, 9, Wanted(), TALLIES)
    assert found.sampled
    assert found.bounds == [3]
    assert 0 < found.values <= 8
