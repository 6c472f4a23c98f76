"""Geocoding: the best house, else street, else settlement for a text; not completion while typing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geo.addresses.found import (
    FoundSettlement,
    FoundStreet,
    Scope,
    fetch,
    settlements_like,
    settlements_named,
    streets_by_words,
    streets_like,
)
from geo.addresses.matching import SAME_HOUSE, number_closeness, street_closeness
from geo.addresses.parsing import ParsedAddress, parse_address, settlement_key
from geo.addresses.streets import street_key
from geo.addresses.tokens import words_of
from geo.addresses.types import GeocodeMatch, MatchLevel
from geo.types import LonLat

STREETS = 12
# A name less like than this is another street.
LIKE_ENOUGH = 0.55
# What is left of the confidence when the text's town is not known and the street is looked for everywhere.
UNKNOWN_TOWN = 0.4
SURE = 0.9
GUESS = 0.5
# What is left of the street's when the number is unknown: that of the nearest number there, not a guess.
BESIDE = 0.55
# From which confidence on no other way to read the text is tried. Where the town that was named, or the surroundings
# of the map's centre, have the street, other places are not asked for the house that it lacks: 0.44 is a sure street
# with an unknown number.
SURE_OF = {MatchLevel.HOUSE: SURE, MatchLevel.STREET: SURE, MatchLevel.SETTLEMENT: 2.0}
ENOUGH = {MatchLevel.HOUSE: 0.75, MatchLevel.STREET: 0.44, MatchLevel.SETTLEMENT: 2.0}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the text: which towns, which street.

    weight: how much this way is trusted; meant: a street found here is not looked for elsewhere; around: only
    around the map's centre.
    """

    address: ParsedAddress
    towns: tuple[FoundSettlement, ...]
    everywhere: bool
    weight: float = 1.0
    meant: bool = False
    around: bool = False

    def town_ids(self) -> list[int] | None:
        return None if self.everywhere else [town.id for town in self.towns]

    def scope(self, near: LonLat | None) -> Scope:
        return Scope(near, self.town_ids(), self.around)


def geocode(text: str, *, near: LonLat | None = None) -> GeocodeMatch | None:
    """The best match of an address, or None when not even a settlement fits.

    near: WGS84 lon/lat; of equally good answers the nearest wins, and a street without a town is looked for
    around it first. Confidence 1 is letter for letter, below 0.5 a guess. At most a dozen short queries.
    """
    address = parse_address(text)
    best: GeocodeMatch | None = None
    for reading in _readings(address, near):
        # Whoever has a likely answer needs no likeness elsewhere, only the very name.
        match = _match(reading, near, alike=best is None or best.confidence < GUESS)
        if match and (best is None or match.confidence > best.confidence):
            best = match
        if match and match.confidence >= (ENOUGH if reading.meant else SURE_OF)[match.level]:
            break
    return best and replace(best, confidence=round(best.confidence, 3))


def _readings(address: ParsedAddress, near: LonLat | None) -> Iterator[Reading]:
    """Ways to read the text, the likeliest first; later ones cost queries only when needed."""
    if address.settlement_key:
        yield from _in_named_town(address, near)
        return
    if near and address.street_key:
        yield Reading(address, (), everywhere=True, meant=True, around=True)
    yield from split_readings(address, near)
    yield Reading(address, (), everywhere=True, weight=0.98)


def _in_named_town(address: ParsedAddress, near: LonLat | None) -> Iterator[Reading]:
    names = [address.settlement_key, *(settlement_key(name) for name in address.above)]
    known = settlements_named(names[:1], names=[address.settlement], near=near)
    towns = tuple(town for town in known if town.whole)
    inside = tuple(town for town in known if not town.whole)
    if towns:
        yield Reading(address, towns, everywhere=False, meant=True)
    if inside:
        yield Reading(address, inside, everywhere=False, weight=0.9)
    outer = [town for town in settlements_named(names[1:], near=near) if town.whole] if names[1:] else []
    if outer:
        yield Reading(address, tuple(outer), everywhere=False, weight=0.85)
    if not towns:
        alike = settlements_like(address.settlement_key, near=near)
        for town in alike[:1]:
            yield Reading(address, (town,), everywhere=False, weight=0.6 + 0.4 * town.similarity)
        # What stands where a town should may be a part of one, or part of the street's name.
        yield Reading(address, (), everywhere=True, weight=UNKNOWN_TOWN)


def split_readings(address: ParsedAddress, near: LonLat | None) -> Iterator[Reading]:
    """«Рязань Есенина 13»: the first or the last words may be a town that no comma sets apart."""
    words = [word for word in address.street.split() if word.strip(".,")]
    if not address.street:
        return
    heads = {settlement_key(" ".join(words[:size])): size for size in (1, 2, 3) if size <= len(words)}
    tails = {settlement_key(" ".join(words[-size:])): -size for size in (1, 2) if size < len(words)}
    keys = {**tails, **heads}
    known = settlements_named([key for key in keys if key], near=near) if keys else []
    for town in sorted(known, key=lambda town: (-abs(keys[town.name_key]), town.distance_m or 0.0)):
        size = keys[town.name_key]
        rest = words[size:] if size > 0 else words[:size]
        street = " ".join(rest)
        key, kind = street_key(street) if street else ("", "")
        yield Reading(
            replace(
                address,
                settlement=town.name,
                settlement_key=town.name_key,
                street=street,
                street_key=key,
                street_kind=kind,
            ),
            (town,),
            everywhere=False,
            weight=0.99,
        )


def _match(reading: Reading, near: LonLat | None, *, alike: bool) -> GeocodeMatch | None:
    address = reading.address
    if not address.street_key:
        return _village_house(reading) or _settlement(reading)
    streets = find_streets(reading, near, alike=alike)
    if not streets:
        return _settlement(reading, weight=0.3)
    if not address.house:
        closeness, street = streets[0]
        return _at_street(street, closeness * reading.weight, street.location, street.title)
    return _house(reading, streets)


def find_streets(
    reading: Reading, near: LonLat | None, *, alike: bool = True
) -> list[tuple[float, FoundStreet]]:
    """(closeness, street), best first: by whole key or the words' beginnings, else by likeness if alike."""
    address, scope = reading.address, reading.scope(near)
    words = words_of(address.street_key)
    found = streets_by_words(words, address.street_key, address.street_kind, scope=scope, count=STREETS)
    ranked = _ranked(address, found)
    if alike and (not ranked or ranked[0][0] < SURE):
        known = {street.id for street in found}
        likest = streets_like(address.street_key, scope=scope, count=STREETS)
        ranked = sorted(
            ranked + _ranked(address, [street for street in likest if street.id not in known]),
            key=lambda pair: -pair[0],
        )
    # «Новая Садовая» is no answer where there is a «Садовая», whatever houses it has.
    least = SURE if ranked and ranked[0][0] >= SURE else LIKE_ENOUGH
    return [pair for pair in ranked if pair[0] >= least]


def _ranked(address: ParsedAddress, streets: Sequence[FoundStreet]) -> list[tuple[float, FoundStreet]]:
    scored = [
        (
            street_closeness(
                address.street_key, address.street_kind, street.name_key, street.kind, street.similarity
            ),
            street,
        )
        for street in streets
    ]
    return sorted(scored, key=lambda pair: -pair[0])


def _house(reading: Reading, streets: list[tuple[float, FoundStreet]]) -> GeocodeMatch:
    """The house on the best of the streets; without it the nearest number there, at level STREET."""
    asked = reading.address.house
    by_id = {street.id: (closeness, street) for closeness, street in streets}
    params = {"streets": list(by_id), "first": asked.first, "count": 400}
    best: tuple[float, float, dict[str, Any]] | None = None
    for row in fetch("houses_numbered", params) if asked.first is not None else []:
        number = number_closeness(asked, row["number_key"])
        score = by_id[row["street_id"]][0] * number
        if best is None or score > best[0]:
            best = (score, number, row)
    if best and best[1] > 0:
        score, number, row = best
        street = by_id[row["street_id"]][1]
        location = LonLat(row["lon"], row["lat"])
        if number >= SAME_HOUSE:
            return GeocodeMatch(
                MatchLevel.HOUSE,
                score * reading.weight,
                location,
                row["id"],
                row["address"],
                street.id,
                street.settlement_id,
            )
        # Another block of the number is not farther than another number.
        sure = max(score * 0.9, by_id[street.id][0] * BESIDE)
        return _at_street(street, sure * reading.weight, location, street.title)
    return _beside(reading, streets)


def _beside(reading: Reading, streets: list[tuple[float, FoundStreet]]) -> GeocodeMatch:
    closeness, street = streets[0]
    asked = reading.address.house
    rows = (
        fetch("houses_beside", {"streets": [street.id], "first": asked.first})
        if asked.first is not None
        else []
    )
    for row in rows:
        if number_closeness(asked, row["number_key"]) >= SAME_HOUSE:
            location = LonLat(row["lon"], row["lat"])
            return GeocodeMatch(
                MatchLevel.HOUSE,
                closeness * reading.weight * 0.8,
                location,
                row["id"],
                row["address"],
                street.id,
                street.settlement_id,
            )
    place = LonLat(rows[0]["lon"], rows[0]["lat"]) if rows else street.location
    return _at_street(street, closeness * reading.weight * BESIDE, place, street.title)


def _at_street(street: FoundStreet, confidence: float, location: LonLat, address: str) -> GeocodeMatch:
    return GeocodeMatch(
        MatchLevel.STREET, confidence, location, None, address, street.id, street.settlement_id
    )


def _village_house(reading: Reading) -> GeocodeMatch | None:
    """A house of a settlement without streets."""
    asked = reading.address.house
    if asked.first is None or not reading.towns:
        return None
    params = {"settlements": reading.town_ids(), "first": asked.first, "count": 100}
    scored = [(number_closeness(asked, row["number_key"]), row) for row in fetch("houses_of_village", params)]
    if not scored:
        return None
    number, row = max(scored, key=lambda pair: pair[0])
    if number < SAME_HOUSE:
        return None
    return GeocodeMatch(
        MatchLevel.HOUSE,
        number * reading.weight,
        LonLat(row["lon"], row["lat"]),
        row["id"],
        row["address"],
        None,
        row["settlement_id"],
    )


def _settlement(reading: Reading, weight: float = 0.6) -> GeocodeMatch | None:
    """The settlement itself: certain when nothing more was asked, a poor answer to a street or a house."""
    named = [town for town in reading.towns if town.name]
    if not named:
        return None
    town = named[0]
    address = reading.address
    whole = 1.0 if not address.street_key and not address.house else weight
    return GeocodeMatch(
        MatchLevel.SETTLEMENT, whole * reading.weight, town.location, None, town.title, None, town.id
    )
