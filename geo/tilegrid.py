"""The tile grid: XYZ tiles, Web-Mercator integers and Morton codes; not what is drawn in a tile."""

from math import asinh, atan, degrees, pi, radians, sinh, tan

from geo.types import BBox, LonLat, TileId

EXTENT = 4096
HALF_WORLD_M = 20_037_508.342789244
MAX_LATITUDE_DEG = 85.051_128_779_806_6
QUANTUM_BITS = 31


def tile_at(point: LonLat, z: int) -> TileId:
    """Tile that holds the point; latitudes beyond the Mercator square are clamped to it."""
    qx, qy = quantize(point)
    return TileId(z, qx >> (QUANTUM_BITS - z), qy >> (QUANTUM_BITS - z))


def bounds(tile: TileId) -> BBox:
    """The tile's box in degrees."""
    side = 1 << tile.z
    return BBox(
        tile.x / side * 360 - 180,
        _latitude(1 - 2 * (tile.y + 1) / side),
        (tile.x + 1) / side * 360 - 180,
        _latitude(1 - 2 * tile.y / side),
    )


def _latitude(fraction: float) -> float:
    return degrees(atan(sinh(pi * fraction)))


def quantize(point: LonLat) -> tuple[int, int]:
    """Web-Mercator position as two 31-bit integers (qx east, qy south), 1.9 cm at the equator."""
    lat = min(max(point.lat, -MAX_LATITUDE_DEG), MAX_LATITUDE_DEG)
    size, top = 1 << QUANTUM_BITS, (1 << QUANTUM_BITS) - 1
    x = (point.lon + 180) / 360
    y = (1 - asinh(tan(radians(lat))) / pi) / 2
    return min(max(int(x * size), 0), top), min(max(int(y * size), 0), top)


def dequantize(qx: int, qy: int) -> LonLat:
    """Middle of the quantum (qx, qy)."""
    size = 1 << QUANTUM_BITS
    return LonLat((qx + 0.5) / size * 360 - 180, _latitude(1 - 2 * (qy + 0.5) / size))


def morton(qx: int, qy: int) -> int:
    """Morton code of a quantum: bits of qy and qx interleaved, 62 bits, so that each tile is one range."""
    return _spread(qx) | (_spread(qy) << 1)


def _spread(value: int) -> int:
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        value = (value | (value << shift)) & mask
    return value


def morton_range(tile: TileId) -> tuple[int, int]:
    """First and last Morton code inside the tile, both inclusive."""
    shift = 2 * (QUANTUM_BITS - tile.z)
    low = morton(tile.x, tile.y) << shift
    return low, low + (1 << shift) - 1


def morton_cover(west: int, north: int, east: int, south: int, most: int = 96) -> list[tuple[int, int]]:
    """Ranges of Morton codes, inclusive, that hold every quantum of a box of quanta (both ends inclusive).

    Out of about `most` squares, ascending, neighbours joined; they may hold quanta outside the box, none of it is
    missing. Only squares that the box's edge cuts are split further.
    """
    whole, cut = _squares(west, north, east, south, most)
    return _joined(whole + cut)


def morton_parts(
    west: int, north: int, east: int, south: int, most: int = 96
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The same ranges in two lists: those that lie in the box as a whole, and those that its edge cuts."""
    whole, cut = _squares(west, north, east, south, most)
    return _joined(whole), _joined(cut)


def _squares(
    west: int, north: int, east: int, south: int, most: int
) -> tuple[list["Square"], list["Square"]]:
    whole: list[Square] = []
    cut: list[Square] = [(0, 0, QUANTUM_BITS)]
    while cut:
        parts = [part for square in cut for part in _quarters(square)]
        kept = [part for part in parts if _meets(part, west, north, east, south)]
        inside = [part for part in kept if _lies_in(part, west, north, east, south)]
        if len(whole) + len(kept) > most:
            break
        whole += inside
        cut = [part for part in kept if part not in inside]
    return whole, cut


# Column, row and bits of a side's length: a quantum is (qx, qy, 0).
Square = tuple[int, int, int]


def _quarters(square: Square) -> list[Square]:
    x, y, bits = square
    return [(x << 1 | right, y << 1 | below, bits - 1) for right in (0, 1) for below in (0, 1)]


def _meets(square: Square, west: int, north: int, east: int, south: int) -> bool:
    x, y, bits = square
    return x << bits <= east and (x + 1 << bits) > west and y << bits <= south and (y + 1 << bits) > north


def _lies_in(square: Square, west: int, north: int, east: int, south: int) -> bool:
    """Whether no edge cuts the square; a single quantum that meets the box lies in it."""
    x, y, bits = square
    return (
        west <= x << bits
        and (x + 1 << bits) - 1 <= east
        and north <= y << bits
        and (y + 1 << bits) - 1 <= south
    )


def _joined(squares: list[Square]) -> list[tuple[int, int]]:
    """Ranges of squares that do not overlap, neighbours on the curve joined."""
    ranges: list[tuple[int, int]] = []
    for low, high in sorted(_range(square) for square in squares):
        if ranges and ranges[-1][1] + 1 == low:
            ranges[-1] = (ranges[-1][0], high)
        else:
            ranges.append((low, high))
    return ranges


def _range(square: Square) -> tuple[int, int]:
    x, y, bits = square
    code = morton(x, y)
    return code << 2 * bits, (code + 1 << 2 * bits) - 1
