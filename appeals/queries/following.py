"""Reads for those who follow or look closely: the author by a secret link, and who may see a photo; no lists."""

from django.utils.crypto import constant_time_compare

from accounts.types import Viewer
from appeals.models import Appeal, Photo
from appeals.rules.lifecycle import parts_of
from appeals.types import Visibility


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
    """The photo when the viewer may see it. One or two queries.

    Public: passed by a moderator, on a published appeal. Author (signed in, or by the follow link), the
    executor's workers and moderators: every photo of the appeal.
    """
    photo = Photo.objects.select_related("appeal").filter(key=key).first()
    if photo is None:
        return None
    appeal = photo.appeal
    if photo.is_public and appeal.visibility == Visibility.PUBLIC:
        return photo
    if follow_token and constant_time_compare(follow_token, appeal.follow_token):
        return photo
    near = parts_of(viewer, author_id=appeal.author_id, executor_id=appeal.executor_id)
    seen = bool(near) and Appeal.objects.visible_to(viewer).filter(pk=appeal.pk).exists()
    return photo if seen else None
