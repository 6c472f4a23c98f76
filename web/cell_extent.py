"""The box that a map of cells opens with: where nearly all appeals are; not the cells themselves."""

from collections.abc import Sequence
from itertools import accumulate
from math import cos, hypot, radians

from analytics.queries.heatmap import CellFigures
from geo import hexgrid
from geo.types import BBox, LonLat

SHOWN = 0.99
# From so many appeals on a single one may lie outside the box, though it be more than a hundredth.
ONE_OF = 20
# Cells that hardly widen the box are not left out of it.
TELLING = 0.5


def extent(cells: Sequence[CellFigures]) -> BBox:
    """Around the cells, at least one, that hold nearly all of their appeals: one far away would make the rest a dot."""
    whole, near = _box(cells), _box(_near(cells))
    return near if _width(near) < TELLING * _width(whole) else whole


def _near(cells: Sequence[CellFigures]) -> list[CellFigures]:
    """Without the farthest ones, as long as SHOWN of the appeals are left."""
    total = sum(map(_weight, cells))
    spared = max(total - round(total * SHOWN), 1 if total >= ONE_OF else 0)
    middle = _middle(cells)
    farthest = sorted(cells, key=lambda cell: -_distance(hexgrid.centre(cell.cell), middle))
    left_out = sum(count <= spared for count in accumulate(map(_weight, farthest)))
    return farthest[left_out:]


def _weight(cell: CellFigures) -> int:
    """Appeals, of both periods where two are compared."""
    return cell.count + (cell.facts.before.appeals if cell.facts.before else 0)


def _middle(cells: Sequence[CellFigures]) -> LonLat:
    """Medians of the appeals' places, which a few far ones do not move."""
    places = [(hexgrid.centre(cell.cell), _weight(cell)) for cell in cells]
    return LonLat(
        _median([(place.lon, count) for place, count in places]),
        _median([(place.lat, count) for place, count in places]),
    )


def _median(values: list[tuple[float, int]]) -> float:
    ordered = sorted(values)
    half = sum(count for _value, count in ordered) / 2
    sums = accumulate(count for _value, count in ordered)
    return next(value for (value, _count), reached in zip(ordered, sums, strict=True) if reached >= half)


def _distance(one: LonLat, other: LonLat) -> float:
    """In degrees of latitude, near enough to compare."""
    return hypot((one.lon - other.lon) * cos(radians(other.lat)), one.lat - other.lat)


def _box(cells: Sequence[CellFigures]) -> BBox:
    return hexgrid.box_around(cell.cell for cell in cells)


def _width(box: BBox) -> float:
    return _distance(LonLat(box.west, box.south), LonLat(box.east, box.north))
