"""Deadlines: calendar days, working days over holidays and moved days; the totals that the law's calendar gives."""

from datetime import date, timedelta

import pytest

from appeals.rules.deadlines import due_on, russian_working_day


@pytest.mark.parametrize(("year", "total"), [(2023, 247), (2024, 248), (2025, 247), (2026, 247), (2027, 247)])
def test_working_days_of_a_year(year: int, total: int) -> None:
    first = date(year, 1, 1)
    days = [first + timedelta(days=day) for day in range(366) if (first + timedelta(days=day)).year == year]
    assert sum(russian_working_day(day) for day in days) == total


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 3, 2), 10, date(2026, 3, 17)),  # Monday; 8 March is a Sunday, so the 9th is a day off
        (date(2026, 3, 6), 1, date(2026, 3, 10)),
        (date(2025, 12, 26), 10, date(2026, 1, 21)),  # over the New Year holidays
        (date(2026, 3, 7), 1, date(2026, 3, 10)),  # sent on a Saturday
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
    ],
)
def test_working_days_pass_over_days_off(start: date, days: int, due: date) -> None:
    assert due_on(start, days, working=True) == due


def test_calendar_days_count_every_day() -> None:
    assert due_on(date(2026, 1, 31), 30, working=False) == date(2026, 3, 2)


def test_a_local_calendar_may_be_given() -> None:
    assert due_on(date(2026, 3, 2), 3, working=True, is_working=lambda day: day.day % 2 == 0) == date(
        2026, 3, 8
    )
