"""One whole town from a seed: terrain, streets, blocks, buildings, numbers; no database."""

from dataclasses import dataclass, field, replace
from math import pi

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from demo.town import drawing, network
from demo.town.buildings import Building, Land, along_streets, street_beds, without_collisions
from demo.town.frame import Frame, make_frame
from demo.town.names import TOWN_ENDS, TOWN_STEMS, VILLAGES, Namer
from demo.town.network import Face, Street
from demo.town.numbering import number_houses
from demo.town.terrain import Terrain, make_terrain
from demo.town.yards import Yards, furnish

GENERATOR_VERSION = 3
PLANS = 12
HOME = (40.62, 54.31)


@dataclass(slots=True)
class Town:
    """The town in plane metres. settlements: name of the town, then of its villages."""

    index: int
    name: str
    settlements: list[str]
    frame: Frame
    terrain: Terrain
    faces: list[Face]
    streets: list[Street]
    buildings: list[Building]
    yards: Yards
    paths: list[Street] = field(default_factory=list)

    @property
    def centre(self) -> tuple[float, float]:
        """Middle of the main square in plane metres."""
        x, y = self.frame.bend(np.array([[0.0, 0.0]]))[0]
        return float(x), float(y)

    @property
    def houses(self) -> list[Building]:
        return [building for building in self.buildings if building.number]


def build_town(seed: int, index: int = 0, *, scale: float | None = None) -> Town:
    """The `index`-th town of a seed: the same arguments give the same town. Town 0 is the one on show.

    scale: of the drawn plan; by default 0.76 for town 0 and 0.45 for the others. Streets keep their spacing.
    """
    return at_site(build_plan(seed, plan_of(index), scale=scale), seed, index)


def plan_of(index: int) -> int:
    """Which plan a town is built after: town 0 has its own, PLANS serve all others in turn."""
    return index if index == 0 else 1 + (index - 1) % PLANS


def at_site(plan: Town, seed: int, index: int) -> Town:
    """The plan as the `index`-th town: elsewhere, turned, under other names; geometry in the plane is shared."""
    if index == 0:
        return plan
    rng = np.random.default_rng([seed, index, 0])
    lon, lat = site(index)
    frame = replace(plan.frame, lon=lon, lat=lat, heading_rad=float(rng.uniform(0, 2 * pi)))
    return replace(
        plan, index=index, frame=frame, name=town_name(index), settlements=_settlements(rng, index)
    )


def build_plan(seed: int, index: int, *, scale: float | None = None) -> Town:
    """The `index`-th plan of a seed as a town, see `build_town`."""
    rng = np.random.default_rng([seed, index])
    lon, lat = site(index)
    frame = make_frame(rng, lon, lat, scale=scale or (0.76 if index == 0 else 0.45), default=index == 0)
    namer = Namer(rng)
    terrain = make_terrain(rng, frame)
    roads = network.main_roads(frame, namer)
    faces = network.faces(frame, terrain, roads)
    for face in faces:
        face.streets = network.fill(rng, face, namer)
    streets = [
        *roads,
        *(street for face in faces for street in face.streets),
        *network.villages(frame, namer),
    ]
    yards = Yards()
    numbers: dict[str, int] = {}
    for face in faces:
        if face.use in {"slabs", "midrise"}:
            furnish(rng, network.blocks(face), yards, numbers)
    buildings = _buildings(rng, terrain, faces, streets, yards)
    number_houses(rng, streets, buildings)
    _name_public(frame, buildings)
    _settle(rng, buildings)
    settlements = _settlements(rng, index)
    return Town(index, settlements[0], settlements, frame, terrain, faces, streets, buildings, yards)


def _settlements(rng: np.random.Generator, index: int) -> list[str]:
    return [town_name(index), *(str(name) for name in rng.permutation(VILLAGES)[: len(drawing.VILLAGES)])]


def _buildings(
    rng: np.random.Generator, terrain: Terrain, faces: list[Face], streets: list[Street], yards: Yards
) -> list[Building]:
    land = Land([(face.use, face.shape) for face in faces])
    fronts = along_streets(rng, streets, land)
    closed: list[BaseGeometry] = [
        terrain.river.buffer(22),
        terrain.lake.buffer(15),
        *(pond.buffer(10) for pond in terrain.ponds),
        terrain.stream.buffer(10),
        terrain.railway.buffer(22),
        terrain.spur.buffer(9),
        terrain.cemetery,
        *(park for _, park in terrain.parks),
    ]
    schools = [building for building in yards.buildings if building.name]
    grounds = [ground for kind, _, ground in yards.grounds if kind in {"school", "kindergarten"}]
    ordinary = [building for building in [*fronts, *yards.buildings] if not building.name]
    obstacles = [*closed, *street_beds([*streets, *yards.ways]), *grounds]
    kept_schools = without_collisions(schools, closed)
    return [*kept_schools, *without_collisions(ordinary, obstacles)]


def _name_public(frame: Frame, buildings: list[Building]) -> None:
    """Houses nearest to the drawn places become the town's public buildings."""
    for name, kind, x, y in drawing.PUBLIC:
        free = [building for building in buildings if building.kind in {"house", "apartments"}]
        if not free:
            return
        centres = shapely.get_coordinates([building.shape.centroid for building in free])
        apart = np.hypot(*(centres - frame.bend(np.array([[x, y]], dtype=float))).T)
        chosen = free[int(np.argmin(apart))]
        chosen.name, chosen.kind = name, kind


def _settle(rng: np.random.Generator, buildings: list[Building]) -> None:
    """Residents by floor space: 30–42 m² each in flats, a family in a detached house."""
    for building in buildings:
        if building.kind in {"apartments", "tower", "house"}:
            space = shapely.area(building.shape) * building.levels * 0.62
            building.residents = int(space / rng.uniform(30, 42))
        elif building.kind == "detached":
            building.residents = int(rng.integers(1, 6))


def site(index: int) -> tuple[float, float]:
    """Degrees lon, lat of the index-th town: the first at home, the others on a wide grid south and east of it."""
    if index == 0:
        return HOME
    column, row = index % 20, index // 20
    shift = ((index * 7919) % 13 - 6) / 100
    return 38.0 + column * 0.78 + shift, 58.2 - row * 0.47 - shift / 2


def town_name(index: int) -> str:
    if index == 0:
        return "Берёзовск"
    return TOWN_STEMS[index % len(TOWN_STEMS)] + TOWN_ENDS[(index // len(TOWN_STEMS)) % len(TOWN_ENDS)]
