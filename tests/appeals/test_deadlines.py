"""Deadlines: hours, calendar and working days in a place's own zone, over holidays, pauses and the law's limits."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from appeals.rules.deadlines import (
    Pause,
    Span,
    Stage,
    Unit,
    answered_in_time,
    due,
    end_of,
    exceeds_law,
    extended,
    hours_to_answer,
    lawful,
)
from appeals.rules.workdays import russian_working_day
from appeals.types import Track

MOSCOW, KAMCHATKA = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Kamchatka")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=MOSCOW)


def day_of(
    start: datetime, number: int, unit: Unit, *, zone: ZoneInfo = MOSCOW, pauses: Sequence[Pause] = ()
) -> date:
    return due(start, Span(number, unit), zone=zone, is_working=russian_working_day, pauses=pauses).on


def moscow(month: int, day: int, hour: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("start", "days", "on"),
    [
        (moscow(3, 2), 10, date(2026, 3, 17)),  # Monday; 8 March is a Sunday, so the 9th is a day off
        (moscow(3, 6), 1, date(2026, 3, 10)),
        (moscow(12, 26, year=2025), 10, date(2026, 1, 21)),  # over the New Year holidays
        (moscow(3, 7), 1, date(2026, 3, 10)),  # sent on a Saturday
        (moscow(3, 2), 0, date(2026, 3, 2)),
    ],
)
def test_working_days_pass_over_days_off(start: datetime, days: int, on: date) -> None:
    assert day_of(start, days, Unit.WORKING_DAYS) == on


def test_calendar_days_count_every_day() -> None:
    assert day_of(moscow(1, 31), 30, Unit.CALENDAR_DAYS) == date(2026, 3, 2)


def test_the_last_day_is_whole_and_ends_where_the_place_is() -> None:
    span = Span(1, Unit.CALENDAR_DAYS)
    west = due(NOON, span, zone=MOSCOW, is_working=russian_working_day)
    assert (west.on, west.at) == (date(2026, 3, 3), datetime(2026, 3, 3, 21, 0, tzinfo=UTC))
    # It is nine in the evening of the same day in Kamchatka.
    east = due(NOON, span, zone=KAMCHATKA, is_working=russian_working_day)
    assert (east.on, east.at) == (date(2026, 3, 3), datetime(2026, 3, 3, 12, 0, tzinfo=UTC))
    evening = due(moscow(3, 2, 20), span, zone=KAMCHATKA, is_working=russian_working_day)
    assert evening.on == date(2026, 3, 4)


def test_hours_are_those_that_pass() -> None:
    found = due(NOON, Span(48, Unit.HOURS), zone=MOSCOW, is_working=russian_working_day)
    assert (found.at, found.on) == (datetime(2026, 3, 4, 9, 0, tzinfo=UTC), date(2026, 3, 4))
    midnight = due(moscow(3, 2, 0), Span(24, Unit.HOURS), zone=MOSCOW, is_working=russian_working_day)
    assert midnight.on == date(2026, 3, 2)


def test_hours_pass_evenly_where_clocks_are_turned() -> None:
    zone = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 3, 28, 12, 0, tzinfo=zone)
    found = due(start, Span(24, Unit.HOURS), zone=zone, is_working=russian_working_day)
    assert found.at - start.astimezone(UTC) == timedelta(hours=24)


@pytest.mark.parametrize(
    ("since", "until", "calendar", "working"),
    [
        (moscow(3, 3, 10), moscow(3, 3, 18), date(2026, 3, 12), date(2026, 3, 17)),  # ended the same day
        (moscow(3, 3), moscow(3, 5), date(2026, 3, 14), date(2026, 3, 19)),
        (moscow(3, 6), moscow(3, 9), date(2026, 3, 15), date(2026, 3, 17)),  # only days off
        (moscow(4, 1), moscow(4, 9), date(2026, 3, 12), date(2026, 3, 17)),  # too late to help
    ],
)
def test_what_was_on_hold_does_not_count(
    since: datetime, until: datetime, calendar: date, working: date
) -> None:
    assert day_of(NOON, 10, Unit.CALENDAR_DAYS, pauses=[(since, until)]) == calendar
    assert day_of(NOON, 10, Unit.WORKING_DAYS, pauses=[(since, until)]) == working


def test_hours_on_hold_are_added_unless_they_came_too_late() -> None:
    span = Span(10, Unit.HOURS)
    pauses = [(NOON + timedelta(hours=30), NOON + timedelta(hours=40)), (NOON, NOON + timedelta(hours=5))]
    found = due(NOON, span, zone=MOSCOW, is_working=russian_working_day, pauses=pauses)
    assert found.at == NOON + timedelta(hours=15)


def test_a_formal_answer_is_never_later_than_the_law_says() -> None:
    long = due(NOON, Span(60, Unit.CALENDAR_DAYS), zone=MOSCOW, is_working=russian_working_day)
    assert lawful(long, NOON, Track.FORMAL, Stage.ANSWER, zone=MOSCOW).on == date(2026, 4, 1)
    assert lawful(long, NOON, Track.MESSAGE, Stage.ANSWER, zone=MOSCOW) == long
    short = due(NOON, Span(5, Unit.CALENDAR_DAYS), zone=MOSCOW, is_working=russian_working_day)
    assert lawful(short, NOON, Track.FORMAL, Stage.ANSWER, zone=MOSCOW) == short


@pytest.mark.parametrize(
    ("span", "exceeds"),
    [
        (Span(30, Unit.CALENDAR_DAYS), False),
        (Span(31, Unit.CALENDAR_DAYS), True),
        (Span(720, Unit.HOURS), False),
        (Span(721, Unit.HOURS), True),
        (Span(5, Unit.WORKING_DAYS), True),
    ],
)
def test_a_row_longer_than_the_law_is_told_apart(span: Span, exceeds: bool) -> None:
    assert exceeds_law(span, Track.FORMAL, Stage.ANSWER) is exceeds
    assert not exceeds_law(span, Track.MESSAGE, Stage.ANSWER)


def test_an_extension_adds_calendar_days() -> None:
    answer = end_of(date(2026, 4, 1), MOSCOW)
    assert extended(answer, 30, zone=MOSCOW).on == date(2026, 5, 1)
    assert extended(answer, 0, zone=MOSCOW) == answer


def test_an_answer_is_in_time_until_the_moment_at_which_it_is_late() -> None:
    late = end_of(date(2026, 4, 1), MOSCOW).at
    assert answered_in_time(late - timedelta(seconds=1), late) is True
    assert answered_in_time(late, late) is False
    assert answered_in_time(None, late) is None
    assert answered_in_time(late, None) is None


def test_hours_to_an_answer_are_whole_and_never_below_zero() -> None:
    sent = end_of(date(2026, 4, 1), MOSCOW).at
    assert hours_to_answer(sent, None) is None
    assert hours_to_answer(sent, sent + timedelta(hours=25, minutes=59)) == 25
    assert hours_to_answer(sent, sent - timedelta(days=1)) == 0
