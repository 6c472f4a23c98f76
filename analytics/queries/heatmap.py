"""Heat maps: facts per H3 cell for any selection and viewer, read the shortest way; not their drawing (tiles)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.types import Viewer
from analytics.queries import rollup
from analytics.queries.cells import (
    CellFigures,
    Reader,
    Relation,
    area_km2,
    facts_of_cells,
    overdue_of_cells,
)
from analytics.queries.residents import residents_of_cells
from analytics.types import TALLIES, Asked, Facts, Need, Tally
from appeals.errors import InvalidFilter
from appeals.queries.stretches import marks, marks_within, read_stretches
from appeals.types import Metric, Selection
from geo import hexgrid, sql
from geo.types import HexCell

__all__ = [
    "COARSEST",
    "FINEST",
    "MOST_CELLS",
    "ORDINARY",
    "TALLIES",
    "Asked",
    "CellFigures",
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


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Cells of one resolution in the order of the grid."""

    resolution: int
    cells: list[CellFigures]


def heatmap(
    viewer: Viewer, selection: Selection, resolution: int, asked: Asked = TALLIES
) -> list[CellFigures]:
    """Cells of a resolution (4…12) that hold appeals, in the order of the grid; empty when there are none.

    The counts add up to the list's `numberMatched` for the same viewer and selection at every resolution.
    A box in the selection picks appeals, not cells: a cell on its edge counts what lies inside. With `asked.before`
    also the cells that held appeals only then. Raises InvalidFilter, also for a resolution at which there are more
    than MOST_CELLS, with the finest that fits. Index: cellmonth_cell where the roll-up answers, mark_mk with a box,
    else mark_h3.
    """
    cells = _counted(viewer, selection, check_resolution(resolution), asked)
    if len(cells) > MOST_CELLS:
        fits = _fitting(viewer, selection, resolution, asked)
        message = _(
            "At resolution %(resolution)s these are more than %(most)s cells: ask for a resolution of at most"
            " %(fits)s, or for a smaller bbox."
        )
        raise InvalidFilter("resolution", message, resolution=resolution, most=MOST_CELLS, fits=fits)
    return cells


def fitted_heatmap(
    viewer: Viewer, selection: Selection, finest: int = ORDINARY, asked: Asked = TALLIES
) -> HeatMap:
    """The heat map at `finest` (4…12), or at the finest coarser resolution that has no more than MOST_CELLS.

    One statement where `finest` fits and nothing but tallies is asked for. Raises InvalidFilter, also when no
    resolution fits.
    """
    resolution = check_resolution(finest)
    # Again, should appeals have come between the two statements: nothing may be cut.
    while len(cells := _counted(viewer, selection, resolution, asked)) > MOST_CELLS:
        resolution = _fitting(viewer, selection, resolution, asked)
    return HeatMap(resolution, cells)


def heatmap_of_cells(
    viewer: Viewer,
    selection: Selection,
    cells: Iterable[HexCell],
    asked: Asked = TALLIES,
    resolution: int | None = None,
) -> list[CellFigures]:
    """Facts of these cells of one resolution only, each whole wherever its cell is cut.

    resolution: of what is told, finer than the cells; None: theirs. Index: mark_h3, or cellmonth_cell where the
    roll-up answers.
    """
    wanted = list(cells)
    if not wanted:
        return []
    resolution = check_resolution(wanted[0].resolution if resolution is None else resolution)

    def read(selection: Selection) -> Relation:
        ranges = hexgrid.finest_ranges(wanted)
        stretches = {"lows": [low for low, _high in ranges], "highs": [high for _low, high in ranges]}
        return sql.compose("analytics", "marks_of_cells", stretches, {"marks": marks(viewer, selection)})

    return _cells(read, viewer, selection, resolution, asked, within=wanted)


def heatmap_of_stretches(
    viewer: Viewer,
    selection: Selection,
    resolution: int,
    cover: list[tuple[int, int]],
    asked: Asked = TALLIES,
) -> list[CellFigures]:
    """Facts of what lies in ranges of the Morton curve; a cell that the ranges cut is counted in part."""

    def read(selection: Selection) -> Relation:
        return read_stretches(marks(viewer, selection), cover)

    return _cells(read, viewer, selection, check_resolution(resolution), asked, rolled_up=False)


def check_resolution(resolution: int) -> int:
    """The resolution itself. Raises InvalidFilter outside 4…12."""
    if not COARSEST <= resolution <= FINEST:
        message = _("A resolution from %(coarsest)s to %(finest)s.")
        raise InvalidFilter("resolution", message, coarsest=COARSEST, finest=FINEST)
    return resolution


def _counted(viewer: Viewer, selection: Selection, resolution: int, asked: Asked) -> list[CellFigures]:
    """All cells, or one more than MOST_CELLS of them when they are too many."""
    read = partial(marks_within, viewer)
    return _cells(read, viewer, selection, resolution, asked, limit=MOST_CELLS + 1)


def _cells(
    read: Reader,
    viewer: Viewer,
    selection: Selection,
    resolution: int,
    asked: Asked,
    *,
    within: list[HexCell] | None = None,
    limit: int | None = None,
    rolled_up: bool = True,
) -> list[CellFigures]:
    """Facts of the cells, by the roll-up where it may be used and answers."""

    def facts(selection: Selection, needs: frozenset[Need]) -> dict[HexCell, Facts]:
        by_marks = {Need.DAYS, Need.PLACES} & needs
        if rolled_up and not by_marks and rollup.answerable(viewer, selection, resolution):
            tallies = rollup.tallies(viewer, selection, resolution, within)
            return {cell: Facts(tally) for cell, tally in tallies.items() if tally.appeals}
        return facts_of_cells(read, selection, resolution, needs, limit)

    found = facts(selection, asked.needs)
    before = facts(asked.before, frozenset()) if asked.before else None
    overdue = None
    if Need.OVERDUE in asked.needs:
        overdue = overdue_of_cells(read, viewer, selection, resolution, asked.now)
    held = sorted({*found, *before}, key=lambda cell: cell.index) if before else found
    asked = _with_residents(asked, held)
    return [CellFigures(cell, _together(cell, found.get(cell), before, overdue, asked)) for cell in held]


def _with_residents(asked: Asked, cells: Iterable[HexCell]) -> Asked:
    """The same with the residents of the cells where a measure needs them, unless they were given. Three statements."""
    if Need.RESIDENTS not in asked.needs or asked.residents is not None:
        return asked
    found = residents_of_cells(cells, on=timezone.localdate(asked.now))
    people = found.people if found else {}
    return replace(asked, residents={HexCell(index): number for index, number in people.items()})


def _together(
    cell: HexCell,
    found: Facts | None,
    before: dict[HexCell, Facts] | None,
    overdue: dict[HexCell, int] | None,
    asked: Asked,
) -> Facts:
    facts = found or Facts(Tally(), timed=0, places=0)
    earlier = None if before is None else before[cell].tally if cell in before else Tally()
    residents = asked.residents.get(cell) if asked.residents else None
    late = None if overdue is None else overdue.get(cell, 0)
    return replace(facts, km2=area_km2(cell), residents=residents, overdue=late, before=earlier)


def _fitting(viewer: Viewer, selection: Selection, too_fine: int, asked: Asked) -> int:
    """The finest of the resolutions coarser than `too_fine` that fits. Raises InvalidFilter (bbox): none does."""
    finest = too_fine - 1
    # The ordinary one first: of millions of marks the finer levels are millions of cells to tell apart.
    fits = _finest_fitting(viewer, selection, min(finest, ORDINARY), asked)
    if fits == ORDINARY < finest:
        fits = _finest_fitting(viewer, selection, finest, asked)
    if fits is None:
        message = _("Even the largest cells are more than %(most)s here: ask for a smaller bbox.")
        raise InvalidFilter("bbox", message, most=MOST_CELLS)
    return fits


def _finest_fitting(viewer: Viewer, selection: Selection, finest: int, asked: Asked) -> int | None:
    if finest < COARSEST:
        return None
    params = hexgrid.parent_bits(finest) | {"finest": finest, "coarsest": COARSEST, "most": MOST_CELLS}
    rows = sql.rows(
        "analytics", "heatmap_fitting", params, {"marks": _either(viewer, selection, asked, finest)}
    )
    return int(rows[0][0]) if rows else None


def _either(viewer: Viewer, selection: Selection, asked: Asked, finest: int) -> Relation:
    """What tells the cells of the selection, and of what it is compared with."""
    held = _held(viewer, selection, finest)
    if asked.before is None:
        return held
    return sql.compose(
        "analytics", "either", {}, {"first": held, "second": _held(viewer, asked.before, finest)}
    )


def _held(viewer: Viewer, selection: Selection, finest: int) -> Relation:
    """Marks of the selection, or the roll-up's cells of them, which are fewer."""
    if not rollup.answerable(viewer, selection, finest):
        return marks_within(viewer, selection)
    params = hexgrid.parent_bits(finest) | {"zone": settings.TIME_ZONE}
    changes = rollup.changes_of(viewer, selection, finest, None)
    rolled_up = sql.compose("analytics", "rollup", params, {"changes": changes})
    return sql.compose("analytics", "held_cells", {}, {"rolled_up": rolled_up})
