"""The bell: what a signed-in person was told on the site and may still know, newest first; how much is unread."""

from django.db.models import QuerySet

from accounts.types import Viewer
from channels.models import Notice
from channels.queries.knowing import known_to
from channels.types import Medium

SHOWN = 100
# More than this is "many": counting goes no further.
COUNTED = 99


def unread_count(viewer: Viewer) -> int:
    """How many are unread, COUNTED + 1 for more. One query. Index: notice_unread."""
    return int(bell_of(viewer).filter(read_at__isnull=True)[: COUNTED + 1].count())


def latest(viewer: Viewer) -> list[Notice]:
    """The newest, with event, appeal and topic loaded. One query. Index: notice_bell."""
    return list(bell_of(viewer).select_related("event__appeal__topic").order_by("-created_at", "-pk")[:SHOWN])


def bell_of(viewer: Viewer) -> "QuerySet[Notice]":
    """All notices of the bell that the viewer may still know."""
    return Notice.objects.filter(known_to(viewer), user=viewer.user_id, medium=Medium.BELL)
