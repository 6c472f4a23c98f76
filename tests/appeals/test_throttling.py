"""The trap for programs and the rate per address: counted over processes, households told apart, nobody named."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from appeals import errors
from appeals.models import Attempt
from appeals.rules.rates import Rate, network_of, parse_rates, window
from appeals.services.throttling import Limited, count_attempt

NOW = datetime(2026, 3, 2, 9, 0, 30, tzinfo=UTC)


def attempt(address: str = "198.51.100.7", now: datetime = NOW, action: Limited = Limited.SUBMIT) -> None:
    count_attempt(action, address=address, now=now)


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("30/hour", (Rate(30, 3600),)),
        ("5/10min, 30/day", (Rate(5, 600), Rate(30, 86_400))),
        ("1/s", (Rate(1, 1),)),
        ("", ()),
    ],
)
def test_rates_are_read(text: str, rates: tuple[Rate, ...]) -> None:
    assert parse_rates(text) == rates


@pytest.mark.parametrize("text", ["thirty/hour", "30", "30/week", "-1/day"])
def test_other_text_is_no_rate(text: str) -> None:
    with pytest.raises(ValueError, match="30/hour"):
        parse_rates(text)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9%eth0", "2001:db8:1:2::"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("unknown", "unknown"),
    ],
)
def test_a_household_shares_one_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_windows_stand_at_fixed_times() -> None:
    start, end = window(NOW, Rate(5, 600))
    assert (start, end) == (datetime(2026, 3, 2, 9, 0, tzinfo=UTC), datetime(2026, 3, 2, 9, 10, tzinfo=UTC))


@pytest.mark.django_db
def test_the_limit_holds_until_the_window_ends(settings: Settings) -> None:
    settings.SUBMIT_RATE = "2/10min"
    attempt()
    attempt()
    with pytest.raises(errors.TooMany) as caught:
        attempt()
    assert caught.value.wait == 570
    attempt(address="198.51.100.8")
    attempt(action=Limited.SUPPORT)
    attempt(now=NOW + timedelta(seconds=caught.value.wait))


@pytest.mark.django_db
def test_each_of_several_limits_holds(settings: Settings) -> None:
    settings.SUBMIT_RATE = "2/min, 3/day"
    for minute in (0, 0, 1):
        attempt(now=NOW + timedelta(minutes=minute))
    with pytest.raises(errors.TooMany) as caught:
        attempt(now=NOW + timedelta(minutes=2))
    assert caught.value.wait > 3600


@pytest.mark.django_db
def test_without_a_rate_there_is_no_limit(settings: Settings) -> None:
    settings.SUBMIT_RATE = ""
    for _again in range(50):
        attempt()
    assert not Attempt.objects.exists()


@pytest.mark.django_db
def test_no_address_is_kept() -> None:
    attempt()
    assert "198" not in str(Attempt.objects.values_list("key", flat=True).get())


@pytest.mark.django_db(transaction=True)
def test_old_windows_are_forgotten() -> None:
    attempt(now=NOW - timedelta(days=3))
    attempt(address="198.51.100.8")
    assert Attempt.objects.count() == 1
