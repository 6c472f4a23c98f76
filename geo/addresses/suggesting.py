"""Completion while typing: settlements, streets, houses that begin as typed; not the answer to a whole address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geo.addresses.found import (
    NEAR_M,
    FoundSettlement,
    FoundStreet,
    Scope,
    fetch,
    number_pattern,
    settlements_named,
    streets_by_words,
    streets_like,
)
from geo.addresses.geocoding import split_readings
from geo.addresses.parsing import ParsedAddress, parse_address
from geo.addresses.tokens import settlement_key, words_of
from geo.addresses.types import MatchLevel, Suggestion
from geo.metric import distance_m
from geo.types import LonLat

LIMIT = 8
SHORTEST = 2
STREETS_WITH_HOUSES = 6
# So few letters begin thousands of names: what is around answers them, if there is anything.
FEW_LETTERS = 2


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed, as far as it is understood: towns to look in (None: not named), words of the street."""

    address: ParsedAddress
    towns: list[int] | None
    words: list[str]


def suggest(text: str, *, near: LonLat | None = None, limit: int = LIMIT) -> list[Suggestion]:
    """Ways to complete an address, best first; empty for less than two letters.

    Streets whose words begin as typed come first, those around `near` (WGS84 lon/lat, the map's centre)
    before others; misspelt names follow. A number after the street brings its houses. At most eight queries.
    """
    text = text.strip()
    if len(re.sub(r"\W", "", text)) < SHORTEST:
        return []
    address = parse_address(text)
    typed, towns = _typed(address, near)
    streets = _streets(typed, near, limit)
    if address.number_key and streets:
        houses = _houses(typed, streets, near, limit)
        if houses:
            return houses[:limit]
    found = [_of_settlement(town) for town in towns] + [_of_street(street) for street in streets]
    return _distinct(found)[:limit]


def _typed(address: ParsedAddress, near: LonLat | None) -> tuple[_Typed, list[FoundSettlement]]:
    """Where to look, and settlements that are themselves an answer."""
    words = words_of(address.street_key)
    if address.street_kind and address.street_kind not in words:
        words.append(address.street_kind)
    if address.settlement_key:
        known = settlements_named([address.settlement_key], names=[address.settlement], near=near)
        ids = [town.id for town in known if town.whole] + [town.id for town in known if town.inside]
        return _Typed(address, ids or None, words), []
    for reading in split_readings(address, near):
        if reading.address.street_key:
            inner = reading.address
            return _Typed(inner, reading.town_ids(), words_of(f"{inner.street_key} {inner.street_kind}")), []
    beginning = settlement_key(address.street)
    towns = settlements_named([beginning], prefix=beginning, near=near, count=3) if beginning else []
    return _Typed(address, None, words), [] if address.number_key else towns


def _streets(typed: _Typed, near: LonLat | None, limit: int) -> list[FoundStreet]:
    """Streets in the named towns; else those around first, then anywhere; misspelt ones when none begins so."""
    key, kind = typed.address.street_key, typed.address.street_kind
    if not key:
        return []
    around = [Scope(near, around=True)] if near and not typed.towns else []
    scopes = [*around, Scope(near, typed.towns)]
    found: dict[int, FoundStreet] = {}
    for scope in scopes:
        if not found or (len(found) < limit and len(key) > FEW_LETTERS):
            more = streets_by_words(typed.words, key, kind, scope=scope, count=limit)
            # Keys keep their places: what was found around stays before the rest.
            found |= {street.id: street for street in more if street.id not in found}
    for scope in scopes:
        if not found:
            found = {street.id: street for street in streets_like(key, scope=scope, count=limit)}
    return list(found.values())


def _houses(
    typed: _Typed, streets: Sequence[FoundStreet], near: LonLat | None, limit: int
) -> list[Suggestion]:
    """Houses of the streets of the very name that was typed, those around first; then of others."""
    house = typed.address.house
    by_id = {street.id: street for street in streets[:STREETS_WITH_HOUSES]}
    params = {
        "streets": list(by_id),
        "groups": [_group(typed, street) for street in by_id.values()],
        "key": house.key,
        "prefix": number_pattern(house.key),
        "first": house.first,
        "count": limit,
    }
    rows = fetch("houses_typed", params)
    return [
        Suggestion(
            MatchLevel.HOUSE,
            row["address"],
            LonLat(row["lon"], row["lat"]),
            row["id"],
            row["street_id"],
            by_id[row["street_id"]].settlement_id,
            round(distance_m(near, LonLat(row["lon"], row["lat"])), 1) if near else None,
        )
        for row in rows
    ]


def _group(typed: _Typed, street: FoundStreet) -> int:
    """0 and 1 around the centre or in the named town, 2 and 3 far away; even when the name is the typed one."""
    far = typed.towns is None and street.distance_m is not None and street.distance_m > NEAR_M
    return 2 * far + (street.name_key != typed.address.street_key)


def _of_street(street: FoundStreet) -> Suggestion:
    return Suggestion(
        MatchLevel.STREET,
        street.title,
        street.location,
        None,
        street.id,
        street.settlement_id,
        _rounded(street.distance_m),
    )


def _of_settlement(town: FoundSettlement) -> Suggestion:
    return Suggestion(
        MatchLevel.SETTLEMENT, town.title, town.location, None, None, town.id, _rounded(town.distance_m)
    )


def _rounded(metres: float | None) -> float | None:
    return None if metres is None else round(metres, 1)


def _distinct(found: Sequence[Suggestion]) -> list[Suggestion]:
    """One suggestion per text: the first, which is the nearest."""
    return list({suggestion.text: suggestion for suggestion in reversed(found)}.values())[::-1]
