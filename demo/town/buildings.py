"""Buildings along streets and inside blocks, none upon another; numbers are given elsewhere."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from demo.town import shapes
from demo.town.frame import Array
from demo.town.network import HALF_WIDTH_M, Street


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


def _front(rng: np.random.Generator, index: int, street: Street, land: Land) -> list[Building]:
    points = np.array(street.line.coords)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    marks = np.arange(0.0, along[-1], 10.0)
    if len(marks) < 3:
        return []
    found: list[Building] = []
    for left in (True, False):
        places, tangents = _walk(points, along, marks)
        side = _left(tangents) * (1.0 if left else -1.0)
        uses = land.uses(places + side * 24.0, "village" if street.settlement else "")
        found += _side(rng, index, street, (points, along), uses, left)
    return found


def _walk(points: Array, along: Array, at: Array) -> tuple[Array, Array]:
    places = np.column_stack([np.interp(at, along, points[:, 0]), np.interp(at, along, points[:, 1])])
    ahead = np.column_stack([np.interp(at + 6, along, points[:, 0]), np.interp(at + 6, along, points[:, 1])])
    behind = np.column_stack([np.interp(at - 6, along, points[:, 0]), np.interp(at - 6, along, points[:, 1])])
    tangents = ahead - behind
    return places, tangents / np.maximum(np.hypot(*tangents.T), 1e-9)[:, None]


def _left(tangents: Array) -> Array:
    return np.column_stack([-tangents[:, 1], tangents[:, 0]])


def _side(
    rng: np.random.Generator,
    index: int,
    street: Street,
    track: tuple[Array, Array],
    uses: list[str],
    left: bool,
) -> list[Building]:
    found: list[Building] = []
    total = float(track[1][-1])
    at = 12.0 + float(rng.uniform(0, 6))
    while at < total - 10:
        manner = MANNERS.get(uses[min(int(at / 10), len(uses) - 1)])
        if manner is None:
            at += 20
            continue
        length = float(rng.uniform(*manner.length))
        if at + length > total - 6:
            break
        if rng.random() >= manner.missing:
            found += _build(rng, manner, index, street, track, at + length / 2, length, left)
        at += length + float(rng.uniform(*manner.gap))
    return found


def _build(
    rng: np.random.Generator,
    manner: Manner,
    index: int,
    street: Street,
    track: tuple[Array, Array],
    middle: float,
    length: float,
    left: bool,
) -> list[Building]:
    place, tangent = _walk(*track, np.array([middle]))
    facing = tangent[0] if left else -tangent[0]
    depth = float(rng.uniform(*manner.depth))
    reach = HALF_WIDTH_M[street.kind] + manner.setback * float(rng.uniform(0.9, 1.15)) + depth / 2
    at = place[0] + np.array([-facing[1], facing[0]]) * reach
    outline = shapes.rectangle(length, depth)
    kind = manner.kind
    if rng.random() < manner.winged:
        outline = shapes.l_shape(length, depth, length * float(rng.uniform(0.25, 0.6)))
        if rng.random() < 0.5:
            outline = outline[::-1] * np.array([-1.0, 1.0])
    elif kind == "apartments" and manner.length[1] > 80 and rng.random() < 0.22:
        outline, kind = shapes.rectangle(24, 22), "tower"
    levels = int(rng.integers(manner.levels[0], manner.levels[1] + 1))
    levels = {
        "tower": 9 + 3 * int(rng.integers(0, 2)),
        "apartments": 5 if levels > 2 and levels < 8 else levels,
    }.get(kind, levels)
    building = Building(
        Polygon(shapes.stand(outline, at, facing)), kind, levels, index if street.name else -1, middle, left
    )
    if kind != "detached" or rng.random() < 0.35:
        return [building]
    shed = shapes.rectangle(float(rng.uniform(3.5, 7)), float(rng.uniform(3, 5)))
    yard = (
        at
        + np.array([-facing[1], facing[0]]) * float(rng.uniform(11, 17))
        + facing * float(rng.uniform(-6, 6))
    )
    return [building, Building(Polygon(shapes.stand(shed, yard, facing)), "shed")]


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
