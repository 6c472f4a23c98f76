"""The basemap of an OSM file: things into Shortbread features in Web-Mercator; not the rules (shortbread)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import cos, radians
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.importing.basemap import Feature
from geo.importing.osm.reading import OsmThing, Shape
from geo.importing.osm.shortbread import Drawn, names, of_area, of_line, of_point
from geo.tilegrid import HALF_WORLD_M, MAX_LATITUDE_DEG

BOUNDARY_LEVELS = {"2": 0, "4": 7}


@dataclass(slots=True)
class BasemapCollector:
    """Takes what a map shows out of a stream of things."""

    features: list[Feature] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def take(self, thing: OsmThing) -> None:
        for feature in _features(thing):
            self.features.append(feature)
            self.counts[feature.layer] = self.counts.get(feature.layer, 0) + 1


def _features(thing: OsmThing) -> Iterator[Feature]:
    shape = to_mercator(thing.geometry)
    if thing.shape is Shape.NODE:
        yield from (_feature(drawn, shape) for drawn in of_point(thing.tags))
    elif thing.shape is Shape.WAY:
        closed = bool(thing.geometry.is_closed)
        yield from (_feature(drawn, shape) for drawn in of_line(thing.tags, closed=closed))
    else:
        yield from _of_area(thing, shape)


def _of_area(thing: OsmThing, shape: BaseGeometry) -> Iterator[Feature]:
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    size = shape.area * cos(radians(thing.geometry.centroid.y)) ** 2
    yield from (_feature(drawn, shape) for drawn in of_area(thing.tags, size_m2=size))
    points = of_point(thing.tags, of_area_m2=size)
    if points:
        inside = shapely.point_on_surface(shape)
        yield from (_feature(drawn, inside) for drawn in points)
    level = thing.tags.get("admin_level", "")
    if thing.tags.get("boundary") == "administrative" and level in BOUNDARY_LEVELS:
        yield Feature(
            "boundaries",
            shapely.boundary(shape),
            {"admin_level": int(level), "maritime": False, "disputed": False},
            BOUNDARY_LEVELS[level],
        )
        tags = {"admin_level": int(level), "way_area": int(size), **names(thing.tags)}
        yield Feature("boundary_labels", shapely.point_on_surface(shape), tags, 2 if level == "2" else 5)


def _feature(drawn: Drawn, shape: BaseGeometry) -> Feature:
    return Feature(drawn.layer, shape, drawn.tags, drawn.min_zoom, rank=drawn.rank)


def to_mercator(geometry: BaseGeometry) -> BaseGeometry:
    """EPSG:4326 degrees to EPSG:3857 metres; latitudes beyond the Mercator square are clamped to it."""
    return shapely.transform(geometry, _project)


def _project(coordinates: "np.ndarray[Any, np.dtype[np.float64]]") -> "np.ndarray[Any, np.dtype[np.float64]]":
    lons = coordinates[:, 0]
    lats = np.clip(coordinates[:, 1], -MAX_LATITUDE_DEG, MAX_LATITUDE_DEG)
    x = lons / 180 * HALF_WORLD_M
    y = np.arcsinh(np.tan(np.radians(lats))) / np.pi * HALF_WORLD_M
    return np.column_stack([x, y])
