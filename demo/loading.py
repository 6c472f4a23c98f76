"""Writes a town's places into the tables of geo in bulk (COPY); decides nothing about them."""

import json
from collections.abc import Iterator
from typing import Any

import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from demo.basemap import Feature, features
from demo.surroundings import Surroundings
from demo.town.layout import Town
from geo import sql
from geo.addresses.numbers import parse_number
from geo.addresses.streets import street_key
from geo.addresses.tokens import settlement_key
from geo.models import House, Settlement, Source
from geo.models import Street as StreetRow

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
    columns = ("layer", "min_zoom", "max_zoom", "tags", "rank", "geom_3857", "source_id")
    return sql.copy_rows(
        "geo_basemapfeature", columns, _feature_rows(town, features(town, around), origin.pk)
    )


def _feature_rows(town: Town, found: Iterator[Feature], source_id: int) -> Iterator[tuple[Any, ...]]:
    for feature in found:
        if feature.geometry.is_empty:
            continue
        tags = json.dumps(feature.tags, ensure_ascii=False)
        geometry = ewkb(town.frame.to_3857(feature.geometry), 3857)
        yield feature.layer, feature.min_zoom, 14, tags, feature.rank, geometry, source_id


def ewkb(geometry: BaseGeometry, srid: int) -> str:
    """Hex EWKB, as COPY takes it."""
    return str(shapely.to_wkb(shapely.set_srid(geometry, srid), hex=True, include_srid=True))


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


HOUSE = (
    "id",
    "settlement_id",
    "street_id",
    "number",
    "number_key",
    "address",
    "location",
    "residents",
    "source_id",
    "source_key",
)


def write_houses(
    town: Town, settlements: list[Settlement], streets: dict[tuple[int, str], StreetRow], origin: Source
) -> list[House]:
    """Houses in the order of `town.houses`, with their ids."""
    found = town.houses
    first = reserve("geo_house", len(found))
    located: list[Any] = [_stored(town, one.shape.representative_point()) for one in found]
    rows = []
    for n, building in enumerate(found):
        street = town.streets[building.street]
        home, way = settlements[street.settlement], streets[street.settlement, street.name]
        rows.append(
            House(
                pk=first + n,
                settlement_id=home.pk,
                street_id=way.pk,
                number=building.number,
                number_key=parse_number(building.number).key,
                address=f"{home.name}, {way.name}, {building.number}",
                location=located[n],
                residents=building.residents,
                source_id=origin.pk,
            )
        )
    plain = [name for name in HOUSE if name != "location"]
    copied = (
        [*(getattr(row, name) for name in plain), place] for row, place in zip(rows, located, strict=True)
    )
    sql.copy_rows("geo_house", (*plain, "location"), copied)
    return rows


def reserve(table: str, count: int) -> int:
    """The first of `count` ids that are taken from a table's sequence."""
    return int(sql.rows("demo", "reserve_ids", {"name": table, "count": count})[0][0]) - count + 1


def _stored(town: Town, point: Point) -> Any:
    """A point in the spelling that GeoDjango reads fastest."""
    return ewkb(town.frame.to_4326(point), 4326)
