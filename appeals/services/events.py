"""Writes what happened to an appeal into its history, which is the outbox as well; decides nothing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from procrastinate.contrib.django import app as jobs
from procrastinate.types import JSONDict

from accounts.rules import role_in_history
from accounts.types import Viewer
from appeals.models import Appeal, Event
from appeals.types import EventType

# Named, not imported: those who deliver stand above. The job is written by the transaction of its event, so that
# neither is ever there without the other.
DELIVERY = "channels.deliver"


def record(
    appeal: Appeal,
    event: EventType,
    *,
    actor: Viewer,
    now: datetime,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    comment: str = "",
    is_public: bool = True,
) -> Event:
    """Add one event and the job that tells of it. Two queries.

    Call it in the transaction that changed the appeal; old and new hold what JSON can.
    """
    written = happening(
        appeal.pk, event, actor=actor, now=now, old=old, new=new, comment=comment, is_public=is_public
    )
    written.save(force_insert=True)
    jobs.configure_task(DELIVERY).defer(event_id=written.pk)
    return written


def happening(
    appeal_id: int,
    event: EventType,
    *,
    actor: Viewer,
    now: datetime,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    comment: str = "",
    is_public: bool = True,
) -> Event:
    """An event that is not written yet."""
    return Event(
        appeal_id=appeal_id,
        type=event,
        at=now,
        actor_id=actor.user_id,
        actor_role=role_in_history(actor),
        old=old or {},
        new=new or {},
        comment=comment,
        is_public=is_public,
    )


def record_all(events: Iterable[Event]) -> list[Event]:
    """Add an event to each of several appeals, which the caller has locked, with their jobs. Two queries or none."""
    written = Event.objects.bulk_create(events)
    told: list[JSONDict] = [{"event_id": event.pk} for event in written]
    if told:
        jobs.configure_task(DELIVERY).batch_defer(*told)
    return written
