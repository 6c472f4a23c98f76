"""How fast, by which way, when again: pure."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from channels.rules.pacing import (
    digest_cut,
    email_pace,
    faster,
    is_given_up,
    is_permanent,
    job_wait_s,
    wait_s,
)
from channels.types import Choices, Pace, Standing, Wording

MOSCOW = ZoneInfo("Europe/Moscow")
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def test_work_comes_once_a_day_unless_chosen() -> None:
    assert email_pace(Standing.WORKER, Wording.NEW_TASK, Choices()) == Pace.DAILY
    assert email_pace(Standing.AUTHOR, Wording.ANSWERED, Choices()) == Pace.AT_ONCE
    at_once = Choices(work_email=Pace.AT_ONCE)
    assert email_pace(Standing.MODERATOR, Wording.RETURNED, at_once) == Pace.AT_ONCE


def test_steps_of_little_weight_are_no_letters() -> None:
    assert email_pace(Standing.AUTHOR, Wording.REGISTERED, Choices()) == Pace.NONE


def test_an_alert_goes_before_the_choices() -> None:
    nothing = Choices(email=Pace.NONE, work_email=Pace.NONE)
    assert email_pace(Standing.SUBSCRIBER, Wording.PUBLISHED, nothing, asked=Pace.DAILY) == Pace.DAILY


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [
        (None, None, None),
        (None, Pace.DAILY, Pace.DAILY),
        (Pace.DAILY, Pace.AT_ONCE, Pace.AT_ONCE),
        (Pace.NONE, Pace.DAILY, Pace.DAILY),
    ],
)
def test_the_faster_pace(one: Pace | None, other: Pace | None, result: Pace | None) -> None:
    assert faster(one, other) == result


def test_waits_grow_up_to_an_hour() -> None:
    waits = [wait_s(attempts) for attempts in range(1, 9)]
    assert waits[:3] == [15, 60, 240]
    assert waits == sorted(waits)
    assert wait_s(10_000) == 3600


def test_a_letter_is_given_up_after_three_days() -> None:
    assert not is_given_up(NOON, NOON + timedelta(days=3))
    assert is_given_up(NOON, NOON + timedelta(days=3, seconds=1))


def test_only_a_refused_recipient_is_final() -> None:
    assert is_permanent(550, of_recipient=True)
    assert not is_permanent(451, of_recipient=True)
    assert not is_permanent(550, of_recipient=False)


@pytest.mark.parametrize(
    ("local", "cut"),
    [
        ("2026-03-10T07:59", "2026-03-09T08:00"),
        ("2026-03-10T08:00", "2026-03-10T08:00"),
        ("2026-03-10T23:30", "2026-03-10T08:00"),
    ],
)
def test_a_day_of_letters_ends_at_the_local_hour(local: str, cut: str) -> None:
    now = datetime.fromisoformat(local).replace(tzinfo=MOSCOW).astimezone(UTC)
    assert digest_cut(now, hour=8, zone=MOSCOW) == datetime.fromisoformat(cut).replace(tzinfo=MOSCOW)


def test_a_job_that_broke_off_waits_a_little_longer_each_time() -> None:
    assert [job_wait_s(attempts) for attempts in (0, 1, 2, 1000)] == [5, 10, 15, 600]
