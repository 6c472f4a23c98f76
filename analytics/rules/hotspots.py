"""Which cells are hot or cold against the whole region, and since when; pure values in and out, z from `gistar`.

What a cell is called follows from q, the rate of false discoveries, never from z alone.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.rules.chance import exact_p, false_discovery
from analytics.rules.neighbours import Neighbours
from analytics.types import Course
from appeals.types import OPEN_STATES, Kind, State

Numbers = NDArray[np.float64]
Floats = NDArray[np.floating[Any]]
Signs = NDArray[np.int8]
# Shares of findings that may be false, the strictest first.
LEVELS = (0.01, 0.05)
# With fewer cells the greatest that chance gives is no more than what a spot would.
FEWEST_CELLS = 30
# Source: ESRI, "How Emerging Hot Spot Analysis works": hot in nine tenths of the periods.
NEARLY_ALWAYS = 0.9
# The standard normal score beyond which a trend is none of chance in 19 cases of 20, whichever way it goes.
RISING = 1.959964


@dataclass(frozen=True, slots=True)
class Chances:
    """p and q of each cell, [rows, cells]."""

    p: Numbers
    q: Numbers


def chances(values: Numbers, around: Neighbours) -> Chances:
    """p and q for each row of values, each row a map of its own. values: [rows, cells], finite."""
    p = np.stack([exact_p(row, around) for row in values])
    return Chances(p, np.stack([false_discovery(row) for row in p]))


def signs(z: Floats, q: Numbers, level: float = max(LEVELS)) -> Signs:
    """1 where it is hot at this rate of false discoveries, -1 cold, 0 neither; 0 everywhere with too few cells.

    [cells] or [rows, cells].
    """
    found = np.where(q <= level, np.sign(z), 0).astype(np.int8)
    return found if z.shape[-1] >= FEWEST_CELLS else np.zeros_like(found)


def trend_z(z: Numbers) -> Numbers:
    """Mann-Kendall's standard normal score of each cell's series, [periods, cells] → [cells]; above 0 it rises.

    Sources: Mann 1945, Kendall 1975; variance with ties and the correction for continuity as in Gilbert 1987, 16.4.
    0 where there is no trend at all, or fewer than two periods.
    """
    periods = len(z)
    score = np.zeros(z.shape[1])
    for period in range(periods):
        score += np.sign(z[period + 1 :] - z[period]).sum(axis=0)
    variance = (periods * (periods - 1) * (2 * periods + 5) - _ties(z)) / 18
    moved = score - np.sign(score)
    return np.divide(moved, np.sqrt(variance), out=np.zeros(score.shape), where=variance > 0)


def _ties(z: Numbers) -> Numbers:
    """Sum of t (t - 1) (2 t + 5) over groups of t equal values, per cell: each of the t adds its share."""
    found = np.zeros(z.shape[1])
    for value in z:
        alike = (z == value).sum(axis=0)
        found += (alike - 1) * (2 * alike + 5)
    return found


def courses(found: Signs, trends: Numbers) -> list[Course]:
    """How each cell came to be hot, or ceased to be. found: `signs` of [periods, cells], the latest last.

    ESRI's categories of emerging hot spots in four words: NEW is theirs; EMERGING their consecutive, and what is hot
    now while its trend rises; PERSISTENT their intensifying and persistent; DIMINISHING theirs, and historical. What
    comes and goes (sporadic, oscillating) has no word, nor has what was never hot.
    """
    return [_course(column == 1, trend) for column, trend in zip(found.T, trends.tolist(), strict=True)]


def _course(hot: NDArray[np.bool_], trend: float) -> Course:
    periods, times = len(hot), int(hot.sum())
    if not times:
        return Course.NONE
    rises, falls = trend >= RISING, trend <= -RISING
    if times >= NEARLY_ALWAYS * periods:
        return Course.DIMINISHING if falls or not hot[-1] else Course.PERSISTENT
    if not hot[-1]:
        return Course.NONE
    if times == 1:
        return Course.NEW
    lately = bool(hot[-times:].all())
    return Course.EMERGING if rises or lately else Course.NONE


def more_is_worse(kinds: frozenset[Kind], states: frozenset[State]) -> bool:
    """Whether a count of such appeals is one of troubles: of problems alone, not of those that were solved."""
    return kinds == {Kind.PROBLEM} and (not states or states <= OPEN_STATES)
