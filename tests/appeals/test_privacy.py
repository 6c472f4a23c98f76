"""What the public may know: coarse places, addresses without the house, texts without personal data."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.rules import privacy
from appeals.rules.privacy import coarsen, mask, public_address, public_place
from appeals.types import Part, Privacy
from geo.tilegrid import tile_at
from geo.types import LonLat
from tests.builders import TOWN

PLACES = st.builds(LonLat, st.floats(-179.9, 179.9), st.floats(-84, 84))


@given(PLACES)
def test_the_coarse_place_stays_in_its_cell_and_is_its_own_coarse_place(place: LonLat) -> None:
    coarse = coarsen(place)
    assert tile_at(coarse, privacy.HOME_CELL_ZOOM) == tile_at(place, privacy.HOME_CELL_ZOOM)
    assert coarsen(coarse) == coarse


def test_neighbours_of_one_cell_cannot_be_told_apart() -> None:
    near = LonLat(coarsen(TOWN).lon + 0.0008, coarsen(TOWN).lat - 0.0004)
    assert coarsen(near) == coarsen(TOWN)
    assert near != coarsen(near)


def test_only_home_topics_are_coarsened() -> None:
    assert public_place(TOWN, Privacy.STREET) == TOWN
    assert public_place(TOWN, Privacy.HOME) == coarsen(TOWN) != TOWN


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("Метский, Садовая улица, 13", "Метский, Садовая улица"),
        ("Метский, Садовая улица, д. 13 к2 лит. А, кв. 5", "Метский, Садовая улица"),
        ("Садовая ул., дом 13, кв 5", "Садовая ул."),
        ("Садовая улица 13", "Садовая улица"),
        ("ул. Садовая д. 13 кв. 5", "ул. Садовая"),
        ("Метский, улица 8 Марта, 4", "Метский, улица 8 Марта"),
        ("Метский, 1-я Садовая улица, 4/2", "Метский, 1-я Садовая улица"),
        ("Метский, 8 Марта улица, 13 к2, кв. 4", "Метский, 8 Марта улица"),
        ("Метский, Садовая улица, 13а", "Метский, Садовая улица"),
        ("Садовая улица", "Садовая улица"),
        ("Садовая 13, Метский", "Садовая"),
        ("д. 13, ул. Садовая", "ул. Садовая"),
        ("13, ул. Садовая", "ул. Садовая"),
        ("дом 13 улица Садовая", "улица Садовая"),
        ("13 Садовая", "Садовая"),
        ("Садовая 13 (за магазином)", "Садовая"),
        ("Садовая 13,кв5", "Садовая"),
        ("Метский; ул Садовая 13; кв 5", "Метский, ул Садовая"),
        ("Метский Садовая 13 Россия", "Метский Садовая"),
        ("Садовая 13 корпус 1 подъезд 3", "Садовая"),
        ("улица Садовая дом пять", "улица Садовая"),
        ("Садовая №13", "Садовая"),
        ("Садовая 13-5", "Садовая"),
        ("12 Garden street, flat 5", "Garden street"),
        ("Метский район, д. Ивановка, ул. К. Маркса, 5", "Метский район, д. Ивановка, ул. К. Маркса"),
        ("Метский, ул. 26 Бакинских Комиссаров, 4", "Метский, ул. 26 Бакинских Комиссаров"),
        ("Метский, улица 50 лет Октября 7", "Метский, улица 50 лет Октября"),
        ("переулок 1-й Садовый 7", "переулок 1-й Садовый"),
        ("", ""),
    ],
)
def test_addresses_of_home_topics_have_no_house(address: str, shown: str) -> None:
    assert public_address(address, Privacy.HOME) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("Метский, Садовая улица, 13", "Метский, Садовая улица, 13"),
        ("Садовая улица, 13, кв. 5", "Садовая улица, 13"),
        ("Садовая улица, 13, квартира № 5", "Садовая улица, 13"),
        ("у дома 13, звоните 8 911 123-45-67", "у дома 13, звоните [телефон скрыт]"),
    ],
)
def test_addresses_of_street_topics_lose_only_the_flat(address: str, shown: str) -> None:
    assert public_address(address, Privacy.STREET) == shown


@pytest.mark.parametrize(
    "secret",
    [
        *("+7 921 123-45-67", "8(921)1234567", "89211234567", "8 921 123 45 67", "+7-921-123-45-67"),
        *("8\u00a0921\u00a0123\u201145\u201167", "921 123-45-67", "123-45-67", "+375 29 123-45-67"),
        *("ivan.petrov@example.org", "i_p+town@mail.example.ru", "почта@пример.рф"),
        *("4276 1234 5678 9014", "4276123456789014", "4276-1234-5678-9014"),
        *("40 12 123456", "4012 123456", "паспорт 4012123456", "паспорт серии 4012 № 123456"),
        *("123-456-789 01", "123-456-789-01", "СНИЛС 12345678901", "снилс: 123 456 789 01"),
    ],
)
def test_personal_numbers_are_covered(secret: str) -> None:
    shown = mask(f"Прошу связаться: {secret}, спасибо")
    digits = [character for character in shown if character.isdigit()]
    assert secret not in shown
    assert not digits
    assert "@" not in shown
    assert "скрыт" in shown
    assert shown.endswith(", спасибо")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("живу в кв. 45", "живу в кв. [скрыто]"),
        ("в квартире 45 холодно", "в квартире [скрыто] холодно"),
        ("из 45 квартиры течёт", "из [скрыто] квартиры течёт"),
        ("квартира №12а", "квартира [скрыто]"),
        ("Apartment 12, the lift", "Apartment [скрыто], the lift"),
        ("flat no. 5b", "flat [скрыто]"),
        ("кв. 15, 16", "кв. [скрыто]"),
        ("a@b.ru+7a@b.ru", "[почта скрыта][почта скрыта]"),
        ("в квартирах и в кв. 15 и 16.", "в квартирах и в кв. [скрыто]."),
        ("в кв. 15, 2 этаж", "в кв. [скрыто], 2 этаж"),
        ("кв. 15 и 2 подъезда", "кв. [скрыто] и 2 подъезда"),
        ("телефон: 495 123 45 67, жду", "телефон: [телефон скрыт], жду"),
        ("тел. 2-34-56", "тел. [телефон скрыт]"),
    ],
)
def test_flat_numbers_are_covered(text: str, shown: str) -> None:
    assert mask(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Яма 40 на 60 см у дома 13 к2 по улице 8 Марта",
        "12.03.2025 в 14:30 не приехал автобус № 123",
        "Долг 10 000 000 рублей за 2024 год",
        "Звонили в 112 и 104, никто не приехал",
        "С 01.02.2024 по 31.12.2024 нет воды",
        "Дом 120-квартирный, квартал 5",
        "В квартире 15 градусов, в комнате 12°",
        "В квартире 3 дня нет воды",
    ],
)
def test_ordinary_numbers_stay(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("text", ["a" * 3990 + "@", "a." * 1990 + "@", "9" * 4000])
def test_no_text_takes_long(text: str) -> None:
    began = process_time()
    mask(text)
    assert process_time() - began < 0.25


@given(st.text(max_size=200))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)


def test_who_sees_what() -> None:
    assert not privacy.may_see_exact_place(())
    assert not privacy.may_see_full_text(())
    assert not privacy.may_see_author(())
    assert privacy.may_see_exact_place({Part.EXECUTOR})
    assert not privacy.may_see_author({Part.EXECUTOR})
    for part in (Part.AUTHOR, Part.MODERATOR, Part.ADMINISTRATOR, Part.SYSTEM):
        assert privacy.may_see_author({part})
