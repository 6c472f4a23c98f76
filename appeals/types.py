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
    """A step of the lifecycle. Merging and withdrawal leave its main road; some steps leave the state as it is."""

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
    PLAN = "plan"
    DELEGATE = "delegate"
    PROPOSE = "propose"
    APPROVE = "approve"
    RETURN = "return"
    EXTEND = "extend"


class Part(StrEnum):
    """What somebody is to one appeal. EXECUTOR: works in the organisation that answers for it.

    Whoever merely looks over an area is none of these: they see what the public would, of private appeals too.
    HEAD approves that organisation's answers; where it asks for no approval, each of its workers does.
    DELEGATE: works in the department or contractor that the executor gave the work to.
    """

    AUTHOR = "author"
    EXECUTOR = "executor"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"
    HEAD = "head"
    OPERATOR = "operator"
    DELEGATE = "delegate"


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
    UNTIL = "until"
    PLANNED_ON = "planned_on"
    DAYS = "days"


class Told(StrEnum):
    """Who gets a notice, beside whoever looks at the page.

    FOLLOWERS: of this appeal and of its twins. EXECUTOR: all who work in the organisation, its heads too. HEAD: who
    approves its answers. WATCHERS: of the place, once it is published; those of the executor, once it is passed on.
    ASKED: the one address that the event names. OVERSEERS: the head of the area that the event names.
    """

    AUTHOR = "author"
    FOLLOWERS = "followers"
    EXECUTOR = "executor"
    HEAD = "head"
    DELEGATE = "delegate"
    MODERATORS = "moderators"
    WATCHERS = "watchers"
    ASKED = "asked"
    OVERSEERS = "overseers"


class Clock(StrEnum):
    """What a step does to the time for the answer. RESTART: the whole time anew. REGISTER: a formal one begins.

    PAUSE: on the message track only.
    """

    NONE = "none"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    RESTART = "restart"
    REGISTER = "register"
    EXTEND = "extend"


class Track(StrEnum):
    """Under which law an appeal is answered. FORMAL: Federal Law 59-FZ, which asks for an identified author."""

    MESSAGE = "message"
    FORMAL = "formal"


class Visibility(StrEnum):
    """PUBLIC only after a moderator published it."""

    PRIVATE = "private"
    PUBLIC = "public"


class Privacy(StrEnum):
    """STREET: the exact pin is public. HOME: the public pin is coarsened."""

    STREET = "street"
    HOME = "home"


class Channel(StrEnum):
    """How an appeal came. OPERATOR: written down by one who did not say how; a call, a paper or a visit since then."""

    WEB = "web"
    API = "api"
    OPERATOR = "operator"
    PHONE = "phone"
    PAPER = "paper"
    VISIT = "visit"
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
    HELD = "held"
    RESUMED = "resumed"
    PLANNED = "planned"
    DELEGATED = "delegated"
    INTERIM_ANSWERED = "interim_answered"
    ANSWER_PROPOSED = "answer_proposed"
    ANSWER_RETURNED = "answer_returned"
    RATED = "rated"
    REOPENED = "reopened"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    TWIN_JOINED = "twin_joined"
    COMMENTED = "commented"
    FOLLOW_ASKED = "follow_asked"
    PHOTO_BLURRED = "photo_blurred"
    ADOPTED = "adopted"
    EXTENDED = "extended"
    REMINDED = "reminded"
    OVERDUE = "overdue"
    ESCALATED = "escalated"


# What concerns others than the author and happens often: kept and delivered, but no line of the appeal's history.
QUIET_EVENTS = frozenset({EventType.FOLLOW_ASKED, EventType.REMINDED})


# How an answer came about, for those at work and the moderators; not for the author.
INTERNAL_EVENTS = frozenset(
    {EventType.ANSWER_PROPOSED, EventType.ANSWER_RETURNED, EventType.DELEGATED, EventType.PHOTO_BLURRED}
)


class ReplyKind(StrEnum):
    INTERIM = "interim"
    FINAL = "final"


class ReplyState(StrEnum):
    """WAITING for the head. DROPPED: the appeal went to another executor or ended before anybody decided."""

    WAITING = "waiting"
    GIVEN = "given"
    RETURNED = "returned"
    DROPPED = "dropped"


class CommentState(StrEnum):
    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"


class PhotoStage(StrEnum):
    """Whose photo it is: the author's report, or the executor's from before and after the work.

    REOPENED: the author's again, of what was not solved.
    """

    REPORT = "report"
    BEFORE = "before"
    AFTER = "after"
    REOPENED = "reopened"


# Photos that residents take; the others are the executor's.
AUTHORS_STAGES = frozenset({PhotoStage.REPORT, PhotoStage.REOPENED})


class SecretKind(StrEnum):
    """Personal data that a text may hold. OTHER: what no rule finds and a moderator hides, such as a name."""

    EMAIL = "email"
    PHONE = "phone"
    CARD = "card"
    PASSPORT = "passport"
    SNILS = "snils"
    FLAT = "flat"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Secret:
    """Personal data found in a text: characters from start (inclusive) to end."""

    start: int
    end: int
    kind: SecretKind


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a photo, as fractions of its width and height from the upper left corner."""

    x: float
    y: float
    width: float
    height: float


class Metric(StrEnum):
    """What a cell of a heat map tells."""

    COUNT = "count"
    OPEN = "open"
    PER_KM2 = "per_km2"
    SUPPORTS = "supports"


class Ordering(StrEnum):
    """CATEGORY: in the order of the catalogue, the newest of each first."""

    DATE = "date"
    POPULARITY = "popularity"
    DISTANCE = "distance"
    CATEGORY = "category"


class Dimension(StrEnum):
    """By what statistics divide appeals. MONTH: of sending, in the municipality's time zone."""

    KIND = "kind"
    STATE = "state"
    CATEGORY = "category"
    EXECUTOR = "executor"
    AREA = "area"
    MONTH = "month"


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
    author_phone: str = ""
    channel: Channel = Channel.WEB
    track: Track = Track.MESSAGE


@dataclass(frozen=True, slots=True)
class Selection:
    """Filter of appeals shared by list, tiles, heat map and export. Empty means "no condition".

    bbox: degrees, on public coordinates. area_ids: appeals in any of them. since inclusive, until exclusive.
    unassigned: also those for which nobody was chosen yet; alone: only those.
    """

    bbox: BBox | None = None
    area_ids: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    states: tuple[State, ...] = ()
    executor_ids: tuple[int, ...] = ()
    unassigned: bool = False
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
