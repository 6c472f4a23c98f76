"""What is sent, what is proposed before, and what comes of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from appeals.types.appeal import Channel, Kind, Track
from geo.types import LonLat
from territories.types import Decision


@dataclass(frozen=True, slots=True)
class Draft:
    """What a resident sends. client_key: made by the client, the same key gives the same appeal.

    location: WGS84 lon/lat, or None with an address that resolves. house_id: the address that was chosen. language: in
    which an author without an account reads; empty where nobody knows it.
    """

    kind: Kind
    topic_code: str
    text: str
    client_key: UUID
    location: LonLat | None = None
    address: str = ""
    house_id: int | None = None
    author_name: str = ""
    author_email: str = ""
    author_phone: str = ""
    language: str = ""
    channel: Channel = Channel.WEB
    track: Track = Track.MESSAGE


class Doubt(StrEnum):
    """What the author is told about the place or the executor before sending; none of them stops an appeal."""

    OUTSIDE = "outside"
    AMBIGUOUS = "ambiguous"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """Where an appeal is: WGS84 lon/lat, the address as shown to its author, the house that was chosen as address."""

    location: LonLat
    address: str
    house_id: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who would answer, why and by when, before sending. explanation: `territories.explaining.explain`.

    advice: what to do first in an emergency, empty otherwise.
    """

    place: ResolvedPlace
    public_location: LonLat
    decision: Decision
    explanation: dict[str, Any]
    due_on: date
    doubts: tuple[Doubt, ...] = ()
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Supported:
    """How many support an appeal now; is_new: this call added one."""

    count: int
    is_new: bool
