"""What moderators do: accept, refuse, correct, choose the photos the public sees; not the executor's work."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.types import SYSTEM, Role, Viewer
from appeals.errors import NoPromisedComment, PrivateTopic, UnknownPhoto, UnknownReason
from appeals.models import Appeal, Photo, RefusalReason
from appeals.rules.lifecycle import Transition, check
from appeals.rules.texts import clean
from appeals.services import clocks
from appeals.services.claims import drop_claim, refuse_if_claimed
from appeals.services.events import record
from appeals.services.steps import locked_for, release, require_moderator, save, take
from appeals.types import Action, EventType, Need, Part, ReplyState, State, Visibility


def accept(
    *,
    actor: Viewer,
    number: str,
    visibility: Visibility,
    photo_ids: Collection[int] = (),
    comment: str = "",
    alone: bool = True,
    now: datetime,
) -> Appeal:
    """Accept an appeal and pass it on to its proposed executor; with nobody proposed it waits for a choice by hand.

    photo_ids: the photos that the public may see. alone: False for one of several, of which what is private by default
    is not published. Raises NotFound, NotAllowed, WrongState, ClaimedByAnother, UnknownPhoto, PrivateTopic.
    """
    with transaction.atomic():
        appeal, step = _take(Action.ACCEPT, actor, number, {Need.VISIBILITY}, now=now)
        if visibility == Visibility.PUBLIC and appeal.topic.is_private and not alone:
            raise PrivateTopic
        old = {"state": appeal.state, "visibility": appeal.visibility}
        appeal.state, appeal.visibility, appeal.changed_at = step.new, visibility, now
        if visibility == Visibility.PUBLIC:
            appeal.published_at = now
        _publish_photos(appeal, photo_ids)
        new = {"state": appeal.state, "action": step.action.value, "visibility": appeal.visibility}
        record(appeal, EventType.ACCEPTED, actor=actor, now=now, old=old, new=new, comment=clean(comment))
        if appeal.executor_id is not None:
            pass_on(appeal, now=now)
        drop_claim(appeal)
        save(appeal)
    return appeal


def refuse(*, actor: Viewer, number: str, reason: str, comment: str = "", now: datetime) -> Appeal:
    """Refuse an appeal for a reason of the dictionary, by code; its author sees reason and comment.

    Raises NotFound, NotAllowed, WrongState, ClaimedByAnother, UnknownReason, NoPromisedComment.
    """
    with transaction.atomic():
        given = {Need.REASON} if reason else set()
        appeal, step = _take(Action.REFUSE, actor, number, given, now=now)
        chosen = RefusalReason.objects.filter(code=reason).first()
        if chosen is None:
            raise UnknownReason(code=reason)
        if chosen.needs_comment and not clean(comment):
            raise NoPromisedComment(action=step.action.value, need=Need.COMMENT.value)
        old = {"state": appeal.state, "visibility": appeal.visibility}
        appeal.state, appeal.visibility, appeal.changed_at = step.new, Visibility.PRIVATE, now
        appeal.refusal_reason, appeal.published_at = chosen, None
        new = {
            "state": appeal.state,
            "action": step.action.value,
            "visibility": appeal.visibility,
            "reason": chosen.code,
        }
        record(appeal, EventType.REFUSED, actor=actor, now=now, old=old, new=new, comment=clean(comment))
        drop_claim(appeal)
        save(appeal)
    return appeal


def publish_photos(
    *, actor: Viewer, number: str, photo_ids: Collection[int], shown: Collection[int], now: datetime
) -> Appeal:
    """Let the public see these of the photos that the moderator was shown, and no others of them.

    What was added since, such as an answer's, stays as it is.

    Raises NotFound, NotAllowed, ClaimedByAnother, UnknownPhoto.
    """
    with transaction.atomic():
        require_moderator(actor)
        appeal = locked_for(actor, number)
        require_moderator(actor, appeal)
        refuse_if_claimed(appeal, actor, now=now)
        before = sorted(appeal.photos.filter(is_public=True).values_list("pk", flat=True))
        _publish_photos(appeal, {*photo_ids, *(set(before) - set(shown))})
        after = sorted(appeal.photos.filter(is_public=True).values_list("pk", flat=True))
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


def pass_on(appeal: Appeal, *, now: datetime, tells_due: bool = True) -> None:
    """Move an appeal with a new executor to `assigned`, by the system; unsaved, the event is written.

    tells_due: the event tells of a deadline that a hold has moved, which no other event of the step does.
    """
    step = check(Action.ASSIGN, state=State(appeal.state), parts={Part.SYSTEM}, given={Need.EXECUTOR})
    state, due = appeal.state, clocks.told(appeal)
    appeal.state = step.new
    release(appeal, now=now)
    due_before, due_now = clocks.differences(due, clocks.told(appeal) if tells_due else due)
    old: dict[str, Any] = {"state": state, **due_before}
    new = {"state": appeal.state, "action": step.action.value, "executor": appeal.executor_id, **due_now}
    record(appeal, EventType.STATE_CHANGED, actor=SYSTEM, now=now, old=old, new=new)


def _take(
    action: Action, actor: Viewer, number: str, given: Collection[Need], *, now: datetime
) -> tuple[Appeal, Transition]:
    """The appeal, locked, and the step of moderation that was checked."""
    if Role.SYSTEM not in actor.roles:
        require_moderator(actor)
    step = take(action, actor=actor, number=number, given=given, now=now)
    refuse_if_claimed(step.appeal, actor, now=now)
    return step.appeal, step.row


def _publish_photos(appeal: Appeal, photo_ids: Collection[int]) -> None:
    """Those of a proposed answer become public with the answer, by its head."""
    wanted = set(photo_ids)
    photos = list(appeal.photos.filter(Q(reply=None) | Q(reply__state=ReplyState.GIVEN)))
    if not wanted <= {photo.pk for photo in photos}:
        raise UnknownPhoto
    for photo in photos:
        photo.is_public = photo.pk in wanted
    Photo.objects.bulk_update(photos, ["is_public"])
