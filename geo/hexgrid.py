"""The hex grid (H3): cells at insert by the library, parents in SQL by bit arithmetic; not the heat map itself."""

from collections.abc import Iterable
from math import cos, radians

import h3.api.basic_int as h3
from django.db.models import BigIntegerField, Func
from shapely.geometry.base import BaseGeometry

from geo.types import BBox, HexCell, LonLat

FINEST = 15
KM_PER_DEG = 111.2
# Wider boxes are beyond what the library takes for a polygon: all 122 cells of the coarsest resolution hold them.
WIDEST_DEG = 90


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


def parent_bits(resolution: int) -> dict[str, int]:
    """Parameters of the parent's bit arithmetic in statements: `(cell & kept) | marked` is the ancestor."""
    free = (1 << (3 * (FINEST - resolution))) - 1
    return {"kept": ~(15 << 52) & ~free & ((1 << 63) - 1), "marked": (resolution << 52) | free}


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


def ranges_of(cells: list[HexCell], resolution: int) -> list[tuple[int, int]]:
    """The same of indexes at another `resolution`, for a column of such ancestors; no cell may be finer than it."""
    return [(_at(low, resolution), _at(high, resolution)) for low, high in finest_ranges(cells)]


def _at(finest: int, resolution: int) -> int:
    """The index with another resolution written in; its digits stay, which keeps the order of ancestors."""
    return (finest & ~(15 << 52)) | (resolution << 52)


def cells_around(box: BBox, finest: int, most: int = 1000) -> list[HexCell]:
    """Cells of one resolution (`finest` or coarser) to which every point of the box belongs, and some around.

    Belongs: by `parent` of its own cell, which may lie a little beyond the ancestor's outline; hence a ring of
    neighbours. most: how many there may be about, before a coarser resolution is taken. In the order of the grid.
    """
    resolution = next((one for one in range(finest, 0, -1) if _cells_in(box, one) <= most), 0)
    if resolution == 0 or box.east - box.west > WIDEST_DEG:
        return [HexCell(cell) for cell in sorted(h3.get_res0_cells())]
    # A box without width or height is none for the library.
    west, south = max(box.west - 1e-6, -180.0), max(box.south - 1e-6, -89.9)
    east, north = min(box.east + 1e-6, 180.0), min(box.north + 1e-6, 89.9)
    ring = h3.LatLngPoly([(south, west), (south, east), (north, east), (north, west)])
    found = h3.h3shape_to_cells_experimental(ring, resolution, contain="overlap")
    return [HexCell(cell) for cell in sorted({near for cell in found for near in h3.grid_disk(cell, 1)})]


def _cells_in(box: BBox, resolution: int) -> float:
    """About how many cells meet the box."""
    across_km = 1.7 * float(h3.average_hexagon_edge_length(resolution, unit="km"))
    nearest_deg = 0.0 if box.south < 0 < box.north else min(abs(box.south), abs(box.north))
    width_km = (box.east - box.west) * KM_PER_DEG * cos(radians(nearest_deg))
    return (width_km / across_km + 3) * ((box.north - box.south) * KM_PER_DEG / across_km + 3)


def outline(cell: HexCell) -> list[tuple[float, float]]:
    """Ring of (lon, lat) degrees, open: five or six corners, sometimes more on an icosahedron's edge."""
    return [(lon, lat) for lat, lon in h3.cell_to_boundary(cell.index)]


def ring(cell: HexCell) -> list[tuple[float, float]]:
    """The same closed, as polygons have it."""
    corners = outline(cell)
    return [*corners, corners[0]]


def box_around(cells: Iterable[HexCell]) -> BBox:
    """The box around the outlines of cells, at least one."""
    lons, lats = zip(*(corner for cell in cells for corner in outline(cell)), strict=True)
    return BBox(min(lons), min(lats), max(lons), max(lats))


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
