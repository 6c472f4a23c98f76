"""Complaints and their sites, verdicts and sums, who sees which; the index is used, the number of queries fixed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection

from accounts.types import PUBLIC, Role, Viewer
from analytics.models import CellResidents
from analytics.queries.waste import WasteFigures, WasteTally, sites_asked, waste_change, waste_figures
from analytics.queries.waste_complaints import around_places, climate, complaints, statement_of, waste_topics
from analytics.rules.waste import Verdict, Windows
from analytics.seeing import sites_seen
from analytics.types import ResidentsMethod
from appeals.models import Appeal
from appeals.types import Kind, Privacy, State, Visibility
from geo import hexgrid, sql
from geo.tilegrid import morton, quantize
from geo.types import LonLat
from territories.models import Area, ContainerSite, DailyTemperature, Organisation
from territories.types import OrganisationKind
from tests.builders import TOWN, box, make_appeal, make_area, make_organisation, make_topic, make_zone, worker

pytestmark = pytest.mark.django_db
ADMINISTRATOR = Viewer(roles=frozenset({Role.ADMINISTRATOR}))
SINCE, UNTIL = date(2026, 3, 1), date(2026, 4, 1)
# A degree of longitude at 60° N, metres.
DEGREE_M = 55_800.0


def east(metres: float) -> LonLat:
    return LonLat(TOWN.lon + metres / DEGREE_M, TOWN.lat)


def carrier(name: str = "") -> Organisation:
    return make_organisation(name, kind=OrganisationKind.WASTE_OPERATOR)


def site(code: str, operator: Organisation, metres: float = 0, **fields: Any) -> ContainerSite:
    place = east(metres)
    return ContainerSite.objects.create(
        code=code, operator=operator, location=Point(place.lon, place.lat, srid=4326), **fields
    )


def complaint(metres: float = 0, day: int = 10, code: str = "waste_not_collected", **fields: Any) -> Appeal:
    topic = make_topic(code, category="waste", is_waste=True)
    at = datetime(2026, 3, day, 9, tzinfo=UTC)
    return make_appeal(at=east(metres), topic=topic, submitted_at=at, **fields)


def figures(viewer: Viewer = ADMINISTRATOR, **asked: Any) -> WasteFigures:
    return waste_figures(viewer, since=SINCE, until=UNTIL, **asked)


def counts(found: WasteFigures) -> dict[str, int]:
    return {row.site.code: row.tally.complaints for row in found.sites}


def test_a_complaint_is_about_the_nearest_site_within_the_tolerance() -> None:
    own = carrier()
    for code, metres in (("A", 0), ("B", 80), ("C", 1000)):
        site(code, own, metres)
    for metres in (0, 30, 45, 79, 131):
        complaint(metres)
    assert counts(figures()) == {"A": 2, "B": 2, "C": 0}


def test_a_tie_is_told() -> None:
    own = carrier()
    site("A", own, 0)
    site("B", own, 60)
    complaint(30)
    found = figures()
    assert counts(found) == {"A": 1, "B": 0}
    assert found.total.tied == 1
    complaint(20)
    assert figures().total.tied == 1


def test_only_a_site_of_that_day_is_meant() -> None:
    own = carrier()
    site("OLD", own, 0, valid_to=date(2026, 3, 10))
    site("NEW", own, 10, valid_from=date(2026, 3, 10))
    complaint(0, day=9)
    complaint(0, day=10)
    assert counts(figures()) == {"OLD": 1, "NEW": 1}
    site("GONE", own, 5, valid_to=date(2026, 2, 1))
    assert "GONE" not in counts(figures())


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": Kind.SUGGESTION},
        {"state": State.DRAFT},
        {"state": State.MODERATION},
        {"state": State.REFUSED},
        {"code": "pothole_like", "is_waste": False},
        {"code": "fee_like", "privacy": Privacy.HOME},
    ],
)
def test_what_is_no_complaint_about_a_site(fields: dict[str, Any]) -> None:
    site("A", carrier())
    wanted = {name: fields.pop(name) for name in ("is_waste", "privacy", "code") if name in fields}
    topic = make_topic(wanted.pop("code", "waste_other"), category="waste", **{"is_waste": True, **wanted})
    complaint()
    make_appeal(topic=topic, submitted_at=datetime(2026, 3, 10, 9, tzinfo=UTC), **fields)
    assert figures().total.complaints == 1


def test_without_topics_of_waste_nothing_is_a_complaint() -> None:
    site("A", carrier())
    make_appeal()
    assert figures().total.complaints == 0


def test_early_complaints_stand_apart_from_violations() -> None:
    own = carrier()
    site("A", own, route_days=[1, 2, 3, 4, 5, 6, 7])
    site("B", own, 500, route_days=[])
    site("C", own, 900, route_days=[1], kinds=["bulky"])
    for on, mean in ((8, 10.0), (9, 10.0), (10, 10.0)):
        DailyTemperature.objects.create(on=date(2026, 3, on), mean_c=mean)
    complaint(0, day=10)
    complaint(0, day=20)
    complaint(500)
    complaint(900)
    complaint(0, code="waste_site_dirty")
    found = figures()
    total = found.total
    assert (total.violations, total.early, total.unknown, total.complaints) == (1, 1, 2, 5)
    # The warm day was measured; the others were judged by the calendar, which says cold in March.
    assert found.assumed == 1


def test_a_series_of_the_areas_own_goes_before_that_of_everywhere() -> None:
    area = make_area("town")
    site("A", carrier(), route_days=[1, 2, 3, 4, 5, 6, 7])
    for on in (8, 9, 10):
        DailyTemperature.objects.create(on=date(2026, 3, on), mean_c=-10)
        DailyTemperature.objects.create(on=date(2026, 3, on), mean_c=10, area=area)
    complaint()
    assert figures().total.violations == 1


def test_sums_by_operator_zone_cell_and_weekday() -> None:
    first, second = carrier("First"), carrier("Second")
    make_topic("waste_not_collected", category="waste", is_waste=True)
    zone = make_zone(first, categories=["waste"])
    site("A", first, route_days=[1])
    site("B", first, 100_000)
    site("C", second, 300, route_days=[2, 4])
    complaint(0, day=10, state=State.ANSWERED, answered_at=datetime(2026, 3, 12, 9, tzinfo=UTC))
    complaint(0, day=11)
    complaint(300, day=12, state=State.MERGED)
    found = figures()
    assert [(row.name, row.tally.complaints, row.tally.sites) for row in found.operators] == [
        ("First", 2, 2),
        ("Second", 1, 1),
    ]
    told = {row.key: row.tally for row in found.zones}
    assert (told[zone.pk].complaints, told[None].complaints) == (2, 1)
    assert found.total.per_thousand is told[zone.pk].per_thousand is None
    assert sum(row.tally.complaints for row in found.cells) == found.total.complaints == 3
    assert found.total.repeats == 1
    assert (found.total.answered, found.total.decided, found.total.share_answered) == (1, 2, 0.5)
    assert [(day.day, day.complaints, day.routes) for day in found.weekdays[:4]] == [
        (1, 0, 1),
        (2, 1, 1),
        (3, 1, 0),
        (4, 1, 1),
    ]
    assert {row.site.code: row.weekdays[:4] for row in found.sites} == {
        "A": (0, 1, 1, 0),
        "B": (0, 0, 0, 0),
        "C": (0, 0, 0, 1),
    }
    assert found.lags[1] == 1
    assert found.lags[2] == 1
    assert found.lags[0] == 1


def lived_in(places: list[LonLat], people: float, year: int = 2026, area: Area | None = None) -> None:
    """So many people in the cell of each place, counted in the area."""
    for place in places:
        CellResidents.objects.create(
            first=hexgrid.finest_range(hexgrid.cell_at(place, 9))[0],
            resolution=9,
            year=year,
            method=ResidentsMethod.AREA.value,
            residents=people,
            area=area,
        )


def test_a_complaint_imported_as_closed_is_no_answer() -> None:
    site("A", carrier())
    complaint(day=10, state=State.CLOSED)
    told = figures().total
    assert (told.complaints, told.answered, told.decided, told.share_answered) == (1, 0, 0, None)
    complaint(day=11, state=State.CLOSED, answered_at=datetime(2026, 3, 12, 9, tzinfo=UTC))
    assert (figures().total.answered, figures().total.decided) == (1, 1)


def test_complaints_are_told_per_thousand_residents_of_zones_operators_and_cells() -> None:
    own, other = carrier("First"), carrier("Second")
    make_topic("waste_not_collected", category="waste", is_waste=True)
    middle = hexgrid.centre(hexgrid.cell_at(TOWN, 9))
    west, south, east_, north = middle.lon - 0.001, middle.lat - 0.001, middle.lon + 0.001, middle.lat + 0.001
    # Of two zones over each other people are counted once; beside them lives nobody of theirs.
    small = make_zone(own, categories=["waste"], polygon=box(west, south, east_, north))
    large = make_zone(own, categories=["waste"], polygon=box(west - 0.02, south - 0.01, east_, north))
    place = Point(middle.lon, middle.lat, srid=4326)
    ContainerSite.objects.create(code="A", operator=own, location=place)
    ContainerSite.objects.create(
        code="B", operator=own, location=Point(middle.lon - 0.015, middle.lat - 0.005, srid=4326)
    )
    site("C", other, 30_000)
    counted = make_area(polygon=box(middle.lon - 0.1, middle.lat - 0.1, middle.lon + 0.1, middle.lat + 0.1))
    lived_in([middle], 400, area=counted)
    lived_in([LonLat(middle.lon - 0.015, middle.lat - 0.005)], 600, area=counted)
    lived_in([LonLat(middle.lon + 0.5, middle.lat)], 10_000)
    at = datetime(2026, 3, 10, 9, tzinfo=UTC)
    for _again in range(2):
        make_appeal(at=middle, topic=make_topic("waste_not_collected"), submitted_at=at)
    found = figures()
    told = {row.key: row.tally for row in found.zones}
    assert (told[small.pk].residents, told[small.pk].per_thousand) == (400, 5.0)
    assert (told[large.pk].residents, told[large.pk].per_thousand) == (1000, 0.0)
    operators = {row.name: row.tally.per_thousand for row in found.operators}
    # Sites in no zone serve nobody knows whom, and neither do all of them together.
    assert operators == {"First": 2.0, "Second": None}
    assert (found.total.per_thousand, found.residents_year) == (None, 2026)
    assert [row.tally.per_thousand for row in found.cells] == [5.0]
    ContainerSite.objects.filter(code="C").delete()
    assert figures().total.per_thousand == 2.0
    CellResidents.objects.filter(residents=400).update(residents=99)
    assert [row.tally.per_thousand for row in figures().cells] == [None]


def test_nothing_is_told_per_resident_where_most_of_the_ground_has_none_known() -> None:
    own = carrier("First")
    middle = hexgrid.centre(hexgrid.cell_at(TOWN, 9))
    west, south, east_, north = middle.lon - 0.02, middle.lat - 0.01, middle.lon + 0.02, middle.lat + 0.01
    zone = make_zone(own, categories=["waste"], polygon=box(west, south, east_, north))
    make_topic("waste_not_collected", category="waste", is_waste=True)
    ContainerSite.objects.create(code="A", operator=own, location=Point(middle.lon, middle.lat, srid=4326))
    part = make_area(polygon=box(west, south, middle.lon - 0.008, north))
    lived_in([LonLat(middle.lon - 0.014, middle.lat)], 900, area=part)
    tally = next(row.tally for row in figures().zones if row.key == zone.pk)
    assert tally.residents == 900
    assert 0.2 < tally.residents_known < 0.4
    assert (tally.per_thousand, figures().total.per_thousand) == (None, None)
    lived_in(
        [LonLat(middle.lon + 0.003, middle.lat)],
        100,
        area=make_area("Rest", polygon=box(middle.lon - 0.008, south, middle.lon + 0.012, north)),
    )
    tally = next(row.tally for row in figures().zones if row.key == zone.pk)
    assert 0.6 < tally.residents_known < 0.9
    assert tally.per_thousand == 0.0


def test_sites_with_many_complaints_come_first_and_few_never_stand_out() -> None:
    own = carrier()
    for number in range(6):
        site(f"S{number}", own, number * 200)
    for _again in range(8):
        complaint(200)
    complaint(400)
    found = figures()
    assert [(row.site.code, row.stands_out) for row in found.sites[:3]] == [
        ("S1", True),
        ("S2", False),
        ("S0", False),
    ]


def test_a_measure_is_compared_with_the_same_weeks_a_year_before() -> None:
    site("A", carrier())
    make_topic("waste_not_collected", category="waste", is_waste=True)
    for ago, count in ((10, 6), (-10, 2), (10 + 364, 4), (364 - 10, 8), (500, 1)):
        for _again in range(count):
            at = datetime(2026, 3, 15, 9, tzinfo=UTC) - timedelta(days=ago)
            make_appeal(topic=make_topic("waste_not_collected"), submitted_at=at)
    measured = date(2026, 3, 15)
    windows = Windows(measured - timedelta(days=20), measured, measured + timedelta(days=20))
    told = waste_change(ADMINISTRATOR, windows)
    assert (told.before, told.after, told.year_before, told.year_after) == (6, 2, 4, 8)


def test_another_companys_worker_sees_no_site_no_figure_and_no_complaint() -> None:
    mine, theirs = carrier("Mine"), carrier("Theirs")
    site("MINE", mine, 0)
    site("THEIRS", theirs, 60)
    make_zone(theirs, categories=["waste"])
    complaint(60)
    complaint(61)
    stranger = worker(make_organisation())
    for viewer in (stranger, PUBLIC, Viewer(roles=frozenset({Role.MODERATOR}))):
        assert not sites_seen(viewer).exists()
        assert figures(viewer) == WasteFigures(WasteTally(sites=0))
        assert figures(viewer, operator_ids=[theirs.pk]).total.complaints == 0
    found = figures(worker(mine), operator_ids=[theirs.pk])
    assert (found.sites, found.total.complaints) == ((), 0)
    own = figures(worker(mine))
    # Both complaints lie within 61 m of one site and beside the other: they are the other's, for everybody.
    assert counts(own) == {"MINE": 0}
    assert (own.zones[0].key, own.operators[0].name, len(own.operators)) == (None, "Mine", 1)
    assert counts(figures(worker(theirs))) == {"THEIRS": 2}


def test_what_is_not_published_is_counted_for_whom_it_was_given_to() -> None:
    mine = carrier("Mine")
    site("MINE", mine)
    hidden = {"visibility": Visibility.PRIVATE, "state": State.ASSIGNED}
    complaint(**hidden, executor=mine)
    complaint(**hidden)
    assert figures(worker(mine)).total.complaints == 1
    assert figures().total.complaints == 2


def test_marks_are_read_around_the_sites_and_sites_by_their_index() -> None:
    own = carrier()
    ContainerSite.objects.bulk_create(
        ContainerSite(code=f"X{n}", operator=own, location=Point(30 + n / 500, 59 + n % 50 / 50, srid=4326))
        for n in range(3000)
    )
    complaint()
    asked = sites_asked(ADMINISTRATOR, since=SINCE, until=UNTIL)
    params, relations = statement_of(
        ADMINISTRATOR, asked, list(asked[:20]), waste_topics(), since=SINCE, until=UNTIL
    )
    text = sql.compose("analytics", "waste_complaints", params, relations)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE territories_containersite")
        cursor.execute("EXPLAIN " + text.replace("%", "%%"))
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "container_site_place" in plan


def test_ranges_around_places_hold_their_surroundings() -> None:
    ranges = around_places([(TOWN.lon, TOWN.lat), (-170.0, 71.0)], 50)
    assert len(ranges) <= 8
    assert all(high < low for (_, high), (low, _) in pairwise(ranges))

    def held(point: LonLat) -> bool:
        code = morton(*quantize(point))
        return any(low <= code <= high for low, high in ranges)

    assert all(held(east(metres)) for metres in (-50, -20, 0, 49))
    assert not held(east(2000))


def test_the_number_of_queries_does_not_grow(django_assert_num_queries: Callable[[int], Any]) -> None:
    own = carrier()
    for number in range(3):
        site(f"S{number}", own, number * 200)
        complaint(number * 200)
    make_zone(own, categories=["waste"])
    viewer = worker(own)
    # Without residents six are not asked: of the people, and of the ground on which none are known.
    with django_assert_num_queries(10):
        figures(viewer)
    lived_in([TOWN], 500)
    with django_assert_num_queries(15):
        figures(viewer)


def test_a_season_without_temperatures_is_told_to_be_assumed() -> None:
    site("A", carrier(), route_days=[1, 2, 3, 4, 5, 6, 7])
    complaint()
    asked = sites_asked(ADMINISTRATOR, since=SINCE, until=UNTIL)
    weather = climate(asked, since=SINCE, until=UNTIL)
    (one,) = complaints(
        ADMINISTRATOR, asked, list(asked), waste_topics(), since=SINCE, until=UNTIL, weather=weather
    )
    assert (one.verdict, one.assumed) == (Verdict.EARLY, True)
