"""Inside of the slab blocks: yard ways, schools on their grounds, slabs in rows; not the street fronts."""

from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely import LineString, Point, Polygon

from demo.town import shapes
from demo.town.buildings import Building, as_line
from demo.town.frame import Array, axes
from demo.town.network import Street

RING_M = 44.0
SCHOOL_M = (118.0, 92.0)
NURSERY_M = (74.0, 62.0)


@dataclass(slots=True)
class Yards:
    """What stands inside blocks. grounds: (kind, name, polygon) of schools, playgrounds and car parks."""

    ways: list[Street] = field(default_factory=list)
    buildings: list[Building] = field(default_factory=list)
    grounds: list[tuple[str, str, Polygon]] = field(default_factory=list)


def furnish(rng: np.random.Generator, blocks: list[Polygon], yards: Yards, numbers: dict[str, int]) -> None:
    """Adds to `yards` what each block of slabs holds; `numbers` counts schools of the town."""
    for block in blocks:
        inner = block.buffer(-RING_M)
        ring = as_line(inner.simplify(2.0))
        if ring is None or inner.area < 3_000:
            continue
        yards.ways.append(Street(ring, "service"))
        yards.ways += _gates(rng, block, ring)
        _rows(rng, inner, yards, numbers)


def _gates(rng: np.random.Generator, block: Polygon, ring: LineString) -> list[Street]:
    """Two or three ways from the street to the yard ring."""
    gates = []
    start = float(rng.uniform(0, 1))
    for share in (0.0, 0.37, 0.66):
        inside = ring.interpolate((start + share) % 1.0, normalized=True)
        outside = block.exterior.interpolate(block.exterior.project(inside))
        gates.append(Street(LineString([inside, outside]), "service"))
    return gates


def _rows(rng: np.random.Generator, inner: Polygon, yards: Yards, numbers: dict[str, int]) -> None:
    centre, along, _across, length, width = axes(inner)
    shapely.prepare(inner)
    if length > 150 and width > 120 and rng.random() < 0.75:
        _ground(rng, "school" if length > 190 else "kindergarten", centre, along, yards, numbers)
    step = float(rng.uniform(48, 60))
    across = np.array([-along[1], along[0]])
    count = int(width // step)
    for row in range(count):
        t = -width / 2 + 24 + row * (width - 36) / max(count - 1, 1)
        s = -length / 2 + 16
        while s < length / 2 - 20:
            long = float(rng.uniform(48, 84))
            turned = rng.random() < 0.28
            outline = shapes.rectangle(13, min(long, step * 0.85)) if turned else shapes.rectangle(long, 13)
            reach = 13.0 if turned else long
            at = centre + along * (s + reach / 2) + across * t
            shape = Polygon(shapes.stand(outline, at, along))
            if inner.contains(shape.buffer(7)):
                yards.buildings.append(Building(shape, "apartments", int(rng.choice([5, 5, 5, 9])), -2))
            s += reach + float(rng.uniform(22, 42))
    _small_things(rng, centre, along, (length, width), inner, yards)


def _ground(
    rng: np.random.Generator, kind: str, centre: Array, along: Array, yards: Yards, numbers: dict[str, int]
) -> None:
    long, wide = SCHOOL_M if kind == "school" else NURSERY_M
    ground = Polygon(shapes.stand(shapes.rectangle(long, wide), centre, along))
    outline = shapes.h_shape(62, 44) if kind == "school" else shapes.u_shape(38, 13, 12)
    numbers[kind] = numbers.get(kind, 0) + 1
    name = f"Школа № {numbers[kind]}" if kind == "school" else f"Детский сад № {numbers[kind] + 3}"
    at = centre + along * float(rng.uniform(-14, 14))
    yards.grounds.append((kind, name, ground))
    yards.buildings.insert(0, Building(Polygon(shapes.stand(outline, at, along)), kind, 3, -2, name=name))


def _small_things(
    rng: np.random.Generator,
    centre: Array,
    along: Array,
    size: tuple[float, float],
    inner: Polygon,
    yards: Yards,
) -> None:
    """A playground and a car park per yard, where there is room."""
    for kind, extent in (("playground", (24.0, 18.0)), ("parking", (46.0, 17.0)), ("parking", (34.0, 17.0))):
        offset = np.array([rng.uniform(-0.4, 0.4) * size[0], rng.uniform(-0.4, 0.4) * size[1]])
        at = centre + along * offset[0] + np.array([-along[1], along[0]]) * offset[1]
        if inner.contains(Point(at).buffer(24)):
            yards.grounds.append((kind, "", Polygon(shapes.stand(shapes.rectangle(*extent), at, along))))
