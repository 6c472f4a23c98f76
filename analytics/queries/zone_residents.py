"""How many people live in zones of duty and in cells that are asked for beside them; not figures per resident."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import shapely
from shapely.geometry.base import BaseGeometry

from analytics.queries.counted_ground import known_shares
from analytics.queries.residents import CellPeople, residents_of_cells, resolution_for
from geo import hexgrid
from geo.types import HexCell
from territories.models import Piece

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class PlacePeople:
    """people of a place. known: on which share (0…1) of its ground who lives there is known."""

    people: float
    known: float = 1.0


@dataclass(frozen=True, slots=True)
class ZonePeople(Generic[Key]):
    """people by key; one of which nothing is known is missing. year: of all numbers, None: none is known."""

    people: Mapping[Key, PlacePeople]
    year: int | None = None


def residents_of_zones(groups: Mapping[Key, Collection[int]], *, on: date) -> ZonePeople[Key]:
    """People of each group of zones together, each once where zones overlap: of cells whose middle lies in them.

    groups: ids of zones with polygons, by any key. on: local day, for the year. Six statements at most. Index: foreign
    key of the pieces.
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
    return ZonePeople(
        _people({key: _all(cells, zones) for key, zones in groups.items()}, found, on), found.year
    )


def residents_within(polygon: BaseGeometry, *, on: date) -> PlacePeople | None:
    """People of a polygon (EPSG:4326): of cells whose middle lies in it; None: of none of them is anything known.

    on: local day, for the year. Five statements at most.
    """
    cells = set(hexgrid.cells_within(polygon, resolution_for([polygon])))
    found = residents_of_cells([HexCell(cell) for cell in sorted(cells)], on=on)
    return _people({None: cells}, found, on).get(None) if found else None


def _people(cells: Mapping[Key, set[int]], found: CellPeople, on: date) -> dict[Key, PlacePeople]:
    shares = known_shares(cells, found.people.keys(), year=found.year, on=on)
    people = {}
    for key, own in cells.items():
        known = [found.people[cell] for cell in own if cell in found.people]
        if known:
            people[key] = PlacePeople(sum(known), shares[key])
    return people


def _all(cells: Mapping[int, set[int]], zones: Collection[int]) -> set[int]:
    return set().union(*(cells.get(zone, set()) for zone in zones))
