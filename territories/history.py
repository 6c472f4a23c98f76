"""Who changed zones and boundary versions, read from their event tables; not the history of appeals."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import OuterRef, Subquery

from territories.models import BoundaryVersionEvent, Drawing, ServiceZoneEvent
from territories.types import VersionState

LATEST = 20


class Happened(StrEnum):
    """What an event tells a person."""

    BEGUN = "begun"
    ENDED = "ended"
    CHANGED = "changed"
    DELETED = "deleted"
    STAGED = "staged"
    PUBLISHED = "published"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Told:
    """One event. user_id None: nobody signed in, such as a command. on: the day it is about."""

    at: datetime
    what: Happened
    name: str
    user_id: int | None
    on: date | None = None


def history_of(drawing: Drawing) -> list[Told]:
    """The latest changes of all zones of the organisation, or of the collection's versions; newest first."""
    told = _zones(drawing.organisation_id) if drawing.organisation_id else _versions(drawing.collection_id)
    return list(told)[:LATEST]


def _zones(organisation_id: int | None) -> Iterator[Told]:
    for event, earlier in _pairs(ServiceZoneEvent.objects.filter(organisation_id=organisation_id), "geom"):
        what, on = _happened(event, earlier)
        if what is not None:
            yield Told(event.pgh_created_at, what, event.name, _user(event), on)


def _pairs(events: Any, without: str) -> Iterable[tuple[Any, Any]]:
    """The latest events, each with the one before of the same row; None where none was kept. Two queries.

    Several times as many as are shown: sizes are filled in by a change of their own, which nobody is told. without: a
    large column that is not read.
    """
    same = events.model.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
    before = Subquery(same.order_by("-pgh_id").values("pgh_id")[:1])
    latest = events.select_related("pgh_context").defer(without).annotate(before=before)
    rows = list(latest.order_by("-pgh_id")[: 4 * LATEST])
    known = events.model.objects.defer(without).in_bulk({row.before for row in rows if row.before})
    return [(row, known.get(row.before)) for row in rows]


def _happened(event: Any, earlier: Any) -> tuple[Happened | None, date | None]:
    if event.pgh_label == "insert":
        return Happened.BEGUN, event.valid_from
    if event.pgh_label == "delete":
        return Happened.DELETED, None
    if event.valid_to and (earlier is None or earlier.valid_to != event.valid_to):
        # Of rows older than their history nothing before is known: an end that stands there is what was changed.
        return Happened.ENDED, event.valid_to
    words = ("name", "topics", "categories", "shared", "valid_from", "valid_to", "tolerance_m")
    if earlier is not None and all(getattr(earlier, word) == getattr(event, word) for word in words):
        return None, None
    return Happened.CHANGED, None


def _versions(collection_id: int | None) -> Iterator[Told]:
    events = BoundaryVersionEvent.objects.filter(collection_id=collection_id).exclude(pgh_label="delete")
    states = {
        VersionState.STAGED: Happened.STAGED,
        VersionState.PUBLISHED: Happened.PUBLISHED,
        VersionState.DISCARDED: Happened.DISCARDED,
    }
    for event, earlier in _pairs(events, "report"):
        what, on = states[VersionState(event.state)], event.valid_from
        if event.valid_to and (earlier is None or earlier.state == event.state):
            what, on = Happened.ENDED, event.valid_to
        yield Told(event.pgh_created_at, what, f"v{event.number}", _user(event), on)


def _user(event: Any) -> int | None:
    known = event.pgh_context.metadata.get("user") if event.pgh_context else None
    return int(known) if known else None
