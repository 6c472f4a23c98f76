"""How an appeal is answered: at once or with the head's approval, in between by an interim answer; not its rating."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.types import Viewer
from appeals.errors import AnswerTooLong, NotAllowed, NothingToApprove
from appeals.models import Appeal, Photo, Reply
from appeals.rules.texts import clean
from appeals.services import photos as photo_store
from appeals.services.pictures import Picture
from appeals.services.steps import Step, finish, take
from appeals.types import Action, Need, Part, PhotoStage, ReplyKind, ReplyState

ANSWER_MAX = 8000
Uploads = Sequence["UploadedFile[Any] | Picture"]


def answer(
    *,
    actor: Viewer,
    number: str,
    text: str,
    photos: Uploads = (),
    photos_before: Uploads = (),
    now: datetime,
) -> Appeal:
    """Answer an appeal that is being worked on; the public sees the text and the photos of the work.

    Where the executor's head approves answers, a worker's one waits for that, and so does a delegate's: the state
    stays, a Reply is WAITING and takes the place of one that waited before. Raises NotFound, NotAllowed, WrongState,
    MissingInput, AnswerTooLong and what `photos.prepare` raises.
    """
    text = _usable(text)
    after, before = photo_store.prepare_all(photos), photo_store.prepare_all(photos_before)
    kept: list[Photo] = []
    try:
        with transaction.atomic():
            step = _answer_or_proposal(actor, number, text, now=now)
            reply = _reply(step, text, ReplyKind.FINAL)
            kept = _keep(reply, {PhotoStage.BEFORE: before, PhotoStage.AFTER: after})
            if step.row.action == Action.ANSWER:
                return _give(step, reply)
            return finish(step, new={"reply": reply.pk}, is_public=False)
    except BaseException:
        photo_store.discard(kept)
        raise


def interim(*, actor: Viewer, number: str, text: str, now: datetime) -> Appeal:
    """Say what was found out so far; the public sees it, and the time for the answer runs on.

    Raises NotFound, NotAllowed, WrongState, MissingInput, AnswerTooLong.
    """
    text = _usable(text)
    with transaction.atomic():
        step = take(Action.INTERIM, actor=actor, number=number, given=_given(text), now=now)
        _decide(_reply(step, text, ReplyKind.INTERIM), ReplyState.GIVEN, step)
        return finish(step, comment=text)


def approve(*, actor: Viewer, number: str, text: str = "", now: datetime) -> Appeal:
    """Give the answer that waits. text: as the head corrected it. Raises NothingToApprove and as `interim`."""
    text = _usable(text)
    with transaction.atomic():
        step = take(Action.APPROVE, actor=actor, number=number, now=now)
        reply = _waiting(step)
        reply.text = text or reply.text
        return _give(step, reply)


def return_answer(*, actor: Viewer, number: str, comment: str, now: datetime) -> Appeal:
    """Return the answer that waits to whoever wrote it, with what to change. Raises as `approve`."""
    comment = clean(comment)
    with transaction.atomic():
        given = (Need.COMMENT,) if comment else ()
        step = take(Action.RETURN, actor=actor, number=number, given=given, now=now)
        reply = _waiting(step)
        reply.comment = comment
        _decide(reply, ReplyState.RETURNED, step)
        return finish(step, new={"reply": reply.pk}, comment=comment, is_public=False)


def _usable(text: str) -> str:
    text = clean(text)
    if len(text) > ANSWER_MAX:
        raise AnswerTooLong(limit=ANSWER_MAX)
    return text


def _given(text: str) -> tuple[Need, ...]:
    return (Need.ANSWER,) if text else ()


def _answer_or_proposal(actor: Viewer, number: str, text: str, *, now: datetime) -> Step:
    """The step that the actor may take: an answer, else a proposal of one."""
    try:
        return take(Action.ANSWER, actor=actor, number=number, given=_given(text), now=now)
    except NotAllowed:
        return take(Action.PROPOSE, actor=actor, number=number, given=_given(text), now=now)


def _reply(step: Step, text: str, kind: ReplyKind) -> Reply:
    """A new reply that waits; what waited before is dropped, also when the head answers past it."""
    appeal = step.appeal
    appeal.replies.filter(state=ReplyState.WAITING).update(
        state=ReplyState.DROPPED, decided_at=step.now, decided_by=step.actor.user_id
    )
    by_delegate = Part.DELEGATE in step.parts and Part.EXECUTOR not in step.parts
    return Reply.objects.create(
        appeal=appeal,
        organisation_id=appeal.delegate_id if by_delegate else appeal.executor_id,
        kind=kind,
        state=ReplyState.WAITING,
        text=text,
        author_id=step.actor.user_id,
        written_at=step.now,
    )


def _waiting(step: Step) -> Reply:
    reply: Reply | None = step.appeal.replies.filter(state=ReplyState.WAITING).first()
    if reply is None:
        raise NothingToApprove
    return reply


def _give(step: Step, reply: Reply) -> Appeal:
    _decide(reply, ReplyState.GIVEN, step)
    reply.photos.update(is_public=True)
    appeal = step.appeal
    appeal.answer, appeal.answered_at, appeal.held_until = reply.text, step.now, None
    appeal.rating, appeal.rating_reason = None, ""
    return finish(step, new={"reply": reply.pk})


def _decide(reply: Reply, state: ReplyState, step: Step) -> None:
    reply.state, reply.decided_at, reply.decided_by_id = state, step.now, step.actor.user_id
    reply.save()


def _keep(reply: Reply, pictures: dict[PhotoStage, list[Picture]]) -> list[Photo]:
    """Photos of a reply behind those that the appeal has, not public yet."""
    position = photo_store.next_position(reply.appeal)
    kept: list[Photo] = []
    try:
        for stage, of_stage in pictures.items():
            place = position + len(kept)
            kept += photo_store.keep(reply.appeal, of_stage, stage=stage, reply=reply, position=place)
    except BaseException:
        photo_store.discard(kept)
        raise
    return kept
