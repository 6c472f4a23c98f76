"""Reads for those who follow or look closely: the author by a secret link, and who may see a photo; no lists."""

from accounts.types import Viewer
from appeals.models import Appeal, Photo
from appeals.queries.photos import seen_photos
from appeals.standing import parts_in
from appeals.types import Part, Visibility


def by_follow_token(token: str) -> Appeal | None:
    """The appeal of a follow link with topic, executor and area loaded; works before publication. One query."""
    if not token:
        return None
    return (
        Appeal.objects.select_related("topic__category", "executor", "area", "refusal_reason")
        .filter(follow_token=token)
        .first()
    )


def photo_for(viewer: Viewer, key: str, *, follow_token: str = "") -> Photo | None:
    """The photo when the viewer may see it. One to three queries.

    Public: passed by a moderator, on a published appeal. Author (signed in, or by the follow link), the
    executor's workers and moderators: every photo of the appeal.
    """
    photo = Photo.objects.select_related("appeal__executor").filter(key=key).first()
    if photo is None:
        return None
    appeal = photo.appeal
    if photo.is_public and appeal.visibility == Visibility.PUBLIC:
        return photo
    parts = parts_in(viewer, appeal, follow_token=follow_token)
    if not parts or not appeal.photos.filter(seen_photos(parts), pk=photo.pk).exists():
        return None
    seen = Part.AUTHOR in parts or Appeal.objects.visible_to(viewer).filter(pk=appeal.pk).exists()
    return photo if seen else None
