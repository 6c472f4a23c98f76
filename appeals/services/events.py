"""Writes what happened to an appeal into its history, which is the outbox as well; decides nothing."""

from datetime import datetime
from typing import Any

from accounts.rules import role_in_history
from accounts.types import Viewer
from appeals.models import Appeal, Event
from appeals.types import EventType


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
    """Add one event. Call it in the transaction that changed the appeal; old and new hold what JSON can."""
    return Event.objects.create(
        appeal=appeal,
        type=event,
        at=now,
        actor_id=actor.user_id,
        actor_role=role_in_history(actor),
        old=old or {},
        new=new or {},
        comment=comment,
        is_public=is_public,
    )
