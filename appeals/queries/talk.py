"""What was said beside an appeal, for those who may read it: internal notes, published comments, comments that wait."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.queries import name_with_consent
from accounts.types import Viewer
from appeals.models import Appeal, Assignment, Comment, Note
from appeals.rules.talk import may_note, works_only
from appeals.standing import parts_in
from appeals.types import CommentState, Part

MOST = 200
_MODERATORS = frozenset({Part.MODERATOR, Part.ADMINISTRATOR})


def notes_for(viewer: Viewer, appeal: Appeal) -> list[Note]:
    """The notes of an appeal that the viewer may read, in order; empty for the author and the public.

    An executor reads its own, the administration's, and what was written since the appeal is its own: not what the
    one before wrote. Who only works for the executor does not read the administration's own.
    """
    parts = parts_in(viewer, appeal)
    if not may_note(parts):
        return []
    notes = Note.objects.filter(appeal=appeal).select_related("author", "organisation")
    if parts <= {Part.DELEGATE, Part.AUTHOR}:
        notes = notes.filter(organisation_id__in=[appeal.executor_id, appeal.delegate_id])
    elif works_only(parts):
        own = Q(organisation=None) | Q(organisation_id__in=viewer.organisation_ids)
        notes = notes.filter(own | Q(at__gte=_since(appeal)))
    return list(notes.order_by("at", "pk"))


def _since(appeal: Appeal) -> datetime:
    """When the appeal came to its present executor; long ago where nothing tells."""
    came: datetime | None = None
    told = Assignment.objects.filter(appeal=appeal).order_by("at", "pk")
    for organisation_id, at in told.values_list("organisation_id", "at"):
        came = (came or at) if organisation_id == appeal.executor_id else None
    return came or datetime.min.replace(tzinfo=UTC)


def published_comments(appeal: Appeal) -> list[Comment]:
    """The comments that everybody may read, in order; only `public_text` is for them."""
    return list(Comment.objects.filter(appeal=appeal, state=CommentState.PUBLISHED).order_by("at", "pk"))


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as one reader may know it. by: the name that its author agreed to show, or empty.

    by_author: by whoever sent the appeal. original: as it was written, for whoever decides about it; else empty.
    """

    pk: int
    at: datetime
    text: str
    by: str
    by_author: bool
    waits: bool
    own: bool = False
    original: str = ""


def comments_on(viewer: Viewer, appeal: Appeal, parts: Collection[Part]) -> list[Said]:
    """What the viewer may read below an appeal, in order: all published, the own that wait, a moderator all that wait.

    One query.
    """
    moderates = not _MODERATORS.isdisjoint(parts)
    waiting = Q(state=CommentState.WAITING)
    if not moderates:
        waiting &= Q(author_id=viewer.user_id, author__isnull=False)
    found = Comment.objects.filter(Q(state=CommentState.PUBLISHED) | waiting, appeal=appeal)
    named: QuerySet[Any] = found.annotate(shown_author=name_with_consent("author"))
    return [_said(row, viewer, appeal, moderates=moderates) for row in named.order_by("at", "pk")]


def _said(row: Any, viewer: Viewer, appeal: Appeal, *, moderates: bool) -> Said:
    waits = row.state == CommentState.WAITING
    own = viewer.user_id is not None and row.author_id == viewer.user_id
    return Said(
        pk=row.pk,
        at=row.at,
        text=row.text if own else row.public_text,
        by=row.shown_author or "",
        by_author=row.author_id is not None and row.author_id == appeal.author_id,
        waits=waits,
        own=own,
        original=row.text if moderates and waits else "",
    )


def waiting_comments(viewer: Viewer) -> list[Comment]:
    """At most 200 comments that wait for a moderator, oldest first; empty for others. Index: comment_queue."""
    if not viewer.moderates:
        return []
    rows = Comment.objects.filter(
        state=CommentState.WAITING, appeal__in=Appeal.objects.moderated_by(viewer).values("pk")
    )
    return list(rows.select_related("appeal__topic", "author").order_by("at", "pk")[:MOST])
