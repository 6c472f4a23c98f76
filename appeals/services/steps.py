"""The beats that all steps share: load and lock, check, then record and save; what a step writes is its own affair."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.rules import may_moderate
from accounts.types import Viewer
from appeals.errors import NotAllowed, NotFound
from appeals.marks import write_mark
from appeals.models import Appeal
from appeals.rules.lifecycle import Transition, check
from appeals.rules.privacy import mask
from appeals.services import clocks
from appeals.services.events import record
from appeals.standing import parts_in
from appeals.types import HIDDEN_STATES, Action, Need, Part, ReplyState, State


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was checked and is under way. parts: what the actor is to the appeal. executor_id, due: who answered
    for it, or was proposed, and by when, as the step began.
    """

    appeal: Appeal
    row: Transition
    parts: frozenset[Part]
    actor: Viewer
    now: datetime
    executor_id: int | None
    due: dict[str, Any]


def locked(number: str) -> Appeal:
    """The appeal, locked until the transaction ends. Raises NotFound."""
    rows = Appeal.objects.select_for_update(of=("self",)).filter(number=number)
    appeal: Appeal | None = rows.first()
    if appeal is None:
        raise NotFound
    return appeal


def locked_for(actor: Viewer, number: str) -> Appeal:
    """The appeal, locked, when the actor may see it. Raises NotFound."""
    appeal = locked(number)
    if not Appeal.objects.visible_to(actor).filter(pk=appeal.pk).exists():
        raise NotFound
    return appeal


def require_moderator(actor: Viewer, appeal: Appeal | None = None) -> None:
    """Raises NotAllowed for anybody who does not moderate; with an appeal, who does not moderate where it is."""
    if not may_moderate(actor) or (appeal and not actor.moderates_in(appeal.area_ids)):
        raise NotAllowed


def take(
    action: Action,
    *,
    actor: Viewer,
    number: str,
    given: Collection[Need] = (),
    follow_token: str = "",
    now: datetime,
) -> Step:
    """Lock the appeal and check the step. follow_token: the secret that makes its holder the author.

    Raises NotFound (also for what the actor may not see), NotAllowed, WrongState, MissingInput.
    """
    appeal = locked(number)
    parts = parts_in(actor, appeal, follow_token=follow_token)
    if Part.AUTHOR not in parts and not Appeal.objects.visible_to(actor).filter(pk=appeal.pk).exists():
        raise NotFound
    row = check(action, state=State(appeal.state), parts=parts, given=given)
    return Step(appeal, row, parts, actor, now, appeal.executor_id, clocks.told(appeal))


def finish(
    step: Step,
    *,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    comment: str = "",
    is_public: bool = True,
) -> Appeal:
    """Move the appeal on, write the event and save. old, new: what else the event tells beside a new deadline.

    Personal data in a public comment is masked: it is read as it stands.
    """
    appeal, row = step.appeal, step.row
    state_before, appeal.state, appeal.changed_at = str(State(appeal.state)), row.new, step.now
    clocks.follow(appeal, row.clock, now=step.now)
    due_before, due_now = clocks.differences(step.due, clocks.told(appeal))
    before = {"state": state_before, "executor": step.executor_id, **due_before, **(old or {})}
    told = {"state": row.new.value, "action": row.action.value, **due_now, **(new or {})}
    if appeal.executor_id != step.executor_id:
        told["executor"] = appeal.executor_id
    words = mask(comment) if is_public else comment
    record(
        appeal,
        row.event,
        actor=step.actor,
        now=step.now,
        old=before,
        new=told,
        comment=words,
        is_public=is_public,
    )
    save(appeal)
    return appeal


def release(appeal: Appeal, *, now: datetime) -> None:
    """Drop what belonged to the work of an executor who has it no longer: plan, hold, delegate, proposed answer.

    The time for the answer goes on: the caller's event tells so.
    """
    if appeal.held_until is not None:
        appeal.held_until = None
        clocks.resume(appeal, now=now)
    appeal.delegate_id = appeal.planned_on = None
    appeal.replies.filter(state=ReplyState.WAITING).update(state=ReplyState.DROPPED, decided_at=now)


def drop_proposed(appeal: Appeal) -> None:
    """Forget who was proposed for an appeal that ends before anybody passed it on, unsaved.

    An executor sees what it answers for once moderation is over; this it was never given to see.
    """
    if appeal.state in HIDDEN_STATES:
        appeal.executor = None


def save(appeal: Appeal) -> None:
    """Save the appeal and its mark together."""
    appeal.save()
    write_mark(appeal)
