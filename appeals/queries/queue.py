"""The moderators' queue: what waits to be checked and what waits for an executor chosen by hand; not the map's list."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.types import Viewer
from appeals.models import Appeal
from appeals.types import State

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of the queue. left: time left for checking; None for one that was accepted and has no executor yet."""

    appeal: Appeal
    left: timedelta | None


@dataclass(frozen=True, slots=True)
class Queue:
    """Rows in order, least time first, then those without an executor; count: how many there are in all."""

    rows: list[Waiting]
    count: int


def moderation_queue(viewer: Viewer, *, now: datetime) -> Queue:
    """What the viewer may moderate, at most 200 rows; empty for whoever does not moderate. Two queries."""
    if not viewer.moderates:
        return Queue([], 0)
    waiting = Appeal.objects.moderated_by(viewer).filter(
        Q(state=State.MODERATION.value) | Q(state=State.ACCEPTED.value, executor=None)
    )
    rows = waiting.select_related("topic", "executor").order_by(
        "-state", "moderate_by", "submitted_at", "pk"
    )[:MOST_ROWS]
    return Queue([Waiting(row, _left(row, now)) for row in rows], waiting.count())


def _left(appeal: Appeal, now: datetime) -> timedelta | None:
    if appeal.state != State.MODERATION:
        return None
    return appeal.moderate_by - now if appeal.moderate_by else timedelta()
