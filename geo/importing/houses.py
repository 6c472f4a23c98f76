"""Houses written in bulk: found again by their address and place, made, brought up to date; not read from files."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from geo.addresses.parsing import ParsedAddress, settlement_key, street_title
from geo.importing.places import Town, Way, ewkb, reserve_ids, settlements_for, streets_for
from geo.importing.report import Report
from geo.metric import nearby_m
from geo.models import Source
from geo.sql import copy_rows, execute, rows

# One address farther apart than this is two houses: streets of one name in different parts of a city.
SAME_HOUSE_M = 500.0
# Letter А is the main building, which one source writes and another leaves unsaid: so near they are one house.
TWIN_M = 60.0
LETTER_A = " литА"
# A move below this is rounding.
MOVED_M = 0.5

Place = tuple[int, int | None, str]


@dataclass(frozen=True, slots=True)
class HouseRow:
    """One address to import. lon, lat: degrees (EPSG:4326), already checked. residents None: not known."""

    row_number: int
    address: ParsedAddress
    lon: float
    lat: float
    residents: int | None = None
    source_key: str = ""


@dataclass(slots=True)
class _House:
    """A house as the database has it, or will. counted: the most residents that a row of this file gives it."""

    id: int
    lon: float
    lat: float
    residents: int | None
    source_id: int | None
    address: str
    number: str = ""
    number_key: str = ""
    settlement_id: int = 0
    street_id: int | None = None
    source_key: str = ""
    counted: int | None = None
    fresh: bool = False
    changed: bool = False
    named: bool = False


@dataclass(slots=True)
class _Book:
    """All houses of the settlements at hand, by address. asked: the addresses that the rows at hand name."""

    houses: dict[Place, list[_House]] = field(default_factory=lambda: defaultdict(list))
    made: list[_House] = field(default_factory=list)
    asked: frozenset[Place] = frozenset()


def import_houses(
    given: Sequence[HouseRow], *, source: Source, report: Report, default_settlement: str = ""
) -> dict[int, int]:
    """Write the rows as houses and answer house id per row number; needs a transaction.

    The same settlement, street and number within 500 m is the same house, whichever source had it first; so is,
    within 60 m, another source's number with or without the letter А, unless the rows at hand name both.
    Counts created, updated (only what changed) and merged (rows of one file that name one house). A row
    without a settlement takes the default one; its key must not be empty then.
    """
    towns = [_town(row.address, default_settlement) for row in given]
    points = [(row.lon, row.lat) for row in given]
    settlements = settlements_for(zip(towns, points, strict=True), source)
    ways = [_way(row.address, settlements[town]) for row, town in zip(given, towns, strict=True)]
    streets = streets_for(
        ((way, point) for way, point in zip(ways, points, strict=True) if way is not None), source
    )
    places = [
        (settlements[town], streets[way] if way else None, row.address.number_key)
        for row, town, way in zip(given, towns, ways, strict=True)
    ]
    book = _known(set(settlements.values()))
    book.asked = frozenset(places)
    result: dict[int, int] = {}
    for row, place, town, way in zip(given, places, towns, ways, strict=True):
        result[row.row_number] = -1
        house = _place_house(book, row, place, town, way, source, report)
        result[row.row_number] = house.id
    _write(book, source, report, result)
    return result


def _town(address: ParsedAddress, default: str) -> Town:
    if address.settlement_key:
        return Town(address.settlement_key, address.settlement, address.settlement_kind, address.above)
    return Town(settlement_key(default), default)


def _way(address: ParsedAddress, settlement_id: int) -> Way | None:
    if not address.street_key:
        return None
    return Way(settlement_id, address.street_key, address.street_kind, street_title(address.street))


def _known(settlements: set[int]) -> _Book:
    book = _Book()
    known = rows("geo", "houses_known", {"settlements": sorted(settlements)})
    for number, settlement_id, street_id, key, lon, lat, residents, source_id, address in known:
        house = _House(number, lon, lat, residents, source_id, address, number_key=key)
        book.houses[settlement_id, street_id, key].append(house)
    return book


def _place_house(
    book: _Book, row: HouseRow, place: Place, town: Town, way: Way | None, source: Source, report: Report
) -> _House:
    same = book.houses[place]
    near = _within(same, row, SAME_HOUSE_M) or _within(_twins(book, place, source), row, TWIN_M)
    if near:
        house = min(near, key=lambda house: nearby_m(row.lon, row.lat, house.lon, house.lat))
        if house.named:
            report.merged += 1
        _refresh(house, row, source)
        house.named = True
        return house
    house = _House(
        -len(book.made) - 1,
        row.lon,
        row.lat,
        row.residents,
        source.pk,
        full_address(town.name, way.title if way else "", row.address.number),
        number=row.address.number,
        number_key=place[2],
        settlement_id=place[0],
        street_id=place[1],
        source_key=row.source_key,
        counted=row.residents,
        fresh=True,
        named=True,
    )
    same.append(house)
    book.made.append(house)
    return house


def _within(houses: Iterable[_House], row: HouseRow, metres: float) -> list[_House]:
    return [house for house in houses if nearby_m(row.lon, row.lat, house.lon, house.lat) <= metres]


def _twins(book: _Book, place: Place, source: Source) -> list[_House]:
    """Houses of other sources whose number differs by an unsaid letter А: «28» for «28 литА» and the reverse."""
    settlement, street, key = place
    other = key.removesuffix(LETTER_A) if key.endswith(LETTER_A) else key + LETTER_A
    twin = (settlement, street, other)
    known = () if twin in book.asked else book.houses.get(twin, ())
    return [house for house in known if house.source_id != source.pk]


def _refresh(house: _House, row: HouseRow, source: Source) -> None:
    """What a row says anew of a house: residents from any source, the place from its own source only.

    When several rows of a file name the house, the first one places it and the largest count of residents holds.
    """
    if row.residents is not None:
        house.counted = max(row.residents, house.counted or 0)
    own = house.source_id == source.pk and not house.named
    if own and nearby_m(row.lon, row.lat, house.lon, house.lat) > MOVED_M:
        house.lon, house.lat, house.changed = row.lon, row.lat, not house.fresh


def full_address(settlement: str, street: str, number: str) -> str:
    """«Санкт-Петербург, Невский проспект, 28»: how Metka shows an address."""
    return ", ".join(part for part in (settlement, street, number) if part)[:300]


def _count_residents(book: _Book) -> None:
    """Residents as all rows of the file say together; a house that had them already is not changed."""
    for house in (house for houses in book.houses.values() for house in houses):
        if house.counted is not None and house.counted != house.residents:
            house.residents, house.changed = house.counted, house.changed or not house.fresh


def _write(book: _Book, source: Source, report: Report, result: dict[int, int]) -> None:
    _count_residents(book)
    ids = reserve_ids("geo_house", len(book.made))
    copy_rows(
        "geo_house",
        COLUMNS,
        (_copied(house, number, source) for house, number in zip(book.made, ids, strict=True)),
    )
    for row_number, number in result.items():
        if number < 0:
            result[row_number] = ids[-number - 1]
    changed = [house for houses in book.houses.values() for house in houses if house.changed]
    _update(changed)
    report.created += len(ids)
    report.updated += len(changed)


COLUMNS = (
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


def _copied(house: _House, number: int, source: Source) -> tuple[object, ...]:
    return (
        number,
        house.settlement_id,
        house.street_id,
        house.number[:60],
        house.number_key,
        house.address,
        ewkb(house.lon, house.lat),
        house.residents,
        source.pk,
        house.source_key[:80],
    )


def _update(changed: Iterable[_House]) -> None:
    houses = list(changed)
    if not houses:
        return
    execute(
        "geo",
        "houses_update",
        {
            "ids": [house.id for house in houses],
            "lons": [house.lon for house in houses],
            "lats": [house.lat for house in houses],
            "residents": [house.residents for house in houses],
        },
    )
