"""Hot spots of any selection for any viewer, and how they came about; not their words (labels) or drawing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256

import numpy as np
from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from accounts.types import Viewer
from analytics.apart import LONGEST_S, spots_apart
from analytics.errors import Busy
from analytics.queries.heatmap import heatmap
from analytics.queries.region import known_region
from analytics.rules.hotspots import FEWEST_CELLS, LEVELS, Chances, courses, signs, trend_z
from analytics.rules.neighbours import Neighbours
from analytics.rules.periods import boundaries
from analytics.types import Course, Period, Spot
from appeals.days import begins
from appeals.errors import InvalidFilter
from appeals.queries.statistics import FIRST_YEAR, key_of
from appeals.queries.stretches import marks_within
from appeals.types import Selection
from geo import sql
from geo.gridarrays import neighbour_pairs
from geo.types import HexCell

# Months that a series has where nobody says how many; its bounds.
FEWEST_PERIODS, ORDINARY_PERIODS, MOST_PERIODS = 4, 12, 36
FRESH, KEPT_S = timedelta(minutes=15), 86_400
KEPT_AS = "hot spots 1"
SLOT = "hot-spots-are-counted"
_SPOTS = {1: Spot.HOT, -1: Spot.COLD, 0: Spot.NONE}
Whole = NDArray[np.int64]
Small = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Asked:
    """resolution: 4…12, None: one that fits. rings: of neighbours, 1 or 2. step: of a series, None: no series."""

    resolution: int | None = None
    rings: int = 1
    step: Period | None = None
    periods: int = ORDINARY_PERIODS


@dataclass(frozen=True, slots=True)
class SpotCell:
    """A cell of the region. count: of its appeals. around: mean count of its neighbourhood. zs: of each period.

    level: the strictest of LEVELS that its q keeps, None for Spot.NONE. trend: Mann-Kendall's score of zs. hot: in how
    many periods it was a hot spot.
    """

    cell: HexCell
    count: int
    around: float
    z: float
    p: float
    q: float
    spot: Spot
    level: float | None
    course: Course
    trend: float
    hot: int
    zs: list[float]


@dataclass(frozen=True, slots=True)
class HotSpots:
    """Of all cells of the region, in the order of the grid; one entry a cell in every array.

    starts: first days of the periods and the day after the last, empty without a series. zs: [periods, cells].
    """

    resolution: int
    rings: int
    counted_at: datetime
    starts: list[date]
    cells: Whole
    counts: Whole
    around: Small
    z: Small
    p: NDArray[np.float64]
    q: NDArray[np.float64]
    zs: Small
    hot: NDArray[np.int8]
    trends: Small
    courses: list[Course]

    @property
    def enough(self) -> bool:
        """Whether there are cells enough for a statement."""
        return len(self.cells) >= FEWEST_CELLS

    @property
    def mean(self) -> float:
        """Appeals per cell of the region; 0 without cells."""
        return float(self.counts.mean()) if len(self.counts) else 0.0

    def rows(self, *, significant: bool = False) -> Iterator[SpotCell]:
        """All cells, or only those that are hot or cold."""
        found, strict = signs(self.z, self.q), signs(self.z, self.q, LEVELS[0])
        for at in np.flatnonzero(found) if significant else range(len(self.cells)):
            level = None if not found[at] else LEVELS[0] if strict[at] else LEVELS[-1]
            yield SpotCell(
                cell=HexCell(int(self.cells[at])),
                count=int(self.counts[at]),
                around=float(self.around[at]),
                z=float(self.z[at]),
                p=float(self.p[at]),
                q=float(self.q[at]),
                spot=_SPOTS[int(found[at])],
                level=level,
                course=self.courses[at],
                trend=float(self.trends[at]),
                hot=int(self.hot[at]),
                zs=self.zs[:, at].tolist(),
            )


def kept_spots(viewer: Viewer, selection: Selection, asked: Asked, *, now: datetime) -> HotSpots | None:
    """The answer, if it was counted within FRESH. Raises InvalidFilter. One query."""
    known: HotSpots | None = caches["figures"].get(_key(viewer, selection, asked, now))
    return known if known and now - known.counted_at < FRESH else None


def hot_spots(viewer: Viewer, selection: Selection, asked: Asked, *, now: datetime) -> HotSpots:
    """Hot spots of what the viewer may see of a selection: kept for FRESH, older ones while others are counted.

    With a series the periods say when, and `until` before when; `since` is refused. Raises InvalidFilter, Busy and
    TookTooLong: one answer is counted at a time, by all processes together, for each costs some seconds.
    """
    keep, key = caches["figures"], _key(viewer, selection, asked, now)
    known: HotSpots | None = keep.get(key)
    if known and now - known.counted_at < FRESH:
        return known
    # Longer than the count may take, should a process be killed while it has the slot.
    if not keep.add(SLOT, True, 2 * LONGEST_S):
        if known:
            return known
        raise Busy
    try:
        counted = counted_now(viewer, selection, asked, now=now)
        keep.set(key, counted, KEPT_S)
    finally:
        keep.delete(SLOT)
    return counted


def counted_now(viewer: Viewer, selection: Selection, asked: Asked, *, now: datetime) -> HotSpots:
    """The hot spots of this moment, whatever is kept or counted elsewhere."""
    resolution, cells = known_region(viewer, selection, asked.resolution)
    starts = _starts(selection, asked, now)
    maps = _maps(viewer, selection, resolution, cells, starts)
    return _assessed(resolution, asked.rings, cells, maps, starts, now)


def _assessed(
    resolution: int, rings: int, cells: Whole, maps: Whole, starts: list[date], now: datetime
) -> HotSpots:
    """maps: [1 + periods, cells], the sum of all periods first."""
    z, chance = _judged(cells, maps, rings)
    around, trends = Neighbours(len(cells), *neighbour_pairs(cells, rings)), trend_z(z[1:])
    found = signs(z[1:], chance.q[1:])
    return HotSpots(
        resolution=resolution,
        rings=rings,
        counted_at=now,
        starts=starts,
        cells=cells,
        counts=maps[0],
        around=(around.sums(maps[0]) / around.sizes).astype(np.float32),
        z=z[0].astype(np.float32),
        p=chance.p[0],
        q=chance.q[0],
        zs=z[1:].astype(np.float32),
        hot=(found == 1).sum(axis=0, dtype=np.int8),
        trends=trends.astype(np.float32),
        courses=courses(found, trends),
    )


def _judged(cells: Whole, maps: Whole, rings: int) -> tuple[NDArray[np.float64], Chances]:
    """z, p and q; no process is started where nothing would be said: of few cells, and where nothing was reported."""
    if len(cells) >= FEWEST_CELLS and maps.any():
        return spots_apart(cells, maps.astype(np.float64), rings)
    return np.zeros(maps.shape), Chances(np.ones(maps.shape), np.ones(maps.shape))


def _maps(viewer: Viewer, selection: Selection, resolution: int, cells: Whole, starts: list[date]) -> Whole:
    """Counts of each cell, [1 + periods, cells]; the first row is the sum of the periods, or all without any."""
    if not starts:
        counted = [(count.cell.index, count.count) for count in heatmap(viewer, selection, resolution)]
        return _placed(cells, np.array(counted, dtype=np.int64).reshape(-1, 2))[None, :]
    moments = [begins(day) for day in starts]
    within = replace(selection, since=moments[0], until=moments[-1])
    params = {"resolution": resolution, "starts": moments}
    rows = sql.rows("analytics", "cells_over_time", params, {"marks": marks_within(viewer, within)})
    found = np.array(rows, dtype=np.int64).reshape(-1, 3)
    series = [_placed(cells, found[found[:, 1] == period][:, ::2]) for period in range(1, len(starts))]
    return np.stack([np.sum(series, axis=0), *series])


def _placed(cells: Whole, counted: Whole) -> Whole:
    """Counts, rows of cell and number, in the order of the cells; what lies outside the region is left out."""
    placed = np.zeros(len(cells), dtype=np.int64)
    inside = counted[np.isin(counted[:, 0], cells)]
    placed[np.searchsorted(cells, inside[:, 0])] = inside[:, 1]
    return placed


def _starts(selection: Selection, asked: Asked, now: datetime) -> list[date]:
    if asked.step is None:
        return []
    if selection.since:
        raise InvalidFilter("since", _("The periods say since when: give their number, and until when."))
    before = timezone.localdate(min(selection.until, now) if selection.until else now)
    if before.year < FIRST_YEAR:
        raise InvalidFilter("until", _("Nobody sent appeals before the year %(year)s."), year=FIRST_YEAR)
    return boundaries(asked.step, asked.periods, before)


def _key(viewer: Viewer, selection: Selection, asked: Asked, now: datetime) -> str:
    """One reader's answers are nobody else's, and a new period is another question."""
    starts = _starts(selection, asked, now)
    return sha256(f"{KEPT_AS} {key_of(viewer, selection)} {asked} {starts[-1:]}".encode()).hexdigest()
