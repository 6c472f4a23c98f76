"""Rates drawn towards the common one, the more the less stands behind them; pure (empirical Bayes).

A village with two appeals and both late is not the worst of all: its own rate says little, the others' say more. How
much, the rates themselves tell: by how much they differ beyond what chance alone explains. Source: R. J. Marshall,
"Mapping disease and mortality rates using empirical Bayes estimators", Applied Statistics 40 (1991), the global one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.rules.funnel import Chance


@dataclass(frozen=True, slots=True)
class Shrunk:
    """common: the rate of all together. between: variance of the true rates; 0: chance explains all differences.

    rates: one per district, in the given order; the common one where nothing is known.
    """

    common: float
    between: float
    rates: list[float]


def shrink(counts: Sequence[float], sizes: Sequence[float], chance: Chance) -> Shrunk | None:
    """Of districts with so many events by so much (appeals of a share, residents or km² of a rate).

    Each is weighted by between / (between + variance of its own rate by chance); one of unknown size (0) has the common
    rate and no say in it. None without events or sizes.
    """
    known = [(count, size) for count, size in zip(counts, sizes, strict=True) if size > 0]
    events, whole = sum(count for count, _size in known), sum(size for _count, size in known)
    if not known or whole <= 0 or events <= 0:
        return None
    common = events / whole
    spread = common * (1 - common) if chance == Chance.SHARE else common
    variance = sum(size * (count / size - common) ** 2 for count, size in known) / whole
    between = max(variance - spread / (whole / len(known)), 0.0)
    rates = [
        common + _weight(between, spread, size) * (count / size - common) if size > 0 else common
        for count, size in zip(counts, sizes, strict=True)
    ]
    return Shrunk(common, between, rates)


def _weight(between: float, spread: float, size: float) -> float:
    return between / (between + spread / size) if between else 0.0
