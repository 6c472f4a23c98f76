"""The whole history of an appeal for moderators: who did what, and what exactly was changed, in words."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appeals.labels import KINDS
from appeals.models import Event, Note, RefusalReason, Topic
from appeals.types import EventType, Kind, Visibility
from geo.metric import distance_m
from geo.types import LonLat
from territories.models import Organisation
from web.history import told_step, who_wrote


@dataclass(frozen=True, slots=True)
class Entry:
    """A dated line. who: role or name. details: what exactly changed, due_on: by when the answer is due since then.

    internal: a note.
    """

    at: datetime
    text: str
    who: str
    comment: str
    details: list[str] = field(default_factory=list)
    due_on: date | None = None
    internal: bool = False


@dataclass(frozen=True, slots=True)
class _Names:
    """Names of what the events name by id or code."""

    organisations: dict[int, str]
    topics: dict[str, str]
    reasons: dict[str, str]


def history(events: Collection[Event], notes: Iterable[Note]) -> list[Entry]:
    """All lines in the order of time. At most three queries, however many there are."""
    names = _names(events)
    told = [_entry(event, names) for event in events]
    return sorted([*told, *map(_note, notes)], key=lambda entry: entry.at)


def _entry(event: Event, names: _Names) -> Entry:
    step = told_step(event)
    told = step["text"]
    if event.type == EventType.CORRECTED and "state" not in event.new:
        told = _("Corrected")
    details = [line for line in _details(event, names) if line]
    due_on = parse_date(event.new.get("due_on") or "")
    return Entry(event.at, told, step["who"], event.comment, details, due_on)


def _note(note: Note) -> Entry:
    return Entry(note.at, _("Internal note"), who_wrote(note), note.text, internal=True)


def _details(event: Event, names: _Names) -> Iterator[str]:
    old, new = event.old, event.new
    if event.type == EventType.ACCEPTED:
        public = new.get("visibility") == Visibility.PUBLIC
        yield _("published") if public else _("without publishing")
    elif event.type == EventType.REFUSED:
        yield names.reasons.get(new.get("reason", ""), "")
    elif event.type == EventType.MERGED and new.get("duplicate_of"):
        yield _("with № %(number)s") % {"number": new["duplicate_of"]}
    elif event.type == EventType.TWIN_JOINED and new.get("twin"):
        yield _("№ %(number)s") % {"number": new["twin"]}
    elif event.type == EventType.PHOTO_BLURRED:
        yield _blurred(new.get("regions") or 0)
    elif event.type == EventType.CORRECTED:
        yield from _corrections(old, new, names)
    elif new.get("executor"):
        yield names.organisations.get(new["executor"], "")


def _blurred(regions: int) -> str:
    if not regions:
        return _("shown as it was")
    return ngettext("%(number)d part", "%(number)d parts", regions) % {"number": regions}


def _corrections(old: dict[str, Any], new: dict[str, Any], names: _Names) -> Iterator[str]:
    """One line for each thing that changed."""
    if "topic" in new:
        yield _changed(_("Topic"), *(names.topics.get(told.get("topic", ""), "") for told in (old, new)))
    if "kind" in new:
        yield _changed(
            _("Kind"), *(str(KINDS[Kind(told["kind"])]) if told.get("kind") else "" for told in (old, new))
        )
    if "location" in new and "location" in old:
        moved = distance_m(LonLat(*old["location"]), LonLat(*new["location"]))
        yield ngettext(
            "Place moved by %(number)d metre", "Place moved by %(number)d metres", round(moved)
        ) % {"number": round(moved)}
    if "address" in new:
        yield _changed(_("Address"), old.get("address", ""), new["address"])
    if "executor" in new:
        none = _("nobody")
        yield _changed(
            _("Executor"), *(names.organisations.get(told.get("executor") or 0, none) for told in (old, new))
        )
    if "covered" in new:
        hidden = len(new["covered"])
        told = ngettext(
            "%(number)d part of the text is hidden", "%(number)d parts of the text are hidden", hidden
        )
        yield told % {"number": hidden}
    elif "public_text" in new:
        yield _("Text as the public reads it")
    if "photos" in new:
        yield _("Photos the public may see: %(number)d") % {"number": len(new["photos"])}


def _changed(what: str, before: str, after: str) -> str:
    values = {"what": what, "before": before or "—", "after": after or "—"}
    return _("%(what)s: %(before)s → %(after)s") % values


def _names(events: Collection[Event]) -> _Names:
    told = [values for event in events for values in (event.old, event.new)]
    organisations = {values["executor"] for values in told if values.get("executor")}
    topics = {values["topic"] for values in told if values.get("topic")}
    reasons = {values["reason"] for values in told if values.get("reason")}
    return _Names(
        dict(Organisation.objects.filter(pk__in=organisations).values_list("pk", "name"))
        if organisations
        else {},
        {row.code: row.name for row in Topic.objects.filter(code__in=topics)} if topics else {},
        {row.code: row.text for row in RefusalReason.objects.filter(code__in=reasons)} if reasons else {},
    )
