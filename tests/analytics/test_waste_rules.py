"""The season, what it allows, what a complaint then is, which sites stand out, what a measure changed."""

from datetime import date, timedelta

import pytest
from scipy.stats import binomtest, fisher_exact

from analytics.rules.waste import (
    Change,
    Season,
    Verdict,
    Windows,
    allowed_days,
    change_of,
    collected_by_schedule,
    judge,
    last_route_day,
    repeats,
    season_of,
    stands_out,
    widest_gap,
    windows_of,
)
from territories.types import WasteKind

MONDAY = date(2026, 3, 2)
DAILY = range(1, 8)


def day(number: int) -> date:
    """The Monday and the days after it."""
    return MONDAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("means", "season"),
    [
        ((5, 5, 5), Season.WARM),
        ((20, 0, -5), Season.WARM),
        ((4, 4, 4), Season.COLD),
        ((4.9, 5, 5), Season.COLD),
        ((-10, 10, 14), Season.COLD),
    ],
)
def test_the_season_is_the_mean_of_three_days(means: tuple[float, ...], season: Season) -> None:
    series = {day(-ago): mean for ago, mean in enumerate(means)}
    found = season_of(MONDAY, series)
    assert (found.season, found.assumed) == (season, False)


@pytest.mark.parametrize(
    ("on", "season"),
    [
        (date(2026, 4, 14), Season.COLD),
        (date(2026, 4, 15), Season.WARM),
        (date(2026, 10, 14), Season.WARM),
        (date(2026, 10, 15), Season.COLD),
        (date(2026, 1, 1), Season.COLD),
    ],
)
def test_without_all_three_days_the_season_is_assumed(on: date, season: Season) -> None:
    series = {on: 30.0, on - timedelta(days=1): 30.0}
    found = season_of(on, series)
    assert (found.season, found.assumed, found.mean_c) == (season, True, None)


@pytest.mark.parametrize(
    ("kind", "season", "agreed", "days"),
    [
        (WasteKind.MIXED, Season.WARM, None, 1),
        (WasteKind.MIXED, Season.COLD, None, 3),
        (WasteKind.BULKY, Season.WARM, None, 7),
        (WasteKind.BULKY, Season.COLD, None, 10),
        (WasteKind.MIXED, Season.WARM, 2, 2),
        (WasteKind.BULKY, Season.WARM, 2, 7),
    ],
)
def test_what_may_pass_between_two_collections(
    kind: WasteKind, season: Season, agreed: int | None, days: int
) -> None:
    assert allowed_days(kind, season, agreed) == days


@pytest.mark.parametrize(
    ("on", "route", "last", "collected"),
    [
        (day(2), DAILY, day(1), day(0)),
        (day(3), (1, 4), day(0), day(-4)),
        (day(4), (1, 4), day(3), day(0)),
        (day(0), (1,), day(-7), day(-14)),
        (day(0), (), None, None),
    ],
)
def test_the_schedule_tells_what_was_collected_last(
    on: date, route: tuple[int, ...], last: date | None, collected: date | None
) -> None:
    assert last_route_day(on, route) == last
    assert collected_by_schedule(on, route) == collected


@pytest.mark.parametrize(
    ("since", "allowed", "verdict"),
    [
        (day(-1), 1, Verdict.EARLY),
        (day(-2), 1, Verdict.VIOLATION),
        (day(-3), 3, Verdict.EARLY),
        (day(-4), 3, Verdict.VIOLATION),
        (None, 3, Verdict.UNKNOWN),
    ],
)
def test_a_complaint_within_the_allowed_time_is_early(
    since: date | None, allowed: int, verdict: Verdict
) -> None:
    assert judge(MONDAY, since, allowed) == verdict


@pytest.mark.parametrize(("route", "gap"), [((1,), 7), ((1, 4), 4), ((1, 3, 5), 3), (DAILY, 1), ((), None)])
def test_a_route_may_be_rarer_than_allowed(route: tuple[int, ...], gap: int | None) -> None:
    assert widest_gap(route) == gap


def test_a_repeat_follows_another_within_a_month() -> None:
    assert repeats([day(0), day(3), day(3), day(34), day(33)]) == 4
    assert repeats([day(0), day(31)]) == 0
    assert repeats([]) == 0


@pytest.mark.parametrize(
    ("count", "mean", "out"),
    [(4, 0.1, False), (5, 1.0, True), (5, 2.0, False), (12, 5.0, True), (12, 8.0, False)],
)
def test_few_complaints_never_make_a_site_stand_out(count: int, mean: float, out: bool) -> None:
    assert stands_out(count, mean) is out


def test_windows_are_of_equal_length_and_of_the_same_weekdays() -> None:
    found = windows_of(day(0), day(30))
    assert found == Windows(day(-30), day(0), day(30))
    assert windows_of(day(0), day(400)) == Windows(day(-90), day(0), day(90))
    assert windows_of(day(0), day(6)) is None
    assert found.year_before().measure_on.isoweekday() == MONDAY.isoweekday()


def test_a_change_is_compared_with_the_same_weeks_of_the_year_before() -> None:
    windows = Windows(day(-10), day(0), day(10))
    year = timedelta(weeks=52)
    days = [day(-10)] * 20 + [day(0)] * 10 + [day(10)] + [day(-1) - year] * 20 + [day(9) - year] * 20
    told = change_of(days, windows, day(-1000))
    assert told == Change(20, 10, 20, 20, days=10)
    assert (told.ratio, told.seasonal, told.adjusted, told.few) == (0.5, 1.0, 0.5, False)
    short = change_of(days, windows, day(-370))
    assert (short.year_before, short.adjusted, short.few) == (None, None, False)
    assert told.per_day == (2.0, 1.0)
    assert Change(0, 3).ratio is None
    assert Change(2, 3).few


@pytest.mark.parametrize(
    ("counts", "p"),
    [((7, 7), 1), ((0, 0), 1), ((0, 6), 1 / 32), ((6, 0), 1 / 32), ((1, 3), 5 / 8), ((60, 20, 60, 20), 1)],
)
def test_what_chance_does_by_itself_is_told(counts: tuple[int, ...], p: float) -> None:
    """Of six complaints all fall on one side once in 32 times."""
    assert Change(*counts).by_chance == pytest.approx(p)


@pytest.mark.parametrize("counts", [(30, 10), (5, 9), (300, 260), (4000, 3800)])
@pytest.mark.parametrize("year", [(), (20, 20), (41, 23), (3000, 2900)])
def test_chance_is_that_of_scipy(counts: tuple[int, int], year: tuple[int, ...]) -> None:
    expected = fisher_exact([counts, year]).pvalue if year else binomtest(counts[0], sum(counts)).pvalue
    assert Change(*counts, *year).by_chance == pytest.approx(expected, rel=1e-6)
