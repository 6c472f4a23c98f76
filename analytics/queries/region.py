"""The region that hot spots are sought in: which cells count, those without an appeal too; not the figures in them.

A map of the cells that hold what is counted is no sample of a place: it leaves out the quiet half, and every mean is
too high. All cells of a territory are none either: in forests and lakes nobody ever reports anything, and against
so many empty cells every village is hot. Counted are the cells from which people report: those that ever held an
appeal of any kind that the viewer may see, and their neighbours, where one could have been.
"""

from collections.abc import Iterable
from hashlib import sha256

import numpy as np
from django.core.cache import caches
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from accounts.types import Viewer
from analytics.queries.heatmap import COARSEST, ORDINARY, fitted_heatmap, heatmap, heatmap_of_cells
from appeals.errors import InvalidFilter
from appeals.queries.counting import DEAR_NUMBER
from appeals.queries.statistics import key_of
from appeals.types import Selection
from geo import hexgrid, sql
from geo.gridarrays import disks
from geo.types import BBox, HexCell

# What a map shows and a table holds; with more an answer would be kept as megabytes and say no more.
MOST_CELLS = 20_000
# Of millions of marks the region takes seconds, and changes little: all questions of a place share it so long.
KEPT_S = 900
Cells = NDArray[np.int64]


def known_region(viewer: Viewer, selection: Selection, resolution: int | None) -> tuple[int, Cells]:
    """The region at a resolution, None: at one that fits; the resolution first. Kept where there are many appeals.

    Raises InvalidFilter.
    """
    ((estimated,),) = sql.rows("appeals", "marks_estimated", {})
    if estimated < DEAR_NUMBER:
        return _sought(viewer, selection, resolution)
    asked = f"region 1 {key_of(viewer, _place(selection))} {resolution}"
    keep, key = caches["figures"], sha256(asked.encode()).hexdigest()
    known: tuple[int, Cells] | None = keep.get(key)
    if known is None:
        known = _sought(viewer, selection, resolution)
        keep.set(key, known, KEPT_S)
    return known


def _sought(viewer: Viewer, selection: Selection, resolution: int | None) -> tuple[int, Cells]:
    if resolution is None:
        return fitted_region(viewer, selection)
    return resolution, region(viewer, selection, resolution)


def region(viewer: Viewer, selection: Selection, resolution: int) -> Cells:
    """Cells of a resolution (4…12), ascending; none where nobody ever reported anything.

    Of the selection only the place matters: its box, of which whole cells alone are taken, since of a cell that the
    edge cuts only a part is counted; its areas, at whose border a neighbour is left out that holds others' appeals.
    Raises InvalidFilter, also when there are more than MOST_CELLS. Three statements at most.
    """
    place = _place(selection)
    found = _around(viewer, place, [cell.cell for cell in heatmap(viewer, place, resolution)])
    if len(found) > MOST_CELLS:
        message = _(
            "At resolution %(resolution)s these are more than %(most)s cells: ask for a lower resolution,"
            " or for a smaller bbox."
        )
        raise InvalidFilter("resolution", message, resolution=resolution, most=MOST_CELLS)
    return found


def fitted_region(viewer: Viewer, selection: Selection) -> tuple[int, Cells]:
    """The region at the ordinary resolution, or at the finest coarser one at which it fits; the resolution first.

    Raises InvalidFilter, also when none fits.
    """
    place, finest = _place(selection), ORDINARY
    while finest >= COARSEST:
        held = fitted_heatmap(viewer, place, finest)
        found = _around(viewer, place, [cell.cell for cell in held.cells])
        if len(found) <= MOST_CELLS:
            return held.resolution, found
        finest = held.resolution - 1
    message = _("Even the largest cells are more than %(most)s here: ask for a smaller bbox.")
    raise InvalidFilter("bbox", message, most=MOST_CELLS)


def _place(selection: Selection) -> Selection:
    return Selection(bbox=selection.bbox, area_ids=selection.area_ids)


def _around(viewer: Viewer, place: Selection, held: list[HexCell]) -> Cells:
    """The cells that hold appeals of the place, and those beside them."""
    own = _indexes(held)
    found = disks(own, 1)
    if place.area_ids:
        beside = [HexCell(index) for index in np.setdiff1d(found, own).tolist()]
        others = heatmap_of_cells(viewer, Selection(), beside)
        found = np.setdiff1d(found, _indexes(cell.cell for cell in others))
    if place.bbox:
        found = found[[_lies_in(place.bbox, HexCell(index)) for index in found.tolist()]]
    return found


def _indexes(cells: Iterable[HexCell]) -> Cells:
    return np.array(sorted(cell.index for cell in cells), dtype=np.int64)


def _lies_in(box: BBox, cell: HexCell) -> bool:
    corners = hexgrid.outline(cell)
    return all(box.west <= lon <= box.east and box.south <= lat <= box.north for lon, lat in corners)
