"""What lies between and around the streets: woods, fields, stops, shops, places' names; not who governs them."""

from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from demo.town import drawing
from demo.town.buildings import Building
from demo.town.frame import smooth
from demo.town.layout import Town
from demo.town.network import HALF_WIDTH_M
from demo.town.terrain import curve

SHOPS = (
    ("shop", "supermarket", "Продукты"),
    ("shop", "supermarket", "Рябинка"),
    ("shop", "convenience", "Уголок"),
    ("shop", "convenience", "Продукты 24"),
    ("shop", "bakery", "Пекарня"),
    ("shop", "hairdresser", "Парикмахерская"),
    ("amenity", "pharmacy", "Аптека"),
    ("amenity", "cafe", "Кафе «Светлана»"),
    ("amenity", "cafe", "Столовая № 1"),
    ("shop", "hardware", "Хозтовары"),
    ("shop", "florist", "Цветы"),
    ("amenity", "bank", "Банк"),
    ("shop", "clothes", "Одежда"),
    ("shop", "butcher", "Мясная лавка"),
    ("amenity", "post_office", "Почта"),
    ("amenity", "atm", "Банкомат"),
    ("amenity", "dentist", "Стоматология"),
    ("amenity", "restaurant", "Ресторан «Берег»"),
)
QUARTERS = (
    ("Центр", -500, 250),
    ("Заречье", 250, -2250),
    ("Северный", -600, 2050),
    ("Слободка", -3150, 300),
    ("Станция", 600, 800),
    ("Заводской", 2500, 1250),
    ("Приречный", 2000, -250),
    ("Космос", -2000, 2150),
)


@dataclass(slots=True)
class Surroundings:
    """Features that belong to no street; geometries in plane metres. Of villages the number, not the name."""

    land: list[tuple[str, int, BaseGeometry]] = field(default_factory=list)
    sites: list[tuple[str, Polygon]] = field(default_factory=list)
    villages: list[tuple[int, Point, int]] = field(default_factory=list)
    quarters: list[tuple[str, Point]] = field(default_factory=list)
    pois: list[tuple[dict[str, str], Point]] = field(default_factory=list)
    stops: list[tuple[str, str, Point]] = field(default_factory=list)
    borders: list[tuple[int, LineString]] = field(default_factory=list)


def survey(rng: np.random.Generator, town: Town) -> Surroundings:
    """What surrounds a plan: all towns built after it have the same. Its borders are not drawn yet."""
    around = Surroundings()
    around.land = _land(rng, town)
    around.villages = _villages(town)
    around.quarters = [
        (name, Point(town.frame.bend(np.array([[x, y]], dtype=float))[0])) for name, x, y in QUARTERS
    ]
    around.stops = _stops(town)
    around.pois = _pois(rng, town)
    return around


def _land(rng: np.random.Generator, town: Town) -> list[tuple[str, int, BaseGeometry]]:
    terrain = town.terrain
    built = shapely.union_all([face.shape for face in town.faces]).buffer(25)
    roads = [
        street.line.buffer(HALF_WIDTH_M[street.kind] + 8)
        for street in town.streets
        if street.kind != "service"
    ]
    homes = [
        b.shape.centroid.buffer(42, quad_segs=3)
        for b in town.buildings
        if b.street >= 0 and town.streets[b.street].settlement
    ]
    cut = shapely.union_all(
        [built, terrain.water, terrain.railway.buffer(25), *roads, *homes, terrain.cemetery]
    )
    forest = terrain.forest.difference(cut).buffer(-4).buffer(4)
    gardens = shapely.union_all(homes).buffer(18).buffer(-10).difference(terrain.water)
    strip = terrain.river.buffer(190).difference(
        shapely.union_all([cut, forest, *(p for _, p in terrain.parks), terrain.beach])
    )
    closed = shapely.union_all(
        [cut, forest.buffer(5), strip, gardens, *(p for _, p in terrain.parks), terrain.beach]
    )
    fields = [part for part in _fields(rng, town) if not part.is_empty]
    farmland = [part.difference(closed) for part in fields]
    kinds = rng.choice(["farmland", "farmland", "farmland", "grass", "meadow", "meadow"], len(farmland))
    result: list[tuple[str, int, BaseGeometry]] = [
        ("forest", 7, forest),
        ("meadow", 11, strip),
        ("residential", 10, gardens),
    ]
    result += [(str(kind), 10, part) for kind, part in zip(kinds, farmland, strict=True) if part.area > 3_000]
    return result


def _fields(rng: np.random.Generator, town: Town) -> list[BaseGeometry]:
    """A patchwork of fields around the town: bent quadrilaterals of half a kilometre that share their edges."""
    xs, ys = np.arange(-8400.0, 8401.0, 700.0), np.arange(-6300.0, 6301.0, 620.0)
    nodes = np.stack(np.meshgrid(xs, ys, indexing="ij"), axis=-1)
    nodes += rng.uniform(-170, 170, nodes.shape)
    fields: list[BaseGeometry] = []
    for i in range(len(xs) - 1):
        for j in range(len(ys) - 1):
            ring = nodes[[i, i + 1, i + 1, i, i], [j, j, j + 1, j + 1, j]]
            dense = shapely.get_coordinates(shapely.segmentize(LineString(ring), 80))
            fields.append(Polygon(town.frame.bend(dense)).buffer(0))
    return fields


def _villages(town: Town) -> list[tuple[int, Point, int]]:
    villages = []
    for number in range(1, len(drawing.VILLAGES) + 1):
        lines = [street.line for street in town.streets if street.settlement == number]
        if not lines:
            continue
        people = sum(
            b.residents
            for b in town.buildings
            if b.street >= 0 and town.streets[b.street].settlement == number
        )
        villages.append((number, shapely.union_all(lines).centroid, people))
    return villages


def _stops(town: Town) -> list[tuple[str, str, Point]]:
    main = town.terrain.railway
    stops = [("station", "", main.interpolate(main.project(Point(town.centre)) - 60))]
    for street in town.streets:
        if street.kind not in {"primary", "secondary"} or not street.name:
            continue
        near = [b for b in town.buildings if b.name]
        for at in np.arange(220, street.line.length - 150, 520):
            for shift, side in ((0.0, 1.0), (45.0, -1.0)):
                line = street.line.parallel_offset(12 * side) if side > 0 else street.line.offset_curve(-12)
                place = line.interpolate(at + shift)
                stops.append(("bus_stop", _stop_name(place, near, street.name), place))
    return [stop for stop in stops if not town.terrain.river.buffer(20).contains(stop[2])]


def _stop_name(place: Point, named: list[Building], street: str) -> str:
    for building in named:
        if building.shape.distance(place) < 170:
            return building.name
    return street


def _pois(rng: np.random.Generator, town: Town) -> list[tuple[dict[str, str], Point]]:
    pois: list[tuple[dict[str, str], Point]] = []
    for building in town.buildings:
        place = building.shape.representative_point()
        if building.kind in {"school", "kindergarten"}:
            pois.append(({"amenity": building.kind, "name": building.name}, place))
        elif building.name:
            pois.append((_public(building.name), place))
        elif building.kind in {"apartments", "house"} and building.street >= 0:
            street = town.streets[building.street]
            share = {"primary": 0.4, "secondary": 0.2}.get(street.kind, 0.05)
            if rng.random() < share:
                key, value, name = SHOPS[int(rng.integers(0, len(SHOPS)))]
                pois.append(({key: value, "name": name}, place))
    return pois


def _public(name: str) -> dict[str, str]:
    words = {
        "Администрация": ("amenity", "townhall"),
        "храм": ("amenity", "place_of_worship"),
        "больница": ("amenity", "hospital"),
        "Поликлиника": ("amenity", "clinic"),
        "театр": ("amenity", "theatre"),
        "Библиотека": ("amenity", "library"),
        "Полиция": ("amenity", "police"),
        "Пожарная": ("amenity", "fire_station"),
        "музей": ("tourism", "museum"),
        "Рынок": ("amenity", "marketplace"),
        "Стадион": ("leisure", "stadium"),
        "Дом культуры": ("amenity", "arts_centre"),
    }
    for word, (key, value) in words.items():
        if word in name:
            return {key: value, "name": name}
    return {"office": "company", "name": name}


def park_paths(rng: np.random.Generator, town: Town) -> list[LineString]:
    """Curving footpaths across the parks."""
    paths: list[LineString] = []
    for _name, park in town.terrain.parks:
        west, south, east, north = park.bounds
        for _ in range(max(3, int(park.area / 22_000))):
            a, b = rng.uniform(0, 1, 2)
            start = park.exterior.interpolate(a, normalized=True)
            end = park.exterior.interpolate((a + 0.3 + 0.4 * b) % 1.0, normalized=True)
            middle = (rng.uniform(west, east), rng.uniform(south, north))
            line = LineString(smooth(np.array([start.coords[0], middle, end.coords[0]]), 12)).intersection(
                park
            )
            paths += [part for part in shapely.get_parts(line) if isinstance(part, LineString)]
    return paths


def lake_path(town: Town) -> LineString:
    """The path round the lake."""
    return LineString(town.terrain.lake.buffer(22).exterior.coords)


def embankment(town: Town) -> LineString:
    """A walk along the river between the park and the second bridge."""
    return curve(
        town.frame, ((-1200, -560), (-600, -640), (-180, -700), (250, -800), (700, -960), (1060, -1040))
    )
