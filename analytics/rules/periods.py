"""Whole months and quarters, which a series is made of; not what happened in them."""

from datetime import date

from analytics.types import Period

_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3}


def boundaries(step: Period, number: int, before: date) -> list[date]:
    """First days of `number` whole periods and the day after the last, ascending: the latest that end by `before`.

    before: a local day that lies in none of them, such as today; they end with it when it begins a period.
    """
    months = _MONTHS[step]
    present = before.year * 12 + before.month - 1
    end = present - present % months
    counted = (end - back * months for back in range(number, -1, -1))
    return [date(month // 12, month % 12 + 1, 1) for month in counted]
