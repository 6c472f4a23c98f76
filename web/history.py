"""A step of an appeal's history in words; which steps somebody reads is decided below."""

from typing import Any

from django.utils.translation import gettext as _

from appeals.labels import EVENTS, STATES
from appeals.models import Event
from appeals.types import EventType, State


def told_step(event: Event) -> dict[str, Any]:
    """A dated step in words: the state it led to, else what happened; the comment belongs to it."""
    state = event.new.get("state")
    named = event.type in {EventType.STATE_CHANGED, EventType.CORRECTED} and state in set(State)
    text = str(STATES[State(state)]).capitalize() if named else str(EVENTS[EventType(event.type)])
    if event.type == EventType.ASSIGNED and event.new.get("proposed"):
        text = _("Executor proposed")
    return {"at": event.at, "text": text, "comment": event.comment}
