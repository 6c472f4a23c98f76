"""Heat maps: counts of appeals per H3 cell for any selection and viewer; not their drawing (tiles) or statistics."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.types import Viewer
from appeals.errors import InvalidFilter
from appeals.queries.stretches import marks, read_stretches, read_within
from appeals.types import OPEN_STATES, Metric, Selection
from geo import hexgrid, sql
from geo.types import HexCell

__all__ = [
    "COARSEST",
    "FINEST",
    "CellCount",
    "Metric",
    "check_resolution",
    "heatmap",
    "heatmap_of_cells",
    "heatmap_of_stretches",
]

COARSEST, FINEST = 4, 12
_OPEN = sorted(state.value for state in OPEN_STATES)


@dataclass(frozen=True, slots=True)
class CellCount:
    """Appeals of a cell: all, those that wait for an answer, and the supports of all."""

    cell: HexCell
    count: int
    open: int
    supports: int

    @property
    def per_km2(self) -> float:
        return self.count / hexgrid.area_km2(self.cell)

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


def heatmap(viewer: Viewer, selection: Selection, resolution: int) -> list[CellCount]:
    """Cells of a resolution (4…12) that hold appeals, in the order of the grid; empty when there are none.

    The counts add up to the list's `numberMatched` for the same viewer and selection at every resolution.
    A box in the selection picks appeals, not cells: a cell on its edge counts what lies inside. Raises
    InvalidFilter. Index: mark_mk with a box, else mark_h3.
    """
    check_resolution(resolution)
    found = read_within(marks(viewer, selection), selection.bbox)
    params = _bits(resolution) | {"open": _OPEN}
    return _cell_counts(sql.rows("appeals", "heatmap", params, {"marks": found}))


def heatmap_of_cells(viewer: Viewer, selection: Selection, cells: Iterable[HexCell]) -> list[CellCount]:
    """Counts of these cells of one resolution only, each whole wherever its cell is cut. Index: mark_h3."""
    wanted = list(cells)
    if not wanted:
        return []
    resolution = check_resolution(wanted[0].resolution)
    ranges = hexgrid.finest_ranges(wanted)
    stretches = {"lows": [low for low, _high in ranges], "highs": [high for _low, high in ranges]}
    found = sql.compose("appeals", "cells", stretches, {"marks": marks(viewer, selection)})
    params = _bits(resolution) | {"open": _OPEN}
    return _cell_counts(sql.rows("appeals", "heatmap", params, {"marks": found}))


def heatmap_of_stretches(
    viewer: Viewer, selection: Selection, resolution: int, cover: list[tuple[int, int]]
) -> list[CellCount]:
    """Counts of what lies in ranges of the Morton curve; a cell that the ranges cut is counted in part."""
    found = read_stretches(marks(viewer, selection), cover)
    params = _bits(check_resolution(resolution)) | {"open": _OPEN}
    return _cell_counts(sql.rows("appeals", "heatmap", params, {"marks": found}))


def check_resolution(resolution: int) -> int:
    """The resolution itself. Raises InvalidFilter outside 4…12."""
    if not COARSEST <= resolution <= FINEST:
        message = _("A resolution from %(coarsest)s to %(finest)s.")
        raise InvalidFilter("resolution", message, coarsest=COARSEST, finest=FINEST)
    return resolution


def _cell_counts(rows: Iterable[tuple[int, int, int, int]]) -> list[CellCount]:
    return [CellCount(HexCell(cell), count, open_, supports) for cell, count, open_, supports in rows]


def _bits(resolution: int) -> dict[str, int]:
    """Parameters of the parent's bit arithmetic, see geo.hexgrid.parent."""
    free = (1 << (3 * (hexgrid.FINEST - resolution))) - 1
    return {"kept": ~(15 << 52) & ~free & ((1 << 63) - 1), "marked": (resolution << 52) | free}
