"""How many people live in zones of duty and in cells that are asked for beside them; not figures per resident."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import shapely
from shapely.geometry.base import BaseGeometry

from analytics.queries.residents import residents_of_cells, resolution_for
from geo import hexgrid
from geo.types import HexCell
from territories.models import Piece

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class ZonePeople(Generic[Key]):
    """people by key; one of which nothing is known is missing. year: of all numbers, None: none is known."""

    people: Mapping[Key, float]
    year: int | None = None


def residents_of_zones(groups: Mapping[Key, Collection[int]], *, on: date) -> ZonePeople[Key]:
    """People of each group of zones together, each once where zones overlap: of cells whose middle lies in them.

    groups: ids of zones with polygons, by any key. on: local day, for the year. Four statements. Index: foreign key of
    the pieces.
    """
    wanted = {zone for zones in groups.values() for zone in zones}
    pieces: dict[int, list[BaseGeometry]] = {}
    for zone, geom in Piece.objects.filter(zone__in=wanted).values_list("zone_id", "geom"):
        pieces.setdefault(zone, []).append(shapely.from_wkb(bytes(geom.wkb)))
    resolution = resolution_for([piece for parts in pieces.values() for piece in parts])
    cells = {
        zone: {cell for piece in parts for cell in hexgrid.cells_within(piece, resolution)}
        for zone, parts in pieces.items()
    }
    found = residents_of_cells([HexCell(cell) for cell in sorted(set().union(*cells.values()))], on=on)
    if found is None:
        return ZonePeople({})
    people = {}
    for key, zones in groups.items():
        known = [found.people[cell] for cell in _all(cells, zones) if cell in found.people]
        if known:
            people[key] = sum(known)
    return ZonePeople(people, found.year)


def residents_within(polygon: BaseGeometry, *, on: date) -> float | None:
    """People of a polygon (EPSG:4326): of cells whose middle lies in it; None: of none of them is anything known.

    on: local day, for the year. Three statements.
    """
    cells = hexgrid.cells_within(polygon, resolution_for([polygon]))
    found = residents_of_cells([HexCell(cell) for cell in cells], on=on)
    return sum(found.people.values()) if found and found.people else None


def _all(cells: Mapping[int, set[int]], zones: Collection[int]) -> set[int]:
    return set().union(*(cells.get(zone, set()) for zone in zones))
