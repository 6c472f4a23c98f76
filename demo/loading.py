"""Writes a town's places into the tables of geo in bulk (COPY); decides nothing about them."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely
from shapely import Point

from demo.basemap import Feature, features
from demo.surroundings import Surroundings
from demo.town.layout import Town
from geo import sql
from geo.addresses.numbers import number_key
from geo.addresses.streets import street_key
from geo.addresses.tokens import settlement_key
from geo.models import Settlement, Source
from geo.models import Street as StreetRow
from geo.sql import escaped

KINDS = {"деревня": "village", "село": "village", "посёлок": "village"}
ATTRIBUTION = "Берёзовск — вымышленный город"


def source() -> Source:
    """The source all demo data names."""
    found, _created = Source.objects.get_or_create(
        slug="demo",
        defaults={"title": "Демонстрационный город", "attribution": ATTRIBUTION, "licence": "CC0"},
    )
    return found


def write_basemap(town: Town, around: Surroundings, origin: Source) -> int:
    """Features of the basemap; answers how many."""
    columns = ("layer", "min_zoom", "max_zoom", "tags", "rank", "source_id", "geom_3857")
    found = [feature for feature in features(town, around) if not feature.geometry.is_empty]
    shapes = town.frame.to_3857(np.array([feature.geometry for feature in found], dtype=object))
    return sql.copy_lines(
        "geo_basemapfeature",
        columns,
        (
            f"{feature.layer}\t{feature.min_zoom}\t14\t{_tags(feature)}\t{feature.rank}\t{origin.pk}\t{shape}"
            for feature, shape in zip(found, ewkb(shapes, 3857), strict=True)
        ),
    )


def _tags(feature: Feature) -> str:
    return escaped(json.dumps(feature.tags, ensure_ascii=False))


def ewkb(geometries: Any, srid: int) -> Any:
    """Hex EWKB of a geometry or of an array of them, as COPY takes it."""
    return shapely.to_wkb(shapely.set_srid(geometries, srid), hex=True, include_srid=True)


def write_settlements(town: Town, region: str, origin: Source) -> list[Settlement]:
    """The town first, then its villages."""
    people: dict[int, int] = {}
    for building in town.houses:
        number = town.streets[building.street].settlement
        people[number] = people.get(number, 0) + building.residents
    rows = []
    for number, title in enumerate(town.settlements):
        word, _space, bare = title.partition(" ")
        name = bare if word in KINDS else title
        lines = [street.line for street in town.streets if street.settlement == number]
        centre = Point(town.centre) if number == 0 else shapely.union_all(lines).centroid
        rows.append(
            Settlement(
                name=name,
                name_key=settlement_key(name),
                kind=KINDS.get(word, "town"),
                region=region,
                population=people.get(number, 0),
                location=_stored(town, centre),
                source=origin,
                source_key=f"demo-{town.index}-{number}",
            )
        )
    return Settlement.objects.bulk_create(rows)


def write_streets(
    town: Town, settlements: list[Settlement], origin: Source
) -> dict[tuple[int, str], StreetRow]:
    """Streets by (settlement's number, name)."""
    rows: dict[tuple[int, str], StreetRow] = {}
    for street in town.streets:
        key = (street.settlement, street.name)
        if not street.name or key in rows:
            continue
        name_key, kind = street_key(street.name)
        middle = street.line.interpolate(0.5, normalized=True)
        rows[key] = StreetRow(
            settlement=settlements[street.settlement],
            name=street.name,
            name_key=name_key,
            kind=kind,
            location=_stored(town, middle),
            source=origin,
        )
    StreetRow.objects.bulk_create(rows.values(), batch_size=2000)
    return rows


_HOUSE = (
    *("id", "settlement_id", "street_id", "number", "number_key", "address", "residents", "source_id"),
    *("source_key", "location"),
)


@dataclass(frozen=True, slots=True)
class Houses:
    """Houses in the database, in the order of `town.houses`; their ids follow each other."""

    first_id: int
    addresses: list[str]

    def __len__(self) -> int:
        return len(self.addresses)


def write_houses(
    town: Town, settlements: list[Settlement], streets: dict[tuple[int, str], StreetRow], origin: Source
) -> Houses:
    """Houses by COPY."""
    buildings = town.houses
    shapes = np.array([building.shape for building in buildings], dtype=object)
    located = ewkb(town.frame.to_4326(np.asarray(shapely.point_on_surface(shapes))), 4326)
    houses = Houses(reserve("geo_house", len(buildings)), [])
    lines = []
    for key, (building, place) in enumerate(zip(buildings, located, strict=True), start=houses.first_id):
        street = town.streets[building.street]
        home, way = settlements[street.settlement], streets[street.settlement, street.name]
        address = f"{home.name}, {way.name}, {building.number}"
        houses.addresses.append(address)
        lines.append(
            f"{key}\t{home.pk}\t{way.pk}\t{building.number}\t{_number_key(building.number)}\t{address}"
            f"\t{building.residents}\t{origin.pk}\t\t{place}"
        )
    sql.copy_lines("geo_house", _HOUSE, lines)
    return houses


# Numbers repeat from street to street.
_number_key = cache(number_key)


def reserve(table: str, count: int) -> int:
    """The first of `count` ids that are taken from a table's sequence."""
    return int(sql.rows("demo", "reserve_ids", {"name": table, "count": count})[0][0]) - count + 1


def _stored(town: Town, point: Point) -> Any:
    """A point in the spelling that GeoDjango reads fastest."""
    return ewkb(town.frame.to_4326(point), 4326)
