"""Settlements, streets and houses of an OSM file; not its basemap."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import cos, radians
from typing import Any

import shapely
from django.contrib.gis.geos import Point as GeosPoint

from geo.addresses.found import fetch
from geo.addresses.parsing import ParsedAddress, settlement_key, street_key, street_title
from geo.addresses.split import from_parts
from geo.importing.houses import HouseRow, import_houses
from geo.importing.osm.reading import OsmThing, Shape
from geo.importing.places import Town, Way, settlements_for, streets_for
from geo.importing.report import Reason, Report
from geo.metric import nearby_m
from geo.models import Settlement, Source, Street

# How far a place reaches when nothing draws its edge, in metres: a rule of thumb, used only without addr:city.
REACH_M = {
    "city": 15_000.0,
    "town": 6_000.0,
    "village": 2_500.0,
    "hamlet": 1_200.0,
    "isolated_dwelling": 500.0,
}
# In units of its reach: nothing beyond belongs to a place.
FAR = 1.5
METRES_PER_DEGREE = 110_500.0
# A place drawn as node and as area is one: same name, nearer than this.
SAME_PLACE_M = 5_000.0
STREET_CLASSES = frozenset(
    "motorway trunk primary secondary tertiary unclassified residential living_street pedestrian service track "
    "footway path cycleway steps road busway".split()
)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    key: str
    kind: str
    population: int | None
    point: Point
    id: str
    local_key: str = ""


@dataclass(slots=True)
class AddressCollector:
    """Takes places, named streets and numbered things out of a stream."""

    places: list[_Place] = field(default_factory=list)
    streets: list[tuple[str, Point]] = field(default_factory=list)
    houses: list[tuple[OsmThing, Point]] = field(default_factory=list)
    _numbered: set[str] = field(default_factory=set)

    def take(self, thing: OsmThing) -> None:
        tags = thing.tags
        if tags.get("place") in REACH_M and tags.get("name") and thing.shape is not Shape.WAY:
            self._take_place(thing)
        if tags.get("name") and tags.get("highway") in STREET_CLASSES and thing.shape is Shape.WAY:
            self.streets.append((tags["name"], _inside(thing)))
        if tags.get("addr:housenumber") and thing.id not in self._numbered:
            # A closed way comes as a line first: the same point serves both.
            self._numbered.add(thing.id)
            self.houses.append((thing, _inside(thing)))

    def _take_place(self, thing: OsmThing) -> None:
        tags = thing.tags
        name = tags.get("name:ru") or tags["name"]
        digits = "".join(letter for letter in tags.get("population", "") if letter.isdigit())
        place = _Place(
            name,
            settlement_key(name),
            tags["place"],
            int(digits) if digits and len(digits) < 9 else None,
            _inside(thing),
            thing.id,
            settlement_key(tags["name"]),
        )
        for other in self.places:
            if other.key == place.key and nearby_m(*other.point, *place.point) < SAME_PLACE_M:
                return
        self.places.append(place)


class _Surroundings:
    """The places of a file by where they lie: a region has thousands, and every house asks."""

    def __init__(self, places: Sequence[_Place]) -> None:
        self._places = places
        self._names = {
            place.local_key: place.name for place in places if place.local_key not in {"", place.key}
        }
        self._tree = shapely.STRtree([shapely.Point(place.point) for place in places])

    def name_of(self, city: str) -> str:
        """An addr:city in the language that its place is stored in; the text itself for any other."""
        return self._names.get(settlement_key(city), city)

    def name_at(self, point: Point) -> str:
        """The place that a point most likely belongs to: nearest in units of each place's reach, none beyond it."""
        lon, lat = point
        up = FAR * max(REACH_M.values()) / METRES_PER_DEGREE
        aside = up / max(cos(radians(lat)), 0.01)
        near = self._tree.query(shapely.box(lon - aside, lat - up, lon + aside, lat + up))
        reached = [
            (nearby_m(*point, *place.point) / REACH_M[place.kind], position, place.name)
            for position, place in ((int(i), self._places[i]) for i in near)
        ]
        best = min(reached, default=(FAR + 1, 0, ""))
        return best[2] if best[0] <= FAR else ""


def import_osm_addresses(
    found: AddressCollector, *, source: Source, report: Report, default_settlement: str
) -> None:
    """Write what was found; needs a transaction. default_settlement: for things near no place at all."""
    _import_places(found.places, source, report)
    cities = Counter(thing.tags["addr:city"] for thing, _point in found.houses if thing.tags.get("addr:city"))
    around = _Surroundings(found.places)
    fallback = (
        around.name_of(cities.most_common(1)[0][0]) if cities else _known_near(found) or default_settlement
    )
    rows: list[HouseRow] = []
    for number, (thing, point) in enumerate(found.houses, start=1):
        address = _address(thing, point, around, fallback)
        if not address.number_key:
            report.refuse(number, Reason.NO_ADDRESS, row={"osm": thing.id, **thing.tags})
        else:
            rows.append(HouseRow(number, address, *point, source_key=thing.id))
    report.read += len(found.places) + len(found.streets) + len(found.houses)
    _import_streets(found, around, fallback, source, report)
    import_houses(rows, source=source, report=report)


def _address(thing: OsmThing, point: Point, around: _Surroundings, fallback: str) -> ParsedAddress:
    tags = thing.tags
    city = tags.get("addr:city") or tags.get("addr:village") or tags.get("addr:hamlet") or ""
    street = tags.get("addr:street") or tags.get("addr:place") or ""
    address = from_parts(
        settlement=around.name_of(city) or around.name_at(point) or fallback,
        street=street,
        number=tags["addr:housenumber"],
        postcode=tags.get("addr:postcode", ""),
    )
    if address.street_key == address.settlement_key:
        return replace(address, street="", street_key="", street_kind="")
    return address


def _import_places(places: Sequence[_Place], source: Source, report: Report) -> None:
    keys = {place.key for place in places}
    known = list(Settlement.objects.filter(name_key__in=keys).order_by("id"))
    for place in places:
        same = [
            settlement
            for settlement in known
            if settlement.name_key == place.key
            and nearby_m(*place.point, settlement.location.x, settlement.location.y) < 4 * SAME_PLACE_M
        ]
        if not same:
            known.append(_make(place, source))
            report.created += 1
        elif _filled(same[0], place):
            report.updated += 1


def _make(place: _Place, source: Source) -> Settlement:
    return Settlement.objects.create(
        name=place.name[:200],
        name_key=place.key,
        kind=place.kind,
        population=place.population,
        location=GeosPoint(*place.point, srid=4326),
        source=source,
        source_key=place.id,
    )


def _filled(settlement: Settlement, place: _Place) -> bool:
    """Give a known settlement the population that it lacks; True when that changed it."""
    if place.population is None or settlement.population == place.population:
        return False
    settlement.population = place.population
    settlement.save(update_fields=["population"])
    return True


def _import_streets(
    found: AddressCollector, around: _Surroundings, fallback: str, source: Source, report: Report
) -> None:
    """Named ways; a way named like a house's street is the same street by its key."""
    towns = [
        Town(settlement_key(name), name)
        for _street, point in found.streets
        for name in (around.name_at(point) or fallback,)
    ]
    points = [point for _name, point in found.streets]
    ids = settlements_for(zip(towns, points, strict=True), source)
    named = []
    for (name, point), town in zip(found.streets, towns, strict=True):
        key, kind = street_key(name)
        if key:
            named.append((Way(ids[town], key, kind, street_title(name)), point))
    before = Street.objects.count()
    streets_for(named, source)
    made = Street.objects.count() - before
    report.created += made
    report.details["streets_created"] = made


def _known_near(found: AddressCollector) -> str:
    """Name of the nearest settlement that other sources know, for a file that names none; empty for none."""
    points = [point for _thing, point in found.houses] + [point for _name, point in found.streets]
    if not points:
        return ""
    params = {"lon": points[0][0], "lat": points[0][1], "radius_m": 30_000.0, "count": 1}
    near = fetch("settlements_near", params)
    return str(near[0]["name"]) if near else ""


def _inside(thing: OsmThing) -> Point:
    """A point on the thing: of an area inside it, of a line in its middle."""
    geometry: Any = thing.geometry
    if thing.shape is Shape.WAY:
        ring = geometry.is_closed and len(geometry.coords) > 3
        point = (
            shapely.point_on_surface(shapely.Polygon(geometry))
            if ring
            else geometry.interpolate(0.5, normalized=True)
        )
    else:
        point = shapely.point_on_surface(geometry) if thing.shape is Shape.AREA else geometry
    return float(point.x), float(point.y)
