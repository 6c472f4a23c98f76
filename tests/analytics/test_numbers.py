"""Numbers as people read them: rounded, never cut off, in every place that writes them."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from analytics.exporting.report_tables import printed
from analytics.measures import MEASURES
from analytics.numbers import rounded, telling
from analytics.rules.peers import Efficiency
from analytics.types import MeasureCode
from web import district_tables, efficiency_tables, heat_words
from web.distances import metres
from web.district_words import signed
from web.templatetags.administration import square_km
from web.templatetags.figures import mean_rating, percent

NBSP = "\u00a0"


@pytest.fixture(autouse=True)
def in_russian() -> Iterator[None]:
    with override("ru"):
        yield


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (95.99, 0, "96"),
        (3.591, 1, "3,6"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (0.125, 2, "0,13"),
        (1.005, 2, "1,01"),
        (0.145 * 100, 0, "15"),
        (9.96, 1, "10,0"),
        (-2.5, 0, "-3"),
        (-0.04, 1, "0,0"),
        (1234.5, 0, f"1{NBSP}235"),
        (36770, 0, f"36{NBSP}770"),
        (1e15, 0, f"1{NBSP}000{NBSP}000{NBSP}000{NBSP}000{NBSP}000"),
        (0, 2, "0,00"),
    ],
)
def test_numbers_are_rounded_half_up(value: float, decimals: int, shown: str) -> None:
    assert rounded(value, decimals) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1497.096, f"1{NBSP}497"),
        (497.096, "497"),
        (49.7096, "49,7"),
        (4.97096, "4,97"),
        (0.497096, "0,497"),
        (0.0004, "0,000"),
        (-49.7096, "-49,7"),
    ],
)
def test_large_numbers_have_no_decimals_that_tell_nothing(value: float, shown: str) -> None:
    assert telling(value, 3) == shown


def test_every_place_that_writes_a_number_rounds_it() -> None:
    in_time, density = MEASURES[MeasureCode.IN_TIME], MEASURES[MeasureCode.PER_KM2]
    assert efficiency_tables.told(Efficiency.IN_TIME, 95.99) == f"96{NBSP}%"
    assert efficiency_tables.told(Efficiency.REACTION, 5.26) == "5,3 ч"
    assert efficiency_tables.told(Efficiency.REACTION, 24 * 3.591).startswith("3,6")
    assert district_tables.told(in_time, 95.96) == heat_words.told(in_time, 95.96) == f"96,0{NBSP}%"
    assert district_tables.told(density, 497.096) == heat_words.told(density, 497.096) == "497"
    assert (percent(0.945), mean_rating(3.591)) == (f"95{NBSP}%", "3,6")
    assert (printed(3.591), printed(0.945, percent=True)) == ("3,6", f"95{NBSP}%")
    assert (metres(1960), square_km(3_591_000)) == (f"2,0{NBSP}км", "3,6 км²")
    assert signed(-12.5) == f"−13{NBSP}%"
