"""When somebody is reminded of an answer that is due, and whom its lateness reaches in the end; pure.

An appeal stands in one window at a time: a worker that slept reminds of where it stands now, and of nothing before.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# How far up the tree of areas an overdue appeal climbs.
MOST_LEVELS = 3
_UNESCALATED_DAYS = 3


class Reminding(StrEnum):
    """SOON: three days before. ESCALATED: to the heads of the areas, one level higher each time."""

    SOON = "soon"
    TOMORROW = "tomorrow"
    TODAY = "today"
    OVERDUE = "overdue"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class Window:
    """Whoever's answer is due after `after` and not after `until` is told so now. level: 1 for the nearest area."""

    kind: Reminding
    level: int
    after: datetime
    until: datetime


def windows(now: datetime, *, hour: int, escalation_days: int) -> list[Window]:
    """The windows of a moment, none of which touch. hour: of the local day from which people are told.

    escalation_days: how many days overdue the first level hears of it, twice as many the second; 0: nobody does.
    """
    return [
        Window(kind, level, now - closes, now - opens)
        for kind, level, opens, closes in _offsets(timedelta(hours=hour), escalation_days)
    ]


def head_at(level: int, area_ids: Sequence[int], headed: Collection[int]) -> int | None:
    """The area whose head hears of it at a level, 1 for the nearest that has one; None: nobody is that high.

    area_ids: those that cover the place and are told, smallest first: a district, then what it lies in.
    """
    above = [area_id for area_id in area_ids if area_id in headed]
    return above[level - 1] if level <= len(above) else None


def _offsets(morning: timedelta, step: int) -> Iterator[tuple[Reminding, int, timedelta, timedelta]]:
    """When a window opens and closes, from the end of the day on which the answer is due."""
    day = timedelta(days=1)
    yield Reminding.SOON, 0, morning - 4 * day, morning - 2 * day
    yield Reminding.TOMORROW, 0, morning - 2 * day, morning - day
    yield Reminding.TODAY, 0, morning - day, timedelta()
    yield Reminding.OVERDUE, 0, morning, morning + (step or _UNESCALATED_DAYS) * day
    for level in range(1, MOST_LEVELS + 1 if step else 1):
        yield Reminding.ESCALATED, level, morning + level * step * day, morning + (level + 1) * step * day
