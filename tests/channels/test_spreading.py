"""Notices of an event: once per recipient and medium, for those concerned, with the jobs of their letters."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.types import PUBLIC, Role, Viewer
from appeals.models import Event
from appeals.services import following, moderation, talking, work
from appeals.services.events import record
from appeals.types import Action, EventType, State, Visibility
from channels.models import Notice, Preference
from channels.services.spreading import SENDING, facts_of, spread
from channels.types import Medium, NoticeState, Pace, Standing, Wording
from tests.builders import (
    NOON,
    make_appeal,
    make_area,
    make_organisation,
    make_topic,
    make_user,
    moderator,
    worker,
)
from tests.channels.working import answered, took, waiting

pytestmark = pytest.mark.django_db


def _told(event: Event) -> set[tuple[object, str, str, str]]:
    rows = Notice.objects.filter(event=event).values_list("user_id", "medium", "wording", "state")
    return set(rows)


def _resident(user: User) -> Viewer:
    return Viewer(user.pk, frozenset({Role.RESIDENT}))


def test_an_author_with_an_account_gets_a_letter_and_the_bell() -> None:
    author = make_user()
    event = answered(make_appeal(author=author))
    assert spread(event.pk, now=NOON) == 1
    assert _told(event) == {
        (author.pk, Medium.EMAIL, Wording.ANSWERED, NoticeState.WAITING),
        (author.pk, Medium.BELL, Wording.ANSWERED, NoticeState.SENT),
    }
    assert len(waiting(SENDING)) == 1


def test_an_author_without_an_account_gets_a_letter_only() -> None:
    event = answered(make_appeal(author_email="anna@example.org"))
    spread(event.pk, now=NOON)
    assert _told(event) == {(None, Medium.EMAIL, Wording.ANSWERED, NoticeState.WAITING)}


def test_again_changes_nothing() -> None:
    event = answered(make_appeal(author_email="anna@example.org"))
    spread(event.pk, now=NOON)
    before = list(Notice.objects.values_list("pk", "message_id"))
    spread(event.pk, now=NOON + timedelta(minutes=1))
    assert list(Notice.objects.values_list("pk", "message_id")) == before


def test_nobody_hears_of_the_own_act_but_of_what_was_sent() -> None:
    author = make_user()
    appeal = make_appeal(author=author, state=State.MODERATION)
    reopened = took(appeal, Action.REOPEN, State.ANSWERED, actor=_resident(author))
    sent = record(appeal, EventType.SUBMITTED, actor=_resident(author), now=NOON, new={"state": "moderation"})
    spread(reopened.pk, now=NOON)
    spread(sent.pk, now=NOON)
    assert not Notice.objects.filter(event=reopened).exists()
    assert Notice.objects.filter(event=sent, user=author, wording=Wording.RECEIVED).count() == 2


def test_nobody_hears_of_the_own_comment_that_a_moderator_passed() -> None:
    author, writer, reader = (make_user() for _ in range(3))
    appeal = make_appeal(author=author, topic=make_topic(allows_comments=True))
    for user in (writer, reader):
        following.follow(actor=_resident(user), number=appeal.number, now=NOON)
    for commenter, others in ((writer, {author, reader}), (author, {writer, reader})):
        row = talking.comment(actor=_resident(commenter), number=appeal.number, text="И у нас", now=NOON)
        talking.publish_comment(actor=moderator(), comment_id=row.pk, now=NOON)
        event = Event.objects.latest("pk")
        spread(event.pk, now=NOON)
        told = Notice.objects.filter(event=event, wording=Wording.COMMENTED)
        assert set(told.values_list("user_id", flat=True)) == {other.pk for other in others}


def test_acceptance_and_passing_on_are_one_letter_to_the_author_and_one_task() -> None:
    company = make_organisation()
    hand, head = worker(company), make_user(role=Role.HEAD, organisation=company)
    make_user(role=Role.WORKER, organisation=make_organisation())
    appeal = make_appeal(
        state=State.MODERATION, visibility=Visibility.PRIVATE, executor=company, author_email="a@example.org"
    )
    moderation.accept(actor=moderator(), number=appeal.number, visibility=Visibility.PUBLIC, now=NOON)
    for event in Event.objects.order_by("pk"):
        spread(event.pk, now=NOON)
    author = Notice.objects.filter(standing=Standing.AUTHOR)
    assert [notice.wording for notice in author] == [Wording.ACCEPTED]
    tasks = Notice.objects.filter(wording=Wording.NEW_TASK, medium=Medium.EMAIL)
    assert {(one.user_id, one.state) for one in tasks} == {
        (hand.user_id, NoticeState.GATHERED),
        (head.pk, NoticeState.GATHERED),
    }


def test_a_decline_reaches_the_moderators_not_the_author() -> None:
    company = make_organisation()
    guard = moderator()
    appeal = make_appeal(state=State.ASSIGNED, executor=company, author_email="a@example.org")
    work.decline(actor=worker(company), number=appeal.number, comment="Не наш дом", now=NOON)
    event = Event.objects.get()
    spread(event.pk, now=NOON)
    assert {one.user_id for one in Notice.objects.filter(event=event)} == {guard.user_id}
    assert set(Notice.objects.values_list("wording", flat=True)) == {Wording.RETURNED}


def test_choices_decide_about_letters_and_bell() -> None:
    author = make_user()
    Preference.objects.create(user=author, email=Pace.DAILY, bell=False)
    event = answered(make_appeal(author=author))
    assert spread(event.pk, now=NOON) == 0
    assert _told(event) == {(author.pk, Medium.EMAIL, Wording.ANSWERED, NoticeState.GATHERED)}


def test_the_inactive_are_not_told() -> None:
    company = make_organisation()
    make_user(role=Role.WORKER, organisation=company, is_active=False)
    event = took(make_appeal(executor=company), Action.REOPEN, State.RATED)
    spread(event.pk, now=NOON)
    assert not Notice.objects.exists()


def test_whoever_left_is_not_told() -> None:
    company = make_organisation()
    left, stays = (make_user(role=Role.WORKER, organisation=company) for _ in range(2))
    left.memberships.update(since=NOON, until=NOON)
    event = took(make_appeal(executor=company), Action.REOPEN, State.RATED)
    spread(event.pk, now=NOON)
    assert set(Notice.objects.values_list("user_id", flat=True)) == {stays.pk}


def test_moderators_of_other_areas_are_not_told() -> None:
    company, here, there = make_organisation(), make_area(), make_area()
    everywhere = moderator()
    ours = make_user(role=Role.MODERATOR, area=here)
    make_user(role=Role.MODERATOR, area=there)
    appeal = make_appeal(state=State.ASSIGNED, executor=company, areas=[here])
    work.decline(actor=worker(company), number=appeal.number, comment="Не наш дом", now=NOON)
    spread(Event.objects.get().pk, now=NOON)
    assert set(Notice.objects.values_list("user_id", flat=True)) == {everywhere.user_id, ours.pk}


def test_an_event_that_is_gone_is_nothing() -> None:
    assert spread(1, now=NOON) == 0


def test_queries_do_not_grow_with_the_readers() -> None:
    company = make_organisation()

    def count() -> int:
        appeal = make_appeal(executor=company, author=make_user())
        event = took(appeal, Action.ASSIGN, State.ACCEPTED, after={"executor": company.pk})
        with CaptureQueriesContext(connection) as queries:
            spread(event.pk, now=NOON)
        return len(queries)

    def hire(number: int) -> list[User]:
        return [make_user(role=Role.WORKER, organisation=company) for _ in range(number)]

    hire(1)
    first = count()
    hire(3)
    assert count() == first
    assert first <= 11


def test_facts_of_a_publication() -> None:
    appeal = make_appeal()
    old, new = {"visibility": "private"}, {"visibility": "public"}
    event = took(appeal, Action.ACCEPT, State.MODERATION, before=old, after=new)
    assert facts_of(event).published
    again = record(appeal, EventType.CORRECTED, actor=PUBLIC, now=NOON, old=new, new=new)
    assert not facts_of(again).published
