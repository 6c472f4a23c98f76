"""Address search relies on its indexes and asks few questions; plans are held, never times."""

import random
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from geo.addresses.queries import geocode, nearest_house, suggest
from geo.models import House, Settlement, Street
from geo.sql import compose
from geo.types import LonLat
from tests.sharing import written_once

pytestmark = pytest.mark.django_db

CENTRE = LonLat(30.3, 60.0)
HERE = {"lon": 30.3, "lat": 60.0}


@pytest.fixture(scope="module", autouse=True)
def country(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with written_once(django_db_blocker):
        make_country()
        yield


def make_country() -> None:
    """Forty towns of a hundred streets, names without repeats, a few houses each."""
    chance = random.Random(1)
    towns = Settlement.objects.bulk_create(
        Settlement(
            name=f"Город {n}", name_key=f"город {n}", kind="город", location=Point(30.0 + n, 60.0, srid=4326)
        )
        for n in range(40)
    )
    names = ["".join(chance.choice("абвгдежзиклмнопрст") for _letter in range(9)) for _name in range(4_000)]
    streets = Street.objects.bulk_create(
        Street(
            settlement=towns[n % 40],
            name=name,
            name_key=name,
            kind="улица",
            location=Point(30.3, 60.0, srid=4326),
        )
        for n, name in enumerate(names)
    )
    House.objects.bulk_create(
        House(
            settlement_id=street.settlement_id,
            street=street,
            number=str(number),
            number_key=str(number),
            address=f"{street.name}, {number}",
            location=Point(30.3 + chance.random(), 60 + chance.random(), srid=4326),
        )
        for street in streets[:800]
        for number in range(1, 6)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE geo_settlement, geo_street, geo_house")


def plan(name: str, params: dict[str, object]) -> str:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + compose("geo", name, params).replace("%", "%%"), [])
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize(
    ("name", "params", "index"),
    [
        ("house_nearest", {**HERE, "radius_m": 200.0, "count": 4}, "house_location_m"),
        ("houses_nearest", {"lons": [30.3], "lats": [60.0], "radius_m": 200.0}, "house_location_m"),
        (
            "streets_named",
            {
                **HERE,
                "words": "абв:*",
                "key": "абв",
                "kind": "",
                "settlements": None,
                "within_m": None,
                "count": 8,
            },
            "street_words",
        ),
        (
            "streets_like",
            {**HERE, "key": "абвгдежзи", "least": 0.4, "settlements": None, "within_m": None, "count": 8},
            "street_name_alike",
        ),
        ("settlements_near", {**HERE, "radius_m": 1000.0, "count": 8}, "settlement_location_m"),
        ("houses_beside", {"streets": [1, 2], "first": 7}, "house_street_number"),
    ],
)
def test_a_statement_uses_its_index(name: str, params: dict[str, object], index: str) -> None:
    with connection.cursor() as cursor:
        # The tables of a test are too small for the planner to prefer an index by cost.
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert index in plan(name, params)


def test_the_nearest_houses_are_walked_to_not_gathered_and_sorted(country: list[int]) -> None:
    """Within three kilometres lie all houses of a town, of which one is wanted."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    found = plan("houses_nearest", {"lons": [30.3], "lats": [60.0], "radius_m": 3000.0})
    assert "Order By: ((location)::geography <->" in found


def count_of(call: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)


def test_searches_ask_few_questions_however_much_they_find() -> None:
    first, last = Street.objects.order_by("id").first(), Street.objects.order_by("id").last()
    assert first is not None
    assert last is not None
    for street in (first, last):
        assert count_of(partial(suggest, street.name[:3], near=CENTRE)) <= 8
        assert count_of(partial(geocode, f"{street.name} 3", near=CENTRE)) <= 12
    assert count_of(lambda: nearest_house(CENTRE, radius_m=500)) == 1
