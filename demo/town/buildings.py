"""Buildings along streets and inside blocks, none upon another; numbers are given elsewhere."""

from bisect import bisect_right
from dataclasses import dataclass
from math import hypot

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from demo.town import shapes
from demo.town.frame import Array
from demo.town.network import HALF_WIDTH_M, Street

Vector = tuple[float, float]


@dataclass(slots=True)
class Building:
    """One footprint. street: index of the street it fronts, or -1; along_m and left: where on that street."""

    shape: Polygon
    kind: str
    levels: int = 1
    street: int = -1
    along_m: float = 0.0
    left: bool = False
    number: str = ""
    residents: int = 0
    name: str = ""

    @property
    def addressed(self) -> bool:
        return self.kind not in {"shed", "cabin", "garage"}


@dataclass(frozen=True, slots=True)
class Manner:
    """How a use builds along a street: ranges of length, depth and gap, setback from the road's edge, levels."""

    kind: str
    length: tuple[float, float]
    depth: tuple[float, float]
    gap: tuple[float, float]
    setback: float
    levels: tuple[int, int]
    missing: float
    winged: float


MANNERS = {
    "centre": Manner("house", (13, 44), (10.5, 13.5), (1.5, 11), 3.5, (1, 4), 0.06, 0.4),
    "midrise": Manner("apartments", (28, 58), (11.5, 13), (12, 26), 8, (2, 5), 0.08, 0.18),
    "slabs": Manner("apartments", (50, 98), (12, 14.5), (20, 38), 15, (5, 9), 0.12, 0.10),
    "private": Manner("detached", (7.5, 12), (7.5, 11), (8, 13), 7, (1, 2), 0.07, 0.25),
    "village": Manner("detached", (7, 11), (7, 10), (12, 28), 9, (1, 1), 0.12, 0.2),
    "allotments": Manner("cabin", (4, 7), (4, 6.5), (12, 17), 6, (1, 1), 0.12, 0.1),
    "industrial": Manner("industrial", (35, 110), (24, 62), (14, 40), 14, (1, 3), 0.15, 0.3),
    "warehouses": Manner("warehouse", (30, 80), (16, 30), (10, 30), 9, (1, 2), 0.12, 0.1),
}
FRONTED = {"primary", "secondary", "tertiary", "residential", "unclassified", "service"}


def along_streets(rng: np.random.Generator, streets: list[Street], land: "Land") -> list[Building]:
    """Candidates on both sides of every street, most important streets first; they may still collide."""
    order = sorted(range(len(streets)), key=lambda i: -HALF_WIDTH_M[streets[i].kind])
    found: list[Building] = []
    for index in order:
        if streets[index].kind in FRONTED:
            found += _front(rng, index, streets[index], land)
    return found


class Land:
    """Which use a point of the plane has."""

    def __init__(self, faces: list[tuple[str, BaseGeometry]]) -> None:
        self._uses = [use for use, _ in faces]
        self._tree = shapely.STRtree([shape for _, shape in faces])

    def uses(self, points: Array, default: str) -> list[str]:
        """Use under each point; `default` outside every face."""
        result = [default] * len(points)
        for point, face in self._tree.query(shapely.points(points), predicate="within").T:
            result[point] = self._uses[face]
        return result


class Track:
    """A street's line by the metres along it."""

    def __init__(self, line: LineString) -> None:
        points = shapely.get_coordinates(line)
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
        self._xs, self._ys, self._along = points[:, 0].tolist(), points[:, 1].tolist(), along.tolist()
        self.length_m = self._along[-1]

    def at(self, metres: float) -> Vector:
        """Place so far along; the ends go no further."""
        along = self._along
        if metres <= 0:
            return self._xs[0], self._ys[0]
        if metres >= along[-1]:
            return self._xs[-1], self._ys[-1]
        n = bisect_right(along, metres)
        share = (metres - along[n - 1]) / (along[n] - along[n - 1])
        return (
            self._xs[n - 1] + (self._xs[n] - self._xs[n - 1]) * share,
            self._ys[n - 1] + (self._ys[n] - self._ys[n - 1]) * share,
        )

    def heading(self, metres: float) -> Vector:
        """Unit vector along the street, from six metres behind to six metres ahead."""
        (x, y), (ahead_x, ahead_y) = self.at(metres - 6), self.at(metres + 6)
        length = max(hypot(ahead_x - x, ahead_y - y), 1e-9)
        return (ahead_x - x) / length, (ahead_y - y) / length


def _front(rng: np.random.Generator, index: int, street: Street, land: Land) -> list[Building]:
    track = Track(street.line)
    marks = np.arange(0.0, track.length_m, 10.0).tolist()
    if len(marks) < 3:
        return []
    found: list[Building] = []
    for left in (True, False):
        side = 24.0 if left else -24.0
        beside = [
            (x - ahead_y * side, y + ahead_x * side)
            for (x, y), (ahead_x, ahead_y) in ((track.at(mark), track.heading(mark)) for mark in marks)
        ]
        uses = land.uses(np.array(beside), "village" if street.settlement else "")
        found += _side(rng, index, street, track, uses, left)
    return found


def _side(
    rng: np.random.Generator, index: int, street: Street, track: Track, uses: list[str], left: bool
) -> list[Building]:
    found: list[Building] = []
    at = 12.0 + rng.uniform(0, 6)
    while at < track.length_m - 10:
        manner = MANNERS.get(uses[min(int(at / 10), len(uses) - 1)])
        if manner is None:
            at += 20
            continue
        length = rng.uniform(*manner.length)
        if at + length > track.length_m - 6:
            break
        if rng.random() >= manner.missing:
            found += _build(rng, manner, index, street, track, at + length / 2, length, left)
        at += length + rng.uniform(*manner.gap)
    return found


def _build(
    rng: np.random.Generator,
    manner: Manner,
    index: int,
    street: Street,
    track: Track,
    middle: float,
    length: float,
    left: bool,
) -> list[Building]:
    (x, y), (facing_x, facing_y) = track.at(middle), track.heading(middle)
    if not left:
        facing_x, facing_y = -facing_x, -facing_y
    depth = rng.uniform(*manner.depth)
    reach = HALF_WIDTH_M[street.kind] + manner.setback * rng.uniform(0.9, 1.15) + depth / 2
    at = (x - facing_y * reach, y + facing_x * reach)
    outline = shapes.rectangle(length, depth)
    kind = manner.kind
    if rng.random() < manner.winged:
        outline = shapes.l_shape(length, depth, length * rng.uniform(0.25, 0.6))
        if rng.random() < 0.5:
            outline = outline[::-1] * np.array([-1.0, 1.0])
    elif kind == "apartments" and manner.length[1] > 80 and rng.random() < 0.22:
        outline, kind = shapes.rectangle(24, 22), "tower"
    facing = np.array([facing_x, facing_y])
    building = Building(
        shapes.polygon(outline, np.array(at), facing),
        kind,
        _levels(rng, manner, kind),
        index if street.name else -1,
        middle,
        left,
    )
    if kind != "detached" or rng.random() < 0.35:
        return [building]
    shed = shapes.rectangle(rng.uniform(3.5, 7), rng.uniform(3, 5))
    behind, beside = rng.uniform(11, 17), rng.uniform(-6, 6)
    yard = (
        at[0] - facing_y * behind + facing_x * beside,
        at[1] + facing_x * behind + facing_y * beside,
    )
    return [building, Building(shapes.polygon(shed, np.array(yard), facing), "shed")]


def _levels(rng: np.random.Generator, manner: Manner, kind: str) -> int:
    levels = int(rng.integers(manner.levels[0], manner.levels[1] + 1))
    if kind == "tower":
        return 9 + 3 * int(rng.integers(0, 2))
    return 5 if kind == "apartments" and 2 < levels < 8 else levels


def without_collisions(candidates: list[Building], obstacles: list[BaseGeometry]) -> list[Building]:
    """The candidates that touch no obstacle and, in their order, no building kept before; sheds come last."""
    ranked = sorted(candidates, key=lambda building: building.kind == "shed")
    outlines = np.array([building.shape for building in ranked], dtype=object)
    free = np.ones(len(ranked), dtype=bool)
    tree = shapely.STRtree(obstacles)
    free[np.unique(tree.query(outlines, predicate="intersects")[0])] = False
    margins = np.array([1.2 if building.kind in {"shed", "cabin"} else 3.0 for building in ranked])
    near = shapely.STRtree(outlines).query(
        shapely.buffer(outlines, margins, join_style="mitre"), predicate="intersects"
    )
    rivals: dict[int, list[int]] = {}
    for later, earlier in near.T:
        if earlier < later:
            rivals.setdefault(int(later), []).append(int(earlier))
    for index in sorted(rivals):
        if free[index] and any(free[rival] for rival in rivals[index]):
            free[index] = False
    return [building for building, keep in zip(ranked, free, strict=True) if keep]


def street_beds(streets: list[Street]) -> list[BaseGeometry]:
    """Roadways that no building may touch."""
    lines = [street.line for street in streets]
    widths = [HALF_WIDTH_M[street.kind] + 2.0 for street in streets]
    return list(shapely.buffer(np.array(lines, dtype=object), widths, quad_segs=2))


def as_line(ring: BaseGeometry) -> LineString | None:
    """The outer ring of a polygon as a line; None when it is in parts or gone."""
    return LineString(ring.exterior.coords) if isinstance(ring, Polygon) and not ring.is_empty else None
