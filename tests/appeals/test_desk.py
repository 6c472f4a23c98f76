"""The desk's own services: a form sent twice is one step, taking on, approving what was read, saved filters."""

from datetime import UTC, datetime, timedelta

import pytest

from appeals import errors
from appeals.models import Appeal, Event, Note, SavedFilter, SentForm
from appeals.rules.desk import DeskFilter, Due
from appeals.services.answering import answer
from appeals.services.desk import (
    MOST_FILTERS,
    approve_read,
    drop_filter,
    form_digest,
    once,
    save_filter,
    take_on,
)
from appeals.services.talking import note
from appeals.services.work import plan
from appeals.types import State, Visibility
from tests.builders import head, make_appeal, make_organisation, resident, worker

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def test_the_same_form_is_one_step_and_another_is_another() -> None:
    company = make_organisation()
    appeal, actor = make_appeal(executor=company), worker(company)

    def planned(key: str, days: int) -> bool:
        day = NOW.date() + timedelta(days=days)
        return once(
            actor=actor,
            number=appeal.number,
            digest=form_digest("plan", key, day),
            now=NOW,
            step=lambda: plan(actor=actor, number=appeal.number, planned_on=day, now=NOW),
        )

    assert planned("page", 1)
    assert not planned("page", 1)
    # Going back and choosing another day is meant.
    assert planned("page", 2)
    assert planned("another page", 1)
    assert Event.objects.count() == 3


def test_what_failed_may_be_sent_again() -> None:
    company = make_organisation()
    appeal, actor = make_appeal(executor=company), worker(company)

    def noted(text: str) -> bool:
        return once(
            actor=actor,
            number=appeal.number,
            digest="same",
            now=NOW,
            step=lambda: note(actor=actor, number=appeal.number, text=text, now=NOW),
        )

    with pytest.raises(errors.MissingInput):
        noted(" ")
    assert noted("Звонили")
    assert not noted("Звонили")
    assert Note.objects.count() == 1


def test_forms_are_forgotten_after_a_day_and_belong_to_one_person() -> None:
    company = make_organisation()
    appeal, first, second = make_appeal(executor=company), worker(company), worker(company)
    for actor in (first, second):
        assert once(actor=actor, number=appeal.number, digest="d", now=NOW, step=lambda: None)
    later = NOW + timedelta(days=2)
    assert once(actor=first, number=appeal.number, digest="d", now=later, step=lambda: None)
    assert SentForm.objects.count() == 2


def test_a_form_tells_nothing_of_what_its_sender_may_not_see() -> None:
    appeal = make_appeal(executor=make_organisation(), visibility=Visibility.PRIVATE)
    with pytest.raises(errors.NotFound):
        once(actor=resident(), number=appeal.number, digest="d", now=NOW, step=lambda: None)


@pytest.mark.parametrize("state", [State.ASSIGNED, State.REGISTERED, State.REOPENED])
def test_taking_on_registers_and_starts(state: State) -> None:
    company = make_organisation()
    appeal = make_appeal(executor=company, state=state)
    take_on(actor=worker(company), number=appeal.number, now=NOW)
    assert Appeal.objects.get().state == State.IN_PROGRESS
    assert Event.objects.count() == (2 if state == State.ASSIGNED else 1)


def test_nobody_else_takes_it_on_and_half_a_step_is_none() -> None:
    appeal = make_appeal(executor=make_organisation(), state=State.ASSIGNED)
    with pytest.raises(errors.NotAllowed):
        take_on(actor=worker(make_organisation()), number=appeal.number, now=NOW)
    assert not Event.objects.exists()


def test_the_head_gives_the_answer_that_was_read_and_no_other() -> None:
    company = make_organisation(head_approves=True)
    appeal, writer, boss = (
        make_appeal(executor=company, state=State.IN_PROGRESS),
        worker(company),
        head(company),
    )
    answer(actor=writer, number=appeal.number, text="Первый", now=NOW)
    read = appeal.replies.get().pk
    answer(actor=writer, number=appeal.number, text="Второй", now=NOW)
    with pytest.raises(errors.AnswerReplaced):
        approve_read(actor=boss, number=appeal.number, reply_id=read, text="Первый", now=NOW)
    latest = appeal.replies.get(state="waiting").pk
    approve_read(actor=boss, number=appeal.number, reply_id=latest, text="Второй, поправлен", now=NOW)
    assert Appeal.objects.get().answer == "Второй, поправлен"
    with pytest.raises(errors.AppealError):
        approve_read(actor=boss, number=appeal.number, reply_id=latest, text="Ещё", now=NOW)


def test_filters_are_kept_by_name_and_per_person() -> None:
    company = make_organisation()
    one, other = worker(company), worker(company)
    late = DeskFilter(due=Due.OVERDUE)
    save_filter(actor=one, name=" Горит ", wanted=DeskFilter(), now=NOW)
    kept = save_filter(actor=one, name="Горит", wanted=late, now=NOW)
    save_filter(actor=other, name="Горит", wanted=late, now=NOW)
    assert list(SavedFilter.objects.filter(user=one.user_id).values_list("name", "query")) == [
        ("Горит", "due=overdue")
    ]
    drop_filter(actor=other, filter_id=kept.pk)
    assert SavedFilter.objects.count() == 2
    drop_filter(actor=one, filter_id=kept.pk)
    assert SavedFilter.objects.get().user_id == other.user_id


def test_a_filter_needs_a_name_and_there_is_an_end_to_them() -> None:
    actor = worker(make_organisation())
    with pytest.raises(errors.MissingInput):
        save_filter(actor=actor, name="\n", wanted=DeskFilter(), now=NOW)
    for index in range(MOST_FILTERS):
        save_filter(actor=actor, name=f"Фильтр {index}", wanted=DeskFilter(), now=NOW)
    with pytest.raises(errors.TooManyFilters):
        save_filter(actor=actor, name="Лишний", wanted=DeskFilter(), now=NOW)
    save_filter(actor=actor, name="Фильтр 0", wanted=DeskFilter(due=Due.SOON), now=NOW)
