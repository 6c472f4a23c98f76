"""Candidates of an address search as the statements return them: streets and settlements; not their ranking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.addresses.tokens import words_of
from geo.sql import records
from geo.types import LonLat

# People who name no town mean a place so near to the map's centre.
NEAR_M = 50_000.0
# A likeness limit that is too low has thousands of names compared: mistakes spare more of a long name's trigrams.
ONE_LETTER, TWO_LETTERS = 3, 4
ONE_LETTER_LIKE, TWO_LETTERS_LIKE = (0.38, 1.0), (0.3, 0.42)


@dataclass(frozen=True, slots=True)
class FoundStreet:
    """A candidate street. similarity 0…1 of trigrams; distance_m None without a centre."""

    id: int
    name: str
    name_key: str
    kind: str
    settlement_id: int
    settlement: str
    location: LonLat
    similarity: float
    distance_m: float | None

    @property
    def title(self) -> str:
        return f"{self.settlement}, {self.name}"


@dataclass(frozen=True, slots=True)
class FoundSettlement:
    """A candidate settlement. whole: its name is what was asked; inside: it lies in what was asked."""

    id: int
    name: str
    name_key: str
    region: str
    location: LonLat
    distance_m: float | None
    whole: bool = True
    inside: bool = False
    similarity: float = 1.0

    @property
    def title(self) -> str:
        return ", ".join(part for part in (self.region, self.name) if part)


def fetch(name: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows of one of this floor's statements."""
    return records("geo", name, params)


def centre(near: LonLat | None) -> dict[str, float | None]:
    """Parameters `lon`, `lat` of a statement."""
    return {"lon": near.lon if near else None, "lat": near.lat if near else None}


def prefixes(words: Sequence[str]) -> str:
    """tsquery text that finds all the words by their beginnings: «невск:* & пр:*»; empty for none."""
    # Only letters and digits come out of the tokeniser, so nothing here can be an operator of a tsquery.
    return " & ".join(f"{part}:*" for word in words for part in words_of(word) if part)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where streets are looked for: in the towns (None: everywhere), or only within NEAR_M around the centre.

    near: WGS84 lon/lat of the map's centre; the nearest of equally good streets stand first.
    """

    near: LonLat | None = None
    towns: Sequence[int] | None = None
    around: bool = False

    def params(self) -> dict[str, Any]:
        """Parameters `settlements`, `lon`, `lat`, `within_m` of a statement."""
        towns = None if self.towns is None else list(self.towns)
        return {**centre(self.near), "settlements": towns, "within_m": NEAR_M if self.around else None}


def streets_by_words(
    words: Sequence[str], key: str, kind: str, *, scope: Scope, count: int
) -> list[FoundStreet]:
    """Streets that have a word for the beginning of each of `words`; the exact key first, then the nearest."""
    query = prefixes(words)
    if not query:
        return []
    params = {"words": query, "key": key, "kind": kind, **scope.params(), "count": count}
    return [_street(row) for row in fetch("streets_named", params)]


def streets_like(key: str, *, scope: Scope, count: int) -> list[FoundStreet]:
    """Streets of the likest names, typos forgiven: a wrong or missing letter, and when that finds none, more."""
    for limit in (
        least_like(key, ONE_LETTER, ONE_LETTER_LIKE),
        least_like(key, TWO_LETTERS, TWO_LETTERS_LIKE),
    ):
        params = {"key": key, "least": limit, **scope.params(), "count": count}
        found = fetch("streets_like", params)
        if found:
            return [_street(row) for row in found]
    return []


def least_like(key: str, spoilt: int, bounds: tuple[float, float]) -> float:
    """The likeness that is left of a name when so many of its trigrams are replaced, within bounds."""
    trigrams = len(key) + 1
    least, most = bounds
    return round(min(most, max(least, (trigrams - spoilt) / (trigrams + spoilt))), 2)


def settlements_named(
    keys: Sequence[str], *, prefix: str = "", names: Sequence[str] = (), near: LonLat | None, count: int = 60
) -> list[FoundSettlement]:
    """Settlements whose key is one of `keys`, begins with `prefix`, or that lie in a place named in `names`."""
    pattern = f"{_escaped(prefix)}%" if prefix else None
    params = {"keys": list(keys), "prefix": pattern, "names": list(names), **centre(near), "count": count}
    return [
        FoundSettlement(
            row["id"],
            row["name"],
            row["name_key"],
            row["region"],
            LonLat(row["lon"], row["lat"]),
            row["distance_m"],
            row["whole"],
            bool(row["inside"]),
        )
        for row in fetch("settlements_named", params)
    ]


def settlements_like(key: str, *, near: LonLat | None, count: int = 3) -> list[FoundSettlement]:
    """Settlements of the likest names, typos forgiven."""
    return [
        FoundSettlement(
            row["id"],
            row["name"],
            row["name_key"],
            row["region"],
            LonLat(row["lon"], row["lat"]),
            row["distance_m"],
            similarity=row["similarity"],
        )
        for row in fetch("settlements_like", {"key": key, **centre(near), "count": count})
    ]


def _escaped(text: str) -> str:
    """Text as a literal part of a LIKE pattern."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def number_pattern(key: str) -> str:
    """LIKE pattern of numbers that begin as typed."""
    return f"{_escaped(key)}%"


def _street(row: Mapping[str, Any]) -> FoundStreet:
    return FoundStreet(
        row["id"],
        row["name"],
        row["name_key"],
        row["kind"],
        row["settlement_id"],
        row["settlement"],
        LonLat(row["lon"], row["lat"]),
        float(row["similarity"]),
        row["distance_m"],
    )
