"""Corrects an appeal: place, topic, kind, executor by hand; the executor is found anew in the same transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.types import SYSTEM, Viewer
from appeals.errors import UnexplainedChoice, UnknownExecutor, UnknownTopic, WrongKind, WrongState
from appeals.models import Appeal, Assignment, Topic
from appeals.queries.covering import let_through
from appeals.rules.covering import masked_again
from appeals.rules.lifecycle import check, parts_of
from appeals.rules.privacy import public_address, public_place
from appeals.rules.texts import clean, usable_text
from appeals.services import assigning, clocks, places
from appeals.services.claims import refuse_if_claimed
from appeals.services.events import record
from appeals.services.moderation import pass_on
from appeals.services.steps import locked_for, release, require_moderator, save
from appeals.types import OPEN_STATES, Action, EventType, Kind, Need, Part, Privacy, State
from geo.types import LonLat
from territories.models import Organisation
from territories.types import Decision


@dataclass(frozen=True, slots=True)
class Correction:
    """What to change; None: stays. address counts together with location or alone (it must resolve then).

    executor_id: a choice by hand, kept from then on. by_rule: drop the choice by hand and follow the rule again.
    public_text: the text as the public reads it, where masking was not enough.
    """

    location: LonLat | None = None
    address: str | None = None
    house_id: int | None = None
    topic_code: str | None = None
    kind: Kind | None = None
    executor_id: int | None = None
    by_rule: bool = False
    public_text: str | None = None

    @property
    def moves(self) -> bool:
        return self.location is not None or self.address is not None or self.house_id is not None


def correct(
    *, actor: Viewer, number: str, correction: Correction, comment: str = "", now: datetime
) -> Appeal:
    """Correct an open appeal; whatever follows from the change (executor, deadline, map) changes with it.

    A choice by hand says why in `comment` and stays when place or topic change, until `by_rule` or another choice.
    Raises NotFound,
    NotAllowed, ClaimedByAnother, WrongState (closed appeals are never rewritten) and the `Unacceptable` family.
    """
    comment = clean(comment)
    with transaction.atomic():
        require_moderator(actor)
        appeal = locked_for(actor, number)
        require_moderator(actor, appeal)
        refuse_if_claimed(appeal, actor, now=now)
        if appeal.state not in OPEN_STATES:
            raise WrongState(action="correct", state=appeal.state)
        if correction.executor_id is not None and not comment:
            raise UnexplainedChoice
        before = _told(appeal)
        topic = _new_topic(appeal, correction)
        _move(appeal, topic, correction)
        decision = _reassign(appeal, topic, correction, actor=actor, comment=comment, now=now)
        if correction.moves or appeal.topic.code != before["topic"]:
            clocks.count(appeal)
        if decision is not None:
            follow(appeal, before["executor"], now=now, tells_due=False)
        appeal.changed_at = now
        after = _told(appeal)
        if decision is not None or after != before:
            old = {key: value for key, value in before.items() if after[key] != value}
            new = {key: value for key, value in after.items() if before[key] != value}
            record(
                appeal,
                EventType.CORRECTED,
                actor=actor,
                now=now,
                old=old,
                new=new,
                comment=comment,
                is_public=False,
            )
        save(appeal)
    return appeal


def assign(
    *, actor: Viewer, number: str, executor_id: int | None = None, comment: str = "", now: datetime
) -> Appeal:
    """Choose the executor by hand, the comment says why, or with None follow the rule again. Raises as `correct`."""
    correction = Correction(executor_id=executor_id, by_rule=executor_id is None)
    return correct(actor=actor, number=number, correction=correction, comment=comment, now=now)


def _told(appeal: Appeal) -> dict[str, Any]:
    """What a correction may change, as the event tells it."""
    return {
        "topic": appeal.topic.code,
        "kind": str(appeal.kind),
        "location": [appeal.location.x, appeal.location.y],
        "address": appeal.address,
        "house": appeal.house_id,
        "area": appeal.area_id,
        "executor": appeal.executor_id,
        "state": str(appeal.state),
        "public_text": appeal.public_text,
        **clocks.told(appeal),
    }


def _new_topic(appeal: Appeal, correction: Correction) -> Topic:
    """The topic from now on; the kind follows it."""
    code = appeal.topic.code if correction.topic_code is None else correction.topic_code
    topic = Topic.objects.select_related("category").filter(code=code).first()
    if topic is None:
        raise UnknownTopic(code=code)
    kind = correction.kind or Kind(appeal.kind)
    if kind not in topic.kinds:
        raise WrongKind(topic=topic.name)
    appeal.topic, appeal.kind = topic, kind
    return topic


def _move(appeal: Appeal, topic: Topic, correction: Correction) -> None:
    """Put place and public place; the public place follows a change of topic as well."""
    if correction.moves:
        place = places.resolve(
            topic,
            location=correction.location,
            address=correction.address or "",
            house_id=correction.house_id,
        )
        appeal.location = places.point_of(place.location)
        appeal.address, appeal.house_id = place.address, place.house_id
    privacy = Privacy(topic.privacy)
    exact = LonLat(appeal.location.x, appeal.location.y)
    appeal.public_location = places.point_of(public_place(exact, privacy))
    appeal.public_address = public_address(appeal.address, privacy)
    if correction.public_text is not None:
        appeal.public_text = masked_again(usable_text(correction.public_text), let_through(appeal))


def _reassign(
    appeal: Appeal, topic: Topic, correction: Correction, *, actor: Viewer, comment: str, now: datetime
) -> Decision | None:
    """Ask for the executor anew when anything it depends on changed, and write the answer; None: nothing changed."""
    changed = correction.moves or correction.topic_code is not None
    if not (changed or correction.by_rule or correction.executor_id is not None):
        return None
    exact = LonLat(appeal.location.x, appeal.location.y)
    # Of today, as re-examination decides: the day of sending would return it to who answered before a reform.
    decision = assigning.decide(exact, topic, now=now, house_id=appeal.house_id)
    assigning.apply_areas(appeal, decision)
    chosen = _choice_by_hand(appeal, correction)
    if chosen is not None:
        appeal.executor = chosen
        assigning.record_manual_choice(
            appeal, chosen, actor=actor, now=now, comment=comment, decision=decision
        )
    else:
        appeal.executor_id = decision.organisation_id
        assigning.record_assignment(appeal, decision, actor=actor, now=now)
    return decision


def _choice_by_hand(appeal: Appeal, correction: Correction) -> Organisation | None:
    """The new choice, or the one that stands and is not dropped. Raises UnknownExecutor."""
    if correction.executor_id is not None:
        chosen = Organisation.objects.filter(pk=correction.executor_id).first()
        if chosen is None:
            raise UnknownExecutor
        return chosen
    last = Assignment.objects.filter(appeal=appeal).select_related("organisation").order_by("at", "pk").last()
    if last is not None and last.is_manual and not correction.by_rule:
        return last.organisation
    return None


def follow(appeal: Appeal, executor_before: int | None, *, now: datetime, tells_due: bool = True) -> None:
    """Bring the state in step with the executor: a new one begins anew, and without one a choice by hand is due.

    tells_due: see pass_on.
    """
    state = State(appeal.state)
    if state == State.MODERATION or (state == State.ACCEPTED and appeal.executor_id is None):
        return
    if appeal.executor_id is None:
        parts = parts_of(SYSTEM, author_id=None, executor_id=None) | {Part.MODERATOR}
        step = check(Action.DECLINE, state=state, parts=parts, given={Need.COMMENT})
        due = clocks.told(appeal)
        release(appeal, now=now)
        due_before, due_now = clocks.differences(due, clocks.told(appeal) if tells_due else due)
        record(
            appeal,
            EventType.STATE_CHANGED,
            actor=SYSTEM,
            now=now,
            old={"state": appeal.state, **due_before},
            new={"state": step.new.value, "action": step.action.value, **due_now},
        )
        appeal.state = step.new
    elif appeal.executor_id != executor_before:
        pass_on(appeal, now=now, tells_due=tells_due)
