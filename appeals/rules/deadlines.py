"""By when something is due: hours, calendar and working days from a moment on, in a place's own time zone; pure.

Sources: Federal Law 59-FZ of 2 May 2006, articles 8 (registration, forwarding) and 12 (answer, extension); for
messages the rules of the state feedback platform, unverified.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from appeals.rules.workdays import Calendar
from appeals.types import Track

# From a moment to a moment, both aware; the time between does not count.
Pause = tuple[datetime, datetime]
_DAY = timedelta(days=1)
# The shortest time that is kept: the last moment of a day is this much before the next.
MOMENT = timedelta(microseconds=1)


class Unit(StrEnum):
    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"


class Stage(StrEnum):
    """What a deadline is of. FORWARDING: passing a formal appeal on to whoever is competent."""

    MODERATION = "moderation"
    REGISTRATION = "registration"
    FORWARDING = "forwarding"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Span:
    """How long something may take."""

    number: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Due:
    """at: the first moment that is too late, in UTC. on: the last local day."""

    at: datetime
    on: date


# What no table may lengthen.
LAW: dict[tuple[Track, Stage], Span] = {
    (Track.FORMAL, Stage.REGISTRATION): Span(3, Unit.CALENDAR_DAYS),
    (Track.FORMAL, Stage.FORWARDING): Span(7, Unit.CALENDAR_DAYS),
    (Track.FORMAL, Stage.ANSWER): Span(30, Unit.CALENDAR_DAYS),
}
# What holds where the table says nothing; a stage that is missing has no deadline.
DEFAULTS: dict[tuple[Track, Stage], Span] = {
    **LAW,
    (Track.MESSAGE, Stage.MODERATION): Span(48, Unit.HOURS),
    (Track.FORMAL, Stage.MODERATION): Span(48, Unit.HOURS),
    (Track.MESSAGE, Stage.ANSWER): Span(30, Unit.CALENDAR_DAYS),
}
EXTENSION_MOST_DAYS = 30


def due(
    start: datetime, span: Span, *, zone: tzinfo, is_working: Calendar, pauses: Sequence[Pause] = ()
) -> Due:
    """When a span that begins at a moment is over. Days count from the next local day, and the last one is whole.

    With calendar days the last one may be a day off: the executor answers before it. Of a pause, the days after the
    one it began on count as paused, up to the one it ended on.
    """
    if span.unit == Unit.HOURS:
        return _moment(_after_hours(start, span.number, pauses), zone)
    spared = _paused_days(pauses, zone)
    day, left = start.astimezone(zone).date(), span.number
    while left > 0:
        day += _DAY
        counts = day not in spared and (span.unit == Unit.CALENDAR_DAYS or is_working(day))
        left -= counts
    return end_of(day, zone)


def lawful(due_by_table: Due, start: datetime, track: Track, stage: Stage, *, zone: tzinfo) -> Due:
    """What the table says, or the law's limit where that comes first."""
    limit = LAW.get((track, stage))
    if limit is None:
        return due_by_table
    by_law = due(start, limit, zone=zone, is_working=lambda _day: True)
    return min(due_by_table, by_law, key=lambda one: one.at)


def exceeds_law(span: Span, track: Track, stage: Stage) -> bool:
    """Whether a row of the table could be longer than the law allows: it is refused, though `lawful` would cut it."""
    limit = LAW.get((track, stage))
    if limit is None:
        return False
    if span.unit == Unit.HOURS:
        return span.number > limit.number * 24
    # How many calendar days working ones come to depends on the holidays.
    return span.unit == Unit.WORKING_DAYS or span.number > limit.number


def extended(answer: Due, days: int, *, zone: tzinfo) -> Due:
    """A deadline that was extended by calendar days."""
    return end_of(answer.on + timedelta(days=days), zone) if days else answer


def end_of(day: date, zone: tzinfo) -> Due:
    """The whole of a local day: due until the next one begins."""
    return Due(datetime.combine(day + _DAY, time(), zone).astimezone(UTC), day)


def _moment(at: datetime, zone: tzinfo) -> Due:
    at = at.astimezone(UTC)
    return Due(at, (at - MOMENT).astimezone(zone).date())


def _after_hours(start: datetime, hours: int, pauses: Iterable[Pause]) -> datetime:
    # In UTC: between two moments of one zone Python counts what its clocks show, not what passes.
    begin = start.astimezone(UTC)
    at = begin + timedelta(hours=hours)
    for since, until in sorted(pauses):
        first, last = max(since.astimezone(UTC), begin), until.astimezone(UTC)
        if first < at and first < last:
            at += last - first
    return at


def _paused_days(pauses: Iterable[Pause], zone: tzinfo) -> set[date]:
    spared = set[date]()
    for since, until in pauses:
        day, last = since.astimezone(zone).date() + _DAY, until.astimezone(zone).date()
        while day <= last:
            spared.add(day)
            day += _DAY
    return spared


def answered_in_time(answered_at: datetime | None, due_at: datetime | None) -> bool | None:
    """Whether an answer came before it was late; None without an answer or without a time for it."""
    return None if answered_at is None or due_at is None else answered_at < due_at


def hours_to_answer(submitted_at: datetime, answered_at: datetime | None) -> int | None:
    """Whole hours from the sending to the answer, never below 0; None without an answer."""
    return None if answered_at is None else max((answered_at - submitted_at) // timedelta(hours=1), 0)
