"""What is somebody's is found however it is written; what only looks alike is left: houses, dates, numbers."""

from datetime import date, time
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from appeals.rules.numbers import passes_luhn, passes_snils
from appeals.rules.privacy import cover, mask, secrets_in
from appeals.types import SecretKind

DIGITS = st.integers(0, 9)
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
TIMES = st.times(time(0, 0), time(23, 59))
PIECES = st.sampled_from(
    [
        *"0123456789 -.()+№@/,\n",
        "кв. ",
        "квартира ",
        "8 ",
        "+7",
        "паспорт ",
        "СНИЛС ",
        "карта ",
        "дом ",
        "a@b.ru",
    ]
)
WORDS = st.sampled_from(["Яма", "у дома", "во дворе", "не горит свет", "третий день", "звоните"])


def luhn(first: list[int]) -> list[int]:
    return next([*first, last] for last in range(10) if passes_luhn([*first, last]))


def snils(first: list[int]) -> list[int]:
    total = sum((9 - place) * digit for place, digit in enumerate(first)) % 101 % 100
    return [*first, *divmod(total, 10)]


def written(digits: list[int], sizes: list[int], gaps: list[str]) -> str:
    """The digits in groups of these sizes with a gap before each but the first."""
    groups, at = [], 0
    for size, gap in zip(sizes, ["", *gaps], strict=True):
        groups.append(gap + "".join(map(str, digits[at : at + size])))
        at += size
    return "".join(groups)


def kinds(text: str) -> list[SecretKind]:
    return [secret.kind for secret in secrets_in(text)]


@given(st.lists(DIGITS, min_size=15, max_size=15), st.sampled_from(["", " ", "-"]), WORDS)
def test_a_card_is_found_by_its_check_digit(first: list[int], gap: str, before: str) -> None:
    number = written(luhn(first), [4] * 4, [gap] * 3)
    assert kinds(f"{before} {number}, спасибо") == [SecretKind.CARD]


@given(st.lists(DIGITS, min_size=16, max_size=16), st.sampled_from(["", " ", "-"]))
def test_sixteen_digits_without_it_are_no_card_unless_called_so(digits: list[int], gap: str) -> None:
    assume(not passes_luhn(digits))
    number = written(digits, [4] * 4, [gap] * 3)
    assert SecretKind.CARD not in kinds(f"Счёт {number}")
    assert kinds(f"С карты № {number}") == [SecretKind.CARD]


@given(st.lists(DIGITS, min_size=9, max_size=9), st.sampled_from([" ", "-"]))
def test_a_snils_is_found_by_its_check_digits(first: list[int], gap: str) -> None:
    number = written(snils(first), [3, 3, 3, 2], [gap] * 3)
    assert kinds(f"Мой номер {number}") == [SecretKind.SNILS]


@given(st.lists(DIGITS, min_size=11, max_size=11), st.sampled_from(["", " "]))
def test_eleven_digits_without_them_are_no_snils_unless_called_so(digits: list[int], gap: str) -> None:
    assume(not passes_snils(digits))
    number = written(digits, [3, 3, 3, 2], [gap] * 3)
    assert SecretKind.SNILS not in kinds(f"Номер {number}")
    assert kinds(f"СНИЛС {number}") == [SecretKind.SNILS]


@given(
    st.sampled_from(["+7", "8", "+7 ", "8 ", "8-", "+7-"]),
    st.lists(DIGITS, min_size=9, max_size=9),
    st.sampled_from([" ", "-", "", "."]),
    st.booleans(),
)
def test_a_telephone_is_found_however_it_is_grouped(
    prefix: str, last: list[int], gap: str, bracketed: bool
) -> None:
    rest = written([9, *last], [3, 3, 2, 2], [gap] * 3)
    number = prefix + (f"({rest[:3]}){rest[3:]}" if bracketed else rest)
    shown = mask(f"Звоните {number} вечером")
    assert not any(map(str.isdigit, shown))
    assert shown.endswith("] вечером")


@given(
    st.integers(1, 999),
    st.sampled_from(["кв. {}", "кв.{}", "кв {}", "кв{}", "квартира {}", "в квартире № {}"]),
)
def test_a_flat_is_found_and_its_word_stays(number: int, shape: str) -> None:
    word = shape.format("[скрыто]").replace("№ ", "")
    assert mask(f"Садовая, {shape.format(number)}, домофон") == f"Садовая, {word}, домофон"
    assert kinds(f"Садовая, 13, {shape.format(number)}, домофон") == [SecretKind.FLAT]


@given(st.lists(st.integers(1, 99), min_size=1, max_size=12), st.sampled_from([", ", " ", " и ", "-"]), WORDS)
def test_houses_are_nobodys(houses: list[int], gap: str, before: str) -> None:
    text = f"{before}: дома {gap.join(map(str, houses))} по Садовой улице"
    assert mask(text) == text


@given(
    DAYS,
    TIMES,
    st.sampled_from(["%d.%m.%Y", "%d.%m.%y", "%d-%m-%Y", "%d-%m-%y", "%Y-%m-%d", "%d/%m/%Y"]),
    DAYS,
)
def test_dates_and_times_are_nobodys(day: date, at: time, shape: str, other: date) -> None:
    clock = f"{at:%H:%M} {at:%H.%M} {at:%H-%M}"
    text = f"С {day.strftime(shape)} {clock} и до {other.strftime(shape)} - {day.strftime(shape)} нет воды"
    assert mask(text) == text


@given(st.integers(0, 999_999_999), st.sampled_from(["№ {}", "№{}", "обращение {}", "appeal {}"]), DAYS)
def test_numbers_of_appeals_are_nobodys(number: int, shape: str, day: date) -> None:
    text = f"Как в прошлый раз: {shape.format(f'{number:09d}')} от {day:%d.%m.%Y}, дом 8"
    assert mask(text) == text


@given(st.lists(PIECES, max_size=60).map("".join))
def test_what_is_covered_is_covered_once(text: str) -> None:
    found = secrets_in(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert cover(text, found) == mask(text)
    assert mask(mask(text)) == mask(text)
