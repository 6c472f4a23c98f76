"""Marks notices of the bell read; only one's own."""

from datetime import datetime

from channels.models import Notice
from channels.types import Medium


def read_one(*, user_id: int, pk: int, now: datetime) -> Notice | None:
    """The notice, marked read, with event and appeal loaded; None when it is no notice of this person."""
    own = Notice.objects.filter(user_id=user_id, medium=Medium.BELL, pk=pk)
    notice: Notice | None = own.select_related("event__appeal").first()
    if notice is not None:
        own.filter(read_at__isnull=True).update(read_at=now)
    return notice


def read_all(*, user_id: int, now: datetime) -> None:
    """Everything that has come by now."""
    unread = Notice.objects.filter(user_id=user_id, medium=Medium.BELL, read_at__isnull=True)
    unread.filter(created_at__lte=now).update(read_at=now)
