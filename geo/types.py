"""Values of the Earth: points, boxes, tiles, hex cells; pure, not tables. Order is always lon, lat (EPSG:4326)."""

from dataclasses import dataclass
from math import isfinite

from geo.errors import OutOfGrid, OutOfWorld

MAX_ZOOM = 22


@dataclass(frozen=True, slots=True)
class LonLat:
    """A point in WGS84 degrees (EPSG:4326), longitude first. Raises OutOfWorld."""

    lon: float
    lat: float

    def __post_init__(self) -> None:
        inside = isfinite(self.lon) and isfinite(self.lat) and abs(self.lon) <= 180 and abs(self.lat) <= 90
        if not inside:
            raise OutOfWorld


@dataclass(frozen=True, slots=True)
class BBox:
    """A box in WGS84 degrees, west ≤ east and south ≤ north. Raises OutOfWorld."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        LonLat(self.west, self.south)
        LonLat(self.east, self.north)
        if self.west > self.east or self.south > self.north:
            raise OutOfWorld

    def contains(self, point: LonLat) -> bool:
        return self.west <= point.lon <= self.east and self.south <= point.lat <= self.north

    def as_tuple(self) -> tuple[float, float, float, float]:
        return (self.west, self.south, self.east, self.north)


@dataclass(frozen=True, slots=True)
class TileId:
    """A tile of the XYZ scheme (EPSG:3857), y from the north. Raises OutOfGrid."""

    z: int
    x: int
    y: int

    def __post_init__(self) -> None:
        side = 1 << self.z if 0 <= self.z <= MAX_ZOOM else 0
        if not (0 <= self.x < side and 0 <= self.y < side):
            raise OutOfGrid


@dataclass(frozen=True, slots=True)
class HexCell:
    """An H3 cell by its 64-bit index. It exceeds 2^53: send it to a browser as `str(cell)`, sixteen hex digits."""

    index: int

    @property
    def resolution(self) -> int:
        return (self.index >> 52) & 0xF

    def __str__(self) -> str:
        return f"{self.index:x}"
