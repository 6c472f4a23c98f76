"""What follows an answer: its rating, reopening, closing; and the author's own end, withdrawal."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.types import SYSTEM, Viewer
from appeals.errors import ReopenedTooOften, WrongRating, WrongState
from appeals.models import Appeal, Photo, Reply
from appeals.rules.texts import clean
from appeals.services import photos as photo_store
from appeals.services.pictures import Picture
from appeals.services.steps import Step, drop_proposed, finish, release, take
from appeals.types import Action, Need, Part, PhotoStage, ReplyKind, ReplyState, State, Visibility

BEST = 5
_AT_ONCE = 500
Uploads = Sequence["UploadedFile[Any]"]
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


def reopen(
    *,
    actor: Viewer,
    number: str,
    comment: str,
    photos: Uploads = (),
    follow_token: str = "",
    now: datetime,
) -> Appeal:
    """Say that it was not solved: the appeal returns to its executor, and the time for the answer starts anew.

    An author may METKA_REOPEN_LIMIT times, moderators as often as they see fit. photos: for the executor and the
    moderators, as nobody has passed them. Raises NotFound, NotAllowed, WrongState, ReopenedTooOften, MissingInput and
    what `photos.prepare` raises.
    """
    comment, pictures = clean(comment), photo_store.prepare_all(photos)
    kept: list[Photo] = []
    try:
        with transaction.atomic():
            given = (Need.COMMENT,) if comment else ()
            step = take(
                Action.REOPEN, actor=actor, number=number, given=given, follow_token=follow_token, now=now
            )
            kept = _open_again(step, pictures)
            return finish(step, new={"reopenings": step.appeal.reopenings}, comment=comment)
    except BaseException:
        photo_store.discard(kept)
        raise


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


def _open_again(step: Step, pictures: Sequence[Picture]) -> list[Photo]:
    """The appeal waits for another answer, unsaved, with the photos behind those that it has. Raises ReopenedTooOften.

    The answer and its rating stay with the reply.
    """
    appeal = step.appeal
    if _UNLIMITED.isdisjoint(step.parts) and appeal.reopenings >= settings.REOPEN_LIMIT:
        raise ReopenedTooOften(action=step.row.action.value, state=appeal.state)
    appeal.reopenings += 1
    appeal.rating, appeal.rating_reason, appeal.answered_at = None, "", None
    position = photo_store.next_position(appeal)
    return photo_store.keep(appeal, pictures, stage=PhotoStage.REOPENED, position=position)


def _rate_reply(appeal: Appeal, rating: int, reason: str) -> None:
    given: Reply | None = appeal.replies.filter(kind=ReplyKind.FINAL, state=ReplyState.GIVEN).last()
    # An appeal of an archive was answered without a reply of its own.
    if given is not None:
        given.rating, given.rating_reason = rating, reason
        given.save(update_fields=["rating", "rating_reason"])
