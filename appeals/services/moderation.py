"""What moderators do: accept, refuse, correct, choose the photos the public sees; not the executor's work."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.rules import may_moderate
from accounts.types import SYSTEM, Viewer
from appeals.errors import NotAllowed, NotFound, UnknownPhoto, UnknownReason
from appeals.marks import write_mark
from appeals.models import Appeal, Photo, RefusalReason
from appeals.rules.lifecycle import check, parts_of
from appeals.rules.texts import clean
from appeals.services.events import record
from appeals.types import Action, EventType, Need, Part, State, Visibility


def accept(
    *,
    actor: Viewer,
    number: str,
    visibility: Visibility,
    photo_ids: Collection[int] = (),
    comment: str = "",
    now: datetime,
) -> Appeal:
    """Accept an appeal and pass it on to its proposed executor; with nobody proposed it waits for a choice by hand.

    photo_ids: the photos that the public may see. Raises NotFound, NotAllowed, WrongState, UnknownPhoto.
    """
    with transaction.atomic():
        appeal = locked(number)
        step = check(
            Action.ACCEPT, state=State(appeal.state), parts=_parts(actor, appeal), given={Need.VISIBILITY}
        )
        old = {"state": appeal.state, "visibility": appeal.visibility}
        appeal.state, appeal.visibility, appeal.changed_at = step.new, visibility, now
        if visibility == Visibility.PUBLIC:
            appeal.published_at = now
        _publish_photos(appeal, photo_ids)
        new = {"state": appeal.state, "visibility": appeal.visibility}
        record(appeal, EventType.ACCEPTED, actor=actor, now=now, old=old, new=new, comment=clean(comment))
        if appeal.executor_id is not None:
            pass_on(appeal, now=now)
        save(appeal)
    return appeal


def refuse(*, actor: Viewer, number: str, reason: str, comment: str = "", now: datetime) -> Appeal:
    """Refuse an appeal for a reason of the dictionary, by code; its author sees reason and comment.

    Raises NotFound, NotAllowed, WrongState, UnknownReason.
    """
    with transaction.atomic():
        appeal = locked(number)
        given = {Need.REASON} if reason else set()
        step = check(Action.REFUSE, state=State(appeal.state), parts=_parts(actor, appeal), given=given)
        chosen = RefusalReason.objects.filter(code=reason).first()
        if chosen is None:
            raise UnknownReason(code=reason)
        old = {"state": appeal.state, "visibility": appeal.visibility}
        appeal.state, appeal.visibility, appeal.changed_at = step.new, Visibility.PRIVATE, now
        appeal.refusal_reason, appeal.published_at = chosen, None
        new = {"state": appeal.state, "visibility": appeal.visibility, "reason": chosen.code}
        record(appeal, EventType.REFUSED, actor=actor, now=now, old=old, new=new, comment=clean(comment))
        save(appeal)
    return appeal


def publish_photos(*, actor: Viewer, number: str, photo_ids: Collection[int], now: datetime) -> Appeal:
    """Let the public see exactly these photos of the appeal. Raises NotFound, NotAllowed, UnknownPhoto."""
    with transaction.atomic():
        appeal = locked(number)
        require_moderator(actor)
        before = sorted(appeal.photos.filter(is_public=True).values_list("pk", flat=True))
        _publish_photos(appeal, photo_ids)
        after = sorted(set(photo_ids))
        if before != after:
            record(
                appeal,
                EventType.CORRECTED,
                actor=actor,
                now=now,
                old={"photos": before},
                new={"photos": after},
                is_public=False,
            )
    return appeal


def locked(number: str) -> Appeal:
    """The appeal, locked until the transaction ends. Raises NotFound."""
    rows = Appeal.objects.select_for_update(of=("self",)).filter(number=number)
    appeal: Appeal | None = rows.first()
    if appeal is None:
        raise NotFound
    return appeal


def save(appeal: Appeal) -> None:
    """Save the appeal and its mark together."""
    appeal.save()
    write_mark(appeal)


def pass_on(appeal: Appeal, *, now: datetime) -> None:
    """Move an accepted appeal with an executor to `assigned`, by the system; unsaved, the event is written."""
    step = check(Action.ASSIGN, state=State(appeal.state), parts={Part.SYSTEM}, given={Need.EXECUTOR})
    old: dict[str, Any] = {"state": appeal.state}
    appeal.state = step.new
    new = {"state": appeal.state, "executor": appeal.executor_id}
    record(appeal, EventType.STATE_CHANGED, actor=SYSTEM, now=now, old=old, new=new)


def require_moderator(actor: Viewer) -> None:
    """Raises NotAllowed for anybody who does not moderate."""
    if not may_moderate(actor):
        raise NotAllowed


def _parts(actor: Viewer, appeal: Appeal) -> frozenset[Part]:
    return parts_of(actor, author_id=appeal.author_id, executor_id=appeal.executor_id)


def _publish_photos(appeal: Appeal, photo_ids: Collection[int]) -> None:
    wanted = set(photo_ids)
    photos = list(appeal.photos.all())
    if not wanted <= {photo.pk for photo in photos}:
        raise UnknownPhoto
    for photo in photos:
        photo.is_public = photo.pk in wanted
    Photo.objects.bulk_update(photos, ["is_public"])
