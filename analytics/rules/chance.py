"""How likely a neighbourhood's sum is by chance, and how many findings of many are false; not what a cell is called.

The usual p of Gi* takes z for normal. Counts of appeals are not: most cells hold none and a few hold many, and on maps
of pure noise that p finds hot spots nearly always (docs/adr/0052-hot-spots.md). So p is counted exactly: the share of
all ways to deal the map's own values out to its cells that give a neighbourhood of this size a sum as extreme. It is
what random permutations estimate, without their floor of 1 / (permutations + 1), which no correction for thousands of
cells survives.
"""

from math import comb

import numpy as np
from numpy.typing import NDArray

from analytics.rules.neighbours import Neighbours

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
# Values are told apart by so many steps between the least and the greatest; finer ones cost time and change nothing.
STEPS = 1024


def exact_p(values: Numbers, around: Neighbours) -> Numbers:
    """Two-sided p (0…1] of each cell's neighbourhood when values fall on cells at random, each way equally likely.

    values: one per cell, finite. Exact for whole numbers up to STEPS apart, else for the values rounded to STEPS.
    Adding a constant changes nothing, nor does a positive factor beyond the rounding.
    """
    steps, sizes = in_steps(values), around.sizes
    sums, chances = around.sums(steps), _chances(steps, int(sizes.max(initial=0)))
    found = np.ones(around.cells)
    for size in np.unique(sizes):
        here = sizes == size
        found[here] = _two_sided(chances[size])[sums[here]]
    return found


def in_steps(values: Numbers) -> Whole:
    """Whole numbers from 0 on in the order of the values: as they are less the least, or rounded to STEPS."""
    if not len(values):
        return np.zeros(0, dtype=np.int64)
    lifted = values - values.min()
    whole: Whole = lifted.round().astype(np.int64)
    if np.array_equal(whole, lifted):
        divided: Whole = whole // max(int(np.gcd.reduce(whole)), 1)
        if divided.max() <= STEPS:
            return divided
    rounded: Whole = (lifted / lifted.max() * STEPS).round().astype(np.int64)
    return rounded


def _chances(steps: Whole, most: int) -> Numbers:
    """[size, sum] → chance that so many different cells drawn at random have this sum, for sizes up to `most`.

    The generating function of samples without replacement: a value that m cells have may be drawn j times in
    C(m, j) ways. One value after the other is added to the table of sizes and sums.
    """
    width = int(np.sort(steps)[::-1][:most].sum()) + 1
    ways = np.zeros((most + 1, width))
    ways[0, 0] = 1
    for value, cells in zip(*np.unique(steps, return_counts=True), strict=True):
        _add(ways, int(value), int(cells))
    all_ways = [comb(len(steps), size) for size in range(most + 1)]
    return ways / np.array(all_ways, dtype=np.float64)[:, None]


def _add(ways: Numbers, value: int, cells: int) -> None:
    """Samples that hold the value are made of those before, which do not hold it yet."""
    before, (sizes, width) = ways.copy(), ways.shape
    for drawn in range(1, min(sizes - 1, cells) + 1):
        moved = drawn * value
        if moved < width:
            ways[drawn:, moved:] += comb(cells, drawn) * before[: sizes - drawn, : width - moved]


def _two_sided(chances: Numbers) -> Numbers:
    """p of each sum: twice the smaller tail, the sum itself in both."""
    below, above = np.cumsum(chances), np.cumsum(chances[::-1])[::-1]
    doubled: Numbers = 2 * np.minimum(below, above)
    return np.minimum(1.0, doubled)


def false_discovery(p: Numbers) -> Numbers:
    """q of each p: the least rate of false findings among all findings at which this one is one of them.

    Source: Benjamini and Hochberg 1995. The tests depend on each other, for neighbourhoods overlap, but the bound holds
    for such dependence in one direction (Benjamini and Yekutieli 2001, theorem 1.2) and was measured for both; that
    paper's bound for any dependence divides q by some ten on a map, which costs findings and wins nothing
    (docs/adr/0052-hot-spots.md).
    """
    order = np.argsort(p)
    raised = p[order] * len(p) / np.arange(1, len(p) + 1)
    found = np.empty(len(p))
    found[order] = np.minimum(1.0, np.minimum.accumulate(raised[::-1])[::-1])
    return found
