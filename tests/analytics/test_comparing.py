"""The period before: of equal length by the local clock, whole months as many months."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from analytics.rules.comparing import months_of, previous

MOSCOW, BERLIN = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")


def at(text: str, zone: ZoneInfo = MOSCOW) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("since", "until", "begin"),
    [
        ("2026-03-01", "2026-04-01", "2026-02-01"),
        ("2026-01-01", "2026-04-01", "2025-10-01"),
        ("2026-01-01", "2027-01-01", "2025-01-01"),
        ("2026-03-10", "2026-03-17", "2026-03-03"),
        ("2026-03-10T06:00", "2026-03-10T12:00", "2026-03-10"),
    ],
)
def test_the_period_before(since: str, until: str, begin: str) -> None:
    assert previous(at(since), at(until), MOSCOW) == (at(begin), at(since))


def test_a_week_stays_a_week_when_the_clocks_change() -> None:
    found = previous(at("2026-03-30", BERLIN), at("2026-04-06", BERLIN), BERLIN)
    assert found == (at("2026-03-23", BERLIN), at("2026-03-30", BERLIN))


def test_months_are_cut_to_the_period() -> None:
    assert months_of(at("2025-12-15"), at("2026-02-03"), MOSCOW) == [
        (at("2025-12-15"), at("2026-01-01")),
        (at("2026-01-01"), at("2026-02-01")),
        (at("2026-02-01"), at("2026-02-03")),
    ]
    assert months_of(at("2026-01-01"), at("2026-01-01"), MOSCOW) == []
