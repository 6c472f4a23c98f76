"""Facts of cells from marks, read in any way; not which way is the shortest (heatmap) nor the roll-up (rollup)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.types import Viewer
from analytics.types import TALLIED, Facts, Need, Tally
from appeals.models import Appeal
from appeals.types import OPEN_STATES, Metric, Selection
from geo import hexgrid, sql
from geo.types import HexCell

Relation = QuerySet[Any, Any] | str
# How the marks of a selection are read: all of them, those of some cells, or those of stretches.
Reader = Callable[[Selection], Relation]
# What counts as one place: an H3 cell some 8 m across. It lies in one cell of every heat map.
PLACE_RESOLUTION = 13
_OPEN = sorted(state.value for state in OPEN_STATES)
_STATEMENTS = {Need.DAYS: "cell_days", Need.PLACES: "cell_places"}


@dataclass(frozen=True, slots=True)
class CellFigures:
    """Facts of a cell. `count`, `open`, `supports`, `per_km2`: what is told of it whatever was asked."""

    cell: HexCell
    facts: Facts

    @property
    def count(self) -> int:
        return self.facts.tally.appeals

    @property
    def open(self) -> int:
        return self.facts.tally.waiting

    @property
    def supports(self) -> int:
        return self.facts.tally.supports

    @property
    def per_km2(self) -> float:
        return self.count / area_km2(self.cell)

    def value(self, metric: Metric) -> float:
        match metric:
            case Metric.COUNT:
                return self.count
            case Metric.OPEN:
                return self.open
            case Metric.SUPPORTS:
                return self.supports
            case Metric.PER_KM2:
                return round(self.per_km2, 3)


@lru_cache(maxsize=200_000)
def area_km2(cell: HexCell) -> float:
    return hexgrid.area_km2(cell)


def facts_of_cells(
    read: Reader, selection: Selection, resolution: int, needs: frozenset[Need], limit: int | None = None
) -> dict[HexCell, Facts]:
    """Tallies, and days or places where they are needed, of cells in the order of the grid; at most `limit` of them.

    One pass over the marks; two where both days and places are needed.
    """
    slow = [need for need in _STATEMENTS if need in needs]
    found = _facts(read, selection, resolution, slow[0] if slow else None, limit)
    for need in slow[1:]:
        more = _facts(read, selection, resolution, need, limit)
        # Appeals may have come between the two passes: what the second does not know stays unknown.
        places = {cell: facts.places for cell, facts in more.items()}
        found = {cell: replace(facts, places=places.get(cell)) for cell, facts in found.items()}
    return found


def _facts(
    read: Reader, selection: Selection, resolution: int, need: Need | None, limit: int | None
) -> dict[HexCell, Facts]:
    place = hexgrid.parent_bits(PLACE_RESOLUTION)
    params = hexgrid.parent_bits(resolution) | {"open": _OPEN, "limit": limit}
    params |= {"place_kept": place["kept"], "place_marked": place["marked"]}
    statement = _STATEMENTS[need] if need else "cell_tallies"
    rows = sql.rows("analytics", statement, params, {"marks": read(selection)})
    shape = {None: _of_tally, Need.DAYS: _of_days, Need.PLACES: _of_places}[need]
    return {HexCell(cell): shape(figures) for cell, *figures in rows}


def _of_tally(figures: list[Any]) -> Facts:
    return Facts(Tally(*figures))


def _of_days(figures: list[Any]) -> Facts:
    *tally, timed, hours = figures
    median_h, p90_h = hours or (None, None)
    return Facts(Tally(*tally), timed=timed, median_h=median_h, p90_h=p90_h)


def _of_places(figures: list[Any]) -> Facts:
    return Facts(Tally(*figures[: len(TALLIED)]), places=figures[-1])


def overdue_of_cells(
    read: Reader, viewer: Viewer, selection: Selection, resolution: int, now: datetime | None
) -> dict[HexCell, int]:
    """How many of each cell wait although their day has passed; cells without any are left out.

    viewer: whose marks `read` gives. Index: appeal_due, then the marks' key or their place.
    """
    states = tuple(sorted(OPEN_STATES & set(selection.states) if selection.states else OPEN_STATES))
    if not states:
        return {}
    late = Appeal.objects.overdue(now or timezone.now()).order_by().values("id")
    relations = {"marks": read(replace(selection, states=states)), "late": late}
    rows = sql.rows("analytics", "cell_overdue", hexgrid.parent_bits(resolution), relations)
    return {HexCell(cell): overdue for cell, overdue in rows}
