"""What was solved, in pictures: before and after, the latest first, page by page; not the list of appeals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.types import Viewer
from appeals.errors import InvalidFilter
from appeals.models import Appeal, Photo, Reply
from appeals.types import SOLVED_STATES, PhotoStage, ReplyKind, ReplyState

_SOLVED = sorted(state.value for state in SOLVED_STATES)


@dataclass(frozen=True, slots=True)
class Solved:
    """An appeal with the key of its photo after the work, and of one before; empty without one."""

    number: str
    topic: str
    place: str
    executor: str
    executor_id: int | None
    answered_at: datetime | None
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SolvedPage:
    """Of a gallery. next_cursor: None on the last page."""

    items: list[Solved]
    next_cursor: str | None


def solved_page(viewer: Viewer, cursor: str, limit: int) -> SolvedPage:
    """Answered appeals that the viewer may see with a photo after the work, once each.

    The latest photo first: photos come with the answer, and walking them alone needs no order of all answers. Two
    queries. Raises InvalidFilter (cursor). Index: photo_after.
    """
    photos = after_photos(viewer)
    if cursor:
        photos = photos.filter(pk__lt=_position(cursor))
    found = list(photos.select_related("appeal__topic", "appeal__executor")[: limit + 1])
    shown = found[:limit]
    before = _before([photo.appeal_id for photo in shown])
    following = str(shown[-1].pk) if len(found) > limit else None
    return SolvedPage([_solved(photo, before.get(photo.appeal_id, "")) for photo in shown], following)


def after_photos(viewer: Viewer) -> QuerySet[Photo]:
    """The last photo after the work of each answered appeal that the viewer may see, the latest first.

    Of an answer that was not the last one it may show what the author said is not solved.
    """
    public = Photo.objects.filter(~Exists(_answered_again()), stage=PhotoStage.AFTER.value, is_public=True)
    later = public.filter(appeal=OuterRef("appeal_id"), pk__gt=OuterRef("pk"))
    seen = Appeal.objects.visible_to(viewer).filter(pk=OuterRef("appeal_id"), state__in=_SOLVED)
    return public.filter(Exists(seen), ~Exists(later)).order_by("-pk")


def _answered_again() -> QuerySet[Reply]:
    """Answers that were given after the one that a photo belongs to."""
    given = Reply.objects.filter(kind=ReplyKind.FINAL.value, state=ReplyState.GIVEN.value)
    return given.filter(appeal=OuterRef("appeal_id"), pk__gt=OuterRef("reply_id"))


def _position(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 18):
        raise InvalidFilter("cursor", _("This is not a cursor of the gallery."))
    return int(cursor)


def _before(appeal_ids: Iterable[int]) -> dict[int, str]:
    """Keys of the photos before the work: the executor's own, else the first of the report."""
    public = Photo.objects.filter(appeal__in=list(appeal_ids), is_public=True)
    # Overwritten in this order: the executor's first one stands at last.
    rows = public.filter(stage__in=[PhotoStage.BEFORE.value, PhotoStage.REPORT.value])
    ordered = sorted(rows, key=lambda photo: (photo.stage == PhotoStage.BEFORE, -photo.position, -photo.pk))
    return {photo.appeal_id: photo.key for photo in ordered}


def _solved(photo: Any, before: str) -> Solved:
    appeal = photo.appeal
    return Solved(
        number=appeal.number,
        topic=appeal.topic.name,
        place=appeal.public_address,
        executor=appeal.executor.name if appeal.executor else "",
        executor_id=appeal.executor_id,
        answered_at=appeal.answered_at,
        before=before,
        after=photo.key,
    )
