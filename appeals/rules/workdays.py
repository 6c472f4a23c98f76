"""Which days are worked: the Russian production calendar with what a place decides otherwise; pure.

Source: the Russian production calendar, as the package `holidays` carries it (weekends, holidays and moved days).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache

import holidays

Calendar = Callable[[date], bool]
# Whether a day is worked in an area, None: everywhere.
Exceptions = Mapping[tuple[int | None, date], bool]


@cache
def _year(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("RU", years=year)


def russian_working_day(day: date) -> bool:
    """True for a working day of the Russian production calendar."""
    return _year(day.year).is_working_day(day)


def local_calendar(exceptions: Exceptions, lineage: Sequence[int]) -> Calendar:
    """The production calendar of a place. lineage: the areas it lies in, nearest first; the nearest exception wins."""
    if not exceptions:
        return russian_working_day

    def is_working(day: date) -> bool:
        for area_id in (*lineage, None):
            worked = exceptions.get((area_id, day))
            if worked is not None:
                return worked
        return russian_working_day(day)

    return is_working
