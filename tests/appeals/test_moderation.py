"""Accepting and refusing: who may, what the public sees afterwards, what the history tells."""

from datetime import UTC, datetime

import pytest

from accounts.types import PUBLIC, SYSTEM
from appeals import errors
from appeals.models import Appeal, Event, Mark, Topic
from appeals.services.moderation import accept, refuse
from appeals.types import EventType, State, Visibility
from tests.builders import make_appeal, make_organisation, make_reason, moderator, resident, worker

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def waiting(**fields: object) -> Appeal:
    return make_appeal(state=State.MODERATION, **fields)


def test_accepting_confirms_the_proposed_executor_and_publishes() -> None:
    company = make_organisation()
    appeal = waiting(executor=company)
    accepted = accept(actor=moderator(), number=appeal.number, visibility=Visibility.PUBLIC, now=NOW)
    appeal.refresh_from_db()
    assert (appeal.state, accepted.state) == (State.ASSIGNED, State.ASSIGNED)
    assert (appeal.visibility, appeal.published_at, appeal.executor) == (Visibility.PUBLIC, NOW, company)
    assert Appeal.objects.visible_to(PUBLIC).get() == appeal
    mark = Mark.objects.visible_to(PUBLIC).get()
    assert (mark.state, mark.visibility, mark.executor_id) == (State.ASSIGNED, Visibility.PUBLIC, company.pk)


def test_accepting_privately_shows_it_to_the_executor_only() -> None:
    company = make_organisation()
    appeal = waiting(executor=company)
    accept(actor=moderator(), number=appeal.number, visibility=Visibility.PRIVATE, now=NOW)
    assert not Appeal.objects.visible_to(PUBLIC).exists()
    assert not Appeal.objects.visible_to(worker(make_organisation())).exists()
    assert Appeal.objects.visible_to(worker(company)).get() == appeal
    assert Mark.objects.visible_to(worker(company)).get().pk == appeal.pk


def test_with_nobody_proposed_it_waits_for_a_choice_by_hand() -> None:
    appeal = waiting()
    assert accept(actor=moderator(), number=appeal.number, visibility=Visibility.PUBLIC, now=NOW).state == (
        State.ACCEPTED
    )


def test_history_tells_each_step_with_its_actor() -> None:
    actor = moderator()
    appeal = waiting(executor=make_organisation())
    accept(actor=actor, number=appeal.number, visibility=Visibility.PUBLIC, comment=" Принято ", now=NOW)
    accepted, passed_on = Event.objects.filter(appeal=appeal)
    assert (accepted.type, accepted.actor_id, accepted.actor_role, accepted.comment) == (
        EventType.ACCEPTED,
        actor.user_id,
        "moderator",
        "Принято",
    )
    assert accepted.old == {"state": "moderation", "visibility": "private"}
    assert accepted.new == {"state": "accepted", "action": "accept", "visibility": "public"}
    assert (passed_on.actor_role, passed_on.new["state"]) == ("system", "assigned")


def test_refusing_needs_a_reason_and_hides() -> None:
    appeal, reason = waiting(), make_reason("duplicate")
    with pytest.raises(errors.MissingInput) as caught:
        refuse(actor=moderator(), number=appeal.number, reason="", now=NOW)
    assert caught.value.field == "reason"
    with pytest.raises(errors.UnknownReason):
        refuse(actor=moderator(), number=appeal.number, reason="no_such", now=NOW)
    refuse(actor=moderator(), number=appeal.number, reason="duplicate", comment="См. другое", now=NOW)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.refusal_reason, appeal.visibility) == (
        State.REFUSED,
        reason,
        Visibility.PRIVATE,
    )
    assert Mark.objects.get().state == State.REFUSED
    assert not Appeal.objects.visible_to(PUBLIC).exists()


def test_only_moderators_may() -> None:
    company = make_organisation()
    appeal = waiting(executor=company)
    make_reason()
    for actor in (PUBLIC, resident(), worker(company)):
        with pytest.raises(errors.NotAllowed):
            accept(actor=actor, number=appeal.number, visibility=Visibility.PUBLIC, now=NOW)
        with pytest.raises(errors.NotAllowed):
            refuse(actor=actor, number=appeal.number, reason="no_facts", now=NOW)
    assert Appeal.objects.get().state == State.MODERATION
    assert not Event.objects.exists()


def test_only_what_waits_can_be_accepted_or_refused() -> None:
    appeal = make_appeal(state=State.ANSWERED)
    make_reason()
    with pytest.raises(errors.WrongState):
        accept(actor=moderator(), number=appeal.number, visibility=Visibility.PUBLIC, now=NOW)
    with pytest.raises(errors.WrongState):
        refuse(actor=moderator(), number=appeal.number, reason="no_facts", now=NOW)


def test_an_unknown_number_is_told() -> None:
    with pytest.raises(errors.NotFound):
        accept(actor=moderator(), number="999999999", visibility=Visibility.PUBLIC, now=NOW)


def test_every_seen_set_agrees_between_appeals_and_marks(catalogue: dict[str, Topic]) -> None:
    company, other = make_organisation(), make_organisation()
    author = resident()
    for state in State:
        for visibility in Visibility:
            for executor in (company, other, None):
                make_appeal(state=state, visibility=visibility, executor=executor)
            make_appeal(state=state, visibility=visibility, author_id=author.user_id)
    for viewer in (PUBLIC, author, worker(company), moderator(), SYSTEM):
        appeals = set(Appeal.objects.visible_to(viewer).values_list("pk", flat=True))
        marks = set(Mark.objects.visible_to(viewer).values_list("pk", flat=True))
        assert appeals == marks
        assert appeals


def test_a_reason_that_promises_a_comment_needs_one() -> None:
    reason = make_reason("planned_works", needs_comment=True)
    appeal = waiting()
    for comment in ("", "  "):
        with pytest.raises(errors.NoPromisedComment) as told:
            refuse(actor=moderator(), number=appeal.number, reason=reason.code, comment=comment, now=NOW)
        assert told.value.field == "comment"
    assert Appeal.objects.get().state == State.MODERATION
    refuse(actor=moderator(), number=appeal.number, reason=reason.code, comment="До 1 июня", now=NOW)
    assert Appeal.objects.get().state == State.REFUSED
