"""One query gives all candidates: areas, zones, assets, houses, authorities, on the day that is asked for."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.gis.geos import GEOSGeometry, LineString

from geo.types import LonLat
from territories.models import Area, HouseContract, Organisation, ServiceZone
from territories.queries import areas_covering, decide_executor, descendants
from territories.services.boundaries import publish, stage
from territories.services.zones import rebuild
from territories.types import ManualReason, Rule, TopicRef, TopicScope, ZoneBasis
from tests.builders import make_authority, make_contract, make_house, make_organisation, make_zone
from tests.grid import Grid

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
TOWN = Grid("AABB\nAABB")
HOUSE = TopicRef("leak", "housing", TopicScope.HOUSE)
ROAD = TopicRef("pothole", "roads", TopicScope.ROAD)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town() -> None:
    rows = [TOWN.area("A", parent_code="AB"), TOWN.area("B", parent_code="AB"), TOWN.area("AB", kind="city")]
    publish(version=stage(collection="town", rows=rows), now=NOW)


def area(code: str) -> Area:
    return Area.objects.get(code=code)


def polygon(letters: str, grid: Grid = TOWN) -> GEOSGeometry:
    return GEOSGeometry(grid.polygon(letters).wkt, srid=4326)


def executor(
    point: LonLat, topic: TopicRef = ROAD, on: date = TODAY, house_id: int | None = None
) -> str | None:
    decision = decide_executor(point, topic, on=on, house_id=house_id)
    return decision.chosen.organisation if decision.chosen else None


def test_areas_come_smallest_first_with_their_distance() -> None:
    district, city = areas_covering(TOWN.point(0, 0), on=TODAY)
    assert (district.code, city.code) == ("A", "AB")
    assert district.border_m == pytest.approx(50, abs=0.2)
    assert (district.kind, district.collection, district.layer) == ("district", "town", "town/district")


def test_a_point_on_a_border_belongs_to_both_neighbours() -> None:
    found = areas_covering(TOWN.at(2, 1), on=TODAY)
    assert {hit.code for hit in found} == {"A", "B", "AB"}
    assert all(hit.border_m <= 0.01 for hit in found if hit.code != "AB")


def test_nothing_covers_a_point_outside() -> None:
    assert areas_covering(LonLat(0.0, 0.0), on=TODAY) == ()
    assert areas_covering(LonLat(180.0, 90.0), on=TODAY) == ()


def test_the_authority_of_the_area_above_answers_where_the_smallest_has_none() -> None:
    make_authority(make_organisation("Город"), area("AB"))
    assert executor(TOWN.point(0, 0)) == "Город"
    make_authority(make_organisation("Район"), area("A"))
    assert executor(TOWN.point(0, 0)) == "Район"
    assert executor(TOWN.point(3, 0)) == "Город"


def test_a_parent_without_polygon_answers_last() -> None:
    region = Area.objects.create(collection=area("A").collection, kind="region", code="R", name="Область")
    country = Area.objects.create(collection=region.collection, kind="country", code="Z", name="Страна")
    Area.objects.filter(pk=region.pk).update(parent=country)
    area("AB").boundaries.update(parent=region)
    make_authority(make_organisation("Страна"), country)
    assert executor(TOWN.point(0, 0)) == "Страна"
    make_authority(make_organisation("Область"), region)
    assert executor(TOWN.point(0, 0)) == "Область"


def test_zones_answer_before_authorities_on_their_days() -> None:
    make_authority(make_organisation("Город"), area("AB"))
    make_zone(make_organisation("Зона"), polygon=polygon("A"), valid_from=date(2025, 1, 1), valid_to=TODAY)
    assert executor(TOWN.point(0, 0), on=date(2024, 12, 31)) == "Город"
    assert executor(TOWN.point(0, 0), on=date(2025, 6, 1)) == "Зона"
    assert executor(TOWN.point(0, 0), on=TODAY) == "Город"
    assert executor(TOWN.point(3, 0), on=date(2025, 6, 1)) == "Город"


def test_a_zone_may_be_named_by_areas() -> None:
    zone = ServiceZone.objects.create(organisation=make_organisation("Зона"), basis=ZoneBasis.AREAS)
    zone.areas.add(area("B"))
    assert executor(TOWN.point(3, 0)) == "Зона"
    assert executor(TOWN.point(0, 0)) is None
    decision = decide_executor(TOWN.point(3, 0), ROAD, on=TODAY)
    assert decision.chosen is not None
    assert (decision.chosen.label, decision.chosen.area_id) == ("Район B", area("B").pk)


def test_a_zone_may_be_a_list_of_houses() -> None:
    house = make_house(at=TOWN.point(0, 0))
    zone = ServiceZone.objects.create(organisation=make_organisation("Зона"), basis=ZoneBasis.HOUSES)
    zone.houses.add(house)
    assert executor(TOWN.point(0, 0), HOUSE) == "Зона"
    assert executor(TOWN.point(0, 0), ROAD) is None
    assert executor(TOWN.point(3, 0), ROAD, house_id=house.pk) == "Зона"


def test_the_house_that_was_chosen_counts_else_the_nearest_within_30_metres() -> None:
    near, far = make_house("1", at=TOWN.at(0.5, 0.5)), make_house("2", at=TOWN.at(3.5, 0.5))
    make_contract(near, make_organisation("УК рядом"))
    make_contract(far, make_organisation("УК другая"))
    pin = TOWN.at(0.7, 0.5)
    assert executor(pin, HOUSE) == "УК рядом"
    assert executor(pin, HOUSE, house_id=far.pk) == "УК другая"
    assert executor(pin, ROAD) is None
    assert executor(TOWN.at(0.81, 0.5), HOUSE) is None
    assert decide_executor(pin, HOUSE, on=TODAY).house_id == near.pk
    assert decide_executor(pin, ROAD, on=TODAY).house_id is None


def test_nearest_is_measured_in_metres_not_in_degrees() -> None:
    """At 60° N the house 20 m to the east is farther in degrees than the one 25 m to the north."""
    east, north = make_house("1", at=TOWN.at(1.2, 1)), make_house("2", at=TOWN.at(1, 0.75))
    make_contract(east, make_organisation("Восточная"))
    make_contract(north, make_organisation("Северная"))
    assert executor(TOWN.at(1, 1), HOUSE) == "Восточная"


def test_contracts_hold_on_their_days() -> None:
    house = make_house(at=TOWN.point(0, 0))
    HouseContract.objects.create(
        house=house, organisation=make_organisation("Старая"), valid_to=date(2026, 1, 1)
    )
    HouseContract.objects.create(
        house=house, organisation=make_organisation("Новая"), valid_from=date(2026, 1, 1)
    )
    assert executor(TOWN.point(0, 0), HOUSE, on=date(2025, 12, 31)) == "Старая"
    assert executor(TOWN.point(0, 0), HOUSE, on=date(2026, 1, 1)) == "Новая"


@pytest.mark.parametrize(
    ("tolerance_m", "metres", "hit"), [(None, 4.9, True), (None, 5.1, False), (20.0, 19.0, True)]
)
def test_an_asset_answers_within_its_tolerance(tolerance_m: float | None, metres: float, hit: bool) -> None:
    west, east = TOWN.at(0, 1), TOWN.at(2, 1)
    road = ServiceZone.objects.create(
        organisation=make_organisation("Дорожники"),
        basis=ZoneBasis.ASSET,
        geom=LineString((west.lon, west.lat), (east.lon, east.lat), srid=4326),
        tolerance_m=tolerance_m,
    )
    rebuild(zone_ids=[road.pk])
    decision = decide_executor(TOWN.at(1, 1 - metres / 100), ROAD, on=TODAY)
    assert (decision.rule is Rule.ASSET) is hit
    if decision.chosen:
        assert decision.chosen.border_m == pytest.approx(metres, abs=0.05)


def test_a_neighbour_within_15_metres_makes_it_ambiguous_and_both_are_named() -> None:
    make_authority(make_organisation("А"), area("A"))
    make_authority(make_organisation("Б"), area("B"))
    decision = decide_executor(TOWN.at(1.9, 1), ROAD, on=TODAY)
    assert decision.ambiguous
    assert decision.chosen is not None
    assert decision.runner_up is not None
    assert (decision.chosen.organisation, decision.runner_up.organisation) == ("А", "Б")
    assert decision.border_m == pytest.approx(10, abs=0.1)
    assert not decide_executor(TOWN.at(1.8, 1), ROAD, on=TODAY).ambiguous


def test_manual_choice_outside_every_area() -> None:
    decision = decide_executor(LonLat(10.0, 10.0), ROAD, on=TODAY)
    assert (decision.rule, decision.manual_reason) == (Rule.MANUAL, ManualReason.OUTSIDE)
    assert decision.areas == ()


def test_a_newer_version_moves_the_authority() -> None:
    make_authority(make_organisation("А"), area("A"))
    make_authority(make_organisation("Б"), area("B"))
    wide = Grid("AAAB\nAAAB")
    version = stage(collection="town", rows=[wide.area("A"), wide.area("B")])
    publish(version=version, valid_from=date(2026, 2, 1), now=NOW)
    assert executor(TOWN.point(2, 0), on=date(2026, 1, 31)) == "Б"
    decision = decide_executor(TOWN.point(2, 0), ROAD, on=TODAY)
    assert decision.chosen is not None
    assert (decision.chosen.organisation, decision.version_id) == ("А", version.pk)


def test_descendants_go_all_the_way_down() -> None:
    assert descendants([area("AB").pk]) == {area("A").pk, area("B").pk, area("AB").pk}
    assert descendants([area("A").pk]) == {area("A").pk}
    assert descendants([]) == set()


def test_names_without_executor_are_not_made_up() -> None:
    assert not Organisation.objects.exists()
    assert decide_executor(TOWN.point(0, 0), ROAD, on=TODAY).manual_reason is ManualReason.NOBODY
