"""On how much of a place's ground it is known who lives there; not how many live there (residents)."""

from collections.abc import Collection, Hashable, Mapping
from datetime import date
from typing import TypeVar

import numpy as np
import shapely
from django.db.models import Exists, OuterRef

from analytics.models import CellResidents
from analytics.queries.ground import grounds, smallest_around
from geo import hexgrid
from geo.types import HexCell
from territories.models import Area

Key = TypeVar("Key", bound=Hashable)


def known_shares(
    cells: Mapping[Key, Collection[int]], peopled: Collection[int], *, year: int, on: date
) -> dict[Key, float]:
    """Of each place the share (0…1) of its cells whose residents are known; a place without cells is missing.

    peopled: cells that have residents in the year. on: local day, for the boundaries. Two statements where cells
    are empty, else none.
    """
    held = set(peopled)
    empty = sorted({cell for own in cells.values() for cell in own} - held)
    known = held | (_without_people(empty, year, on) if empty else set())
    return {key: sum(cell in known for cell in own) / len(own) for key, own in cells.items() if own}


def _without_people(empty: list[int], year: int, on: date) -> set[int]:
    """Those of the cells where nobody lives: in an area whose people are known they are all in other cells."""
    centres = [hexgrid.centre(HexCell(cell)) for cell in empty]
    points = shapely.points(np.array([(centre.lon, centre.lat) for centre in centres]))
    west, south, east, north = shapely.total_bounds(points)
    around = grounds(on, near=(west, south, east, north))
    smallest = smallest_around(points, around)
    of_cell = {cell: around[at].area_id for cell, at in zip(empty, smallest, strict=True) if at is not None}
    rows = CellResidents.objects.filter(area=OuterRef("pk"), year=year)
    counted = Area.objects.filter(Exists(rows), pk__in=set(of_cell.values()))
    known = set(counted.values_list("pk", flat=True))
    return {cell for cell, area_id in of_cell.items() if area_id in known}
