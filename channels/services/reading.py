"""Marks notices of the bell read; only one's own."""

from datetime import datetime

from accounts.types import Viewer
from channels.models import Notice
from channels.queries.bell import bell_of
from channels.types import Medium


def read_one(*, actor: Viewer, pk: int, now: datetime) -> Notice | None:
    """The notice, marked read, with event and appeal loaded; None for one that is not this person's to know."""
    notice: Notice | None = bell_of(actor).filter(pk=pk).select_related("event__appeal").first()
    if notice is not None:
        Notice.objects.filter(pk=pk, read_at__isnull=True).update(read_at=now)
    return notice


def read_all(*, actor: Viewer, now: datetime) -> None:
    """Everything that has come by now."""
    unread = Notice.objects.filter(user=actor.user_id, medium=Medium.BELL, read_at__isnull=True)
    unread.filter(created_at__lte=now).update(read_at=now)
