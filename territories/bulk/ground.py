"""Polygons in memory: who covers a point, whose border is near, how far it is; not who answers there."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from territories.metric import conformal, distances_m, metres_per_degree
from territories.rules import ON_BORDER_M

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
EVER, NEVER = date.min.toordinal(), date.max.toordinal() + 1
# Corners of a stretch of border in the trees that find the nearest one: short ones are measured quickly.
STRETCH = 5


@dataclass(frozen=True, slots=True)
class Hits:
    """Pairs of a point (position) and an owner (position), sorted by point, then owner; each pair once."""

    points: Ints
    owners: Ints
    covers: NDArray[np.bool_]
    border_m: Floats

    def of(self, points: Ints) -> "Hits":
        """Those of some points."""
        kept = np.isin(self.points, points)
        return Hits(self.points[kept], self.owners[kept], self.covers[kept], self.border_m[kept])


class Ground:
    """Owners of polygons (areas of a version, zones) by their pieces and border lines, EPSG:4326.

    since, until: ordinals of each owner's days of validity, until exclusive.
    """

    def __init__(
        self, pieces: Any, piece_owner: Ints, lines: Any, line_owner: Ints, since: Ints, until: Ints
    ) -> None:
        self.pieces, self.piece_owner = np.asarray(pieces, dtype=object), piece_owner
        self.lines, self.line_owner = np.asarray(lines, dtype=object), line_owner
        self.since, self.until = since, until
        # A prepared polygon answers for a point in some 0.5 µs.
        shapely.prepare(self.pieces)
        self._tree = shapely.STRtree(self.pieces)
        self._line_tree = shapely.STRtree(self.lines)
        self._borders: dict[int, tuple[NDArray[np.object_], shapely.STRtree]] = {}

    def covering(self, points: Any, lons: Floats, lats: Floats, days: Ints) -> tuple[Ints, Ints]:
        """Pairs (point, owner) whose piece holds the point, each once, sorted by point."""
        at, piece = self._tree.query(points)
        # Piece by piece: each stays in the processor's memory for all its points: an eighth of the time.
        by_piece = np.argsort(piece, kind="stable")
        at, piece = at[by_piece], piece[by_piece]
        inside = shapely.intersects_xy(self.pieces[piece], lons[at], lats[at])
        return self._unique(at[inside], self.piece_owner[piece[inside]], days)

    def _unique(self, at: Ints, owners: Ints, days: Ints) -> tuple[Ints, Ints]:
        valid = (self.since[owners] <= days[at]) & (days[at] < self.until[owners])
        keys = np.sort(at[valid] * len(self.since) + owners[valid])
        # np.unique hashes first and takes ten times as long as the sort alone.
        keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))] if len(keys) else keys
        return keys // max(len(self.since), 1), keys % max(len(self.since), 1)

    def near(
        self, points: Any, lons: Floats, lats: Floats, days: Ints, reach_m: float
    ) -> tuple[Ints, Ints, Floats]:
        """Pairs (point, owner, metres) whose border lies within reach_m, each once, sorted by point."""
        if not len(points):
            return np.empty(0, int), np.empty(0, int), np.empty(0)
        kx, ky = metres_per_degree(lats)
        reach_deg = reach_m / np.minimum(kx, ky) * 1.001
        at, line = self._line_tree.query(points, predicate="dwithin", distance=reach_deg)
        owners = self.line_owner[line]
        valid = (self.since[owners] <= days[at]) & (days[at] < self.until[owners])
        at, line, owners = at[valid], line[valid], owners[valid]
        metres = distances_m(self.lines[line], lons[at], lats[at])
        close = metres <= reach_m
        return _nearest_per_pair(at[close], owners[close], metres[close], len(self.since))

    def hits(self, lons: Floats, lats: Floats, days: Ints, reach_m: float) -> Hits:
        """Everything that covers the points or whose border is near; farther borders are NaN, see `far`."""
        points = np.asarray(shapely.points(lons, lats))
        at, owners = self.covering(points, lons, lats, days)
        near_at, near_owners, near_m = self.near(points, lons, lats, days, reach_m)
        width = max(len(self.since), 1)
        inside, close = at * width + owners, near_at * width + near_owners
        keys = np.union1d(inside, close)
        border = np.full(len(keys), np.nan)
        border[np.searchsorted(keys, close)] = near_m
        covers = np.isin(keys, inside) | (border <= ON_BORDER_M)
        return Hits(keys // width, keys % width, covers, border)

    def with_far(self, hits: Hits, lons: Floats, lats: Floats) -> Hits:
        """The hits with every distance to the whole border."""
        far = np.flatnonzero(np.isnan(hits.border_m))
        border = hits.border_m.copy()
        border[far] = self.far(lons[hits.points[far]], lats[hits.points[far]], hits.owners[far])
        return Hits(hits.points, hits.owners, hits.covers, border)

    def far(self, lons: Floats, lats: Floats, owners: Ints) -> Floats:
        """Metres from each point to the whole border of the owner at the same position."""
        if not len(owners):
            return np.empty(0)
        pins = np.asarray(shapely.points(conformal(lons, lats)))
        nearest = np.empty(len(owners), dtype=object)
        order = np.argsort(owners, kind="stable")
        for group in np.split(order, np.flatnonzero(np.diff(owners[order])) + 1):
            stretches, tree = self._border(int(owners[group[0]]))
            nearest[group] = stretches[tree.query_nearest(pins[group], all_matches=False)[1]]
        return distances_m(nearest, lons, lats)

    def _border(self, owner: int) -> tuple[NDArray[np.object_], shapely.STRtree]:
        """Stretches of one owner's border, in degrees, and a tree over them in the conformal plane."""
        known = self._borders.get(owner)
        if known is None:
            stretches = _stretches(self.lines[self.line_owner == owner])
            flat = stretches.copy()
            corners = shapely.get_coordinates(flat)
            shapely.set_coordinates(flat, conformal(corners[:, 0], corners[:, 1]))
            known = self._borders[owner] = (stretches, shapely.STRtree(flat))
        return known


def _stretches(lines: NDArray[np.object_]) -> NDArray[np.object_]:
    """Lines cut at corners into pieces of at most STRETCH corners; no new point is made."""
    parts = []
    for line in lines:
        corners = shapely.get_coordinates(line)
        parts += [corners[start : start + STRETCH] for start in range(0, len(corners) - 1, STRETCH - 1)]
    numbers = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    return np.asarray(shapely.linestrings(np.concatenate(parts), indices=numbers), dtype=object)


def _nearest_per_pair(at: Ints, owners: Ints, metres: Floats, width: int) -> tuple[Ints, Ints, Floats]:
    keys = at * max(width, 1) + owners
    order = np.lexsort((metres, keys))
    keys, metres = keys[order], metres[order]
    first = np.concatenate(([True], keys[1:] != keys[:-1])) if len(keys) else np.empty(0, bool)
    keys, metres = keys[first], metres[first]
    return keys // max(width, 1), keys % max(width, 1), metres
