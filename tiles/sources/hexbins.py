"""Tiles of hexbins: H3 cells with the whole count of each, wherever a tile cuts it; not the counting (heatmap)."""

from functools import lru_cache
from struct import pack

import h3.api.basic_int as h3
from django.utils.translation import gettext_lazy as _

from analytics.measures import MEASURES
from analytics.queries.heatmap import (
    COARSEST,
    FINEST,
    CellFigures,
    check_resolution,
    heatmap_of_cells,
    heatmap_of_stretches,
)
from appeals.errors import InvalidFilter
from geo import hexgrid, sql, tilegrid
from geo.tilegrid import QUANTUM_BITS
from geo.types import HexCell, LonLat, TileId
from tiles.types import TileRequest

# A view of some eight tiles then holds a few thousand cells: a cell is 7 times a finer one, a tile 4 times.
RESOLUTION_PER_ZOOM, RESOLUTION_AT_0 = 0.712, 0.6
# Below this zoom a tile is a good part of the world: what lies around is counted, then cells are chosen.
CELLS_FROM_ZOOM = 5
PIXEL_BITS = 12
Ring = tuple[tuple[int, int], ...]


def tile(request: TileRequest) -> bytes:
    """Cells that touch the tile and hold appeals. Raises InvalidFilter (resolution)."""
    resolution = resolution_of(request)
    if request.tile.z < CELLS_FROM_ZOOM:
        counts = heatmap_of_stretches(
            request.viewer, request.selection, resolution, _around(request.tile), request.asked
        )
        counts = [count for count in counts if _touches(count.cell, request.tile)]
    else:
        cells = cells_of(request.tile, resolution)
        counts = heatmap_of_cells(request.viewer, request.selection, cells, request.asked)
    return _encoded(request, counts) if counts else b""


def resolution_of(request: TileRequest) -> int:
    """The resolution asked for, else the zoom's own. Raises InvalidFilter when a tile would hold too many."""
    if request.resolution is None:
        wanted = round(RESOLUTION_PER_ZOOM * request.tile.z + RESOLUTION_AT_0)
        return min(max(wanted, COARSEST), FINEST)
    resolution = check_resolution(request.resolution)
    finest = round(RESOLUTION_PER_ZOOM * request.tile.z + RESOLUTION_AT_0) + 2
    if resolution > max(finest, COARSEST):
        message = _("At this zoom a resolution of at most %(finest)s.")
        raise InvalidFilter("resolution", message, finest=max(finest, COARSEST))
    return resolution


def _around(tile_id: TileId) -> list[tuple[int, int]]:
    """Morton ranges of the tile and a quarter of it around: cells of a low zoom are small against that.

    A tile at ±180° is looked at with the whole world, since its cells reach over to the other side.
    """
    if tile_id.x in (0, (1 << tile_id.z) - 1):
        return [(0, (1 << 2 * QUANTUM_BITS) - 1)]
    free = QUANTUM_BITS - tile_id.z
    left, top, margin, last = tile_id.x << free, tile_id.y << free, 1 << free >> 2, (1 << QUANTUM_BITS) - 1
    right, bottom = left + (1 << free) + margin, top + (1 << free) + margin
    return tilegrid.morton_cover(
        max(left - margin, 0), max(top - margin, 0), min(right, last), min(bottom, last)
    )


@lru_cache(maxsize=512)
def cells_of(tile_id: TileId, resolution: int) -> tuple[HexCell, ...]:
    """Cells of a resolution that overlap the tile or a sixteenth of it around."""
    box = tilegrid.bounds(tile_id)
    width, height = (box.east - box.west) / 16, (box.north - box.south) / 16
    west, east = max(box.west - width, -180.0), min(box.east + width, 180.0)
    south, north = max(box.south - height, -89.9), min(box.north + height, 89.9)
    ring = h3.LatLngPoly([(south, west), (south, east), (north, east), (north, west)])
    found = h3.h3shape_to_cells_experimental(ring, resolution, contain="overlap")
    return tuple(HexCell(cell) for cell in found)


def _encoded(request: TileRequest, counts: list[CellFigures]) -> bytes:
    shapes = [_shape(count.cell, request.tile) for count in counts]
    measure = MEASURES[request.measure]
    measured = [measure.of_facts(count.facts) for count in counts]
    params = {
        "cells": [str(count.cell) for count in counts],
        "shapes": shapes,
        "counts": [count.count for count in counts],
        "open": [count.open for count in counts],
        "supports": [count.supports for count in counts],
        "per_km2": [round(count.per_km2, 3) for count in counts],
        "values": [None if found.value is None else float(found.value) for found in measured],
        "numbers": [
            None if found.n == count.count else found.n for count, found in zip(counts, measured, strict=True)
        ],
        "before": [count.facts.before.appeals if count.facts.before else None for count in counts],
    }
    ((body,),) = sql.binary_rows("tiles", "tile_hexbins", params)
    return bytes(body or b"")


@lru_cache(maxsize=200_000)
def _ring(cell: HexCell) -> Ring:
    """Outline in quanta, closed, clockwise on the screen as the tile format wants outer rings.

    Corners east of ±180° are moved past the edge of the world, so that a cell across it stays whole.
    """
    corners = hexgrid.outline(cell)
    if max(lon for lon, _lat in corners) - min(lon for lon, _lat in corners) > 180:
        corners = [(lon + 360 if lon < 0 else lon, lat) for lon, lat in corners]
    quanta = [_quantum(lon, lat) for lon, lat in reversed(corners)]
    return (*quanta, quanta[0])


def _quantum(lon: float, lat: float) -> tuple[int, int]:
    turns = 1 if lon >= 180 else 0
    qx, qy = tilegrid.quantize(LonLat(lon - 360 * turns, lat))
    return qx + (turns << QUANTUM_BITS), qy


def _shape(cell: HexCell, tile_id: TileId) -> bytes:
    """Well-known binary of the outline in pixels of the tile; corners that neighbours share stay equal."""
    ring = _beside(_ring(cell), tile_id)
    free = QUANTUM_BITS - tile_id.z
    left, top, shift = tile_id.x << free, tile_id.y << free, free - PIXEL_BITS
    numbers: list[float] = []
    for qx, qy in ring:
        numbers += ((qx - left) >> shift, (qy - top) >> shift)
    return pack(f"<BIII{len(numbers)}d", 1, 3, 1, len(ring), *numbers)


def _beside(ring: Ring, tile_id: TileId) -> Ring:
    """The outline of a cell across ±180° on that side of the world where the tile is."""
    across = max(qx for qx, _qy in ring) >> QUANTUM_BITS
    western = tile_id.x << 1 < 1 << tile_id.z
    return tuple((qx - (1 << QUANTUM_BITS), qy) for qx, qy in ring) if across and western else ring


def _touches(cell: HexCell, tile_id: TileId) -> bool:
    """Whether the outline's box and the tile overlap."""
    free = QUANTUM_BITS - tile_id.z
    ring = _beside(_ring(cell), tile_id)
    xs, ys = [qx for qx, _qy in ring], [qy for _qx, qy in ring]
    left, top, side = tile_id.x << free, tile_id.y << free, 1 << free
    return min(xs) < left + side and max(xs) >= left and min(ys) < top + side and max(ys) >= top
