"""What follows an answer: its rating, reopening, closing; and the author's own end, withdrawal."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts.types import SYSTEM, Viewer
from appeals.errors import ReopenedTooOften, WrongRating, WrongState
from appeals.models import Appeal, Reply
from appeals.rules.texts import clean
from appeals.services.steps import Step, drop_proposed, finish, release, take
from appeals.types import Action, Need, Part, ReplyKind, ReplyState, State, Visibility

BEST = 5
_AT_ONCE = 500
_UNLIMITED = frozenset({Part.MODERATOR, Part.ADMINISTRATOR})


def rate(
    *, actor: Viewer, number: str, rating: int, reason: str = "", follow_token: str = "", now: datetime
) -> Appeal:
    """Rate the answer, 1 (bad) to 5; the reason is for the executor and everybody, personal data masked.

    follow_token: the secret of the author's link. Raises NotFound, NotAllowed, WrongState, WrongRating.
    """
    reason = clean(reason)
    with transaction.atomic():
        step = take(
            Action.RATE,
            actor=actor,
            number=number,
            given={Need.RATING},
            follow_token=follow_token,
            now=now,
        )
        if not 1 <= rating <= BEST:
            raise WrongRating
        step.appeal.rating, step.appeal.rating_reason = rating, reason
        _rate_reply(step.appeal, rating, reason)
        return finish(step, new={"rating": rating}, comment=reason)


def reopen(*, actor: Viewer, number: str, comment: str, follow_token: str = "", now: datetime) -> Appeal:
    """Say that it was not solved: the appeal returns to its executor, and the time for the answer starts anew.

    An author may METKA_REOPEN_LIMIT times, moderators as often as they see fit. Raises NotFound, NotAllowed,
    WrongState, ReopenedTooOften, MissingInput.
    """
    comment = clean(comment)
    with transaction.atomic():
        given = (Need.COMMENT,) if comment else ()
        step = take(
            Action.REOPEN, actor=actor, number=number, given=given, follow_token=follow_token, now=now
        )
        appeal = step.appeal
        if _UNLIMITED.isdisjoint(step.parts) and appeal.reopenings >= settings.REOPEN_LIMIT:
            raise ReopenedTooOften(action=step.row.action.value, state=appeal.state)
        appeal.reopenings += 1
        # The answer and its rating stay with the reply; the appeal itself waits for another one.
        appeal.rating, appeal.rating_reason, appeal.answered_at = None, "", None
        return finish(step, new={"reopenings": appeal.reopenings}, comment=comment)


def close(*, actor: Viewer, number: str, comment: str = "", now: datetime) -> Appeal:
    """Close an answered appeal, rated or not. Raises NotFound, NotAllowed, WrongState."""
    with transaction.atomic():
        return finish(take(Action.CLOSE, actor=actor, number=number, now=now), comment=clean(comment))


def close_unrated(*, now: datetime) -> int:
    """Close, by the system, what was answered METKA_RATING_DAYS ago; answers how many. For a periodic task.

    500 at once, each in a transaction of its own. Index: appeal_to_close.
    """
    over = now - timedelta(days=settings.RATING_DAYS)
    waiting = Appeal.objects.filter(state__in=[State.ANSWERED, State.RATED], answered_at__lt=over)
    closed = 0
    for number in waiting.order_by("answered_at").values_list("number", flat=True)[:_AT_ONCE]:
        # Its author may have been quicker.
        with suppress(WrongState):
            close(actor=SYSTEM, number=number, now=now)
            closed += 1
    return closed


def withdraw(
    *, actor: Viewer, number: str, comment: str = "", follow_token: str = "", now: datetime
) -> Appeal:
    """Take the appeal back, by its author: nobody works on it any more, and the public does not see it.

    Raises NotFound, NotAllowed, WrongState.
    """
    with transaction.atomic():
        step: Step = take(Action.WITHDRAW, actor=actor, number=number, follow_token=follow_token, now=now)
        appeal = step.appeal
        release(appeal, now=now)
        drop_proposed(appeal)
        before, appeal.visibility, appeal.published_at = appeal.visibility, Visibility.PRIVATE, None
        old, new = {"visibility": before}, {"visibility": appeal.visibility}
        return finish(step, old=old, new=new, comment=clean(comment))


def _rate_reply(appeal: Appeal, rating: int, reason: str) -> None:
    given: Reply | None = appeal.replies.filter(kind=ReplyKind.FINAL, state=ReplyState.GIVEN).last()
    # An appeal of an archive was answered without a reply of its own.
    if given is not None:
        given.rating, given.rating_reason = rating, reason
        given.save(update_fields=["rating", "rating_reason"])
