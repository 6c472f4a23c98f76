"""The tile grid and the hex grid for whole arrays at once (numpy); gives the same numbers as tilegrid and hexgrid."""

import h3.api.numpy_int as h3
import numpy as np
from numpy.typing import NDArray

from geo.hexgrid import cell_at
from geo.tilegrid import HALF_WORLD_M, MAX_LATITUDE_DEG, QUANTUM_BITS
from geo.types import LonLat

Degrees = NDArray[np.float64]
Quanta = NDArray[np.int64]


def mercator(lons: Degrees, lats: Degrees) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """EPSG:3857 metres east and north; latitudes beyond the Mercator square are clamped to it."""
    x, y = _fractions(lons, lats)
    return x * 2 * HALF_WORLD_M - HALF_WORLD_M, HALF_WORLD_M - y * 2 * HALF_WORLD_M


def quantize(lons: Degrees, lats: Degrees) -> tuple[Quanta, Quanta]:
    """31-bit Web-Mercator integers qx (east) and qy (south), as `tilegrid.quantize`."""
    size, top = 1 << QUANTUM_BITS, (1 << QUANTUM_BITS) - 1
    x, y = _fractions(lons, lats)
    return _clip(x * size, top), _clip(y * size, top)


def morton(qx: Quanta, qy: Quanta) -> Quanta:
    """Morton codes, as `tilegrid.morton`."""
    return _spread(qx) | (_spread(qy) << 1)


def finest_cells(lons: Degrees, lats: Degrees) -> Quanta:
    """Res-15 H3 indexes, as `hexgrid.cell_at`; about 3 µs a point."""
    cells = (cell_at(LonLat(lon, lat)).index for lon, lat in zip(lons.tolist(), lats.tolist(), strict=True))
    return np.fromiter(cells, dtype=np.int64, count=len(lons))


def _fractions(lons: Degrees, lats: Degrees) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    clamped = np.clip(lats, -MAX_LATITUDE_DEG, MAX_LATITUDE_DEG)
    x = (lons + 180) / 360
    y = (1 - np.arcsinh(np.tan(np.radians(clamped))) / np.pi) / 2
    return x, y


def _clip(values: NDArray[np.float64], top: int) -> Quanta:
    return np.clip(values.astype(np.int64), 0, top)


def _spread(value: Quanta) -> Quanta:
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        value = (value | (value << shift)) & mask
    return value


def quantum_centres(qx: Quanta, qy: Quanta) -> tuple[Degrees, Degrees]:
    """EPSG:3857 metres of the middles of quanta."""
    side = 2 * HALF_WORLD_M / (1 << QUANTUM_BITS)
    east, south = qx.astype(np.float64) + 0.5, qy.astype(np.float64) + 0.5
    return east * side - HALF_WORLD_M, HALF_WORLD_M - south * side


def disks(cells: Quanta, rings: int) -> Quanta:
    """Cells within so many rings of any of the cells, those themselves too; each once, ascending."""
    parts = [cells.astype(np.uint64), *(h3.grid_disk(cell, rings) for cell in cells.tolist())]
    return np.unique(np.concatenate(parts)).astype(np.int64)


def neighbour_pairs(cells: Quanta, rings: int) -> tuple[Quanta, Quanta]:
    """Positions of pairs of cells within so many rings of each other, ascending; each is its own neighbour too.

    cells: of one resolution, ascending, each once. A pentagon has one neighbour less; cells that are not listed are
    nobody's neighbours.
    """
    found = [h3.grid_disk(cell, rings).astype(np.int64) for cell in cells.tolist()]
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    focal = np.repeat(np.arange(len(cells)), [len(disk) for disk in found])
    flat = np.concatenate(found)
    at = np.minimum(np.searchsorted(cells, flat), len(cells) - 1)
    listed = cells[at] == flat
    focal, at = focal[listed], at[listed]
    order = np.lexsort((at, focal))
    return focal[order], at[order]
