"""Figures per cell and month from the roll-up, whose cost grows with cells, not with appeals; not those from marks."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.types import PUBLIC, SYSTEM, Role, Viewer
from analytics.models import CellMonth
from analytics.rules.months import whole_months
from analytics.types import TALLIED, Audience, MonthSpan, Tally
from appeals.seeing import visible
from appeals.types import Selection
from geo import hexgrid, sql
from geo.types import HexCell

# The cells of the roll-up; what is asked for is as coarse or coarser.
FINEST = 9
_SEEN = {
    Audience.PUBLIC: Q(is_public=True),
    Audience.SENT: Q(is_draft=False),
    Audience.EVERYTHING: Q(),
}


def answerable(viewer: Viewer, selection: Selection, resolution: int) -> bool:
    """Whether `tallies` answers this exactly; otherwise count the marks. Asks nothing of the database.

    It does at resolutions 0…9, for whoever sees by state and visibility alone (the public, who handles everything, the
    system), for all appeals of whole months in the site's time zone: no other filter, and no box, which cuts cells.
    """
    return 0 <= resolution <= FINEST and audience_of(viewer) is not None and months_of(selection) is not None


def tallies(
    viewer: Viewer, selection: Selection, resolution: int, cells: Iterable[HexCell] | None = None
) -> dict[HexCell, Tally]:
    """Figures of each cell of `resolution` that holds appeals which the viewer sees, in the order of the grid.

    The same as counting `Mark.objects.visible_to(viewer).matching(selection, viewer)` by the ancestors of their cells
    at this moment, changes of the own transaction included. Cells whose figures are all 0 are left out.
    cells: only what lies in these, of one resolution from 0 to `resolution` and none of them twice, such as the tiles'
    or `hexgrid.cells_around`; None: everywhere. One query. Index: cellmonth_cell, index-only. Raises ValueError unless
    `answerable`, and OperationalError when METKA_TIME_ZONE was changed without `verify_rollups --repair`.
    """
    changes = changes_of(viewer, selection, resolution, cells)
    params = hexgrid.parent_bits(resolution) | {"zone": settings.TIME_ZONE}
    rows = sql.rows("analytics", "rollup", params, {"changes": changes})
    return {HexCell(cell): Tally(*figures) for cell, *figures in sorted(rows)}


def monthly(
    viewer: Viewer, selection: Selection, cells: Iterable[HexCell] | None = None
) -> dict[date, Tally]:
    """The same figures by the first day of each month, over the cells together; months without appeals are left out.

    cells: of one resolution, 9 or coarser; None: everywhere. One query. Index: cellmonth_cell, index-only.
    """
    changes = changes_of(viewer, selection, FINEST, cells)
    rows = sql.rows("analytics", "rollup_months", {"zone": settings.TIME_ZONE}, {"changes": changes})
    return {month: Tally(*figures) for month, *figures in rows}


def changes_of(
    viewer: Viewer, selection: Selection, resolution: int, cells: Iterable[HexCell] | None
) -> QuerySet[Any, dict[str, Any]] | str:
    """Rows of the roll-up to add up: cell, month and figures. Raises ValueError unless `answerable`."""
    audience, months = audience_of(viewer), months_of(selection)
    if audience is None or months is None or not 0 <= resolution <= FINEST:
        raise ValueError("the roll-up does not answer this: ask `answerable` first")
    seen = CellMonth.objects.filter(_SEEN[audience] & _within(months))
    found: QuerySet[Any, dict[str, Any]] = seen.values("cell", "month", *TALLIED)
    if cells is None:
        return found
    wanted = list(cells)
    if any(cell.resolution > resolution for cell in wanted):
        raise ValueError("cells finer than the resolution would be counted in part")
    ranges = hexgrid.ranges_of(wanted, FINEST)
    params = {"lows": [low for low, _high in ranges], "highs": [high for _low, high in ranges]}
    return sql.compose("analytics", "rollup_ranges", params, {"changes": found})


def audience_of(viewer: Viewer) -> Audience | None:
    """Whose condition of visibility is the viewer's, as `appeals.seeing` says it; None: it asks for more."""
    seen = visible(viewer)
    return next((audience for audience, condition in _conditions().items() if condition == seen), None)


@cache
def _conditions() -> dict[Audience, Q]:
    return {
        Audience.PUBLIC: visible(PUBLIC),
        Audience.SENT: visible(Viewer(roles=frozenset({Role.ADMINISTRATOR}))),
        Audience.EVERYTHING: visible(SYSTEM),
    }


def months_of(selection: Selection) -> MonthSpan | None:
    """The selection as whole months in the site's time zone; None when it asks for more."""
    if replace(selection, since=None, until=None) != Selection():
        return None
    return whole_months(selection.since, selection.until, timezone.get_default_timezone())


def _within(months: MonthSpan) -> Q:
    bounds = {"month__gte": months.first, "month__lt": months.end}
    return Q(**{bound: day for bound, day in bounds.items() if day is not None})
