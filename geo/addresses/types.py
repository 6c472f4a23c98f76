"""Answers of address search: suggestion, match, hit; not how they are found. Places are WGS84 lon/lat."""

from dataclasses import dataclass
from enum import StrEnum

from geo.types import LonLat


class MatchLevel(StrEnum):
    """How far an address was understood. STREET also when only a neighbouring number is known."""

    HOUSE = "house"
    STREET = "street"
    SETTLEMENT = "settlement"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way to complete what was typed. distance_m: from the map's centre, None without one."""

    level: MatchLevel
    text: str
    location: LonLat
    house_id: int | None = None
    street_id: int | None = None
    settlement_id: int | None = None
    distance_m: float | None = None


@dataclass(frozen=True, slots=True)
class GeocodeMatch:
    """Where an address is. confidence 0…1: 1 is letter for letter; house_id only at level HOUSE.

    At level STREET the place is that of the nearest number when the text named one, else the street's.
    """

    level: MatchLevel
    confidence: float
    location: LonLat
    house_id: int | None
    address: str
    street_id: int | None = None
    settlement_id: int | None = None


@dataclass(frozen=True, slots=True)
class HouseHit:
    """A house near a point; distance_m: metres on the ground."""

    house_id: int
    address: str
    distance_m: float
    location: LonLat
