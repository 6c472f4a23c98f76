"""Districts: the list's own appeals, any boundary version, a league that small ones do not win, what changed."""

from datetime import date, timedelta

import pytest
from django.contrib.gis.geos import MultiPolygon
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.types import PUBLIC, Role, Viewer
from analytics.leagues import league
from analytics.measures import MEASURES
from analytics.models import AreaStatistic
from analytics.queries.districts import AreaFacts, Level, area_alone, areas_of, levels, usual
from analytics.queries.dynamics import growing_topics, months_beside
from analytics.queries.reports import report_of
from analytics.queries.risks import risks
from analytics.rules.funnel import Chance, Standing
from analytics.types import Facts, MeasureCode, Need, ReportKind, Tally
from appeals.models import Mark
from appeals.queries.counting import number_matched
from appeals.types import Privacy, Selection, State, Visibility
from geo import sql
from geo.types import LonLat
from territories.models import Area, Boundary, BoundaryVersion
from territories.types import VersionState
from tests.analytics.counting import tally_of
from tests.builders import (
    NOON,
    TOWN,
    box,
    district_head,
    make_appeal,
    make_area,
    make_organisation,
    make_topic,
    moderator,
    resident,
    worker,
)

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
WEST, EAST = LonLat(TOWN.lon - 0.05, TOWN.lat), LonLat(TOWN.lon + 0.05, TOWN.lat)
ALL_NEEDS = frozenset(Need)
NOW = NOON + timedelta(days=60)


@pytest.fixture
def west() -> Area:
    return make_area("West", polygon=box(TOWN.lon - 0.1, TOWN.lat - 0.1, TOWN.lon, TOWN.lat + 0.1))


@pytest.fixture
def east() -> Area:
    return make_area("East", polygon=box(TOWN.lon, TOWN.lat - 0.1, TOWN.lon + 0.1, TOWN.lat + 0.1))


@pytest.fixture
def precinct() -> Area:
    """Small, and so hidden of homes."""
    small = box(WEST.lon - 0.001, WEST.lat - 0.001, WEST.lon + 0.001, WEST.lat + 0.001)
    return make_area("801", polygon=small, kind="precinct", collection="precincts")


@pytest.fixture
def town(west: Area, east: Area, precinct: Area) -> None:
    home = make_topic("lift", privacy=Privacy.HOME)
    for number in range(18):
        areas, at = ((precinct, west), WEST) if number % 3 else ((east,), EAST)
        over = number % 2 == 0
        make_appeal(
            at=at,
            areas=areas,
            topic=home if number % 4 == 0 else None,
            state=State.CLOSED if over else State.ASSIGNED,
            visibility=Visibility.PRIVATE if number in (3, 5) else Visibility.PUBLIC,
            due_at=NOON + timedelta(days=10),
            answered_at=NOON + timedelta(hours=5 * number) if over else None,
            rating=3 if over else None,
        )


def level_of(kind: str = "district") -> Level:
    return next(level for level in levels(TODAY) if level.kind == kind)


def areas(viewer: Viewer = PUBLIC, kind: str = "district", **asked: object) -> dict[str, AreaFacts]:
    selection = Selection()
    found = areas_of(viewer, selection, level_of(kind), needs=ALL_NEEDS, now=NOW, **asked)
    return {area.name: area for area in found}


@pytest.mark.parametrize("kind", ["district", "precinct"])
def test_an_areas_facts_are_those_of_the_list_it_leads_to(town: None, west: Area, kind: str) -> None:
    for viewer in (PUBLIC, resident(), moderator(), district_head(west)):
        for area in areas(viewer, kind).values():
            selection = Selection(area_ids=(area.area_id,))
            marks = list(Mark.objects.visible_to(viewer).matching(selection, viewer))
            assert area.facts.tally == sum((tally_of(mark) for mark in marks), Tally())
            assert area.facts.tally.appeals == number_matched(viewer, selection)
            assert area.facts.overdue == area.facts.tally.waiting
            assert area.facts.timed == sum(mark.answer_h is not None for mark in marks)
            assert area.facts.places == len({mark.h3 for mark in marks})


def test_unpublished_appeals_and_homes_in_precincts_stay_unknown(town: None, west: Area) -> None:
    public, seen = areas()["West"].facts.tally.appeals, areas(district_head(west))["West"].facts.tally.appeals
    assert (public, seen) == (11, 12)
    in_precinct = {
        viewer: areas(viewer, "precinct")["801"].facts.tally.appeals for viewer in (PUBLIC, moderator())
    }
    assert list(in_precinct.values()) == [8, 12]


def test_levels_say_which_is_usual(town: None) -> None:
    make_area("Nowhere", polygon=box(40, 60, 41, 61))
    known = levels(TODAY)
    assert [(level.kind, level.areas, level.in_force) for level in known] == [
        ("district", 3, True),
        ("precinct", 1, True),
    ]
    assert usual(known) == known[0]
    assert usual([]) is None


def test_a_version_before_counts_what_lies_in_its_polygons(town: None, west: Area, east: Area) -> None:
    """Before, West reached over everything: of it counts where the map shows an appeal, not its areas of today."""
    collection = west.collection
    before = BoundaryVersion.objects.create(
        collection=collection,
        number=0,
        state=VersionState.PUBLISHED,
        checksum="before",
        valid_to=date(2020, 1, 1),
    )
    BoundaryVersion.objects.filter(number=1, collection=collection).update(valid_from=date(2020, 1, 1))
    draw(before, west, "Old West")
    level = next(level for level in levels(TODAY) if not level.in_force)
    found = areas_of(PUBLIC, Selection(), level, needs=frozenset(), now=NOW)
    assert [(area.name, area.facts.tally.appeals) for area in found] == [
        ("Old West", number_matched(PUBLIC, Selection()))
    ]
    assert [area.name for area in areas().values()] == ["East", "West"]


def draw(version: BoundaryVersion, area: Area, name: str) -> None:
    """Over the whole town."""
    whole = MultiPolygon(box(), srid=4326)
    Boundary.objects.create(
        area=area, version=version, name=name, geom=whole, label_point=whole.centroid, area_m2=0
    )
    for statement in ("boundary_sizes", "boundary_pieces"):
        sql.execute("territories", statement, {"version_id": version.pk})


@pytest.fixture
def joined(town: None, west: Area) -> Area:
    """East and West are one since today, as was published an hour after all appeals had been sent."""
    collection = west.collection
    BoundaryVersion.objects.filter(number=1, collection=collection).update(valid_to=TODAY)
    new = BoundaryVersion.objects.create(
        collection=collection,
        number=2,
        state=VersionState.PUBLISHED,
        checksum="new",
        valid_from=TODAY,
        published_at=NOON + timedelta(hours=1),
    )
    area = Area.objects.create(collection=collection, kind="district", code="joined", name="Joined")
    draw(new, area, "Joined")
    return area


def test_a_version_newer_than_the_appeals_counts_what_lies_in_its_polygons(joined: Area) -> None:
    """They keep the areas of their own day, and the new district would be the best of all for want of any."""
    level = level_of()
    assert (level.in_force, level.kept_since) == (True, NOON + timedelta(hours=1))
    every = number_matched(PUBLIC, Selection())
    assert every
    assert areas()["Joined"].facts.tally.appeals == every
    compared = areas(before=Selection(until=NOON + timedelta(days=1)))["Joined"].facts
    assert compared.before == compared.tally
    late = Selection(since=NOON + timedelta(hours=2))
    make_appeal(areas=(joined,), at=WEST, submitted_at=NOON + timedelta(hours=3))
    found = areas_of(PUBLIC, late, level, needs=frozenset(), now=NOW)
    assert [area.facts.tally.appeals for area in found] == [1]
    assert not level.by_place(late.since)


def test_what_lies_in_a_polygon_is_one_selection(joined: Area) -> None:
    """Months, topics and answers due of the new district, whatever areas its appeals keep."""
    within = area_alone(level_of(), joined.pk, since=None)
    every = number_matched(PUBLIC, Selection())
    assert number_matched(PUBLIC, Selection(area_ids=(joined.pk,))) == 0
    assert number_matched(PUBLIC, within) == every
    months = months_beside(PUBLIC, within, today=NOW.date())
    assert sum(month.now.appeals for month in months) == every
    assert risks(moderator(), within, now=NOW).overdue == risks(moderator(), Selection(), now=NOW).overdue > 0
    week = (TODAY, TODAY + timedelta(days=7))
    report = report_of(PUBLIC, ReportKind.AREA, joined.pk, week, now=NOW, language="en")
    assert report.found.facts.tally.appeals == every


def test_residents_size_and_the_period_before(town: None, west: Area) -> None:
    AreaStatistic.objects.create(area=west, indicator="population", year=2026, value=2000)
    found = areas(before=Selection(until=NOON))
    assert found["West"].facts.residents == 2000
    assert found["East"].facts.residents is None
    assert found["West"].facts.km2 == pytest.approx(0.1 * 55.8 * 0.2 * 111.4, rel=0.01)
    assert found["West"].facts.before == Tally()


def test_the_number_of_queries_does_not_grow(town: None) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            areas(before=Selection(until=NOON))
        return len(queries)

    few = asked()
    for number in range(6):
        more = make_area(f"More {number}", polygon=box(31 + number, 60, 31.5 + number, 60.5))
        make_appeal(at=LonLat(31.2 + number, 60.2), areas=(more,))
    assert asked() == few <= 12


def facts(**tally: int) -> Facts:
    return Facts(Tally(**tally), residents=1000.0, km2=1.0)


def test_two_of_two_in_time_do_not_win() -> None:
    shares = {"Village": (2, 2), "Good": (190, 200), "Bad": (120, 200), "Usual": (160, 200), "Empty": (0, 0)}
    measured = [
        AreaFacts(number, name, facts(appeals=of, answered=of, in_time=part))
        for number, (name, (part, of)) in enumerate(shares.items())
    ]
    found = league(MEASURES[MeasureCode.IN_TIME], measured)
    assert [(row.name, row.place) for row in found.rows] == [
        ("Bad", 1),
        ("Usual", 2),
        ("Village", 3),
        ("Good", 4),
        ("Empty", None),
    ]
    by_name = {row.name: row for row in found.rows}
    assert by_name["Village"].standing == Standing.CHANCE
    assert by_name["Village"].measured.value is None
    assert by_name["Bad"].standing == Standing.BELOW
    assert by_name["Good"].standing == Standing.ABOVE
    assert found.chance == Chance.SHARE
    assert found.common == pytest.approx(100 * 472 / 602)
    assert found.common is not None
    assert found.lines[0][1].lowest <= found.common <= found.lines[-1][1].highest


def test_rates_by_residents_and_measures_without_chance() -> None:
    measured = [AreaFacts(number, str(number), facts(appeals=of)) for number, of in enumerate((5, 50, 50))]
    rates = league(MEASURES[MeasureCode.PER_1000], measured)
    assert [row.place for row in rates.rows] == [1, 1, 3]
    assert rates.rows[-1].standing == Standing.BELOW
    counts = league(MEASURES[MeasureCode.COUNT], measured)
    assert counts.chance is None
    assert [(row.name, row.place, row.standing) for row in counts.rows] == [
        ("1", 1, None),
        ("2", 1, None),
        ("0", 3, None),
    ]
    nothing = league(MEASURES[MeasureCode.IN_TIME], measured)
    assert {row.place for row in nothing.rows} == {None}
    assert nothing.lines == []


def test_months_stand_beside_those_of_the_year_before() -> None:
    for day, number in (("2025-02-10", 2), ("2026-02-10", 3), ("2026-03-01", 5)):
        for _ in range(number):
            make_appeal(submitted_at=NOON.replace(*map(int, day.split("-"))))
    found = months_beside(PUBLIC, Selection(), today=TODAY)
    assert [month.month for month in found][:: len(found) - 1] == [date(2025, 3, 1), date(2026, 2, 1)]
    last = found[-1]
    assert (last.now.appeals, last.year_before.appeals, last.change, last.known) == (3, 2, 50, True)
    assert (found[0].known, found[0].change) == (False, None)
    # The one reads the roll-up, the other, whose own appeals might be hidden ones, the marks.
    assert months_beside(resident(), Selection(), today=TODAY) == found


def test_topics_that_grow_not_by_chance() -> None:
    later = NOON + timedelta(days=10)
    for topic, before, now in (("leaks", 2, 14), ("pits", 10, 12), ("rare", 0, 6)):
        for at, number in ((NOON, before), (later, now)):
            for _ in range(number):
                make_appeal(topic=make_topic(topic), submitted_at=at)
    middle = NOON + timedelta(days=5)
    found = growing_topics(PUBLIC, Selection(since=middle), Selection(until=middle))
    assert [(grown.topic.code, grown.now, grown.before) for grown in found] == [("leaks", 14, 2)]
    assert found[0].q < 0.05


def test_risks_are_of_what_one_may_see(west: Area) -> None:
    mine, theirs = make_organisation(), make_organisation()
    for executor, days, visibility in (
        (mine, 3, Visibility.PRIVATE),
        (mine, -1, Visibility.PUBLIC),
        (theirs, 2, Visibility.PUBLIC),
        (theirs, 4, Visibility.PRIVATE),
        (theirs, 20, Visibility.PUBLIC),
    ):
        due = NOON + timedelta(days=days)
        make_appeal(areas=(west,), executor=executor, visibility=visibility, due_at=due)
    overseer = district_head(west)
    boss = Viewer(roles=frozenset({Role.ADMINISTRATOR}))
    told = {viewer: risks(viewer, Selection(), now=NOON) for viewer in (worker(mine), overseer, boss)}
    assert [(found.overdue, found.soon) for found in told.values()] == [(1, 1), (1, 3), (1, 3)]
    assert [appeal.executor_id for appeal in told[overseer].first] == [theirs.pk, mine.pk, theirs.pk]
