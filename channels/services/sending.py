"""Sends letters: at least once, and twice only when we die between the mail server's word and our commit."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, QuerySet

from channels.errors import NotDelivered
from channels.letters.composing import digest as daily_letter
from channels.letters.composing import letter
from channels.mailing import Refused, Unavailable, hand_over
from channels.models import Notice
from channels.queries.reaching import Reach, reaches_of
from channels.rules.pacing import is_given_up, wait_s
from channels.types import NoticeState

_Compose = Callable[[list[Notice], Reach], EmailMultiAlternatives]


def send(notice_id: int, *, now: datetime) -> None:
    """Send the letter of a notice that waits; one that was sent or has ended is left alone. Raises NotDelivered."""
    waiting = Notice.objects.filter(pk=notice_id, state=NoticeState.WAITING)
    _send(waiting, _single, now)


def send_digest(key: UUID, *, now: datetime) -> None:
    """Send the daily letter with whatever its recipient may still know. Raises NotDelivered."""
    gathered = Notice.objects.filter(digest=key, state=NoticeState.GATHERED)
    _send(gathered, _daily, now)


def _single(notices: list[Notice], reach: Reach) -> EmailMultiAlternatives:
    return letter(notices[0], address=reach.address, language=reach.language)


def _daily(notices: list[Notice], reach: Reach) -> EmailMultiAlternatives:
    return daily_letter(notices, address=reach.address, language=reach.language)


def _send(rows: "QuerySet[Notice]", compose: _Compose, now: datetime) -> None:
    """The rows are locked until the server has answered, so that two workers never send the same letter at once."""
    # Kept whatever follows: more attempts than letters is how a doubled letter explains itself.
    if not rows.update(attempts=F("attempts") + 1, tried_at=now):
        return
    problem: Refused | Unavailable | None = None
    with transaction.atomic():
        notices = list(_locked(rows))
        reaches = reaches_of(notices)
        _mark([one for one in notices if reaches[one.pk] is None], NoticeState.DROPPED)
        kept = [one for one in notices if reaches[one.pk] is not None]
        if not kept:
            return
        reach = reaches[kept[0].pk]
        assert reach is not None
        try:
            hand_over(compose(kept, reach))
        except (Refused, Unavailable) as caught:
            problem = caught
        _settle(kept, problem, now)
    if isinstance(problem, Unavailable) and not is_given_up(kept[0].created_at, now):
        raise NotDelivered(wait_s(kept[0].attempts)) from problem


def _locked(rows: "QuerySet[Notice]") -> "QuerySet[Notice]":
    return (
        rows.select_for_update(of=("self",))
        .select_related(
            "user",
            "subscription",
            "because",
            "follow",
            "event__appeal__topic",
            "event__appeal__author",
            "event__appeal__mute",
            "event__appeal__executor",
            "event__appeal__refusal_reason",
        )
        .order_by("pk")
    )


def _settle(notices: list[Notice], problem: Refused | Unavailable | None, now: datetime) -> None:
    if problem is None:
        _mark(notices, NoticeState.SENT, sent_at=now)
    elif isinstance(problem, Refused):
        _mark(notices, NoticeState.FAILED, problem=f"refused {problem.code}")
    elif is_given_up(notices[0].created_at, now):
        _mark(notices, NoticeState.FAILED, problem=problem.reason)
    else:
        Notice.objects.filter(pk__in=[one.pk for one in notices]).update(problem=problem.reason)


def _mark(
    notices: list[Notice], state: NoticeState, *, sent_at: datetime | None = None, problem: str = ""
) -> None:
    if notices:
        Notice.objects.filter(pk__in=[one.pk for one in notices]).update(
            state=state, sent_at=sent_at, problem=problem
        )
