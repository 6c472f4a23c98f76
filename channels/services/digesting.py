"""Puts the notices of a day together, one letter per recipient and reason, and defers a job for each letter."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from channels.letters.links import stop_token
from channels.models import Notice
from channels.rules.pacing import digest_cut
from channels.tokens import Token
from channels.types import NoticeState

SENDING_DIGEST = "channels.send_digest"
MOST_IN_ONE = 100


def gather(*, now: datetime) -> int:
    """Begin the daily letters that are due; answers how many. What is gathered already is left alone.

    Which notices a letter carries is written down before it is sent: each try sends the same under the same Message-ID.
    """
    cut = digest_cut(now, hour=settings.DIGEST_HOUR, zone=timezone.get_default_timezone())
    due = Notice.objects.filter(state=NoticeState.GATHERED, digest__isnull=True, created_at__lt=cut)
    begun = 0
    for notices in _letters(list(due.select_related("event__appeal").order_by("pk"))):
        begun += _begin(uuid4(), [one.pk for one in notices])
    return begun


def _letters(notices: Sequence[Notice]) -> list[list[Notice]]:
    """By recipient and by what one click below the letter ends; none too long to read."""
    grouped: dict[tuple[int | None, int | None, Token], list[Notice]] = defaultdict(list)
    for notice in notices:
        grouped[notice.user_id, notice.subscription_id, stop_token(notice)].append(notice)
    return [
        group[start : start + MOST_IN_ONE]
        for group in grouped.values()
        for start in range(0, len(group), MOST_IN_ONE)
    ]


def _begin(key: UUID, notice_ids: list[int]) -> int:
    with transaction.atomic():
        free = Notice.objects.filter(pk__in=notice_ids, state=NoticeState.GATHERED, digest__isnull=True)
        if not free.update(digest=key):
            return 0
        jobs.configure_task(SENDING_DIGEST).defer(digest=str(key))
    return 1
