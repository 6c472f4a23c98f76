"""The town as features of the basemap (Shortbread schema, EPSG:3857); not addresses nor areas of authority."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from demo.surroundings import Surroundings
from demo.town.layout import Town
from demo.town.network import Street, with_bridges

STREET_ZOOM = {
    "trunk": 6, "primary": 8, "secondary": 9, "tertiary": 10, "residential": 12, "unclassified": 12,
    "living_street": 12, "pedestrian": 13, "service": 13, "track": 13, "footway": 13, "path": 13,
}  # fmt: skip
STREET_RANK = {kind: rank for rank, kind in enumerate(reversed(STREET_ZOOM))}
LABEL_ZOOM = {"trunk": 12, "primary": 12, "secondary": 13, "tertiary": 13}
LAND_OF_USE = {
    "centre": "residential", "midrise": "residential", "slabs": "residential", "private": "residential",
    "industrial": "industrial", "warehouses": "railway", "allotments": "allotments",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature in plane metres."""

    layer: str
    min_zoom: int
    geometry: BaseGeometry
    tags: dict[str, Any] = field(default_factory=dict)
    rank: int = 0


def features(town: Town, around: Surroundings) -> Iterator[Feature]:
    """All features of the town, no order promised."""
    yield from _water(town)
    yield from _land(town, around)
    yield from _streets(town)
    yield from _rails(town)
    yield from _buildings(town)
    yield from _labels(town, around)
    yield from _points(town, around)


def _water(town: Town) -> Iterator[Feature]:
    terrain = town.terrain
    river = "Светлая" if town.index == 0 else f"Ольшанка-{town.index}"
    named = {"kind": "river", "name": river}
    yield Feature(
        "water_polygons", 6, terrain.river, {"kind": "river", "way_area": int(terrain.river.area)}, 10
    )
    yield Feature("water_lines", 9, terrain.river_line, named, 5)
    yield Feature("water_lines_labels", 9, terrain.river_line, named, 5)
    yield Feature("water_lines", 12, terrain.stream, {"kind": "stream"}, 1)
    yield Feature("water_lines_labels", 14, terrain.stream, {"kind": "stream", "name": "ручей Крутой"}, 1)
    for name, shape, zoom in (
        ("озеро Тихое", terrain.lake, 9),
        *(("Старица", pond, 12) for pond in terrain.ponds),
    ):
        tags = {"kind": "water", "name": name, "way_area": int(shape.area)}
        yield Feature("water_polygons", zoom, shape, {"kind": "water", "way_area": int(shape.area)}, 5)
        yield Feature("water_polygons_labels", zoom + 2, shape.representative_point(), tags, 5)


def _land(town: Town, around: Surroundings) -> Iterator[Feature]:
    for kind, zoom, shape in around.land:
        for part in shapely.get_parts(shape):
            yield Feature("land", zoom, part, {"kind": kind}, 1)
    for use, kind in LAND_OF_USE.items():
        shapes = [face.shape for face in town.faces if face.use == use]
        if shapes:
            for part in shapely.get_parts(
                shapely.union_all(shapes).buffer(14, join_style="mitre").simplify(1)
            ):
                yield Feature("land", 10, part, {"kind": kind}, 2)
    for _name, park in town.terrain.parks:
        yield Feature("land", 11, park, {"kind": "park"}, 4)
    yield Feature("land", 11, town.terrain.cemetery, {"kind": "cemetery"}, 4)
    yield Feature("land", 11, town.terrain.beach, {"kind": "sand"}, 4)
    for kind, _name, ground in town.yards.grounds:
        if kind == "playground":
            yield Feature("land", 14, ground, {"kind": "playground"}, 5)
        else:
            site = "school" if kind == "kindergarten" else kind
            yield Feature("sites", 14, ground, {"kind": site}, 5)
    for kind, ground in around.sites:
        yield Feature("sites", 14, ground, {"kind": kind}, 5)


def _streets(town: Town) -> Iterator[Feature]:
    ways = with_bridges(
        [*town.streets, *town.yards.ways, *town.paths], town.terrain.river, town.terrain.stream
    )
    for way in ways:
        tags: dict[str, Any] = {"kind": way.kind}
        if way.bridge:
            tags["bridge"] = True
            yield Feature("bridges", 12, way.line.buffer(11, cap_style="flat"), {"kind": "bridge"}, 1)
        if way.kind == "service":
            tags["service"] = "driveway"
        yield Feature("streets", STREET_ZOOM[way.kind], way.line, tags, STREET_RANK[way.kind])
    for line, street in _named(town.streets):
        yield Feature(
            "street_labels",
            LABEL_ZOOM.get(street.kind, 14),
            line,
            {"kind": street.kind, "name": street.name},
            STREET_RANK[street.kind],
        )


def _named(streets: list[Street]) -> Iterator[tuple[LineString, Street]]:
    for street in streets:
        if street.name:
            yield street.line, street


def _rails(town: Town) -> Iterator[Feature]:
    main = town.terrain.railway
    for offset in (-2.4, 2.4):
        line = main.offset_curve(offset)
        yield Feature("streets", 8 if offset > 0 else 13, line, {"kind": "rail", "rail": True}, 20)
    yield Feature("streets", 12, town.terrain.spur, {"kind": "rail", "rail": True, "service": "spur"}, 15)
    station = main.interpolate(main.project(shapely.Point(town.centre)))
    middle = main.project(station)
    for offset in (-11.0, -7.0, 7.0, 11.0):
        yard = LineString(substring(main, middle - 420, middle + 420).coords).offset_curve(offset)
        yield Feature("streets", 13, yard, {"kind": "rail", "rail": True, "service": "siding"}, 14)


def _buildings(town: Town) -> Iterator[Feature]:
    for building in town.buildings:
        yield Feature("buildings", 14, building.shape, {}, 1)
        if building.number:
            number = {"housenumber": building.number}
            yield Feature("addresses", 14, building.shape.representative_point(), number, 1)


def _labels(town: Town, around: Surroundings) -> Iterator[Feature]:
    people = sum(building.residents for building in town.buildings)
    tags = {"kind": "town", "name": town.name, "population": people}
    yield Feature("place_labels", 6, Point(town.centre), tags, 90)
    for number, point, people in around.villages:
        kind, _space, bare = town.settlements[number].partition(" ")
        tags = {
            "kind": "village" if kind in {"село", "посёлок"} else "hamlet",
            "name": bare,
            "population": people,
        }
        yield Feature("place_labels", 10, point, tags, 40)
    for name, point in around.quarters:
        yield Feature("place_labels", 12, point, {"kind": "suburb", "name": name}, 30)


def _points(town: Town, around: Surroundings) -> Iterator[Feature]:
    for tags, point in around.pois:
        yield Feature("pois", 14, point, tags, 1)
    for kind, name, point in around.stops:
        yield Feature(
            "public_transport",
            13 if kind == "station" else 14,
            point,
            {"kind": kind, "name": name or town.name},
            3,
        )
    for level, line in around.borders:
        yield Feature("boundaries", 8 if level <= 4 else 11, line, {"admin_level": level}, 5)
