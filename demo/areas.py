"""Areas of the demo: region, okrug, town, districts, villages' territories and precincts; not who answers there."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

from demo.town import drawing
from demo.town.layout import Town
from demo.town.terrain import curve, outline
from territories.types import AreaRow

REGION = "Среднеречье"


@dataclass(frozen=True, slots=True)
class TownAreas:
    """Plane polygons by code, and the same as rows for a boundary set."""

    limit: Polygon
    okrug: Polygon
    districts: dict[str, BaseGeometry]
    territories: dict[int, BaseGeometry]
    precincts: list[BaseGeometry]


def divide(rng: np.random.Generator, town: Town) -> TownAreas:
    """The town's limit cut into districts along river, railway and avenues; the okrug into villages' territories."""
    frame = town.frame
    limit = outline(frame, drawing.TOWN_LIMIT)
    okrug = Polygon(_crumpled(rng, frame.bend(_dense(drawing.OKRUG))))
    lines = [
        town.terrain.railway,
        town.terrain.river_line,
        *(curve(frame, line) for line in drawing.DIVIDERS),
    ]
    labels = {
        code: Point(frame.bend(np.array([[x, y]], dtype=float))[0]) for code, _, x, y in drawing.DISTRICTS
    }
    districts = _partition(limit, lines, labels)
    limit = _polygon(shapely.union_all(list(districts.values())))
    rest = okrug.difference(limit)
    seats = {}
    for number in range(1, len(drawing.VILLAGES) + 1):
        ways = [street.line for street in town.streets if street.settlement == number]
        seats[number] = shapely.union_all(ways).centroid
    cells = _cells(list(seats.values()), okrug)
    territories = {number: rest.intersection(cell) for number, cell in zip(seats, cells, strict=True)}
    return TownAreas(limit, okrug, districts, territories, _precincts(rng, town, limit))


def rows(town: Town, areas: TownAreas, oktmo: str) -> list[AreaRow]:
    """Okrug, town, districts and territories as one boundary set in degrees."""
    frame = town.frame
    stem = town.name.removesuffix("ск")
    found = [
        AreaRow("okrug", oktmo, f"{stem}ский муниципальный округ", frame.to_4326(areas.okrug), oktmo + "000")
    ]
    town_code = f"{oktmo}-100"
    found.append(
        AreaRow("town", town_code, f"город {town.name}", frame.to_4326(areas.limit), oktmo + "101", oktmo)
    )
    names = {code: name for code, name, _, _ in drawing.DISTRICTS}
    for code, shape in areas.districts.items():
        found.append(AreaRow("district", f"{oktmo}-{code}", names[code], frame.to_4326(shape), "", town_code))
    for number, shape in areas.territories.items():
        name = f"Территориальный отдел: {town.settlements[number]}"
        found.append(AreaRow("settlement", f"{oktmo}-2{number:02}", name, frame.to_4326(shape), "", oktmo))
    return found


def precinct_rows(town: Town, areas: TownAreas, oktmo: str) -> list[AreaRow]:
    """Electoral precincts of the town as a set of their own."""
    return [
        AreaRow(
            "precinct", f"{oktmo}-{number}", f"Избирательный участок № {number}", town.frame.to_4326(shape)
        )
        for number, shape in enumerate(areas.precincts, start=801)
    ]


def region_shape(members: list[BaseGeometry]) -> BaseGeometry:
    """A region in degrees that holds the okrugs of its towns."""
    return shapely.union_all(members).convex_hull.buffer(0.22).simplify(0.01)


def _partition(limit: Polygon, lines: list[LineString], labels: dict[str, Point]) -> dict[str, BaseGeometry]:
    cut = shapely.union_all([limit.exterior, *(line.intersection(limit.buffer(1)) for line in lines)])
    parts = [part for part in shapely.polygonize([cut]).geoms if limit.buffer(1).contains(part)]
    groups: dict[str, list[BaseGeometry]] = {code: [] for code in labels}
    loose: list[BaseGeometry] = []
    for part in parts:
        inside = [code for code, label in labels.items() if part.contains(label)]
        (groups[inside[0]] if inside else loose).append(part)
    for part in sorted(loose, key=lambda one: -one.area):
        shared = {
            code: max((part.intersection(other).length for other in group), default=0.0)
            for code, group in groups.items()
        }
        groups[max(shared, key=lambda code: shared[code])].append(part)
    return {code: shapely.union_all(group) for code, group in groups.items() if group}


def _cells(seats: list[Point], extent: Polygon) -> list[BaseGeometry]:
    cells = list(shapely.voronoi_polygons(MultiPoint(seats), extend_to=extent.buffer(5_000)).geoms)
    return [next(cell for cell in cells if cell.contains(seat)) for seat in seats]


def _precincts(rng: np.random.Generator, town: Town, limit: Polygon) -> list[BaseGeometry]:
    """About equal parts of the houses: a few rounds of nearest-centre, then the cells of the centres."""
    places = shapely.get_coordinates([building.shape.centroid for building in town.houses])
    places = places[shapely.contains_xy(limit, places)]
    centres = places[rng.choice(len(places), min(drawing.PRECINCTS, len(places)), replace=False)]
    for _ in range(6):
        owner = shapely.STRtree([Point(xy) for xy in centres]).nearest(shapely.points(places))
        centres = np.array(
            [
                places[owner == k].mean(axis=0) if (owner == k).any() else centres[k]
                for k in range(len(centres))
            ]
        )
    return [cell.intersection(limit) for cell in _cells([Point(xy) for xy in centres], limit)]


def _dense(points: drawing.Points) -> np.ndarray:
    ring = LineString([*points, points[0]])
    return np.array(shapely.segmentize(ring, 450.0).coords, dtype=float)


def _crumpled(rng: np.random.Generator, ring: np.ndarray) -> np.ndarray:
    shaken = ring + rng.uniform(-70, 70, ring.shape)
    shaken[-1] = shaken[0]
    return shaken


def _polygon(shape: BaseGeometry) -> Polygon:
    return max(
        (part for part in shapely.get_parts(shape) if isinstance(part, Polygon)), key=lambda part: part.area
    )
