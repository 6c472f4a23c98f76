"""A step of an appeal's history in words; which steps somebody reads is decided below."""

from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accounts.labels import ROLES
from accounts.types import Role
from appeals.labels import EVENTS, STATES
from appeals.models import Event, Note
from appeals.types import EventType, State


def who_took(event: Event) -> str:
    """The role in which somebody took a step; empty for one that is no more."""
    return str(ROLES.get(Role(event.actor_role), "")) if event.actor_role in set(Role) else ""


def who_wrote(note: Note) -> str:
    """Who left an internal note, and for whom they work."""
    writer = note.author.full_name if note.author else ""
    where = note.organisation.name if note.organisation else ""
    return ", ".join(part for part in (writer, where) if part)


# Steps that move the day of the answer; others only begin or end its clock.
_MOVES_THE_ANSWER = frozenset({EventType.EXTENDED, EventType.RESUMED})


def told_step(event: Event) -> dict[str, Any]:
    """A dated step in words: the state it led to, else what happened; the comment belongs to it.

    day: for which day the work is planned, or until which it is put off. due_on: the new day of the answer. who: in
    which role it was taken. Each empty where there is none.
    """
    state = event.new.get("state")
    named = event.type in {EventType.STATE_CHANGED, EventType.CORRECTED} and state in set(State)
    text = str(STATES[State(state)]).capitalize() if named else str(EVENTS[EventType(event.type)])
    who = who_took(event)
    if event.type == EventType.ASSIGNED and event.new.get("proposed"):
        # By the rule, while the author was sending.
        text, who = _("Executor proposed"), ""
    moved = event.new.get("due_on") if event.type in _MOVES_THE_ANSWER else None
    return {
        "at": event.at,
        "text": text,
        "who": who,
        "comment": event.comment,
        "day": parse_date(event.new.get("planned_on") or event.new.get("until") or ""),
        "due_on": parse_date(moved or ""),
    }
