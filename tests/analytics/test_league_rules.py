"""Funnel, shrinkage and growth against what scipy and the formulas of the papers say, written another way."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from analytics.rules.funnel import Chance, Masses, Standing, binomial, curve, limits, poisson, standing
from analytics.rules.growth import growing, p_of_more
from analytics.rules.shrinkage import shrink

TAILS = (0.001, 0.025)


def agrees(masses: Masses, known: Any) -> None:
    """Counts beyond the limits have the tail's chance at most, and the limits themselves more."""
    for tail in TAILS:
        low, high = masses.lowest(tail), masses.highest(tail)
        assert known.cdf(low - 1) <= tail < known.cdf(low)
        assert known.sf(high) <= tail < known.sf(high - 1)
        assert high == known.ppf(1 - tail)


@pytest.mark.parametrize(("n", "share"), [(1, 0.3), (12, 0.5), (200, 0.93), (5000, 0.02), (400_000, 0.4)])
def test_binomial_limits_are_scipys(n: int, share: float) -> None:
    masses, known = binomial(n, share), stats.binom(n, share)
    agrees(masses, known)
    for count in (0, n // 2, n):
        assert masses.at_least(count) == pytest.approx(known.sf(count - 1), abs=1e-9)


@pytest.mark.parametrize("mean", [0.05, 1.0, 7.3, 250.0, 90_000.0])
def test_poisson_limits_are_scipys(mean: float) -> None:
    agrees(poisson(mean), stats.poisson(mean))


def test_the_limits_open_like_a_funnel() -> None:
    drawn = curve(lambda size: limits(Chance.SHARE, size, 0.8), [0, 20, 200, 2000])
    assert [size for size, _ in drawn] == [20, 200, 2000]
    widths = [between.highest - between.lowest for _, between in drawn]
    assert widths == sorted(widths, reverse=True)
    for _, between in drawn:
        assert 0 <= between.lowest <= between.low < 0.8 < between.high <= between.highest <= 1
    assert limits(Chance.SHARE, 100, 1.0) is None
    assert limits(Chance.RATE, 100, 0.0) is None


@pytest.mark.parametrize(
    ("late", "of", "said"),
    [
        (2, 2, Standing.CHANCE),
        (20, 100, Standing.CHANCE),
        (29, 100, Standing.LIKELY_ABOVE),
        (40, 100, Standing.ABOVE),
        (11, 100, Standing.LIKELY_BELOW),
        (60, 1000, Standing.BELOW),
    ],
)
def test_two_of_two_are_chance_where_forty_of_a_hundred_are_not(late: int, of: int, said: Standing) -> None:
    assert standing(late / of, limits(Chance.SHARE, of, 0.2)) == said


def test_without_limits_all_is_chance() -> None:
    assert standing(1.0, None) == Standing.CHANCE


def test_noise_seldom_lies_outside() -> None:
    """Of 20,000 districts that are alike 5 % lie outside the inner limits at most, 0.2 % outside the outer ones."""
    random = np.random.default_rng(4)
    between = limits(Chance.RATE, 3.0, 10.0)
    said = [standing(count / 3.0, between) for count in random.poisson(30.0, 20_000)]
    outside = sum(word != Standing.CHANCE for word in said) / len(said)
    far = sum(word in {Standing.ABOVE, Standing.BELOW} for word in said) / len(said)
    assert outside < 0.06
    assert far < 0.004


def test_shrunk_rates_are_means_of_the_gamma_posterior() -> None:
    counts, sizes = [3, 90, 14, 0, 400], [1.0, 20.0, 10.0, 0.5, 100.0]
    found = shrink(counts, sizes, Chance.RATE)
    assert found is not None
    shape, rate = found.common**2 / found.between, found.common / found.between
    for count, size, shrunk in zip(counts, sizes, found.rates, strict=True):
        assert shrunk == pytest.approx(stats.gamma(shape + count, scale=1 / (rate + size)).mean())


def test_marshalls_estimator_of_shares_in_numpy() -> None:
    counts, sizes = np.array([2, 60, 5, 300]), np.array([2, 100, 40, 1000])
    found = shrink(counts.tolist(), sizes.tolist(), Chance.SHARE)
    common = counts.sum() / sizes.sum()
    variance = np.average((counts / sizes - common) ** 2, weights=sizes)
    between = variance - common * (1 - common) / sizes.mean()
    weights = between / (between + common * (1 - common) / sizes)
    assert found is not None
    assert found.rates == pytest.approx(common + weights * (counts / sizes - common))
    assert found.rates[0] < counts[1] / sizes[1], "two of two do not beat sixty of a hundred"


def test_what_nobody_knows_the_size_of_does_not_move_the_common_rate() -> None:
    known = shrink([30, 50], [1.0, 2.0], Chance.RATE)
    found = shrink([30, 50, 900], [1.0, 2.0, 0.0], Chance.RATE)
    assert known is not None
    assert found is not None
    assert (found.common, found.between) == (known.common, known.between)
    assert found.rates == [*known.rates, known.common]


def test_what_chance_explains_is_drawn_to_the_common_rate() -> None:
    found = shrink([10, 11, 0], [100, 110, 0], Chance.SHARE)
    assert found is not None
    assert found.rates == pytest.approx([found.common] * 3)
    assert shrink([0, 0], [5, 5], Chance.SHARE) is None
    assert shrink([], [], Chance.RATE) is None


@pytest.mark.parametrize(("now", "before"), [(20, 10), (10, 10), (0, 3), (3, 0), (4000, 3900)])
def test_growth_is_the_exact_binomial_test(now: int, before: int) -> None:
    known = stats.binomtest(now, now + before, 0.5, alternative="greater").pvalue
    assert p_of_more(now, before) == pytest.approx(known, abs=1e-9)
    assert p_of_more(0, 0) == 1.0


def test_few_and_perhaps_chance_do_not_grow() -> None:
    found = growing([(9, 0), (40, 10), (12, 11), (10, 40), (0, 0)])
    assert [q is not None for q in found] == [False, True, False, False, False]
    assert growing([(5, 0)]) == [None]
    assert growing([]) == []
