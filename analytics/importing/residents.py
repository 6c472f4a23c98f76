"""Buildings with residents into the cells of the hex grid; not the population of areas (statistics)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from analytics.importing.columns import Columns, number
from analytics.importing.reasons import Refused
from analytics.queries.ground import grounds, smallest_around
from analytics.services.residents import record_counted
from analytics.services.statistics import Recorded
from analytics.types import RESIDENTS_RESOLUTION, CountedResidents
from geo import hexgrid
from geo.importing.checking import check_points
from geo.importing.report import Report
from geo.models import Source
from geo.types import LonLat

RESIDENTS = ("residents", "population", "population_balanced", "жители", "население", "проживает", "люди")


@dataclass(frozen=True, slots=True)
class ResidentsOptions:
    """What an import of residents is told. on: local day whose areas the buildings stand in."""

    year: int
    on: date
    residents_field: str = ""
    collection: str = ""
    within: BaseGeometry | None = None


def import_residents(
    frame: gpd.GeoDataFrame, options: ResidentsOptions, *, source: Source, report: Report
) -> Recorded:
    """Count the people of buildings (geometry in EPSG:4326, a point inside counts) by cell and area.

    Needs a transaction. Raises MissingField.
    """
    columns = Columns(frame)
    residents = columns[columns.require(options.residents_field, RESIDENTS)]
    report.read += len(frame)
    points = points_inside(frame.geometry.to_numpy())
    reasons = check_points(shapely.get_x(points), shapely.get_y(points), options.within)
    kept, people = [], []
    for position, (reason, cell) in enumerate(zip(reasons, residents, strict=True)):
        count = number(cell)
        if reason is None and (count is None or count < 0):
            report.refuse(columns.numbers[position], Refused.NO_RESIDENTS, row=columns.row(position))
        elif reason is not None:
            report.refuse(columns.numbers[position], reason, row=columns.row(position))
        elif count:
            kept.append(position)
            people.append(count)
    empty = len(frame) - report.refused - len(kept)
    if empty:
        report.note(_("Buildings in which nobody lives: %(count)d.") % {"count": empty})
    report.details["residents_read"] = sum(people)
    return count_residents(points[kept], people, options, source=source)


def count_residents(
    points: Any, people: Sequence[float], options: ResidentsOptions, *, source: Source | None
) -> Recorded:
    """Record people at points (array of shapely points, lon/lat) as what a source counted. Needs a transaction."""
    areas = grounds(options.on, collection=options.collection)
    counted: dict[tuple[int, int | None], float] = defaultdict(float)
    for (lon, lat), around, count in zip(
        shapely.get_coordinates(points).tolist(), smallest_around(points, areas), people, strict=True
    ):
        cell = hexgrid.counting_cell(LonLat(lon, lat), RESIDENTS_RESOLUTION)
        counted[cell.index, None if around is None else areas[around].area_id] += count
    rows = [
        CountedResidents(cell, area_id, count) for (cell, area_id), count in sorted(counted.items(), key=str)
    ]
    return record_counted(rows=rows, source=source, year=options.year)


def points_inside(shapes: Any) -> Any:
    """The geometries with lines and polygons as a point inside them; None stays."""
    points = shapes.copy()
    other = ~np.isin(shapely.get_type_id(shapes), (-1, 0))
    points[other] = shapely.point_on_surface(shapes[other])
    return points
