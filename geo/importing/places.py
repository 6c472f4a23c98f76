"""Settlements and streets that imported addresses name: found or made in bulk; not the houses."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import shapely
from django.contrib.gis.geos import Point

from geo.metric import nearby_m
from geo.models import Settlement, Source, Street
from geo.sql import copy_rows, rows

# A settlement of the same name farther away than this is another one.
SAME_SETTLEMENT_M = 60_000.0

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Town:
    """A settlement that rows name. above: what it lies in, outermost first."""

    key: str
    name: str
    kind: str = ""
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """A street that rows name, in a known settlement."""

    settlement_id: int
    key: str
    kind: str
    title: str


def reserve_ids(table: str, count: int) -> list[int]:
    """Fresh primary keys of a table for COPY."""
    return [number for (number,) in rows("geo", "next_ids", {"table": table, "count": count})]


def ewkb(lon: float, lat: float) -> str:
    """A point in EPSG:4326 as hex EWKB."""
    return str(shapely.to_wkb(shapely.set_srid(shapely.Point(lon, lat), 4326), hex=True, include_srid=True))


def middle(points: Sequence[Place]) -> Place:
    """The given point nearest to the medians of longitude and latitude: always one of the points."""
    lon, lat = median(point[0] for point in points), median(point[1] for point in points)
    return min(points, key=lambda point: nearby_m(lon, lat, *point))


def settlements_for(named: Iterable[tuple[Town, Place]], source: Source) -> dict[Town, int]:
    """Id of each named settlement: the nearest known one of that name within 60 km, else a new one.

    A new settlement lies in the middle of its points.
    """
    points: dict[Town, list[Place]] = defaultdict(list)
    for town, point in named:
        points[town].append(point)
    known = _known_settlements({town.key for town in points})
    found: dict[Town, int] = {}
    for town, places in points.items():
        place = middle(places)
        near = [
            (distance, number)
            for number, other in known[town.key]
            if (distance := nearby_m(*place, *other)) <= SAME_SETTLEMENT_M
        ]
        if near:
            found[town] = min(near)[1]
            continue
        found[town] = _make_settlement(town, place, source)
        known[town.key].append((found[town], place))
    return found


def _known_settlements(keys: set[str]) -> dict[str, list[tuple[int, Place]]]:
    known: dict[str, list[tuple[int, Place]]] = defaultdict(list)
    for settlement in Settlement.objects.filter(name_key__in=keys).order_by("id"):
        location = settlement.location
        known[settlement.name_key].append((settlement.pk, (location.x, location.y)))
    return known


def _make_settlement(town: Town, place: Place, source: Source) -> int:
    settlement = Settlement.objects.create(
        name=town.name[:200],
        name_key=town.key,
        kind=town.kind[:30],
        region=", ".join(town.above)[:200],
        location=Point(*place, srid=4326),
        source=source,
    )
    return settlement.pk


def streets_for(named: Iterable[tuple[Way, Place]], source: Source) -> dict[Way, int]:
    """Id of each named street, in its settlement by key and kind; new ones are made.

    A street without a kind («Садовая») is the one street of that key there, or of several the nearest;
    a known street without a kind is what a kind is first said of.
    """
    points: dict[Way, list[Place]] = defaultdict(list)
    for way, point in named:
        points[way].append(point)
    known = _known_streets({way.settlement_id for way in points})
    found: dict[Way, int] = {}
    fresh: list[tuple[Way, Place]] = []
    for way in sorted(points, key=lambda way: (not way.kind, way.key, way.kind, way.title)):
        place = middle(points[way])
        same = known[way.settlement_id, way.key]
        match = same.get(way.kind) or _kindless_match(way, place, same)
        if match is None:
            fresh.append((way, place))
            # Ids come later in one go; until then a fresh street is known by its negative position.
            match = (-len(fresh), place)
            same[way.kind] = match
        found[way] = match[0]
    ids = _make_streets(fresh, source)
    return {way: ids[-number - 1] if number < 0 else number for way, number in found.items()}


def _kindless_match(way: Way, place: Place, same: dict[str, tuple[int, Place]]) -> tuple[int, Place] | None:
    if way.kind:
        return same.get("")
    return min(same.values(), key=lambda street: nearby_m(*place, *street[1]), default=None)


def _known_streets(settlements: set[int]) -> dict[tuple[int, str], dict[str, tuple[int, Place]]]:
    known: dict[tuple[int, str], dict[str, tuple[int, Place]]] = defaultdict(dict)
    for street in Street.objects.filter(settlement_id__in=settlements).order_by("id"):
        place = (street.location.x, street.location.y)
        known[street.settlement_id, street.name_key][street.kind] = (street.pk, place)
    return known


def _make_streets(fresh: Sequence[tuple[Way, Place]], source: Source) -> list[int]:
    ids = reserve_ids("geo_street", len(fresh))
    copy_rows(
        "geo_street",
        ("id", "settlement_id", "name", "name_key", "kind", "location", "source_id"),
        (
            (
                number,
                way.settlement_id,
                way.title[:200],
                way.key[:200],
                way.kind[:30],
                ewkb(*place),
                source.pk,
            )
            for number, (way, place) in zip(ids, fresh, strict=True)
        ),
    )
    return ids
