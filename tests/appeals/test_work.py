"""The executor's work: only its own workers, step by step; a decline returns the appeal to the moderator."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.types import PUBLIC
from appeals import errors
from appeals.models import Appeal, Event, Mark
from appeals.services.answering import ANSWER_MAX, answer
from appeals.services.work import decline, delegate, hold, plan, register, resume_due, start
from appeals.types import State, Visibility
from tests.builders import make_appeal, make_organisation, moderator, resident, worker

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def test_from_assigned_to_answered() -> None:
    company = make_organisation()
    appeal, actor = make_appeal(executor=company, state=State.ASSIGNED), worker(company)
    assert register(actor=actor, number=appeal.number, now=NOW).state == State.REGISTERED
    assert start(actor=actor, number=appeal.number, now=NOW).state == State.IN_PROGRESS
    answer(actor=actor, number=appeal.number, text=" Яму засыпали. ", now=NOW)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.answer, appeal.answered_at) == (State.ANSWERED, "Яму засыпали.", NOW)
    assert Mark.objects.get().state == State.ANSWERED
    assert [event.type for event in Event.objects.all()] == ["state_changed", "state_changed", "answered"]
    assert {event.actor_role for event in Event.objects.all()} == {"worker"}


def test_a_decline_needs_a_reason_that_the_public_does_not_read() -> None:
    company = make_organisation()
    appeal, actor = make_appeal(executor=company, state=State.ASSIGNED), worker(company)
    with pytest.raises(errors.MissingInput):
        decline(actor=actor, number=appeal.number, comment=" ", now=NOW)
    decline(actor=actor, number=appeal.number, comment="Это дорога области", now=NOW)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.executor) == (State.ACCEPTED, None)
    assert Mark.objects.get().executor_id is None
    event = Event.objects.get()
    assert (event.comment, event.is_public, event.old["executor"]) == (
        "Это дорога области",
        False,
        company.pk,
    )


def test_others_may_not_and_do_not_learn_of_private_ones() -> None:
    company = make_organisation()
    shown = make_appeal(executor=company)
    hidden = make_appeal(executor=company, visibility=Visibility.PRIVATE)
    for actor in (PUBLIC, resident(), worker(make_organisation())):
        with pytest.raises(errors.NotAllowed):
            register(actor=actor, number=shown.number, now=NOW)
        with pytest.raises(errors.NotFound):
            register(actor=actor, number=hidden.number, now=NOW)
    with pytest.raises(errors.NotAllowed):
        register(actor=moderator(), number=shown.number, now=NOW)
    assert set(Appeal.objects.values_list("state", flat=True)) == {State.ASSIGNED}


def test_an_answer_comes_after_the_work_and_says_something() -> None:
    company = make_organisation()
    appeal, actor = make_appeal(executor=company, state=State.IN_PROGRESS), worker(company)
    with pytest.raises(errors.MissingInput):
        answer(actor=actor, number=appeal.number, text="\n", now=NOW)
    with pytest.raises(errors.AnswerTooLong):
        answer(actor=actor, number=appeal.number, text="я" * (ANSWER_MAX + 1), now=NOW)
    early = make_appeal(executor=company, state=State.ASSIGNED)
    with pytest.raises(errors.WrongState):
        answer(actor=actor, number=early.number, text="Готово", now=NOW)


def test_a_day_is_planned_and_everybody_reads_it() -> None:
    company = make_organisation()
    appeal, actor = make_appeal(executor=company, state=State.ASSIGNED), worker(company)
    plan(actor=actor, number=appeal.number, planned_on=NOW.date(), now=NOW)
    assert Appeal.objects.get().planned_on == NOW.date()
    event = Event.objects.get()
    assert (event.is_public, event.new["planned_on"], event.new["state"]) == (True, "2026-03-04", "assigned")
    for wrong in (NOW.date() - timedelta(days=1), NOW.date() + timedelta(days=366)):
        with pytest.raises(errors.UnusableDay) as caught:
            plan(actor=actor, number=appeal.number, planned_on=wrong, now=NOW)
        assert caught.value.field == "planned_on"


def test_a_hold_says_until_when_and_why_and_ends_by_itself() -> None:
    company = make_organisation()
    appeal, actor = make_appeal(executor=company, state=State.IN_PROGRESS), worker(company)
    until = NOW.date() + timedelta(days=3)
    with pytest.raises(errors.MissingInput):
        hold(actor=actor, number=appeal.number, until=until, why=" ", now=NOW)
    with pytest.raises(errors.UnusableDay, match=r"05\.03\.2026 .* 04\.03\.2027"):
        hold(actor=actor, number=appeal.number, until=NOW.date(), why="Мороз", now=NOW)
    hold(actor=actor, number=appeal.number, until=until, why="Мороз", now=NOW)
    assert (Appeal.objects.get().state, Appeal.objects.get().held_until) == (State.ON_HOLD, until)
    assert resume_due(now=NOW + timedelta(days=2)) == 0
    assert resume_due(now=NOW + timedelta(days=3)) == 1
    assert (Appeal.objects.get().state, Appeal.objects.get().held_until) == (State.IN_PROGRESS, None)
    assert [event.type for event in Event.objects.all()] == ["held", "resumed"]


def test_only_the_executor_plans_holds_resumes_and_delegates() -> None:
    company = make_organisation()
    number = make_appeal(executor=company, state=State.IN_PROGRESS).number
    day = NOW.date() + timedelta(days=1)
    for actor in (PUBLIC, resident(), moderator(), worker(make_organisation())):
        with pytest.raises(errors.NotAllowed):
            plan(actor=actor, number=number, planned_on=day, now=NOW)
        with pytest.raises(errors.NotAllowed):
            hold(actor=actor, number=number, until=day, why="Мороз", now=NOW)
        with pytest.raises(errors.NotAllowed):
            delegate(actor=actor, number=number, organisation_id=None, now=NOW)
    assert not Event.objects.exists()
