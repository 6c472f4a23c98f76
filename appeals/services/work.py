"""What the executor's workers do until the answer: register, start, plan, hold, delegate, decline; not answering."""

from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.types import SYSTEM, Viewer
from appeals.errors import UnknownDelegate, UnusableDay, WrongState
from appeals.models import Appeal
from appeals.queries.clockbook import clock_book
from appeals.queries.delegates import delegates_of
from appeals.rules.texts import clean
from appeals.services import assigning
from appeals.services.steps import finish, release, save, take
from appeals.types import Action, Need, State

_AT_ONCE = 500


def register(*, actor: Viewer, number: str, now: datetime) -> Appeal:
    """Take an assigned appeal on. Raises NotFound, NotAllowed, WrongState, as all steps here."""
    with transaction.atomic():
        return finish(take(Action.REGISTER, actor=actor, number=number, now=now))


def start(*, actor: Viewer, number: str, now: datetime) -> Appeal:
    """Begin the work."""
    with transaction.atomic():
        return finish(take(Action.START, actor=actor, number=number, now=now))


def decline(*, actor: Viewer, number: str, comment: str, now: datetime) -> Appeal:
    """Say that another must answer, and why: the appeal returns to the moderator for a choice by hand."""
    comment = clean(comment)
    with transaction.atomic():
        step = take(Action.DECLINE, actor=actor, number=number, given=_given(comment), now=now)
        release(step.appeal, now=now)
        # Why somebody declines is between the organisation and the moderator.
        appeal = finish(step, comment=comment, is_public=False)
        appeal.executor = None
        assigning.record_decline(appeal, actor=actor, now=now)
        save(appeal)
    return appeal


def plan(*, actor: Viewer, number: str, planned_on: date, comment: str = "", now: datetime) -> Appeal:
    """Say on which local day the work is to be done; the public sees it. Raises UnusableDay as well."""
    with transaction.atomic():
        step = take(Action.PLAN, actor=actor, number=number, given={Need.PLANNED_ON}, now=now)
        step.appeal.planned_on = _usable(planned_on, Need.PLANNED_ON, ahead=0, now=now)
        return finish(step, new={"planned_on": planned_on.isoformat()}, comment=clean(comment))


def hold(*, actor: Viewer, number: str, until: date, why: str, now: datetime) -> Appeal:
    """Put the work on hold until a local day on which it goes on by itself. Raises UnusableDay as well."""
    why = clean(why)
    with transaction.atomic():
        given = {Need.UNTIL, *_given(why)}
        step = take(Action.HOLD, actor=actor, number=number, given=given, now=now)
        step.appeal.held_until = _usable(until, Need.UNTIL, ahead=1, now=now)
        return finish(step, new={"until": until.isoformat()}, comment=why)


def resume(*, actor: Viewer, number: str, now: datetime) -> Appeal:
    """Go on with the work after a hold or an interim answer."""
    with transaction.atomic():
        step = take(Action.RESUME, actor=actor, number=number, now=now)
        step.appeal.held_until = None
        return finish(step)


def resume_due(*, now: datetime) -> int:
    """Resume, by the system, what was held until today; answers how many. For a periodic task, 500 at once.

    Each appeal has a transaction of its own; its day begins where it is. Index: appeal_held.
    """
    # Nowhere on Earth is a later day than this.
    latest = (now + timedelta(hours=14)).astimezone(UTC).date()
    held = Appeal.objects.filter(state=State.ON_HOLD, held_until__lte=latest).order_by("held_until")
    resumed, book = 0, clock_book()
    for number, area_ids, until in held.values_list("number", "area_ids", "held_until")[:_AT_ONCE]:
        if until > now.astimezone(book.ground(area_ids).zone).date():
            continue
        # Somebody may have been quicker.
        with suppress(WrongState):
            resume(actor=SYSTEM, number=number, now=now)
            resumed += 1
    return resumed


def delegate(
    *, actor: Viewer, number: str, organisation_id: int | None, comment: str = "", now: datetime
) -> Appeal:
    """Give the work to a department or a contractor of the executor, which then sees it; None: take it back.

    The executor still answers for it. Raises UnknownDelegate as well.
    """
    with transaction.atomic():
        step = take(Action.DELEGATE, actor=actor, number=number, now=now)
        step.appeal.delegate_id = _delegate(step.appeal, organisation_id)
        return finish(step, new={"delegate": organisation_id}, comment=clean(comment), is_public=False)


def _delegate(appeal: Appeal, organisation_id: int | None) -> int | None:
    known = {row.pk for row in delegates_of(appeal.executor_id or 0)}
    if organisation_id is not None and organisation_id not in known:
        raise UnknownDelegate
    return organisation_id


def _usable(day: date, need: Need, *, ahead: int, now: datetime) -> date:
    """The day when it lies at least `ahead` days from today and not farther than METKA_PLAN_DAYS."""
    today = timezone.localdate(now)
    first, last = (today + timedelta(days=days) for days in (ahead, settings.PLAN_DAYS))
    if not first <= day <= last:
        raise UnusableDay(need=need.value, first=first, last=last)
    return day


def _given(comment: str) -> Collection[Need]:
    return (Need.COMMENT,) if comment else ()
