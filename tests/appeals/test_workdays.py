"""The production calendar: the totals that the government publishes, and what a place decides otherwise."""

from datetime import date, timedelta

import pytest

from appeals.rules.workdays import local_calendar, russian_working_day

MONDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 14)
REGION, CITY, DISTRICT = 1, 2, 3


@pytest.mark.parametrize(("year", "total"), [(2023, 247), (2024, 248), (2025, 247), (2026, 247), (2027, 247)])
def test_working_days_of_a_year(year: int, total: int) -> None:
    first = date(year, 1, 1)
    days = [first + timedelta(days=day) for day in range(366) if (first + timedelta(days=day)).year == year]
    assert sum(russian_working_day(day) for day in days) == total


def test_days_are_moved_as_the_government_says() -> None:
    assert russian_working_day(date(2024, 4, 27))  # a Saturday worked for 29 April
    assert not russian_working_day(date(2024, 4, 29))


def test_without_exceptions_it_is_the_country_s() -> None:
    assert local_calendar({}, [CITY]) is russian_working_day


def test_an_exception_holds_where_it_was_made_and_below() -> None:
    exceptions = {(CITY, MONDAY): False, (CITY, SATURDAY): True}
    inside, outside = (
        local_calendar(exceptions, [DISTRICT, CITY, REGION]),
        local_calendar(exceptions, [REGION]),
    )
    assert (inside(MONDAY), inside(SATURDAY)) == (False, True)
    assert (outside(MONDAY), outside(SATURDAY)) == (True, False)
    assert inside(date(2026, 3, 3))


def test_the_nearest_exception_wins_and_one_for_all_is_the_farthest() -> None:
    exceptions = {(None, MONDAY): False, (REGION, MONDAY): True, (DISTRICT, MONDAY): False}
    assert local_calendar(exceptions, [CITY, REGION])(MONDAY)
    assert not local_calendar(exceptions, [DISTRICT, CITY, REGION])(MONDAY)
    assert not local_calendar(exceptions, [])(MONDAY)
