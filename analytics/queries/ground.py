"""Polygons of areas on a day, and the smallest of them around each of many points; not who answers there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import Polygon
from shapely.geometry.base import BaseGeometry

from territories.models import Boundary, BoundaryVersion
from territories.types import is_administrative


@dataclass(frozen=True, slots=True)
class Ground:
    """What an area covers. polygon, label (a point inside): EPSG:4326, lon/lat. size_m2: square metres."""

    area_id: int
    name: str
    polygon: BaseGeometry
    label: BaseGeometry
    size_m2: float


def grounds(
    on: date,
    *,
    area_ids: Collection[int] | None = None,
    collection: str = "",
    near: tuple[float, float, float, float] | None = None,
) -> list[Ground]:
    """Administrative areas in force on a local day, smallest first. One query.

    area_ids: only these. collection: only those of the set with this slug. near: west, south, east, north in degrees:
    only those whose box meets it.
    """
    found = Boundary.objects.filter(version__in=BoundaryVersion.objects.in_force(on))
    if area_ids is not None:
        found = found.filter(area__in=area_ids)
    if collection:
        found = found.filter(version__collection__slug=collection)
    if near is not None:
        found = found.filter(geom__bboverlaps=Polygon.from_bbox(near))
    rows = found.order_by("area_m2", "area_id").values_list(
        "area_id", "name", "area__name", "area__kind", "geom", "label_point", "area_m2"
    )
    return [
        Ground(area_id, name or own, _shape(geom), _shape(label), size)
        for area_id, name, own, kind, geom, label, size in rows
        if is_administrative(kind)
    ]


def smallest_around(points: Any, among: list[Ground]) -> list[int | None]:
    """Of each point (array of shapely points) the position in `among` of the first ground that covers it.

    among: smallest first, as `grounds` has them.
    """
    first = np.full(len(points), len(among))
    if among and len(points):
        tree = shapely.STRtree(points)
        for position, ground in enumerate(among):
            shapely.prepare(ground.polygon)
            inside = tree.query(ground.polygon, predicate="covers")
            first[inside] = np.minimum(first[inside], position)
    return [None if position == len(among) else int(position) for position in first]


def nesting(among: list[Ground]) -> list[int | None]:
    """Of each ground the position of the smallest larger one that covers the point of its label; None: none does."""
    above: list[int | None] = [None] * len(among)
    tree = shapely.STRtree([ground.label for ground in among])
    for position, ground in enumerate(among):
        shapely.prepare(ground.polygon)
        for inner in tree.query(ground.polygon, predicate="covers").tolist():
            if inner < position and above[inner] is None:
                above[inner] = position
    return above


def _shape(geometry: Any) -> BaseGeometry:
    return shapely.from_wkb(bytes(geometry.wkb))
