"""Tiles of appeals: points when few, clusters that keep counts per group of states when many; not hexbins."""

from functools import lru_cache
from time import monotonic
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from accounts.types import PUBLIC
from appeals.models import Topic
from appeals.queries.stretches import marks, marks_text, read_stretch, read_stretches
from appeals.types import STATE_GROUPS, Selection
from geo import sql, tilegrid
from geo.tilegrid import QUANTUM_BITS
from geo.types import BBox, TileId
from tiles import encoding
from tiles.sources.extents import Extent
from tiles.types import TileRequest

POINTS_FROM_ZOOM = 14
MOST_POINTS = 4000
# Clusters stand 128 px apart in a tile of 512 px; among too many points, 8 px.
CLUSTER_GRID_BITS, CROWD_GRID_BITS = 2, 6
PIXEL_BITS = 12
CENTRE_ZOOM = 12
# A tile of a country of five million appeals takes about a second; of half a million, a tenth.
COARSE_TO_ZOOM, BIG_TABLE = 7, 500_000
_STATES = sorted(STATE_GROUPS)
_GROUPS = [STATE_GROUPS[state].value for state in _STATES]
_GROUP_OF = {state.value: group.value for state, group in STATE_GROUPS.items()}


def tile(request: TileRequest) -> bytes:
    """Points from zoom 14 unless they are more than 4,000, else clusters. Index: mark_mk, one range."""
    if request.tile.z >= POINTS_FROM_ZOOM:
        body, number = _points(request)
        if number <= MOST_POINTS:
            return body
        return _clusters(request, CROWD_GRID_BITS)
    return _clusters(request, CLUSTER_GRID_BITS)


class Points(NamedTuple):
    """A row of tile_points: the points of a tile column by column."""

    number: int
    x: NDArray[np.int32]
    y: NDArray[np.int32]
    topics: NDArray[np.int64]
    supports: NDArray[np.int32]
    numbers: str
    kinds_and_states: str


def points_statement(request: TileRequest) -> tuple[dict[str, Any], str]:
    """Parameters and relation of tile_points, for the tile and for the bench."""
    found = read_stretch(marks_text(request.viewer, request.selection), tilegrid.morton_range(request.tile))
    return _grid(request.tile) | {"most": MOST_POINTS + 1}, found


def points_tile(found: Points) -> bytes:
    """The tile out of what the statement found; empty without a point."""
    if not found.number:
        return b""
    pairs, pair_of = encoding.words(found.kinds_and_states)
    kinds, states = zip(*(pair.split() for pair in pairs), strict=True)
    topic_ids, topic_of = np.unique(found.topics, return_inverse=True)
    topics, categories = zip(*_codes_of(topic_ids.tolist()), strict=True)
    columns = {
        "kind": encoding.texts(kinds, pair_of),
        "state": encoding.texts(states, pair_of),
        "group": encoding.texts([_GROUP_OF[state] for state in states], pair_of),
        "category": encoding.texts(categories, topic_of),
        "supports": encoding.numbers(found.supports),
        "topic": encoding.texts(topics, topic_of),
        "number": encoding.lines(found.numbers, found.number),
    }
    return encoding.points("appeals", found.x, found.y, columns)


def _codes_of(topic_ids: list[int]) -> list[tuple[str, str]]:
    """Codes of topics and of their categories. A code that is changed shows here within a minute."""
    minute = int(monotonic() // 60)
    known = _catalogue(minute)
    if not known.keys() >= set(topic_ids):
        _catalogue.cache_clear()
        known = _catalogue(minute)
    return [known.get(topic, ("", "")) for topic in topic_ids]


@lru_cache(maxsize=1)
def _catalogue(_minute: int) -> dict[int, tuple[str, str]]:
    rows = Topic.objects.values_list("pk", "code", "category__code")
    return {pk: (topic, category) for pk, topic, category in rows.order_by()}


def _points(request: TileRequest) -> tuple[bytes, int]:
    params, marks_found = points_statement(request)
    (row,) = sql.binary_rows("tiles", "tile_points", params, {"marks": marks_found})
    found = Points(*row)
    return (points_tile(found) if found.number <= MOST_POINTS else b""), found.number


def clusters_statement(request: TileRequest, grid_bits: int) -> tuple[dict[str, Any], str]:
    """Parameters and relation of tile_clusters.

    The relation is read as stretches, though it is one: the planner then takes the clusters for few and looks single
    appeals up by their keys. It would read the whole table for them.
    """
    params = _grid(request.tile) | {
        "cell_bits": 2 * (QUANTUM_BITS - request.tile.z - grid_bits),
        "cell_q": 1 << (QUANTUM_BITS - request.tile.z - grid_bits),
        "states": _STATES,
        "groups": _GROUPS,
        **{group: [state for state in _STATES if STATE_GROUPS[state] == group] for group in set(_GROUPS)},
    }
    found = marks_text(request.viewer, request.selection)
    return params, read_stretches(found, [tilegrid.morton_range(request.tile)])


def _clusters(request: TileRequest, grid_bits: int) -> bytes:
    """Clusters by Morton prefix: a grid of the same index. A cluster of one is the point itself."""
    params, found = clusters_statement(request, grid_bits)
    ((body,),) = sql.binary_rows("tiles", "tile_clusters", params, {"marks": found})
    return bytes(body or b"")


def _grid(tile_id: TileId) -> dict[str, int]:
    """Origin of the tile in quanta, and how many bits of a quantum are finer than a pixel of 4,096."""
    free = QUANTUM_BITS - tile_id.z
    return {"left_q": tile_id.x << free, "top_q": tile_id.y << free, "shift": free - PIXEL_BITS}


def extent(selection: Selection) -> Extent | None:
    """Box of the public's appeals and the fullest place of zoom 12."""
    found = marks(PUBLIC, selection)
    params = {"cell_bits": 2 * (QUANTUM_BITS - CENTRE_ZOOM)}
    ((west, north, east, south, *centre),) = sql.rows("tiles", "extent_appeals", params, {"marks": found})
    if west is None:
        return None
    low, high = tilegrid.dequantize(west, south), tilegrid.dequantize(east, north)
    bounds = BBox(low.lon, low.lat, high.lon, high.lat)
    return Extent(bounds, tilegrid.dequantize(*centre), CENTRE_ZOOM)


def version(zoom: int) -> str:
    """Changes with each event; that of low zooms over a big table every two minutes, since they are dear."""
    params = {"coarse": zoom <= COARSE_TO_ZOOM, "big": BIG_TABLE}
    ((text,),) = sql.prepared_rows("tiles", "version_appeals", params)
    return str(text)
