"""How many addresses of one file are found in another's houses; not the time it takes (bench.addresses).

How the pairs are drawn. Every row of TWO that has an address is compared with the rows of ONE within 50 m of
it (both files' own coordinates; polygons count as a point inside). They are a pair when the longest word of the
street's name (ё as е, without type words) and the first number of the house agree; nothing of the project's parser
decides that. Of several partners the nearest counts; every spelling in TWO is asked once.

What is asked.
ONE alone is imported into an empty database (DATABASE_URL) in a transaction that is rolled back, and the text of
TWO is asked. Found means
that the answer lies within 100 m of ONE's coordinates. Then the same with one random typo (a letter changed, dropped,
doubled or swapped with the next) in the longest word of the street's name; the seed makes the run repeatable.

    python -m bench geocoding ONE TWO --one address=ADDRESS,lon=LON,lat=LAT --two address=address \
        --settlement "Санкт-Петербург"
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.db import connection, transaction

from geo.addresses.queries import geocode
from geo.importing.addresses import AddressFields, AddressOptions, import_addresses
from geo.importing.progress import Progress
from geo.importing.reading import cell_text, read_table
from geo.importing.report import Report
from geo.importing.sources import source_for
from geo.metric import distance_m, nearby_m
from geo.models import House
from geo.types import LonLat

PAIR_M = 50.0
FOUND_M = 100.0
HOLD = {"as written": 0.95, "with a typo": 0.85}
ALPHABET = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
# The shortest list that serves both files; the project's own tables are not asked.
TYPES = frozenset(
    "улица ул проспект пр кт прт переулок пер набережная наб площадь пл бульвар шоссе линия линии лин аллея проезд "
    "дорога остров реки канала санкт петербург дом литера корпус территория городок квартал".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A text of TWO and where ONE has the house, in degrees."""

    text: str
    lon: float
    lat: float


def street_word(text: str) -> str:
    """The longest word that is no type: «маяковского»."""
    words = re.findall(r"[а-я]{4,}", text.lower().replace("ё", "е"))
    return max((word for word in words if word not in TYPES), key=len, default="")


def first_number(text: str) -> str:
    """The house's first number: that after the street's name, or the only one."""
    numbers = re.findall(r"(?<![\dа-яА-Я-])(\d+)(?!-?[йяего]{1,2}\b|\d)", text)
    return numbers[0] if numbers else ""


def with_typo(text: str, chance: random.Random) -> str:
    """The text with one mistake in the longest word of its street's name."""
    word = street_word(text)
    start = text.lower().replace("ё", "е").find(word)
    place = chance.randrange(len(word))
    letters = list(word)
    kind = chance.choice(("change", "drop", "double", "swap"))
    if kind == "change":
        letters[place] = chance.choice([letter for letter in ALPHABET if letter != letters[place]])
    elif kind == "drop":
        del letters[place]
    elif kind == "double":
        letters.insert(place, letters[place])
    else:
        place = min(place, len(letters) - 2)
        letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return text[:start] + "".join(letters) + text[start + len(word) :]


def texts(frame: Any, fields: dict[str, str], settlement: str) -> list[str]:
    """Address texts of a frame: one column, or street and number joined as a person would."""

    if "address" in fields:
        return [cell_text(value) for value in frame[fields["address"]]]
    pairs = zip(frame[fields["street"]], frame[fields["number"]], strict=True)
    return [
        ", ".join(filter(None, (settlement, cell_text(street), cell_text(number))))
        if cell_text(street) and cell_text(number)
        else ""
        for street, number in pairs
    ]


def pairs(one: Any, one_texts: list[str], two: Any, two_texts: list[str]) -> list[Asked]:
    """Texts of TWO with a partner in ONE, as the module's docstring says."""

    ones, twos = (
        shapely.point_on_surface(one.geometry.to_numpy()),
        shapely.point_on_surface(two.geometry.to_numpy()),
    )
    tree = shapely.STRtree(ones)
    found: dict[str, Asked] = {}
    for position, text in enumerate(two_texts):
        word, number = street_word(text), first_number(text)
        if not (word and number) or twos[position] is None or text in found:
            continue
        lon, lat = twos[position].x, twos[position].y
        near = tree.query(shapely.box(lon - 0.002, lat - 0.001, lon + 0.002, lat + 0.001))
        same = [
            (nearby_m(lon, lat, ones[other].x, ones[other].y), int(other))
            for other in np.sort(near)
            if street_word(one_texts[other]) == word and first_number(one_texts[other]) == number
        ]
        if same and min(same)[0] <= PAIR_M:
            partner = ones[min(same)[1]]
            found[text] = Asked(text, partner.x, partner.y)
    return list(found.values())


def ask(asked: list[Asked], label: str, show: int) -> tuple[str, float, float, bool]:
    """A row of the result: what, share found within 100 m, share to hold, whether it holds."""

    found, levels = 0, Counter[str]()
    for one in asked:
        match = geocode(one.text)
        far = match is None or distance_m(match.location, LonLat(one.lon, one.lat)) > FOUND_M
        found += not far
        levels[f"{match.level if match else 'nothing'}{' too far' if far else ''}"] += 1
        if far and show > 0:
            show -= 1
            print(
                "   not found:", one.text, "→", match and (str(match.level), match.address, match.confidence)
            )
    print(f"   {label}: {dict(levels.most_common())}")
    share = found / len(asked) if asked else 0.0
    return label, share, HOLD[label], share >= HOLD[label]


def run(
    one: Path,
    two: Path,
    *,
    one_fields: dict[str, str],
    two_fields: dict[str, str],
    settlement: str = "",
    seed: int = 1,
    show: int = 0,
) -> list[tuple[str, float, float, bool]]:
    """Import ONE, ask TWO; rows of (what, share, share to hold, holds). Needs an empty database."""

    def read(path: Path, fields: dict[str, str]) -> Any:
        return read_table(path, lon_field=fields.get("lon", ""), lat_field=fields.get("lat", ""))

    first, second = read(one, one_fields), read(two, two_fields)
    asked = pairs(first, texts(first, one_fields, settlement), second, texts(second, two_fields, settlement))
    report = Report()
    names = {name: one_fields[name] for name in ("address", "street", "number") if name in one_fields}
    options = AddressOptions(AddressFields(**names), default_settlement=settlement)
    if House.objects.exists():
        raise SystemExit("There are houses in this database already: name an empty one with DATABASE_URL.")
    import_addresses(first, options, source=source_for(one), report=report, progress=Progress(shown=False))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE geo_settlement, geo_street, geo_house")
    print(f"{one.name} ← {two.name}: {report.created} houses imported, {len(asked)} pairs")
    chance = random.Random(seed)
    wrong = [Asked(with_typo(pair.text, chance), pair.lon, pair.lat) for pair in asked]
    return [ask(asked, "as written", show), ask(wrong, "with a typo", show)]


def main(arguments: Sequence[str]) -> int:
    """`python -m bench geocoding`."""

    def fields(text: str) -> dict[str, str]:
        return dict(part.split("=", 1) for part in text.split(","))

    parser = argparse.ArgumentParser(
        "bench geocoding", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("one", type=Path)
    parser.add_argument("two", type=Path)
    parser.add_argument("--one", dest="one_fields", type=fields, default={"address": "address"})
    parser.add_argument("--two", dest="two_fields", type=fields, default={"address": "address"})
    parser.add_argument("--settlement", default="", help="town of rows that name none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="print so many misses")
    options = vars(parser.parse_args(arguments))
    with transaction.atomic():
        rows = run(options.pop("one"), options.pop("two"), **options)
        transaction.set_rollback(True)
    for what, share, hold, ok in rows:
        print(f"{what:12} {share:7.2%}  hold ≥ {hold:.0%}  {'ok' if ok else 'MISSED'}")
    return 0 if all(row[3] for row in rows) else 1
