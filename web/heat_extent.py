"""What the heat map opens with: the box around what was found, which one place far away does not ruin; no drawing."""

from collections.abc import Sequence
from math import cos, radians
from operator import attrgetter
from typing import NamedTuple

from analytics.queries.heatmap import CellFigures
from geo import hexgrid
from geo.types import BBox, HexCell

# What may be left out of view, as a share of the appeals.
FAR_SHARE = 0.01
# All are shown where that makes the map no more than so many times wider and higher.
MOST_STRETCH = 2.0


class Placed(NamedTuple):
    """A cell by its middle. appeals: of both periods where two are compared."""

    lon: float
    lat: float
    appeals: int
    cell: HexCell


def extent(cells: Sequence[CellFigures]) -> tuple[float, float, float, float] | None:
    """West, south, east, north in degrees around all cells; around 99 % of the appeals where the others lie far off.

    None without cells.
    """
    placed = [_placed(cell) for cell in cells]
    if not placed:
        return None
    whole, near = _box(placed), _box(_near(placed))
    wider = (whole.east - whole.west) / (near.east - near.west)
    higher = (whole.north - whole.south) / (near.north - near.south)
    return (near if max(wider, higher) > MOST_STRETCH else whole).as_tuple()


def _placed(cell: CellFigures) -> Placed:
    before = cell.facts.before.appeals if cell.facts.before else 0
    centre = hexgrid.centre(cell.cell)
    return Placed(centre.lon, centre.lat, cell.count + before, cell.cell)


def _near(placed: list[Placed]) -> list[Placed]:
    """The cells nearest to the middle of all appeals that hold 99 % of them, at least one."""
    lon = _median(sorted((one.lon, one.appeals) for one in placed))
    lat = _median(sorted((one.lat, one.appeals) for one in placed))
    narrow = cos(radians(lat)) ** 2
    away = [narrow * (one.lon - lon) ** 2 + (one.lat - lat) ** 2 for one in placed]
    farthest_first = sorted(range(len(placed)), key=away.__getitem__, reverse=True)
    left = FAR_SHARE * sum(one.appeals for one in placed)
    for number, index in enumerate(farthest_first[:-1]):
        left -= placed[index].appeals
        if left < 0:
            return [placed[one] for one in farthest_first[number:]]
    return [placed[farthest_first[-1]]]


def _median(ordered: list[tuple[float, int]]) -> float:
    """The degree on either side of which half of the appeals lie."""
    half = sum(appeals for _degree, appeals in ordered) / 2
    for degree, appeals in ordered:
        half -= appeals
        if half <= 0:
            return degree
    return ordered[-1][0]


def _box(placed: list[Placed]) -> BBox:
    """Around whole cells: the outermost ones are enough, of many the outlines would take long."""
    axes = (attrgetter("lon"), attrgetter("lat"))
    return hexgrid.box_around(most(placed, key=axis).cell for axis in axes for most in (min, max))
