"""Who answers for what, area by topic: whole areas, parts, holes, shared zones, houses; in so many queries always."""

from datetime import date

import pytest
from django.contrib.gis.geos import Polygon
from django.db import connection
from django.test.utils import CaptureQueriesContext

from geo import sql
from geo.types import LonLat
from territories.matrix.cells import Cell, CellState
from territories.matrix.reading import levels, matrix
from territories.models import Area, ServiceZone
from territories.types import ManualReason, Rule, TopicRef, TopicScope, ZoneBasis
from tests.builders import (
    TOWN,
    box,
    make_area,
    make_authority,
    make_contract,
    make_house,
    make_organisation,
    make_zone,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 10)
ROADS = TopicRef("pothole", "roads", TopicScope.ROAD)
YARD = TopicRef("bench", "yard", TopicScope.YARD)
WEST, EAST = TOWN.lon - 0.1, TOWN.lon + 0.1


def left_part(share: float) -> Polygon:
    """The western part of the builders' box."""
    return box(east=WEST + share * (EAST - WEST))


def right_part(share: float) -> Polygon:
    return box(west=EAST - share * (EAST - WEST))


def cell_of(area: Area, topic: TopicRef = ROADS) -> Cell:
    (line,) = matrix(area_ids=[area.pk], on=DAY).cells([topic])
    return line[area.pk]


def test_nobody_answers_in_a_hole() -> None:
    assert cell_of(make_area()) == Cell(CellState.HOLE, hole=1.0)


def test_the_authority_answers_for_its_categories_only() -> None:
    area, office = make_area(), make_organisation()
    make_authority(office, area, categories=["roads"])
    found = cell_of(area)
    assert found.state == CellState.SETTLED
    assert found.chosen is not None
    assert (found.chosen.organisation_id, found.chosen.rule) == (office.pk, Rule.AUTHORITY)
    assert cell_of(area, YARD).state == CellState.HOLE


def test_the_authority_above_answers_in_what_lies_in_it() -> None:
    okrug = make_area("Округ", polygon=box(west=WEST - 1, east=EAST + 1), kind="okrug")
    district, office = make_area("Район"), make_organisation()
    make_authority(office, okrug)
    found = cell_of(district)
    assert found.chosen is not None
    assert found.chosen.area_id == okrug.pk


def test_an_area_above_that_nobody_drew_counts_by_the_tree() -> None:
    region = make_area("Область", polygon=box(west=1, east=2), kind="region")
    district, office = make_area("Район", parent=region), make_organisation()
    make_authority(office, region)
    assert cell_of(district).state == CellState.HOLE
    region.boundaries.all().delete()
    assert cell_of(district).state == CellState.SETTLED


def test_a_zone_that_covers_a_part_leaves_a_hole() -> None:
    area, company = make_area(), make_organisation()
    zone = make_zone(company, polygon=left_part(0.4), categories=["roads"])
    found = cell_of(area)
    assert found.state == CellState.PARTLY
    assert found.hole == pytest.approx(0.6, abs=1e-6)
    (part,) = found.parts
    assert part.candidate.zone_id == zone.pk
    assert part.share == pytest.approx(0.4)


def test_zones_that_lie_over_each_other_are_not_counted_twice() -> None:
    area = make_area()
    make_zone(make_organisation(), polygon=left_part(0.5))
    make_zone(make_organisation(), polygon=left_part(0.6))
    make_zone(make_organisation(), polygon=right_part(0.1))
    assert cell_of(area).hole == pytest.approx(0.3, abs=1e-6)


def test_parts_that_meet_leave_no_hole() -> None:
    area = make_area()
    make_zone(make_organisation(), polygon=left_part(0.5))
    make_zone(make_organisation(), polygon=right_part(0.5))
    found = cell_of(area)
    assert (found.state, len(found.parts)) == (CellState.SETTLED, 2)


def test_a_zone_goes_before_the_authority_in_its_part() -> None:
    area, office, company = make_area(), make_organisation(), make_organisation()
    make_authority(office, area)
    make_zone(company, polygon=left_part(0.25))
    found = cell_of(area)
    assert found.state == CellState.SETTLED
    assert found.chosen is not None
    assert found.chosen.organisation_id == office.pk
    assert [part.candidate.organisation_id for part in found.parts] == [company.pk]


def test_of_several_duties_in_a_part_the_rule_takes_one() -> None:
    area, half = make_area(), make_area("Половина", polygon=left_part(0.5), kind="half")
    make_authority(make_organisation("Everything"), half)
    make_authority(make_organisation("Roads"), half, categories=["roads"])
    assert [part.candidate.organisation for part in cell_of(area).parts] == ["Roads"]


def test_a_larger_authority_is_no_part() -> None:
    area, office = make_area(), make_organisation()
    make_authority(office, area)
    half = make_area("Полоса", polygon=left_part(0.5), kind="strip", collection="strips")
    wide = make_area("Половина", polygon=box(west=TOWN.lon, east=EAST + 9), kind="half", collection="halves")
    make_authority(make_organisation("Small"), half)
    make_authority(make_organisation("Wide"), wide)
    assert [part.candidate.organisation for part in cell_of(area).parts] == ["Small"]


def test_a_shared_zone_and_a_tie_are_chosen_by_hand() -> None:
    area = make_area()
    make_authority(make_organisation(), area)
    make_authority(make_organisation(), area)
    found = cell_of(area)
    assert (found.state, found.reason, len(found.tied)) == (CellState.MANUAL, ManualReason.TIE, 2)
    make_zone(make_organisation(), shared=True)
    assert cell_of(area).reason == ManualReason.SHARED


def test_a_zone_that_is_over_counts_no_more() -> None:
    area, company = make_area(), make_organisation()
    over = make_zone(company, valid_to=DAY)
    assert cell_of(area).state == CellState.HOLE
    over.valid_to = None
    over.save()
    assert cell_of(area).state == CellState.SETTLED


def test_a_zone_made_of_areas_covers_what_they_cover() -> None:
    area, company = make_area(), make_organisation()
    zone = ServiceZone.objects.create(organisation=company, basis=ZoneBasis.AREAS)
    zone.areas.add(make_area("Половина", polygon=left_part(0.5), kind="half"))
    assert cell_of(area).hole == pytest.approx(0.5)
    zone.areas.add(area)
    assert cell_of(area).state == CellState.SETTLED


def test_a_zone_made_of_houses_is_told_by_houses() -> None:
    area, company = make_area(), make_organisation()
    zone = ServiceZone.objects.create(organisation=company, basis=ZoneBasis.HOUSES)
    zone.houses.add(make_house("1"))
    make_house("2")
    (part,) = cell_of(area).parts
    assert (part.by_house, part.share) == (True, 0.5)


def test_contracts_of_houses_count_for_house_and_yard_only() -> None:
    area, company = make_area(), make_organisation()
    houses = [make_house(str(number)) for number in range(1, 5)]
    for house in houses[:3]:
        make_contract(house, company)
    found = cell_of(area, YARD)
    assert found.homes is not None
    assert found.homes.share == 0.75
    assert (found.state, found.hole) == (CellState.PARTLY, 0.25)
    assert cell_of(area).homes is None


def test_houses_on_a_border_of_pieces_count_once() -> None:
    area = make_area()
    make_house(at=LonLat(WEST, TOWN.lat))
    assert matrix(area_ids=[area.pk], on=DAY).homes[area.pk].number == 1


def test_an_asset_covers_nothing_and_is_told() -> None:
    area, company = make_area(), make_organisation()
    zone = make_zone(company, polygon=left_part(0.1))
    zone.basis = ZoneBasis.ASSET
    zone.save()
    found = cell_of(area)
    assert (found.state, found.hole) == (CellState.PARTLY, 1.0)
    assert [part.candidate.rule for part in found.parts] == [Rule.ASSET]


def test_levels_of_administration_stand_first() -> None:
    make_area(kind="precinct")
    office, okrug = make_organisation(), make_area(kind="okrug")
    make_area(kind="district")
    make_authority(office, okrug)
    assert [level.kind for level in levels(on=DAY)] == ["okrug", "district", "precinct"]
    assert [level.drawn for level in levels(on=DAY)] == [1, 1, 1]


def test_the_queries_do_not_grow_with_areas_and_topics() -> None:
    def queries(areas: list[Area], topics: list[TopicRef]) -> int:
        with CaptureQueriesContext(connection) as caught:
            matrix(area_ids=[area.pk for area in areas], on=DAY).cells(topics)
        return len(caught)

    first = make_area()
    make_authority(make_organisation(), first, categories=["yard"])
    for share in (0.2, 0.3):
        make_zone(make_organisation(), polygon=left_part(share))
    make_contract(make_house(), make_organisation())
    few = queries([first], [ROADS])
    others = [make_area(kind=f"kind{number}") for number in range(4)]
    for area in others:
        make_authority(make_organisation(), area, categories=["yard"])
        make_zone(make_organisation(), polygon=left_part(0.1))
    assert queries([first, *others], [ROADS, YARD, TopicRef("x", "y")]) == few == 8


def test_the_pieces_are_found_by_their_index() -> None:
    """On a small table the planner would read it whole: it is told not to, as with a large one."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for name, params in (
            ("matrix_shares", {"area_ids": [1], "on_date": DAY}),
            ("matrix_union", {"sets": "[]", "on_date": DAY}),
        ):
            cursor.execute("EXPLAIN " + sql.compose("territories", name, params))
            assert "piece_gist" in "\n".join(row[0] for row in cursor.fetchall()), name
