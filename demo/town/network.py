"""Streets and the faces between the main ones; not houses."""

from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from demo.town import drawing
from demo.town.frame import Frame, axes
from demo.town.names import Namer
from demo.town.terrain import Terrain, curve

HALF_WIDTH_M = {
    "trunk": 13.0, "primary": 12.0, "secondary": 9.0, "tertiary": 7.0, "residential": 5.0, "unclassified": 5.0,
    "living_street": 4.0, "pedestrian": 5.0, "service": 3.0, "track": 2.5, "footway": 1.5, "path": 1.5,
}  # fmt: skip
MIN_PIECE_M = 55.0


@dataclass(slots=True)
class Street:
    """One piece of a street or way. settlement: 0 the town, n the n-th village. name "": none."""

    line: LineString
    kind: str
    name: str = ""
    settlement: int = 0
    bridge: bool = False


@dataclass(slots=True)
class Face:
    """Land between main roads with one use."""

    use: str
    shape: BaseGeometry
    streets: list[Street] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Grid:
    """How the inner streets of a use lie: spacing of long and of cross streets in metres, and how they bend."""

    spacing_m: float
    cross_m: float
    kind: str
    bend: float
    dropped: float


GRIDS = {
    "centre": Grid(150, 190, "residential", 0.02, 0.12),
    "midrise": Grid(175, 240, "residential", 0.02, 0.10),
    "slabs": Grid(330, 330, "residential", 0.03, 0.10),
    "private": Grid(86, 300, "residential", 0.05, 0.25),
    "allotments": Grid(52, 230, "service", 0.02, 0.2),
    "industrial": Grid(300, 380, "service", 0.0, 0.3),
    "warehouses": Grid(260, 300, "service", 0.0, 0.3),
}


def main_roads(frame: Frame, namer: Namer) -> list[Street]:
    """The drawn main roads of the town, bent and named."""
    streets = []
    for kind, name, points in drawing.ROADS:
        given = "" if name == "-" else (namer.claim(name) if name else namer.street())
        streets.append(Street(curve(frame, points), kind, given))
    return streets


def faces(frame: Frame, terrain: Terrain, roads: list[Street]) -> list[Face]:
    """Faces between roads, edges and banks whose use is drawn; water, railway and parks are cut out."""
    lines = [street.line for street in roads] + [curve(frame, points) for points in drawing.EDGES]
    polygons = list(shapely.polygonize([shapely.union_all(lines)]).geoms)
    tree = shapely.STRtree(polygons)
    uses: dict[int, str] = {}
    for use, x, y in drawing.FACES:
        point = Point(frame.bend(np.array([[x, y]], dtype=float))[0])
        for index in tree.query(point, predicate="within"):
            uses.setdefault(int(index), use)
    closed = shapely.union_all(
        [
            terrain.water.buffer(28),
            terrain.railway.buffer(32),
            terrain.spur.buffer(14),
            terrain.stream.buffer(16),
            terrain.cemetery.buffer(8),
            *(park.buffer(4) for _, park in terrain.parks),
        ]
    )
    found = [Face(use, polygons[index].difference(closed)) for index, use in sorted(uses.items())]
    return [Face(face.use, part) for face in found for part in _parts(face.shape) if part.area > 6_000]


def _parts(shape: BaseGeometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]


def fill(rng: np.random.Generator, face: Face, namer: Namer) -> list[Street]:
    """Inner streets of a face: long ones along its longest side, cross ones between them, staggered."""
    grid = GRIDS[face.use]
    centre, along, across, length, width = axes(face.shape)
    bend = grid.bend * length * float(rng.choice([-1.0, 1.0]))

    def place(s: float, t: float) -> tuple[float, float]:
        bent = t + bend * np.sin(np.pi * (s / max(length, 1.0) + 0.5))
        x, y = centre + along * s + across * bent
        return float(x), float(y)

    rows = max(1, round(width / grid.spacing_m))
    offsets = [(-width / 2) + width * (row + 0.5 + rng.uniform(-0.06, 0.06)) / rows for row in range(rows)]
    if face.use in {"slabs", "centre", "midrise", "industrial", "warehouses"}:
        offsets = [(-width / 2) + width * (row + rng.uniform(-0.05, 0.05)) / rows for row in range(1, rows)]
    samples = np.arange(-length / 2 - 60, length / 2 + 60, 25.0)
    lines = [(LineString([place(s, t) for s in samples]), "long") for t in offsets]
    columns = max(1, round(length / grid.cross_m))
    edges = [-width / 2 - 60, *offsets, width / 2 + 60]
    for column in range(1, columns):
        s = -length / 2 + length * (column + rng.uniform(-0.14, 0.14)) / columns
        lines += [
            (LineString([place(s, t) for t in run]), "cross") for run in _runs(rng, edges, grid.dropped)
        ]
    return _named(face, grid, lines, namer)


def _runs(rng: np.random.Generator, edges: list[float], dropped: float) -> list[list[float]]:
    """A cross street is broken where a block is left whole."""
    runs: list[list[float]] = [[edges[0]]]
    for edge in edges[1:]:
        if rng.random() < dropped and len(edges) > 3:
            runs.append([edge])
        else:
            runs[-1].append(edge)
    return [run for run in runs if len(run) > 1]


def _named(face: Face, grid: Grid, lines: list[tuple[LineString, str]], namer: Namer) -> list[Street]:
    streets: list[Street] = []
    for line, role in lines:
        pieces = [
            piece
            for piece in shapely.get_parts(line.intersection(face.shape))
            if isinstance(piece, LineString) and piece.length > MIN_PIECE_M
        ]
        if not pieces:
            continue
        name = (
            ""
            if grid.kind == "service"
            else namer.street(face.use)
            if role == "long"
            else namer.lane(face.use)
        )
        streets += [Street(piece, grid.kind, name) for piece in pieces]
    return streets


def blocks(face: Face) -> list[Polygon]:
    """Land between the inner streets of a face."""
    cuts = [street.line.buffer(1.0, quad_segs=1) for street in face.streets]
    return _parts(face.shape.difference(shapely.union_all(cuts)))


def villages(frame: Frame, namer: Namer) -> list[Street]:
    """Village streets and the roads that tie villages to the town."""
    streets = []
    for number, (link, ways) in enumerate(drawing.VILLAGES, start=1):
        streets.append(Street(curve(frame, link), "tertiary", "", 0))
        streets += [
            Street(curve(frame, way), "residential", namer.village_street(number), number) for way in ways
        ]
    return streets


def with_bridges(streets: list[Street], river: BaseGeometry, stream: BaseGeometry) -> list[Street]:
    """Streets cut where they cross water; the part above it is a bridge (only roads that have one get across)."""
    bed = river.buffer(9)
    ditch = stream.buffer(7)
    result: list[Street] = []
    for street in streets:
        if not (street.line.intersects(bed) or street.line.intersects(ditch)):
            result.append(street)
            continue
        wet = shapely.union_all([bed, ditch])
        dry = [(part, False) for part in _lines(street.line.difference(wet))]
        above = [(part, True) for part in _lines(street.line.intersection(wet))]
        result += [
            Street(part, street.kind, street.name, street.settlement, bridge=bridge)
            for part, bridge in (*dry, *above)
        ]
    return result


def _lines(geometry: BaseGeometry) -> list[LineString]:
    return [part for part in shapely.get_parts(shapely.line_merge(geometry)) if isinstance(part, LineString)]
