"""Words and values of appeals: kinds, states, events, the draft and the selection; no database."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from geo.types import BBox, LonLat
from territories.types import Decision


class Kind(StrEnum):
    PROBLEM = "problem"
    SUGGESTION = "suggestion"
    GRATITUDE = "gratitude"


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    MODERATION = "moderation"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    REGISTERED = "registered"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    INTERIM_ANSWER = "interim_answer"
    ANSWERED = "answered"
    RATED = "rated"
    CLOSED = "closed"
    REOPENED = "reopened"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class StateGroup(StrEnum):
    """How a map draws a state: colour and shape."""

    NEW = "new"
    PROGRESS = "progress"
    SOLVED = "solved"
    NEUTRAL = "neutral"


STATE_GROUPS: dict[State, StateGroup] = {
    State.DRAFT: StateGroup.NEW,
    State.SUBMITTED: StateGroup.NEW,
    State.MODERATION: StateGroup.NEW,
    State.ACCEPTED: StateGroup.NEW,
    State.ASSIGNED: StateGroup.PROGRESS,
    State.REGISTERED: StateGroup.PROGRESS,
    State.IN_PROGRESS: StateGroup.PROGRESS,
    State.ON_HOLD: StateGroup.PROGRESS,
    State.INTERIM_ANSWER: StateGroup.PROGRESS,
    State.REOPENED: StateGroup.PROGRESS,
    State.ANSWERED: StateGroup.SOLVED,
    State.RATED: StateGroup.SOLVED,
    State.CLOSED: StateGroup.SOLVED,
    State.REFUSED: StateGroup.NEUTRAL,
    State.MERGED: StateGroup.NEUTRAL,
    State.WITHDRAWN: StateGroup.NEUTRAL,
}
OPEN_STATES = frozenset(
    state for state, group in STATE_GROUPS.items() if group in {StateGroup.NEW, StateGroup.PROGRESS}
) - {State.DRAFT}


# No moderator has passed these, or one has refused them: never public.
HIDDEN_STATES = frozenset({State.DRAFT, State.SUBMITTED, State.MODERATION, State.REFUSED})


class Action(StrEnum):
    """A step of the lifecycle. Merging and withdrawal leave its main road."""

    SUBMIT = "submit"
    QUEUE = "queue"
    ACCEPT = "accept"
    REFUSE = "refuse"
    ASSIGN = "assign"
    DECLINE = "decline"
    REGISTER = "register"
    START = "start"
    HOLD = "hold"
    RESUME = "resume"
    INTERIM = "interim"
    ANSWER = "answer"
    RATE = "rate"
    CLOSE = "close"
    REOPEN = "reopen"
    MERGE = "merge"
    WITHDRAW = "withdraw"


class Part(StrEnum):
    """What somebody is to one appeal. EXECUTOR: works in the organisation that answers for it."""

    AUTHOR = "author"
    EXECUTOR = "executor"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


class Need(StrEnum):
    """What must be filled in before a step."""

    TOPIC = "topic"
    TEXT = "text"
    PLACE = "location"
    VISIBILITY = "visibility"
    REASON = "reason"
    COMMENT = "comment"
    EXECUTOR = "executor"
    ANSWER = "answer"
    RATING = "rating"
    DUPLICATE_OF = "duplicate_of"


class Visibility(StrEnum):
    """PUBLIC only after a moderator published it."""

    PRIVATE = "private"
    PUBLIC = "public"


class Privacy(StrEnum):
    """STREET: the exact pin is public. HOME: the public pin is coarsened."""

    STREET = "street"
    HOME = "home"


class Channel(StrEnum):
    WEB = "web"
    API = "api"
    OPERATOR = "operator"
    IMPORT = "import"


class EventType(StrEnum):
    SUBMITTED = "submitted"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CORRECTED = "corrected"
    STATE_CHANGED = "state_changed"
    ANSWERED = "answered"
    SUPPORTED = "supported"
    IMPORTED = "imported"


class Metric(StrEnum):
    """What a cell of a heat map tells."""

    COUNT = "count"
    OPEN = "open"
    PER_KM2 = "per_km2"
    SUPPORTS = "supports"


class Ordering(StrEnum):
    DATE = "date"
    POPULARITY = "popularity"
    DISTANCE = "distance"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a resident sends. client_key: made by the client, the same key gives the same appeal.

    location: WGS84 lon/lat, or None with an address that resolves. house_id: the address that was chosen.
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
    channel: Channel = Channel.WEB


@dataclass(frozen=True, slots=True)
class Selection:
    """Filter of appeals shared by list, tiles, heat map and export. Empty means "no condition".

    bbox: degrees, on public coordinates. area_ids: appeals in any of them. since inclusive, until exclusive.
    """

    bbox: BBox | None = None
    area_ids: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    states: tuple[State, ...] = ()
    executor_ids: tuple[int, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""


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
