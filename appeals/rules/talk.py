"""Who may say what beside an appeal, and read it: pure."""

from collections.abc import Collection

from appeals.types import INTERNAL_EVENTS, QUIET_EVENTS, EventType, Part, State, Visibility

_WORK = frozenset({Part.EXECUTOR, Part.HEAD, Part.DELEGATE})
_STAFF = frozenset({Part.MODERATOR, Part.ADMINISTRATOR, Part.SYSTEM})
_ENDED = frozenset({State.MERGED, State.WITHDRAWN, State.CLOSED})


def may_note(parts: Collection[Part]) -> bool:
    """Write and read internal notes."""
    return not (_WORK | _STAFF).isdisjoint(parts)


def works_only(parts: Collection[Part]) -> bool:
    """Whether somebody reads as an organisation does: what went on inside another one is not theirs to know."""
    return not _WORK.isdisjoint(parts) and _STAFF.isdisjoint(parts)


def may_comment(state: State, visibility: Visibility, *, topic_allows: bool, open_here: bool) -> bool:
    """Whether the public may comment on an appeal. open_here: whether this service has comments at all."""
    return open_here and topic_allows and visibility == Visibility.PUBLIC and state not in _ENDED


def hidden_events(parts: Collection[Part]) -> frozenset[EventType]:
    """Events that are no line of the history as somebody with these parts reads it.

    The author reads every step, yet not how an answer came about inside the organisation.
    """
    return QUIET_EVENTS if may_note(parts) else QUIET_EVENTS | INTERNAL_EVENTS
