"""Which house of a street answers a number, and which is only its neighbour."""

import pytest

from geo.addresses.matching import SAME_HOUSE, number_closeness, street_closeness
from geo.addresses.numbers import parse_number


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("13", "13"),
        ("13", "13 литА"),
        ("13 лит А", "13"),
        ("13 лит Б", "13"),
        ("13А", "13 литА"),
        ("13", "13/15"),
        ("54/34", "54"),
        ("30", "28-30"),
        ("13 к2", "13 к2 литА"),
        ("13 с1", "13"),
        ("13 к3Б", "13 к3 литБ"),
        ("13 к3 лит. Б", "13 к3Б"),
    ],
)
def test_it_is_the_same_house(asked: str, known: str) -> None:
    assert number_closeness(parse_number(asked), known) >= SAME_HOUSE


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("13", "14"),
        ("13", "130"),
        ("13 к1", "13 к2"),
        ("13 к2", "13"),
        ("13А", "13Б"),
        ("13 литА", "13 литБ"),
        ("31", "28-30"),
        ("13 с1", "13 с2"),
        ("13 к3", "13 к3Б"),
        ("13 к3А", "13 к3Б"),
        ("13 к3А", "13 к3Б литА"),
    ],
)
def test_it_is_another_house(asked: str, known: str) -> None:
    assert number_closeness(parse_number(asked), known) < SAME_HOUSE


def test_the_letter_for_letter_house_is_best() -> None:
    keys = ["13", "13 к2", "13 литБ", "13/15"]
    assert max(keys, key=lambda key: number_closeness(parse_number("13 лит. Б"), key)) == "13 литБ"


@pytest.mark.parametrize(
    ("asked", "keys"),
    [("13-15/50 лит. В", ["13-15", "13", "13/15"]), ("36 к3Б", ["36 к3", "36", "36 к4"])],
)
def test_what_agrees_farthest_is_nearest(asked: str, keys: list[str]) -> None:
    assert max(keys, key=lambda key: number_closeness(parse_number(asked), key)) == keys[0]


def test_a_street_of_another_type_is_a_poorer_answer() -> None:
    same = street_closeness("ленина", "улица", "ленина", "улица", 1.0)
    unsaid = street_closeness("ленина", "", "ленина", "улица", 1.0)
    other = street_closeness("ленина", "улица", "ленина", "проспект", 1.0)
    assert same == 1.0 > unsaid > other


def test_another_numeral_is_another_street() -> None:
    asked = ("7 советскаяя", "улица")
    right = street_closeness(*asked, "7 советская", "улица", 0.85)
    unsaid = street_closeness(*asked, "советская", "улица", 0.75)
    wrong = street_closeness(*asked, "8 советская", "улица", 0.8)
    assert right > unsaid > 0.55 > wrong
