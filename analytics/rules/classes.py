"""Classes of a legend: lower bounds that divide values into few groups, for both maps and files; not their colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

FEWEST, ORDINARY, MOST = 2, 6, 9
# Natural breaks are dear: of more values, this many evenly spaced ones of their order stand for all.
MOST_COMPARED = 1500


class Method(StrEnum):
    QUANTILES = "quantiles"
    NATURAL = "natural"


@dataclass(frozen=True, slots=True)
class Division:
    """How values are divided. by_hand: lower bounds that somebody chose; empty: those of the method."""

    method: Method = Method.QUANTILES
    by_hand: tuple[float, ...] = ()


BY_QUANTILES = Division()


def bounds(values: Sequence[float], number: int = ORDINARY, method: Method = Method.QUANTILES) -> list[float]:
    """Lower bounds of at most `number` classes, ascending; the first is the least value, [] without values.

    Each class holds a value; equal values are of one class, so that there may be fewer classes.
    """
    ordered = np.sort(np.asarray(values, dtype=float))
    if not ordered.size:
        return []
    found = natural(ordered, number) if method == Method.NATURAL else quantiles(ordered, number)
    return sorted(set(found))


def diverging(
    values: Sequence[float], number: int = ORDINARY, method: Method = Method.QUANTILES
) -> list[float]:
    """Bounds that mirror each other about zero, by how far the values are from it; zero is one of them.

    number: even, or one fewer is used. The lowest class reaches down without end: its bound is the least value.
    """
    if not values:
        return []
    sizes = bounds([abs(value) for value in values if value], max(number // 2, 1), method)
    outer = [size for size in sizes[1:] if size]
    mirrored = [-size for size in reversed(outer)]
    lowest = min([*values, *mirrored, 0.0])
    return sorted({lowest, *mirrored, 0.0, *outer})


def quantiles(ordered: NDArray[np.float64], number: int) -> list[float]:
    """Classes that hold about as many values each. ordered: ascending, not empty."""
    return [float(ordered[len(ordered) * step // number]) for step in range(number)]


def natural(ordered: NDArray[np.float64], number: int) -> list[float]:
    """Classes whose values differ least from their own means (Fisher's exact optimum, Jenks' natural breaks).

    ordered: ascending, not empty. Source: W. D. Fisher, "On Grouping for Maximum Homogeneity", JASA 53 (1958).
    """
    sample = ordered[_spread(len(ordered))]
    distinct = len(np.unique(sample))
    if distinct <= number:
        return [float(value) for value in np.unique(sample)]
    return [float(sample[start]) for start in _starts(sample, number)]


def _spread(size: int) -> NDArray[np.int64]:
    """Positions of the values that are compared, the first and the last among them."""
    return np.unique(np.linspace(0, size - 1, min(size, MOST_COMPARED)).round().astype(np.int64))


def _starts(values: NDArray[np.float64], number: int) -> list[int]:
    """Where the classes begin. Dynamic programming over (classes, last value); a row is computed at once."""
    size = len(values)
    centred = values - values.mean()
    sums = np.concatenate([[0.0], np.cumsum(centred)])
    squares = np.concatenate([[0.0], np.cumsum(centred**2)])
    first = np.arange(size)
    least = squares[1:] - sums[1:] ** 2 / np.arange(1, size + 1)
    begins = []
    for _ in range(number - 1):
        cost, begin = least.copy(), np.zeros(size, dtype=np.int64)
        for last in range(1, size):
            of_last = first[1 : last + 1]
            inside = sums[last + 1] - sums[of_last]
            spread = squares[last + 1] - squares[of_last] - inside**2 / (last + 1 - of_last)
            together = least[of_last - 1] + spread
            best = int(together.argmin())
            cost[last], begin[last] = together[best], of_last[best]
        least = cost
        begins.append(begin)
    starts, last = [], size - 1
    for begin in reversed(begins):
        start = int(begin[last])
        starts.append(start)
        last = start - 1
    return [0, *reversed(starts)]


def class_of(value: float, lower: Sequence[float]) -> int:
    """The number of a value's class from 0; a value below all bounds is of the first."""
    return max(int(np.searchsorted(np.asarray(lower), value, side="right")) - 1, 0)
