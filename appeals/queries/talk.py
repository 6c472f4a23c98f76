"""What was said beside an appeal, for those who may read it: internal notes, published comments, comments that wait."""

from accounts.types import Viewer
from appeals.models import Appeal, Comment, Note
from appeals.rules.talk import may_note
from appeals.standing import parts_in
from appeals.types import CommentState, Part

MOST = 200


def notes_for(viewer: Viewer, appeal: Appeal) -> list[Note]:
    """The notes of an appeal that the viewer may read, in order; empty for the author and the public.

    Who only works for the executor does not read the administration's own.
    """
    parts = parts_in(viewer, appeal)
    if not may_note(parts):
        return []
    notes = Note.objects.filter(appeal=appeal).select_related("author", "organisation")
    if parts <= {Part.DELEGATE, Part.AUTHOR}:
        notes = notes.filter(organisation_id__in=[appeal.executor_id, appeal.delegate_id])
    return list(notes.order_by("at", "pk"))


def published_comments(appeal: Appeal) -> list[Comment]:
    """The comments that everybody may read, in order; only `public_text` is for them."""
    return list(Comment.objects.filter(appeal=appeal, state=CommentState.PUBLISHED).order_by("at", "pk"))


def waiting_comments(viewer: Viewer) -> list[Comment]:
    """At most 200 comments that wait for a moderator, oldest first; empty for others. Index: comment_queue."""
    if not viewer.moderates:
        return []
    rows = Comment.objects.filter(
        state=CommentState.WAITING, appeal__in=Appeal.objects.moderated_by(viewer).values("pk")
    )
    return list(rows.select_related("appeal", "author").order_by("at", "pk")[:MOST])
