"""A step of an appeal's history in words; which steps somebody reads is decided below."""

from typing import Any

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


def told_step(event: Event) -> dict[str, Any]:
    """A dated step in words: the state it led to, else what happened; the comment belongs to it."""
    state = event.new.get("state")
    named = event.type in {EventType.STATE_CHANGED, EventType.CORRECTED} and state in set(State)
    text = str(STATES[State(state)]).capitalize() if named else str(EVENTS[EventType(event.type)])
    if event.type == EventType.ASSIGNED and event.new.get("proposed"):
        text = _("Executor proposed")
    return {"at": event.at, "text": text, "comment": event.comment}
