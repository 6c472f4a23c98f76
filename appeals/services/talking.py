"""What is said beside an appeal: internal notes of those at work, and comments of the public after moderation."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.types import Viewer
from appeals.errors import MissingInput, NotAllowed, NotCommentable, TextTooLong, UnknownComment
from appeals.models import Appeal, Comment, Note
from appeals.rules.privacy import mask
from appeals.rules.talk import may_comment, may_note
from appeals.rules.texts import clean
from appeals.services.events import record
from appeals.services.steps import locked_for, require_moderator
from appeals.standing import parts_in
from appeals.types import CommentState, EventType, Part, State, Visibility

NOTE_MAX = 4000
COMMENT_MAX = 2000


def note(*, actor: Viewer, number: str, text: str, now: datetime) -> Note:
    """Write an internal note: the executor, whom it delegates to and the moderators read it, never the author.

    Raises NotFound, NotAllowed, MissingInput, TextTooLong.
    """
    text = _usable(text, NOTE_MAX)
    with transaction.atomic():
        appeal = locked_for(actor, number)
        parts = parts_in(actor, appeal)
        if not may_note(parts):
            raise NotAllowed
        return Note.objects.create(
            appeal=appeal,
            organisation_id=_workplace(appeal, parts),
            author_id=actor.user_id,
            at=now,
            text=text,
        )


def comment(*, actor: Viewer, number: str, text: str, now: datetime) -> Comment:
    """Comment on a published appeal; it waits for a moderator.

    Raises NotFound, NotAllowed (without an account), NotCommentable, MissingInput, TextTooLong.
    """
    text = _usable(text, COMMENT_MAX)
    with transaction.atomic():
        appeal = locked_for(actor, number)
        if actor.user_id is None:
            raise NotAllowed
        if not commentable(appeal):
            raise NotCommentable(action="comment", state=appeal.state)
        return Comment.objects.create(
            appeal=appeal, author_id=actor.user_id, at=now, text=text, public_text=mask(text)
        )


def publish_comment(*, actor: Viewer, comment_id: int, public_text: str = "", now: datetime) -> Comment:
    """Let everybody read a comment. public_text: as the moderator edited it. Raises NotAllowed, UnknownComment."""
    with transaction.atomic():
        row = _to_decide(actor, comment_id, CommentState.WAITING)
        edited = _usable(public_text, COMMENT_MAX) if public_text.strip() else row.public_text
        row.public_text = mask(edited)
        _decide(row, CommentState.PUBLISHED, actor, now)
        new = {"comment": row.pk}
        record(row.appeal, EventType.COMMENTED, actor=actor, now=now, new=new, comment=row.public_text)
    return row


def refuse_comment(*, actor: Viewer, comment_id: int, now: datetime) -> Comment:
    """Keep a comment from everybody but its author. Raises NotAllowed, UnknownComment."""
    with transaction.atomic():
        row = _to_decide(actor, comment_id, CommentState.WAITING)
        _decide(row, CommentState.REFUSED, actor, now)
    return row


def hide_comment(*, actor: Viewer, comment_id: int, now: datetime) -> Comment:
    """Take back a published comment; from then on no history tells it. Raises NotAllowed, UnknownComment."""
    with transaction.atomic():
        row = _to_decide(actor, comment_id, CommentState.PUBLISHED)
        _decide(row, CommentState.REFUSED, actor, now)
    return row


def commentable(appeal: Appeal) -> bool:
    """Whether the public may comment on the appeal; its topic is read when it is not loaded yet."""
    return may_comment(
        State(appeal.state),
        Visibility(appeal.visibility),
        topic_allows=appeal.topic.allows_comments,
        open_here=settings.COMMENTS,
    )


def _usable(text: str, limit: int) -> str:
    text = clean(text)
    if not text:
        raise MissingInput(need="text")
    if len(text) > limit:
        raise TextTooLong(limit=limit)
    return text


def _workplace(appeal: Appeal, parts: frozenset[Part]) -> int | None:
    """The organisation for which the note is written; None: for the administration."""
    if Part.EXECUTOR in parts:
        return appeal.executor_id
    return appeal.delegate_id if Part.DELEGATE in parts else None


def _to_decide(actor: Viewer, comment_id: int, state: CommentState) -> Comment:
    """A comment in this state that is the actor's to decide about, locked."""
    require_moderator(actor)
    rows = Comment.objects.select_for_update(of=("self",)).select_related("appeal")
    row: Comment | None = rows.filter(pk=comment_id, state=state).first()
    if row is None or not Appeal.objects.moderated_by(actor).filter(pk=row.appeal_id).exists():
        raise UnknownComment
    return row


def _decide(row: Comment, state: CommentState, actor: Viewer, now: datetime) -> None:
    row.state, row.decided_at, row.decided_by_id = state, now, actor.user_id
    row.save()
