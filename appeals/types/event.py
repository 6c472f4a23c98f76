"""What happened to an appeal, and who reads it in the history."""

from enum import StrEnum


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
