"""How far a district's rate may lie from the common one by chance alone; pure. Not which rate is meant (districts).

A district of few appeals is far from the mean easily, one of many hardly: the limits open like a funnel. Source: D. J.
Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24 (2005). They are those
of the exact distribution in whole counts, not interpolated between them as there (appendix A.1.1): two late of two, as
happens to one in 25 where a fifth is late, would lie outside the limits of one in forty.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, lgamma, log, sqrt

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
# Tails of the limits of 99.8 % and of 95 %: one district of five hundred, one of twenty lies outside by chance.
SURE, LIKELY = 0.001, 0.025
# Standard deviations about the mean that hold all chance there is to floating point.
_REACH = 12


class Chance(StrEnum):
    """SHARE: so many of so many (binomial). RATE: so many by residents or square kilometres (Poisson)."""

    SHARE = "share"
    RATE = "rate"


class Standing(StrEnum):
    """Against the common rate. LIKELY_…: outside the limits of 95 %, not of 99.8 %."""

    ABOVE = "above"
    LIKELY_ABOVE = "likely_above"
    CHANCE = "chance"
    LIKELY_BELOW = "likely_below"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Limits:
    """Rates that chance alone leaves a district: in 99.8 % of cases at least from lowest to highest, in 95 % from low
    to high, both ends included.
    """

    lowest: float
    low: float
    high: float
    highest: float


@dataclass(frozen=True, slots=True)
class Masses:
    """Probabilities of the whole counts from `first` on; those left out on both sides are nothing."""

    first: int
    p: Numbers

    def lowest(self, tail: float) -> int:
        """The least count that is not among the lower `tail` of chance: all below it together have that at most."""
        return self.first + int(np.searchsorted(np.cumsum(self.p), tail, side="right"))

    def highest(self, tail: float) -> int:
        """The greatest count that is not among the upper `tail`."""
        upper = np.cumsum(self.p[::-1])
        return self.first + len(self.p) - 1 - int(np.searchsorted(upper, tail, side="right"))

    def at_least(self, count: int) -> float:
        """Chance of this count or more."""
        return min(float(self.p[max(count - self.first, 0) :].sum()), 1.0)


def binomial(n: int, share: float) -> Masses:
    """Of how many of n happen. share: 0 < share < 1."""
    first, last = _range(n * share, sqrt(n * share * (1 - share)), n)
    start = lgamma(n + 1) - lgamma(first + 1) - lgamma(n - first + 1)
    start += first * log(share) + (n - first) * log(1 - share)
    counts = np.arange(first + 1, last + 1, dtype=float)
    steps = np.log((n - counts + 1) / counts) + log(share / (1 - share))
    return _masses(first, start, steps)


def poisson(mean: float) -> Masses:
    """Of how many happen where `mean` > 0 are expected."""
    first, last = _range(mean, sqrt(mean))
    start = first * log(mean) - mean - lgamma(first + 1)
    return _masses(first, start, log(mean) - np.log(np.arange(first + 1, last + 1, dtype=float)))


def _range(mean: float, deviation: float, most: int | None = None) -> tuple[int, int]:
    reach = _REACH * deviation + _REACH
    last = ceil(mean + reach)
    return max(floor(mean - reach), 0), last if most is None else min(last, most)


def _masses(first: int, start: float, steps: Numbers) -> Masses:
    return Masses(first, np.exp(start + np.concatenate([[0.0], np.cumsum(steps)])))


def limits(chance: Chance, size: float, common: float) -> Limits | None:
    """Limits of the rate of a district of this size when the common rate holds there too.

    size: appeals of which a share is told, or what a rate is told by. None: without size, or nothing or all happens.
    """
    if size <= 0 or common <= 0 or (chance == Chance.SHARE and common >= 1):
        return None
    masses = binomial(round(size), common) if chance == Chance.SHARE else poisson(size * common)
    counts = (masses.lowest(SURE), masses.lowest(LIKELY), masses.highest(LIKELY), masses.highest(SURE))
    return Limits(*(count / size for count in counts))


def standing(rate: float, between: Limits | None) -> Standing:
    if between is None:
        return Standing.CHANCE
    if rate > between.high:
        return Standing.ABOVE if rate > between.highest else Standing.LIKELY_ABOVE
    if rate < between.low:
        return Standing.BELOW if rate < between.lowest else Standing.LIKELY_BELOW
    return Standing.CHANCE


def curve(at: Callable[[float], Limits | None], sizes: list[float]) -> list[tuple[float, Limits]]:
    """Limits at sizes, without those that have none: the lines of the plot."""
    found = ((size, at(size)) for size in sizes)
    return [(size, between) for size, between in found if between is not None]
