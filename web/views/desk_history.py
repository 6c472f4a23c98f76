"""The whole history of an appeal for those who work on it: steps with who took them, and internal notes between."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from appeals.models import Event, Note
from appeals.types import EventType
from territories.models import Organisation
from web.history import told_step, who_wrote


@dataclass(frozen=True, slots=True)
class Entry:
    """A dated line. who: role or name; day, name (of an organisation): what the step was about. internal: a note."""

    at: datetime
    text: str
    who: str
    comment: str
    day: date | None = None
    name: str = ""
    internal: bool = False


def history(events: Collection[Event], notes: Iterable[Note]) -> list[Entry]:
    """All lines in the order of time. One query, or none."""
    names = _organisations(events)
    told = [_step(event, names) for event in events]
    return sorted([*told, *map(_note, notes)], key=lambda entry: entry.at)


def _step(event: Event, names: dict[int, str]) -> Entry:
    step = told_step(event)
    name = ""
    if event.type == EventType.DELEGATED:
        name = names.get(event.new.get("delegate") or 0, _("the work was taken back"))
    return Entry(
        event.at,
        step["text"],
        step["who"],
        event.comment,
        day=step["day"],
        name=name,
    )


def _note(note: Note) -> Entry:
    return Entry(note.at, _("Internal note"), who_wrote(note), note.text, internal=True)


def _organisations(events: Iterable[Event]) -> dict[int, str]:
    wanted: set[Any] = {event.new.get("delegate") for event in events if event.type == EventType.DELEGATED}
    wanted.discard(None)
    return dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
