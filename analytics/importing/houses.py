"""The residents that imports of addresses gave Metka's houses, counted as buildings; not the houses themselves."""

from collections import defaultdict
from datetime import date

import numpy as np
import shapely

from analytics.importing.residents import ResidentsOptions, count_residents
from geo.importing.report import Report
from geo.models import House, Source


def count_houses(*, year: int, on: date, report: Report) -> None:
    """Record the people of all houses by the source of each. Needs a transaction."""
    by_source: dict[int | None, list[tuple[float, float, int]]] = defaultdict(list)
    houses = House.objects.filter(residents__gt=0)
    for house in houses.only("location", "residents", "source_id").iterator():
        by_source[house.source_id].append((house.location.x, house.location.y, house.residents or 0))
    sources: dict[int | None, Source] = dict(Source.objects.in_bulk())
    for source_id, rows in by_source.items():
        points = shapely.points(np.array([(lon, lat) for lon, lat, _people in rows]))
        people = [float(count) for _lon, _lat, count in rows]
        options = ResidentsOptions(year=year, on=on)
        done = count_residents(points, people, options, source=sources.get(source_id))
        report.read += len(rows)
        report.created += done.created
        report.updated += done.updated
