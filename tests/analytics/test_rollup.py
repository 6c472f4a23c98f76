"""The roll-up tells of cells and months what the marks do; whom it answers at all is `test_rollup_answerable`."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from accounts.types import PUBLIC, SYSTEM, Role, Viewer
from analytics.queries.rollup import monthly, tallies
from analytics.types import Tally
from appeals.types import Selection, State, Visibility
from geo import hexgrid
from geo.types import BBox, LonLat
from tests.analytics.counting import counted, counted_by_month
from tests.builders import NOON, TOWN, make_appeal, make_topic
from tests.sharing import written_once

pytestmark = pytest.mark.django_db
ADMINISTRATOR = Viewer(1, frozenset({Role.ADMINISTRATOR}))
MOSCOW = timezone.get_default_timezone()
MARCH = Selection(since=datetime(2026, 3, 1, tzinfo=MOSCOW), until=datetime(2026, 4, 1, tzinfo=MOSCOW))


@pytest.fixture(scope="module", autouse=True)
def town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with written_once(django_db_blocker):
        make_town()
        yield


def make_town() -> None:
    """Sixty appeals of all states over some cells and four months."""
    chance = random.Random(50)  # a repeatable town, no secret
    topic = make_topic()
    for number in range(60):
        make_appeal(
            at=LonLat(TOWN.lon + chance.random() / 50, TOWN.lat + chance.random() / 50),
            topic=topic,
            state=list(State)[number % len(State)],
            visibility=chance.choice(list(Visibility)),
            submitted_at=NOON + timedelta(days=chance.randint(-60, 60)),
            answered_at=chance.choice([None, NOON + timedelta(days=70)]),
            due_at=NOON + timedelta(days=chance.randint(50, 90)),
            rating=chance.choice([None, 1, 5]),
            reopenings=chance.choice([0, 0, 2]),
            supports=chance.randint(0, 3),
        )


@pytest.mark.parametrize("viewer", [PUBLIC, ADMINISTRATOR, SYSTEM])
@pytest.mark.parametrize("resolution", [0, 5, 8, 9])
@pytest.mark.parametrize("selection", [Selection(), MARCH, replace(MARCH, until=None)])
def test_cells_are_those_of_the_marks(viewer: Viewer, resolution: int, selection: Selection) -> None:
    found = tallies(viewer, selection, resolution)
    assert found == counted(viewer, selection, resolution)
    assert found
    assert [cell.index for cell in found] == sorted(cell.index for cell in found)


def test_cells_asked_for_are_whole_and_the_others_left_out() -> None:
    everywhere = tallies(PUBLIC, Selection(), 9)
    some = list(everywhere)[:3]
    assert tallies(PUBLIC, Selection(), 9, some) == {cell: everywhere[cell] for cell in some}
    coarse = hexgrid.parent(some[0], 7)
    children = {cell: of for cell, of in everywhere.items() if hexgrid.parent(cell, 7) == coarse}
    assert tallies(PUBLIC, Selection(), 9, [coarse]) == children
    assert tallies(PUBLIC, Selection(), 9, []) == {}


def test_cells_around_a_box_hold_all_that_lies_in_it() -> None:
    box = BBox(TOWN.lon + 0.002, TOWN.lat + 0.002, TOWN.lon + 0.01, TOWN.lat + 0.01)
    found = tallies(PUBLIC, Selection(), 9, hexgrid.cells_around(box, 9))
    inside = counted(PUBLIC, Selection(bbox=box), 9)
    assert inside
    assert all(found[cell].appeals >= of.appeals for cell, of in inside.items())


@pytest.mark.parametrize("viewer", [PUBLIC, ADMINISTRATOR, SYSTEM])
def test_months_are_those_of_the_marks(viewer: Viewer) -> None:
    found = monthly(viewer, Selection())
    assert found == counted_by_month(viewer)
    assert list(found) == sorted(found)
    assert len(found) > 3
    cells = list(tallies(viewer, Selection(), 8))[:2]
    some = sum(tallies(viewer, Selection(), 8, cells).values(), Tally())
    assert sum(monthly(viewer, Selection(), cells).values(), Tally()) == some
    assert list(monthly(viewer, MARCH)) == [date(2026, 3, 1)]
