"""Windows of reminders: on which morning one stands in which, and never in two at once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.rules.reminders import MOST_LEVELS, Reminding, windows

# The answer is due on 10 March; the day ends at midnight.
DUE_AT = datetime(2026, 3, 11, tzinfo=UTC)


def standing(now: datetime, *, escalation_days: int = 3) -> list[tuple[Reminding, int]]:
    found = windows(now, hour=8, escalation_days=escalation_days)
    return [(one.kind, one.level) for one in found if one.after < DUE_AT <= one.until]


@pytest.mark.parametrize(
    ("day", "hour", "kind", "level"),
    [
        (7, 8, Reminding.SOON, 0),
        (9, 7, Reminding.SOON, 0),
        (9, 8, Reminding.TOMORROW, 0),
        (10, 8, Reminding.TODAY, 0),
        (10, 23, Reminding.TODAY, 0),
        (11, 8, Reminding.OVERDUE, 0),
        (14, 7, Reminding.OVERDUE, 0),
        (14, 8, Reminding.ESCALATED, 1),
        (17, 8, Reminding.ESCALATED, 2),
        (20, 8, Reminding.ESCALATED, MOST_LEVELS),
    ],
)
def test_each_morning_has_its_reminder(day: int, hour: int, kind: Reminding, level: int) -> None:
    assert standing(datetime(2026, 3, day, hour, tzinfo=UTC)) == [(kind, level)]


@pytest.mark.parametrize(("day", "hour"), [(7, 7), (11, 0), (11, 7), (23, 8)])
def test_nobody_is_woken_and_nothing_goes_on_for_ever(day: int, hour: int) -> None:
    assert standing(datetime(2026, 3, day, hour, tzinfo=UTC)) == []


def test_without_escalation_nobody_above_hears() -> None:
    assert standing(datetime(2026, 3, 14, 8, tzinfo=UTC), escalation_days=0) == []
    assert standing(datetime(2026, 3, 14, 7, tzinfo=UTC), escalation_days=0) == [(Reminding.OVERDUE, 0)]


@given(st.integers(-100_000, 100_000), st.integers(0, 23), st.integers(0, 30))
def test_nobody_stands_in_two_windows(minutes: int, hour: int, escalation_days: int) -> None:
    found = windows(DUE_AT + timedelta(minutes=minutes), hour=hour, escalation_days=escalation_days)
    assert sum(one.after < DUE_AT <= one.until for one in found) <= 1
