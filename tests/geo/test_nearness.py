"""Two cities 880 km apart with streets of the same names: people mean the one on their map, unless they say."""

import pytest

from geo.addresses.queries import MatchLevel, geocode, suggest
from geo.models import Settlement, Street
from geo.types import LonLat
from tests.builders import make_house, make_settlement

pytestmark = pytest.mark.django_db

HERE = LonLat(40.65, 54.30)
THERE = LonLat(30.30, 59.94)


def here(east: float = 0.0) -> LonLat:
    return LonLat(HERE.lon + east, HERE.lat)


@pytest.fixture
def cities() -> tuple[Settlement, Settlement]:
    """Берёзовск around the centre of the map, Невоград far away with every number that Берёзовск lacks."""
    near = make_settlement("Берёзовск", at=HERE)
    far = make_settlement("Невоград", at=THERE)
    for number in ("10", "12"):
        make_house(number, street="Садовая", at=here(0.04), settlement=near)
    make_house("1", street="Новая Садовая", at=here(0.02), settlement=near)
    for number in ("1", "10"):
        make_house(number, street="Садовая", at=THERE, settlement=far)
    make_house("1/25", street="Малая Садовая", at=THERE, settlement=far)
    make_house("3", street="Литейная", at=THERE, settlement=far)
    return near, far


def texts(typed: str, near: LonLat | None = HERE) -> list[str]:
    return [suggestion.text for suggestion in suggest(typed, near=near)]


@pytest.mark.usefixtures("cities")
@pytest.mark.parametrize("typed", ["Садовая улица, 1", "садовая 1", "ул. Садовая, д. 1"])
def test_the_street_around_stands_before_the_number_elsewhere(typed: str) -> None:
    assert texts(typed) == [
        "Берёзовск, Садовая улица, 10",
        "Берёзовск, Садовая улица, 12",
        "Берёзовск, Новая Садовая улица, 1",
        "Невоград, Садовая улица, 1",
        "Невоград, Садовая улица, 10",
        "Невоград, Малая Садовая улица, 1/25",
    ]


@pytest.mark.usefixtures("cities")
def test_a_town_that_is_named_goes_before_the_map() -> None:
    for typed in ("Невоград, Садовая улица, 1", "невоград садовая 1"):
        assert texts(typed) == [
            "Невоград, Садовая улица, 1",
            "Невоград, Садовая улица, 10",
            "Невоград, Малая Садовая улица, 1/25",
        ]


@pytest.mark.usefixtures("cities")
def test_streets_around_stand_before_the_same_name_elsewhere() -> None:
    assert texts("садовая") == [
        "Берёзовск, Садовая улица",
        "Берёзовск, Новая Садовая улица",
        "Невоград, Садовая улица",
        "Невоград, Малая Садовая улица",
    ]


@pytest.mark.usefixtures("cities")
def test_a_misspelt_street_is_looked_for_around_before_elsewhere() -> None:
    assert texts("садавая")[0] == "Берёзовск, Садовая улица"
    assert texts("литеная")[0] == "Невоград, Литейная улица"


@pytest.mark.usefixtures("cities")
def test_a_house_is_not_sent_to_another_city_for_its_number() -> None:
    match = geocode("Садовая улица, 1", near=HERE)
    assert match is not None
    assert (match.level, match.address) == (MatchLevel.STREET, "Берёзовск, Садовая улица")
    named = geocode("Невоград, Садовая улица, 1", near=HERE)
    assert named is not None
    assert (named.level, named.address) == (MatchLevel.HOUSE, "Невоград, Садовая улица, 1")


@pytest.mark.usefixtures("cities")
def test_a_street_that_is_only_elsewhere_is_found_there() -> None:
    match = geocode("Литейная улица, 3", near=HERE)
    assert match is not None
    assert match.address == "Невоград, Литейная улица, 3"
    assert texts("литейная 3") == ["Невоград, Литейная улица, 3"]


def test_numbers_stand_in_their_natural_order() -> None:
    town = make_settlement("Берёзовск", at=HERE)
    for number in ("12", "10", "100", "1 к2", "1", "2", "1А", "11"):
        make_house(number, street="Садовая", at=HERE, settlement=town)
    assert [text.rsplit(", ", 1)[1] for text in texts("садовая 1")] == [
        "1",
        "1А",
        "1 к2",
        "10",
        "11",
        "12",
        "100",
    ]
    assert [text.rsplit(", ", 1)[1] for text in texts("садовая 10")] == ["10", "100"]


def test_the_number_counts_before_the_distance_among_streets_of_one_name_around() -> None:
    town, village = make_settlement("Берёзовск", at=HERE), make_settlement("Дубки", at=here(0.2))
    make_house("10", street="Садовая", at=HERE, settlement=town)
    make_house("1", street="Садовая", at=here(0.2), settlement=village)
    assert Street.objects.count() == 2
    assert texts("садовая 1") == ["Дубки, Садовая улица, 1", "Берёзовск, Садовая улица, 10"]
