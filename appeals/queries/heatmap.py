"""Heat maps: counts of appeals per H3 cell for any selection and viewer; not their drawing (tiles) or statistics."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.types import Viewer
from appeals.errors import InvalidFilter
from appeals.queries.stretches import marks, marks_within, read_stretches
from appeals.types import OPEN_STATES, Metric, Selection
from geo import hexgrid, sql
from geo.types import HexCell

__all__ = [
    "COARSEST",
    "FINEST",
    "MOST_CELLS",
    "ORDINARY",
    "CellCount",
    "HeatMap",
    "Metric",
    "check_resolution",
    "fitted_heatmap",
    "heatmap",
    "heatmap_of_cells",
    "heatmap_of_stretches",
]

COARSEST, FINEST = 4, 12
# The resolution of whoever names none, where it fits.
ORDINARY = 8
# Cells of one answer, in every format; a page to keep is then some 16 MB, which a browser still draws.
MOST_CELLS = 50_000
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


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Cells of one resolution in the order of the grid."""

    resolution: int
    cells: list[CellCount]


def heatmap(viewer: Viewer, selection: Selection, resolution: int) -> list[CellCount]:
    """Cells of a resolution (4…12) that hold appeals, in the order of the grid; empty when there are none.

    The counts add up to the list's `numberMatched` for the same viewer and selection at every resolution.
    A box in the selection picks appeals, not cells: a cell on its edge counts what lies inside. Raises
    InvalidFilter, also for a resolution at which there are more than MOST_CELLS, with the finest that fits. Index:
    mark_mk with a box, else mark_h3.
    """
    cells = _counted(viewer, selection, check_resolution(resolution))
    if len(cells) > MOST_CELLS:
        fits = _fitting(viewer, selection, resolution)
        message = _(
            "At resolution %(resolution)s these are more than %(most)s cells: ask for a resolution of at most"
            " %(fits)s, or for a smaller bbox."
        )
        raise InvalidFilter("resolution", message, resolution=resolution, most=MOST_CELLS, fits=fits)
    return cells


def fitted_heatmap(viewer: Viewer, selection: Selection, finest: int = ORDINARY) -> HeatMap:
    """The heat map at `finest` (4…12), or at the finest coarser resolution that has no more than MOST_CELLS.

    One statement where `finest` fits. Raises InvalidFilter, also when no resolution fits.
    """
    resolution = check_resolution(finest)
    # Again, should appeals have come between the two statements: nothing may be cut.
    while len(cells := _counted(viewer, selection, resolution)) > MOST_CELLS:
        resolution = _fitting(viewer, selection, resolution)
    return HeatMap(resolution, cells)


def _counted(viewer: Viewer, selection: Selection, resolution: int) -> list[CellCount]:
    """All cells, or one more than MOST_CELLS of them when they are too many."""
    found = marks_within(viewer, selection)
    params = hexgrid.parent_bits(resolution) | {"open": _OPEN, "limit": MOST_CELLS + 1}
    return _cell_counts(sql.rows("appeals", "heatmap", params, {"marks": found}))


def _fitting(viewer: Viewer, selection: Selection, too_fine: int) -> int:
    """The finest of the resolutions coarser than `too_fine` that fits. Raises InvalidFilter (bbox): none does."""
    finest = too_fine - 1
    # The ordinary one first: of millions of marks the finer levels are millions of cells to tell apart.
    fits = _finest_fitting(viewer, selection, min(finest, ORDINARY))
    if fits == ORDINARY < finest:
        fits = _finest_fitting(viewer, selection, finest)
    if fits is None:
        message = _("Even the largest cells are more than %(most)s here: ask for a smaller bbox.")
        raise InvalidFilter("bbox", message, most=MOST_CELLS)
    return fits


def _finest_fitting(viewer: Viewer, selection: Selection, finest: int) -> int | None:
    if finest < COARSEST:
        return None
    found = marks_within(viewer, selection)
    params = hexgrid.parent_bits(finest) | {"finest": finest, "coarsest": COARSEST, "most": MOST_CELLS}
    rows = sql.rows("appeals", "heatmap_fitting", params, {"marks": found})
    return int(rows[0][0]) if rows else None


def heatmap_of_cells(viewer: Viewer, selection: Selection, cells: Iterable[HexCell]) -> list[CellCount]:
    """Counts of these cells of one resolution only, each whole wherever its cell is cut. Index: mark_h3."""
    wanted = list(cells)
    if not wanted:
        return []
    resolution = check_resolution(wanted[0].resolution)
    ranges = hexgrid.finest_ranges(wanted)
    stretches = {"lows": [low for low, _high in ranges], "highs": [high for _low, high in ranges]}
    found = sql.compose("appeals", "cells", stretches, {"marks": marks(viewer, selection)})
    params = hexgrid.parent_bits(resolution) | {"open": _OPEN, "limit": None}
    return _cell_counts(sql.rows("appeals", "heatmap", params, {"marks": found}))


def heatmap_of_stretches(
    viewer: Viewer, selection: Selection, resolution: int, cover: list[tuple[int, int]]
) -> list[CellCount]:
    """Counts of what lies in ranges of the Morton curve; a cell that the ranges cut is counted in part."""
    found = read_stretches(marks(viewer, selection), cover)
    params = hexgrid.parent_bits(check_resolution(resolution)) | {"open": _OPEN, "limit": None}
    return _cell_counts(sql.rows("appeals", "heatmap", params, {"marks": found}))


def check_resolution(resolution: int) -> int:
    """The resolution itself. Raises InvalidFilter outside 4…12."""
    if not COARSEST <= resolution <= FINEST:
        message = _("A resolution from %(coarsest)s to %(finest)s.")
        raise InvalidFilter("resolution", message, coarsest=COARSEST, finest=FINEST)
    return resolution


def _cell_counts(rows: Iterable[tuple[int, int, int, int]]) -> list[CellCount]:
    return [CellCount(HexCell(cell), count, open_, supports) for cell, count, open_, supports in rows]
