"""When appeals come: seasons, growth over the years, days of the week, hours; no clock of its own."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from demo.stories.seasons import HOURS, SEASONS, WEEKDAYS

YEARS = 5
DAYS = YEARS * 365 + 1
MOSCOW = ZoneInfo("Europe/Moscow")
FIRST_SHARE = 0.28


class Calendar:
    """Days back from `now`, weighed for each season."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        local = now.astimezone(MOSCOW)
        self._midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        days = [local.date() - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
        growth = np.linspace(FIRST_SHARE, 1.0, DAYS) ** 1.7
        week = np.array([WEEKDAYS[day.weekday()] * (0.55 if _is_feast(day) else 1.0) for day in days])
        self._shares = {}
        for name, months in SEASONS.items():
            season = np.array([months[day.month - 1] for day in days])
            self._shares[name] = np.cumsum(season * growth * week)

    def draw(self, rng: np.random.Generator, season: str, count: int) -> NDArray[np.float64]:
        """Seconds before `now` (n), none later than a minute ago, not sorted."""
        shares = self._shares[season]
        days = np.searchsorted(shares, rng.random(count) * shares[-1], side="right")
        hours = np.searchsorted(np.cumsum(HOURS), rng.random(count) * sum(HOURS), side="right")
        back_days = (DAYS - 1) - np.minimum(days, DAYS - 1)
        second = np.minimum(hours, 23) * 3600 + rng.random(count) * 3600
        since_midnight = (self._now - self._midnight).total_seconds()
        ago: NDArray[np.float64] = back_days * 86_400 + since_midnight - second
        return np.where(ago < 60, ago + 86_400, ago)

    def at(self, seconds_ago: float) -> datetime:
        """The moment, in UTC, to the second."""
        return (self._now - timedelta(seconds=int(seconds_ago))).astimezone(ZoneInfo("UTC"))


def _is_feast(day: date) -> bool:
    return (day.month == 1 and day.day <= 8) or (day.month == 5 and day.day in {1, 9})
