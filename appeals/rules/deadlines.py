"""By which day an answer is due: calendar and working days; pure, the calendar and the first day are given.

Source: the Russian production calendar, as the package `holidays` carries it (weekends, holidays and moved days).
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import holidays

Calendar = Callable[[date], bool]


@cache
def _year(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("RU", years=year)


def russian_working_day(day: date) -> bool:
    """True for a working day of the Russian production calendar."""
    return _year(day.year).is_working_day(day)


def due_on(start: date, days: int, *, working: bool, is_working: Calendar = russian_working_day) -> date:
    """Last day for the answer. start: local date of sending; the first day that counts is the next one.

    With calendar days the deadline may fall on a day off: the executor answers before it.
    """
    if not working:
        return start + timedelta(days=days)
    day, left = start, days
    while left > 0:
        day += timedelta(days=1)
        left -= is_working(day)
    return day
