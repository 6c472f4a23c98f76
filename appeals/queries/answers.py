"""The answers that an appeal was given, each with the photos of the work and its rating; not those that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from appeals.models import Photo, Reply
from appeals.queries.card import Card
from appeals.rules.privacy import mask, may_see_full_text
from appeals.types import SOLVED_STATES, PhotoStage, ReplyKind, ReplyState


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as the reader of the card may know it. by: who gave it, may be empty. rating: 1 to 5, or None.

    stands: whether it is the answer of today; else another has followed, or the author has sent the appeal back.
    """

    text: str
    by: str
    at: datetime | None
    rating: int | None
    reason: str
    before: Sequence[Photo]
    after: Sequence[Photo]
    stands: bool


def answers_of(card: Card) -> list[Answer]:
    """The final answers, the newest first. One query; none for an appeal that was never answered."""
    appeal = card.appeal
    if not card.answer:
        return []
    given = Reply.objects.filter(appeal=appeal, kind=ReplyKind.FINAL, state=ReplyState.GIVEN)
    replies = list(given.select_related("organisation").order_by("-decided_at", "-pk"))
    if not replies:
        return [_archived(card)]
    return [_answer(card, reply, stands=_stands(card) and reply is replies[0]) for reply in replies]


def _answer(card: Card, reply: Reply, *, stands: bool) -> Answer:
    text, reason = reply.text, reply.rating_reason
    if not may_see_full_text(card.parts):
        text, reason = mask(text), mask(reason)
    return Answer(
        text=text,
        by=reply.organisation.name if reply.organisation else "",
        at=reply.decided_at,
        rating=reply.rating,
        reason=reason,
        before=_photos(card, PhotoStage.BEFORE, reply.pk),
        after=_photos(card, PhotoStage.AFTER, reply.pk),
        stands=stands,
    )


def _archived(card: Card) -> Answer:
    """An answer that came without a reply of its own, from an archive or before replies were kept."""
    appeal = card.appeal
    reason = appeal.rating_reason if may_see_full_text(card.parts) else mask(appeal.rating_reason)
    return Answer(
        text=card.answer,
        by=appeal.executor.name if appeal.executor else "",
        at=appeal.answered_at,
        rating=appeal.rating,
        reason=reason,
        before=_photos(card, PhotoStage.BEFORE, None),
        after=_photos(card, PhotoStage.AFTER, None),
        stands=_stands(card),
    )


def _stands(card: Card) -> bool:
    return card.appeal.state in SOLVED_STATES


def _photos(card: Card, stage: PhotoStage, reply_id: int | None) -> list[Photo]:
    return [photo for photo in card.photos if photo.stage == stage and photo.reply_id == reply_id]
