"""Which days a report tells of; pure."""

from datetime import date, timedelta

from analytics.types import Rhythm

WEEK = timedelta(days=7)


def period_of(rhythm: Rhythm, today: date) -> tuple[date, date]:
    """First day and the day after the last of the newest whole week (from Monday) or month that is over."""
    if rhythm == Rhythm.WEEKLY:
        end = today - timedelta(days=today.weekday())
        return end - WEEK, end
    end = today.replace(day=1)
    return (end - timedelta(days=1)).replace(day=1), end


def period_before(first: date, end: date) -> tuple[date, date]:
    """What a period is compared with: the month before one that is whole, else as many days just before it."""
    whole_month = first.day == 1 and end.day == 1 and timedelta(27) < end - first < timedelta(32)
    if whole_month:
        return (first - timedelta(days=1)).replace(day=1), first
    return first - (end - first), first


def months_until(day: date, number: int) -> list[date]:
    """First days of so many months, the last one that of the day; ascending."""
    last = day.year * 12 + day.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(last - number + 1, last + 1)]
