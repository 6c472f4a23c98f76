"""The hex grid (H3): cells at insert by the library, parents in SQL by bit arithmetic; not the heat map itself."""

from collections.abc import Iterable

import h3.api.basic_int as h3
from django.db.models import BigIntegerField, Func
from shapely.geometry.base import BaseGeometry

from geo.types import HexCell, LonLat

FINEST = 15


def cell_at(point: LonLat, resolution: int = FINEST) -> HexCell:
    """Cell of `resolution` (0…15) that the point falls into. The one place that flips to H3's lat, lon order.

    The parent of a point's res-15 cell differs from its own cell at a coarser level for about 6 % of
    points; Metka counts by parents of the stored res-15 cell everywhere and never mixes the two.
    """
    return HexCell(h3.latlng_to_cell(point.lat, point.lon, resolution))


def parent(cell: HexCell, resolution: int) -> HexCell:
    """Ancestor at a coarser `resolution`, by the same bit arithmetic as `parent_sql`."""
    kept = (cell.index & ~(15 << 52)) | (resolution << 52)
    return HexCell(kept | ((1 << (3 * (FINEST - resolution))) - 1))


def counting_cell(point: LonLat, resolution: int) -> HexCell:
    """The cell in which whatever stands at a point is counted: the parent of its res-15 cell, as marks are."""
    return parent(cell_at(point), resolution)


def parent_sql(column: str, resolution: str) -> str:
    """SQL of the ancestor of a bigint cell `column`; both arguments are trusted SQL, never user input."""
    return (
        f"(({column} & ~(15::bigint << 52)) | (({resolution})::bigint << 52)"
        f" | ((1::bigint << (3 * (15 - ({resolution})))) - 1))"
    )


class ParentCell(Func):
    """ORM expression of `parent_sql`: `ParentCell("h3", resolution=9)` is a bigint."""

    output_field = BigIntegerField()

    def __init__(self, cell: str, *, resolution: int) -> None:
        super().__init__(cell, template=parent_sql("%(expressions)s", str(int(resolution))))


def finest_range(cell: HexCell) -> tuple[int, int]:
    """First and last res-15 index below `cell`, both inclusive: one range of a b-tree on the res-15 column."""
    free = 3 * (FINEST - cell.resolution)
    low = ((cell.index & ~(15 << 52)) | (FINEST << 52)) >> free << free
    return low, low | ((1 << free) - 1)


def finest_ranges(cells: list[HexCell]) -> list[tuple[int, int]]:
    """Ranges of res-15 indexes below cells of one resolution, as few as whole parents allow, ascending."""
    compacted = h3.compact_cells([cell.index for cell in cells])
    ranges: list[tuple[int, int]] = []
    for low, high in sorted(finest_range(HexCell(index)) for index in compacted):
        if ranges and ranges[-1][1] + 1 == low:
            ranges[-1] = (ranges[-1][0], high)
        else:
            ranges.append((low, high))
    return ranges


def outline(cell: HexCell) -> list[tuple[float, float]]:
    """Ring of (lon, lat) degrees, open: five or six corners, sometimes more on an icosahedron's edge."""
    return [(lon, lat) for lat, lon in h3.cell_to_boundary(cell.index)]


def centre(cell: HexCell) -> LonLat:
    lat, lon = h3.cell_to_latlng(cell.index)
    return LonLat(lon, lat)


def area_km2(cell: HexCell) -> float:
    """True area on the sphere in square kilometres; a cell of one resolution varies by latitude and face."""
    return float(h3.cell_area(cell.index, unit="km^2"))


def cells_within(polygon: BaseGeometry, resolution: int) -> list[int]:
    """Indexes of the cells whose centre lies in a polygon (EPSG:4326, lon/lat), ascending; empty for a small one."""
    return sorted(h3.geo_to_cells(polygon, resolution))


def compacted(cells: Iterable[int]) -> list[HexCell]:
    """The fewest cells that are whole the same ground as cells of one resolution, each of these seven below it."""
    return [HexCell(index) for index in sorted(h3.compact_cells(cells))]
