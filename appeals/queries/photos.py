"""Which photos of an appeal somebody sees who may see the appeal; one condition for card and file."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from appeals.models import Photo, Reply
from appeals.rules.talk import may_note
from appeals.types import EventType, Part, Region, ReplyState


def seen_photos(parts: Collection[Part]) -> Q:
    """Condition on Photo. The public: published ones. The author: not those of an answer that was not given.

    Those at work and moderators: all.
    """
    if not parts:
        return Q(is_public=True)
    return Q() if may_note(parts) else Q(reply=None) | Q(reply__state=ReplyState.GIVEN.value)


def passable(photos: Iterable[Photo]) -> set[int]:
    """Ids of those that a moderator decides about: photos of an answer become public with it. One query, or none."""
    known = list(photos)
    replies = {photo.reply_id for photo in known if photo.reply_id is not None}
    given: set[int] = set()
    if replies:
        rows = Reply.objects.filter(pk__in=replies, state=ReplyState.GIVEN.value)
        given = set(rows.values_list("pk", flat=True))
    return {photo.pk for photo in known if photo.reply_id is None or photo.reply_id in given}


def regions_of(photo: Photo) -> list[Region] | None:
    """The parts of a photo that are blurred now; None: some are, and nobody has told which. One query, or none."""
    if not photo.original:
        return []
    told = photo.appeal.events.filter(type=EventType.PHOTO_BLURRED, new__photo=photo.pk).order_by(
        "-at", "-pk"
    )
    parts = told.values_list("new__parts", flat=True).first()
    return None if parts is None else [Region(*part) for part in parts]
