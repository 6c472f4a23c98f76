"""What the executor's workers do: register, start, answer, decline; no extensions and no interim answers yet."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.types import Viewer
from appeals.errors import AnswerTooLong, NotFound
from appeals.models import Appeal
from appeals.rules.lifecycle import check, parts_of
from appeals.rules.texts import clean
from appeals.services import assigning
from appeals.services.events import record
from appeals.services.moderation import locked, save
from appeals.types import Action, EventType, Need, State

ANSWER_MAX = 8000


def register(*, actor: Viewer, number: str, now: datetime) -> Appeal:
    """Take an assigned appeal on. Raises NotFound, NotAllowed, WrongState, as all steps here."""
    return _step(Action.REGISTER, actor=actor, number=number, given=(), comment="", now=now)


def start(*, actor: Viewer, number: str, now: datetime) -> Appeal:
    """Begin the work."""
    return _step(Action.START, actor=actor, number=number, given=(), comment="", now=now)


def decline(*, actor: Viewer, number: str, comment: str, now: datetime) -> Appeal:
    """Say that another must answer, and why: the appeal returns to the moderator for a choice by hand."""
    comment = clean(comment)
    given = (Need.COMMENT,) if comment else ()
    with transaction.atomic():
        appeal = _step(Action.DECLINE, actor=actor, number=number, given=given, comment=comment, now=now)
        appeal.executor = None
        assigning.record_decline(appeal, actor=actor, now=now)
        save(appeal)
    return appeal


def answer(*, actor: Viewer, number: str, text: str, now: datetime) -> Appeal:
    """Answer an appeal that is being worked on; the public sees the text. Raises AnswerTooLong as well."""
    text = clean(text)
    if len(text) > ANSWER_MAX:
        raise AnswerTooLong(limit=ANSWER_MAX)
    with transaction.atomic():
        given = (Need.ANSWER,) if text else ()
        appeal = _step(Action.ANSWER, actor=actor, number=number, given=given, comment="", now=now)
        appeal.answer, appeal.answered_at = text, now
        save(appeal)
    return appeal


def _step(
    action: Action, *, actor: Viewer, number: str, given: Collection[Need], comment: str, now: datetime
) -> Appeal:
    with transaction.atomic():
        appeal = locked(number)
        if not Appeal.objects.visible_to(actor).filter(pk=appeal.pk).exists():
            raise NotFound
        parts = parts_of(actor, author_id=appeal.author_id, executor_id=appeal.executor_id)
        step = check(action, state=State(appeal.state), parts=parts, given=given)
        old = {"state": appeal.state, "executor": appeal.executor_id}
        appeal.state, appeal.changed_at = step.new, now
        event = EventType.ANSWERED if action == Action.ANSWER else EventType.STATE_CHANGED
        # Why somebody declines is between the organisation and the moderator.
        public = action != Action.DECLINE
        new = {"state": appeal.state}
        record(appeal, event, actor=actor, now=now, old=old, new=new, comment=comment, is_public=public)
        save(appeal)
    return appeal
