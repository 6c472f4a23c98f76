"""Answers: at once, with the head's approval, by a delegate, interim; who reads what of them before they are given."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.types import PUBLIC, Viewer
from appeals import errors
from appeals.models import Appeal, Photo, Reply
from appeals.queries.card import card_by_number, card_by_token
from appeals.queries.following import photo_for
from appeals.services.answering import answer, approve, interim, return_answer
from appeals.services.correction import assign
from appeals.services.work import delegate
from appeals.types import EventType, PhotoStage, State
from territories.models import Organisation
from tests.appeals.test_blurring import stripes
from tests.builders import NOON, head, make_appeal, make_organisation, moderator, worker

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def company() -> Organisation:
    return make_organisation(head_approves=True)


@pytest.fixture
def appeal(company: Organisation) -> Appeal:
    return make_appeal(executor=company, state=State.IN_PROGRESS)


def propose(actor: Viewer, appeal: Appeal, text: str = "Засыпали") -> Appeal:
    return answer(
        actor=actor,
        number=appeal.number,
        text=text,
        photos=[stripes()],
        photos_before=[stripes(100)],
        now=NOW,
    )


def test_a_proposal_waits_and_only_those_at_work_know_of_it(company: Organisation, appeal: Appeal) -> None:
    hand = worker(company)
    assert propose(hand, appeal).state == State.IN_PROGRESS
    photos = list(Photo.objects.order_by("position"))
    assert [photo.stage for photo in photos] == [PhotoStage.BEFORE, PhotoStage.AFTER]
    for card in (card_by_number(PUBLIC, appeal.number), card_by_token(appeal.follow_token)):
        assert (card.photos, card.events, card.appeal.answer) == ([], [], "")
    assert photo_for(PUBLIC, photos[0].key, follow_token=appeal.follow_token) is None
    assert photo_for(hand, photos[0].key) == photos[0]
    for viewer in (hand, moderator()):
        card = card_by_number(viewer, appeal.number)
        assert len(card.photos) == 2
        assert [event.type for event in card.events] == [EventType.ANSWER_PROPOSED]


def test_the_head_approves_and_everybody_sees_it(company: Organisation, appeal: Appeal) -> None:
    propose(worker(company), appeal)
    chief = head(company)
    given = approve(actor=chief, number=appeal.number, text="Засыпали щебнем", now=NOW)
    assert (given.state, given.answer, given.answered_at) == (State.ANSWERED, "Засыпали щебнем", NOW)
    reply = Reply.objects.get()
    assert (reply.state, reply.text, reply.decided_by_id) == ("given", "Засыпали щебнем", chief.user_id)
    assert len(card_by_number(PUBLIC, appeal.number).photos) == 2


def test_the_head_returns_it_with_a_comment(company: Organisation, appeal: Appeal) -> None:
    propose(worker(company), appeal)
    chief = head(company)
    with pytest.raises(errors.MissingInput):
        return_answer(actor=chief, number=appeal.number, comment=" ", now=NOW)
    return_answer(actor=chief, number=appeal.number, comment="Когда?", now=NOW)
    assert (Reply.objects.get().state, Reply.objects.get().comment) == ("returned", "Когда?")
    with pytest.raises(errors.NothingToApprove):
        approve(actor=chief, number=appeal.number, now=NOW)
    assert card_by_token(appeal.follow_token).events == []


def test_a_second_proposal_takes_the_place_of_the_first(company: Organisation, appeal: Appeal) -> None:
    for text in ("Первый", "Второй"):
        propose(worker(company), appeal, text)
    assert list(Reply.objects.values_list("text", "state")) == [("Первый", "dropped"), ("Второй", "waiting")]
    answer(actor=head(company), number=appeal.number, text="Третий", now=NOW)
    assert list(Reply.objects.values_list("state", flat=True)) == ["dropped", "dropped", "given"]


def test_workers_and_strangers_do_not_approve(company: Organisation, appeal: Appeal) -> None:
    propose(worker(company), appeal)
    other = make_organisation()
    for actor in (worker(company), head(other), worker(other), moderator()):
        with pytest.raises(errors.NotAllowed):
            approve(actor=actor, number=appeal.number, now=NOW)


def test_without_approval_each_worker_answers() -> None:
    company = make_organisation()
    appeal = make_appeal(executor=company, state=State.ON_HOLD, held_until=NOW.date())
    answer(actor=worker(company), number=appeal.number, text="Готово", now=NOW)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.held_until) == (State.ANSWERED, None)


def test_an_interim_answer_is_read_with_personal_data_masked() -> None:
    company = make_organisation()
    appeal = make_appeal(executor=company, state=State.IN_PROGRESS)
    interim(actor=worker(company), number=appeal.number, text="Ждём, +7 921 123-45-67", now=NOW)
    [event] = card_by_number(PUBLIC, appeal.number).events
    assert (event.type, event.comment) == (EventType.INTERIM_ANSWERED, "Ждём, [телефон скрыт]")
    assert Reply.objects.get().text == "Ждём, +7 921 123-45-67"
    assert Appeal.objects.get().answer == ""


def test_a_contractor_sees_what_it_was_given_and_proposes(company: Organisation, appeal: Appeal) -> None:
    contractor, stranger = make_organisation(), make_organisation()
    company.contractors.add(contractor)
    Appeal.objects.update(visibility="private")
    hand, outside = worker(company), worker(contractor)
    assert card_by_number(outside, appeal.number) is None
    with pytest.raises(errors.UnknownDelegate):
        delegate(actor=hand, number=appeal.number, organisation_id=stranger.pk, now=NOW)
    delegate(actor=hand, number=appeal.number, organisation_id=contractor.pk, comment="Ваш участок", now=NOW)
    card = card_by_number(outside, appeal.number)
    assert card is not None
    assert card.exact
    assert card_by_number(worker(stranger), appeal.number) is None
    assert [event.type for event in card_by_token(appeal.follow_token).events] == []
    propose(outside, appeal)
    assert Reply.objects.get().organisation == contractor
    with pytest.raises(errors.NotAllowed):
        approve(actor=outside, number=appeal.number, now=NOW)
    approve(actor=head(company), number=appeal.number, now=NOW)


def test_what_is_taken_back_is_seen_no_longer(company: Organisation, appeal: Appeal) -> None:
    branch = make_organisation(parent=company)
    Appeal.objects.update(visibility="private")
    hand = worker(company)
    for organisation, seen in ((branch.pk, True), (None, False)):
        delegate(actor=hand, number=appeal.number, organisation_id=organisation, now=NOW)
        assert Appeal.objects.visible_to(worker(branch)).exists() == seen


def test_another_executor_begins_without_plans_delegates_and_drafts(
    company: Organisation, appeal: Appeal
) -> None:
    branch = make_organisation(parent=company)
    hand = worker(company)
    delegate(actor=hand, number=appeal.number, organisation_id=branch.pk, now=NOW)
    propose(hand, appeal)
    Appeal.objects.update(planned_on=NOON.date() + timedelta(days=9))
    assign(
        actor=moderator(),
        number=appeal.number,
        executor_id=make_organisation().pk,
        comment="По договору",
        now=NOW,
    )
    appeal.refresh_from_db()
    assert (appeal.state, appeal.delegate, appeal.planned_on) == (State.ASSIGNED, None, None)
    assert Reply.objects.get().state == "dropped"


def test_a_photo_that_cannot_be_read_leaves_nothing(company: Organisation, appeal: Appeal) -> None:
    broken = stripes()
    broken.file.seek(0)
    broken.file.truncate(40)
    with pytest.raises(errors.PhotoRefused):
        answer(actor=head(company), number=appeal.number, text="Готово", photos=[broken], now=NOW)
    appeal.refresh_from_db()
    assert appeal.state == State.IN_PROGRESS
    assert not Photo.objects.exists()
