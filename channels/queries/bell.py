"""The bell: what a signed-in person was told on the site, newest first, and how much of it is unread."""

from django.db.models import QuerySet

from channels.models import Notice
from channels.types import Medium

SHOWN = 100
# More than this is "many": counting goes no further.
COUNTED = 99


def unread_count(user_id: int) -> int:
    """How many are unread, COUNTED + 1 for more. One query. Index: notice_unread."""
    return int(_bell(user_id).filter(read_at__isnull=True)[: COUNTED + 1].count())


def latest(user_id: int) -> list[Notice]:
    """The newest, with event, appeal and topic loaded. One query. Index: notice_bell."""
    return list(_bell(user_id).select_related("event__appeal__topic").order_by("-created_at", "-pk")[:SHOWN])


def _bell(user_id: int) -> "QuerySet[Notice]":
    return Notice.objects.filter(user_id=user_id, medium=Medium.BELL)
