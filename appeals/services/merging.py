"""Merges an appeal with another about the same: supporters and followers move, both histories stay."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.types import Viewer
from appeals.errors import WrongTwin
from appeals.models import Appeal, Follow, Mark, Support
from appeals.rules.texts import clean
from appeals.services.claims import drop_claim, refuse_if_claimed
from appeals.services.events import record
from appeals.services.steps import Step, drop_proposed, finish, release, take
from appeals.types import Action, EventType, Need, State, Visibility

_NO_TARGETS = {State.DRAFT, State.SUBMITTED, State.REFUSED, State.MERGED, State.WITHDRAWN}


def merge(*, actor: Viewer, number: str, duplicate_of: str, comment: str = "", now: datetime) -> Appeal:
    """Merge the appeal into the one that `duplicate_of` names; answers to that one reach everybody of both.

    The author of the merged one follows the other and counts among its supporters. Raises NotFound, NotAllowed,
    WrongState, MissingInput, WrongTwin, ClaimedByAnother.
    """
    duplicate_of = duplicate_of.strip()
    given = {Need.DUPLICATE_OF} if duplicate_of else set()
    with transaction.atomic():
        _lock_both(number, duplicate_of)
        step = take(Action.MERGE, actor=actor, number=number, given=given, now=now)
        refuse_if_claimed(step.appeal, actor, now=now)
        target = _target(step, duplicate_of)
        moved = _join(step.appeal, target, now=now)
        drop_proposed(step.appeal)
        drop_claim(step.appeal)
        return _record(step, target, moved, clean(comment))


def _lock_both(*numbers: str) -> None:
    """Lock in the order of the ids, so that two merges at once do not wait for each other."""
    rows = Appeal.objects.select_for_update(of=("self",)).filter(number__in=numbers)
    list(rows.order_by("pk").values_list("pk"))


def _target(step: Step, number: str) -> Appeal:
    """The appeal to merge into. Raises WrongTwin also for one that the actor may not see."""
    target: Appeal | None = Appeal.objects.visible_to(step.actor).filter(number=number).first()
    if target is None or target.pk == step.appeal.pk or target.state in _NO_TARGETS:
        raise WrongTwin(number=number)
    return target


def _join(appeal: Appeal, target: Appeal, *, now: datetime) -> list[int]:
    """Answers which followers moved."""
    appeal.duplicate_of = target
    release(appeal, now=now)
    # What was merged before leads on: nobody has to follow a chain.
    Appeal.objects.filter(duplicate_of=appeal.pk).update(duplicate_of=target)
    _join_supporters(appeal, target, now=now)
    return _move_followers(appeal, target, now=now)


def _join_supporters(appeal: Appeal, target: Appeal, *, now: datetime) -> None:
    """Count supporters and author of the one for the other, each person once."""
    joined = [
        Support(appeal=target, user_id=row.user_id, visitor_hash=row.visitor_hash, at=row.at)
        for row in appeal.support_set.exclude(user=None, visitor_hash="")
        if row.user_id is None or row.user_id != target.author_id
    ]
    if appeal.author_id is None:
        joined.append(Support(appeal=target, visitor_hash=f"author:{appeal.number}", at=now))
    elif appeal.author_id != target.author_id:
        joined.append(Support(appeal=target, user_id=appeal.author_id, at=now))
    before = target.support_set.count()
    Support.objects.bulk_create(joined, ignore_conflicts=True)
    target.supports += target.support_set.count() - before
    Appeal.objects.filter(pk=target.pk).update(supports=target.supports)
    Mark.objects.filter(pk=target.pk).update(supports=target.supports)


def _move_followers(appeal: Appeal, target: Appeal, *, now: datetime) -> list[int]:
    """Followers move with the secrets of their links; the author follows from now on. Answers who moved."""
    there = target.follows.all()
    users, emails = there.exclude(user=None).values("user"), there.exclude(email="").values("email")
    known = Q(user__in=users) | Q(email__in=emails)
    moved = sorted(appeal.follows.exclude(known).values_list("pk", flat=True))
    Follow.objects.filter(pk__in=moved).update(appeal=target)
    if appeal.author_id is not None and appeal.author_id != target.author_id:
        _follow(target, now, user_id=appeal.author_id)
    elif appeal.author_id is None and appeal.author_email:
        _follow(target, now, email=appeal.author_email.lower())
    return moved


def _follow(target: Appeal, now: datetime, **who: Any) -> None:
    """Whoever sent an appeal gets notices of it already: no confirmation is asked for."""
    Follow.objects.get_or_create(appeal=target, **who, defaults={"asked_at": now, "confirmed_at": now})


def _record(step: Step, target: Appeal, moved: list[int], comment: str) -> Appeal:
    """The event of both histories; neither tells the public of an appeal that it does not see.

    moved: followers, by id, whom the notice of the merged one still reaches.
    """
    public = Visibility.PUBLIC
    record(
        target,
        EventType.TWIN_JOINED,
        actor=step.actor,
        now=step.now,
        new={"twin": step.appeal.number, "supports": target.supports},
        is_public=step.appeal.visibility == public,
    )
    new = {"duplicate_of": target.number, "moved": moved}
    return finish(step, new=new, comment=comment, is_public=target.visibility == public)
