"""Figures of one selection: the list's own appeals, their months, topics and executors."""

from datetime import date, timedelta

import pytest

from accounts.types import PUBLIC
from analytics.models import AreaStatistic, CellResidents
from analytics.queries.figures import MOST_TOP, figures
from analytics.types import POPULATION, ResidentsMethod, Tally
from appeals.models import Mark
from appeals.queries.counting import number_matched
from appeals.types import Selection, State, Visibility
from geo import hexgrid
from geo.types import BBox, LonLat
from tests.analytics.counting import tally_of
from tests.builders import NOON, TOWN, box, make_appeal, make_area, make_organisation, make_topic, moderator

pytestmark = pytest.mark.django_db
EAST = LonLat(TOWN.lon + 0.1, TOWN.lat)
# A triangle around TOWN.
TRIANGLE = (
    LonLat(TOWN.lon - 0.02, TOWN.lat - 0.01),
    LonLat(TOWN.lon + 0.02, TOWN.lat - 0.01),
    LonLat(TOWN.lon, TOWN.lat + 0.02),
)


@pytest.fixture
def town() -> None:
    service = make_organisation("Служба")
    for number in range(12):
        make_appeal(
            at=EAST if number % 3 == 2 else TOWN,
            topic=make_topic(f"topic{number % 2}"),
            executor=service if number % 4 else None,
            state=State.CLOSED if number % 2 else State.ASSIGNED,
            visibility=Visibility.PRIVATE if number == 0 else Visibility.PUBLIC,
            submitted_at=NOON + timedelta(days=20 * (number % 3)),
            due_at=NOON + timedelta(days=10 + number),
            answered_at=NOON + timedelta(days=41, hours=number) if number % 2 else None,
            rating=4 if number % 2 else None,
        )


SELECTIONS = {
    "everything": Selection(),
    "polygon": Selection(polygon=TRIANGLE),
    "cell": Selection(cell=hexgrid.cell_at(EAST, 7)),
    "topic in a polygon": Selection(polygon=TRIANGLE, topics=("topic1",)),
    "polygon and box": Selection(polygon=TRIANGLE, bbox=BBox(TOWN.lon, TOWN.lat, EAST.lon, EAST.lat)),
    "nothing": Selection(cell=hexgrid.cell_at(LonLat(0, 0), 5)),
}


@pytest.mark.parametrize("name", SELECTIONS)
def test_they_are_of_the_lists_appeals(town: None, name: str) -> None:
    selection = SELECTIONS[name]
    for viewer in (PUBLIC, moderator()):
        marks = list(Mark.objects.visible_to(viewer).matching(selection, viewer))
        expected = sum((tally_of(mark) for mark in marks), Tally())
        found = figures(viewer, selection, now=NOON + timedelta(days=60))
        assert found.facts.tally == expected
        assert expected.appeals == number_matched(viewer, selection)
        for parts in (
            [tally for _month, tally in found.months],
            *([top.tally for top in tops] for tops in (found.topics, found.executors)),
        ):
            assert sum(parts, Tally()) == expected
        assert found.facts.places == len({mark.h3 for mark in marks})
        assert found.facts.timed == sum(mark.answer_h is not None for mark in marks)
        assert found.facts.overdue == expected.waiting


def test_months_topics_and_executors(town: None) -> None:
    found = figures(PUBLIC, Selection(), language="en")
    assert [month for month, _tally in found.months] == [date(2026, 3, 1), date(2026, 4, 1)]
    assert [(top.code, top.name) for top in found.topics] == [
        ("topic1", "Topic topic1"),
        ("topic0", "Topic topic0"),
    ]
    assert [(top.name, top.tally.appeals) for top in found.executors] == [("Служба", 9), ("", 2)]
    assert found.executors[1].id is None


def test_residents_are_those_of_the_place_that_is_named(town: None) -> None:
    """Of a cell, a polygon, an area; of several places, or none, nobody counted."""
    cell = hexgrid.cell_at(TOWN, 9)
    CellResidents.objects.create(
        first=hexgrid.finest_range(cell)[0],
        resolution=9,
        year=2026,
        method=ResidentsMethod.AREA,
        residents=420.0,
    )
    area = make_area(polygon=box())
    AreaStatistic.objects.create(area=area, indicator=POPULATION, year=2026, value=900)
    place = {
        "cell": Selection(cell=cell),
        "polygon": Selection(polygon=TRIANGLE),
        "area": Selection(area_ids=(area.pk,)),
        "both": Selection(area_ids=(area.pk,), cell=cell),
        "none": Selection(),
    }
    told = {name: figures(PUBLIC, one, now=NOON).facts.residents for name, one in place.items()}
    assert told == {"cell": 420.0, "polygon": 420.0, "area": 900.0, "both": None, "none": None}


def test_only_the_first_topics_are_told() -> None:
    for number in range(MOST_TOP + 2):
        for _ in range(number + 1):
            make_appeal(topic=make_topic(f"topic{number}"))
    found = figures(PUBLIC, Selection())
    assert [top.code for top in found.topics] == [f"topic{number}" for number in range(6, 1, -1)]


def test_the_period_before_stands_beside(town: None) -> None:
    found = figures(
        PUBLIC, Selection(since=NOON + timedelta(days=10)), before=Selection(until=NOON + timedelta(days=10))
    )
    assert (found.facts.tally.appeals, found.facts.before.appeals) == (8, 3)


def test_how_large_the_place_is() -> None:
    area = make_area("district", polygon=box(TOWN.lon, TOWN.lat, TOWN.lon + 0.02, TOWN.lat + 0.01))
    known = {name: figures(PUBLIC, selection).facts.km2 for name, selection in SELECTIONS.items()}
    assert known["everything"] is None
    assert known["polygon and box"] is None
    assert known["cell"] == pytest.approx(hexgrid.area_km2(hexgrid.cell_at(EAST, 7)))
    assert known["polygon"] == pytest.approx(0.04 * 55.8 * 0.03 * 111.4 / 2, rel=0.01)
    assert figures(PUBLIC, Selection(area_ids=(area.pk,))).facts.km2 == pytest.approx(
        0.02 * 55.8 * 0.01 * 111.4, rel=0.01
    )
