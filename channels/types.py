"""Words and values of notices: media, paces, standings, wordings, facts of an event; no database."""

from dataclasses import dataclass
from enum import StrEnum

from appeals.types import Action, EventType, State


class Medium(StrEnum):
    EMAIL = "email"
    BELL = "bell"


class Pace(StrEnum):
    """How fast e-mails come. DAILY: once a day, together."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NONE = "none"


class Standing(StrEnum):
    """What makes somebody hear of an appeal; who stands so twice hears it once, in the first of these."""

    AUTHOR = "author"
    HEAD = "head"
    WORKER = "worker"
    DELEGATE = "delegate"
    MODERATOR = "moderator"
    OVERSEER = "overseer"
    FOLLOWER = "follower"
    SUBSCRIBER = "subscriber"


class Wording(StrEnum):
    """Which words a notice uses; `channels.wording` has them."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    PASSED_ON = "passed_on"
    NEW_TASK = "new_task"
    REGISTERED = "registered"
    STARTED = "started"
    RESUMED = "resumed"
    HELD = "held"
    INTERIM = "interim"
    ANSWERED = "answered"
    RATED = "rated"
    CLOSED = "closed"
    REOPENED = "reopened"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    CORRECTED = "corrected"
    PLANNED = "planned"
    DELEGATED = "delegated"
    PROPOSED = "proposed"
    SENT_BACK = "sent_back"
    COMMENTED = "commented"
    FOLLOW_ASKED = "follow_asked"
    PUBLISHED = "published"
    EXTENDED = "extended"
    DUE_SOON = "due_soon"
    ANSWER_NEAR = "answer_near"
    OVERDUE = "overdue"
    ANSWER_LATE = "answer_late"
    ESCALATED = "escalated"


class NoticeState(StrEnum):
    """WAITING to be sent at once, GATHERED for the daily letter. DROPPED: no longer the recipient's to know."""

    WAITING = "waiting"
    GATHERED = "gathered"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class Shape(StrEnum):
    """The place of an area alert."""

    CIRCLE = "circle"
    AREA = "area"
    POLYGON = "polygon"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule needs of an event. action: the step, taken from the state `old`; None: the event is no step.

    published, unpublished: the public sees the appeal from this event on, or no longer. corrected: what a correction
    changed. with_acceptance: part of the step that accepted it. overtaken: somebody else has the appeal or its
    work by now, or nobody. head_approves: whether the executor's answers need its head; else each of its workers stands
    for the head.
    """

    type: EventType
    action: Action | None = None
    old: State | None = None
    published: bool = False
    unpublished: bool = False
    corrected: frozenset[str] = frozenset()
    with_acceptance: bool = False
    overtaken: bool = False
    head_approves: bool = True


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose: e-mails on own and followed appeals, e-mails on work, the bell on the site."""

    email: Pace = Pace.AT_ONCE
    work_email: Pace = Pace.DAILY
    bell: bool = True


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told: a user, a follower or a subscription without an account, or none of them: the author by the
    appeal's address.
    """

    standing: Standing
    user_id: int | None = None
    subscription_id: int | None = None
    follow_id: int | None = None
    pace: Pace | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """An area alert as it is asked for. Exactly one place: area_id; polygon (GeoJSON); address, house or lon/lat with a
    radius in metres. topics, categories: codes, none for everything. organisation_id: on what it gets.
    """

    pace: Pace
    area_id: int | None = None
    polygon: str = ""
    address: str = ""
    lon: float | None = None
    lat: float | None = None
    radius_m: float = 300.0
    topics: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    organisation_id: int | None = None
