"""Reads of territories: how many queries, and which index the hot statement walks."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from geo import sql
from geo.types import LonLat
from territories.bulk import BulkIndex
from territories.models import Area
from territories.queries import areas_covering, decide_executor, parameters
from territories.services.boundaries import publish, stage
from territories.types import TopicRef, TopicScope
from tests.builders import make_authority, make_contract, make_house, make_organisation, make_zone
from tests.grid import Grid

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TOWN = Grid("\n".join(LETTERS[i:] + LETTERS[:i] for i in range(26)))
HOUSE = TopicRef("leak", "housing", TopicScope.HOUSE)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town() -> None:
    version = stage(collection="town", rows=[TOWN.area(letter) for letter in LETTERS])
    publish(version=version, now=NOW)
    make_zone(make_organisation())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE territories_piece, territories_borderline, territories_boundary")


def test_a_decision_is_one_query(django_assert_num_queries: Callable) -> None:
    for number in range(3):
        make_contract(make_house(str(number), at=TOWN.point(number, 0)), make_organisation())
    with django_assert_num_queries(1):
        decide_executor(TOWN.point(1, 0), HOUSE, on=TODAY)
    with django_assert_num_queries(1):
        areas_covering(TOWN.point(1, 0), on=TODAY)
    with django_assert_num_queries(1):
        decide_executor(LonLat(0.0, 0.0), TopicRef(), on=TODAY)


def test_candidates_are_found_by_the_named_indexes() -> None:
    values = parameters(TOWN.point(3, 3), on=TODAY, house_id=None, by_house=True)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + sql.statement("territories", "candidates"), values)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "piece_gist" in plan
    assert "border_line_gist" in plan
    assert "border_line_boundary_gist" in plan
    assert "Seq Scan on territories_piece" not in plan
    assert "Seq Scan on territories_borderline" not in plan


def test_candidates_are_planned_once_for_all_pins() -> None:
    """One plan serves every pin and house, from the first run on."""
    house = make_house(at=TOWN.point(2, 2))
    for number in range(9):
        decide_executor(TOWN.point(number, 3), HOUSE, on=TODAY, house_id=house.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE %s",
            ["%known of a pin on a day%"],
        )
        assert cursor.fetchall() == [(9, 0)]


def test_the_plan_for_all_pins_walks_the_named_indexes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    decide_executor(TOWN.point(3, 3), HOUSE, on=TODAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, array_length(parameter_types, 1) FROM pg_prepared_statements WHERE statement LIKE %s",
            ["%known of a pin on a day%"],
        )
        ((name, count),) = cursor.fetchall()
        cursor.execute(f'EXPLAIN EXECUTE "{name}" ({", ".join(["NULL"] * count)})')
        plan = "\n".join(row[0] for row in cursor.fetchall())
    for index in ("piece_gist", "border_line_gist", "border_line_boundary_gist", "border_line_zone_gist"):
        assert index in plan
    assert "zone_asset_tolerance" in plan
    assert "Seq Scan on territories_piece" not in plan
    assert "Seq Scan on territories_borderline" not in plan


@pytest.mark.parametrize("pins", [1, 3, 40])
def test_bulk_asks_as_many_queries_for_many_pins_as_for_one(
    pins: int, django_assert_num_queries: Callable
) -> None:
    make_authority(make_organisation(), Area.objects.earliest("pk"))
    make_contract(make_house(at=TOWN.point(0, 0)), make_organisation())
    with django_assert_num_queries(8):
        index = BulkIndex(on=TODAY)
    points = [TOWN.point(number % 26, 0) for number in range(pins)]
    # All houses once, then the contracts and the listed zones of those that are near.
    with django_assert_num_queries(3):
        index.decide(points, [HOUSE] * pins)
