"""After the answer: rating, reopening up to the limit, closing by time, withdrawal; by account and by follow link."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from accounts.types import PUBLIC, Role, Viewer
from appeals import errors
from appeals.models import Appeal, Event, Mark
from appeals.services.rating import close, close_unrated, rate, reopen, withdraw
from appeals.types import State, Visibility
from tests.builders import (
    make_appeal,
    make_deadline,
    make_organisation,
    make_topic,
    make_user,
    moderator,
    resident,
    worker,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def by(user: User) -> Viewer:
    return Viewer(user.pk, frozenset({Role.RESIDENT}))


def test_only_the_author_rates_and_only_from_1_to_5() -> None:
    user, company = make_user(), make_organisation()
    appeal = make_appeal(state=State.ANSWERED, author=user, executor=company)
    for actor in (PUBLIC, resident(), worker(company), moderator()):
        with pytest.raises(errors.NotAllowed):
            rate(actor=actor, number=appeal.number, rating=5, now=NOW)
    for wrong in (0, 6, -1):
        with pytest.raises(errors.WrongRating):
            rate(actor=by(user), number=appeal.number, rating=wrong, now=NOW)
    rate(actor=by(user), number=appeal.number, rating=4, reason=" Хорошо ", now=NOW)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.rating, appeal.rating_reason) == (State.RATED, 4, "Хорошо")
    with pytest.raises(errors.WrongState):
        rate(actor=by(user), number=appeal.number, rating=5, now=NOW)


def test_the_follow_link_makes_its_holder_the_author() -> None:
    appeal = make_appeal(state=State.ANSWERED, visibility=Visibility.PRIVATE)
    for token in ("", "another", appeal.number):
        with pytest.raises(errors.NotFound):
            rate(actor=PUBLIC, number=appeal.number, rating=1, follow_token=token, now=NOW)
    rate(actor=PUBLIC, number=appeal.number, rating=1, follow_token=appeal.follow_token, now=NOW)
    reopen(actor=PUBLIC, number=appeal.number, comment="Не решено", follow_token=appeal.follow_token, now=NOW)
    assert Appeal.objects.get().state == State.REOPENED
    assert {event.actor_role for event in Event.objects.all()} == {"resident"}


def test_reopening_starts_the_clock_anew_and_ends_at_the_limit(settings: Any) -> None:
    settings.REOPEN_LIMIT = 1
    user, company = make_user(), make_organisation()
    topic = make_topic()
    make_deadline(10, topic=topic)
    fields = {"author": user, "executor": company, "topic": topic}
    appeal = make_appeal(state=State.RATED, rating=2, answered_at=NOW, **fields)
    with pytest.raises(errors.MissingInput):
        reopen(actor=by(user), number=appeal.number, comment="", now=NOW)
    reopen(actor=by(user), number=appeal.number, comment="Снова", now=NOW)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.executor, appeal.due_on) == (State.REOPENED, company, date(2026, 3, 14))
    assert (appeal.rating, appeal.answered_at, appeal.reopenings) == (None, None, 1)
    assert Mark.objects.get().state == State.REOPENED
    Appeal.objects.update(state=State.ANSWERED)
    with pytest.raises(errors.ReopenedTooOften):
        reopen(actor=by(user), number=appeal.number, comment="Опять", now=NOW)
    assert reopen(actor=moderator(), number=appeal.number, comment="Проверка", now=NOW).reopenings == 2


def test_the_system_closes_what_nobody_rates_in_time(settings: Any) -> None:
    settings.RATING_DAYS = 30
    long_ago, lately = NOW - timedelta(days=31), NOW - timedelta(days=29)
    over = [
        make_appeal(state=state, answered_at=long_ago, visibility=Visibility.PRIVATE)
        for state in (State.ANSWERED, State.RATED)
    ]
    waits = make_appeal(state=State.ANSWERED, answered_at=lately)
    reopened = make_appeal(state=State.REOPENED, answered_at=None)
    assert close_unrated(now=NOW) == 2
    assert close_unrated(now=NOW) == 0
    assert {appeal.pk for appeal in Appeal.objects.filter(state=State.CLOSED)} == {row.pk for row in over}
    assert Appeal.objects.get(pk=waits.pk).state == State.ANSWERED
    assert Appeal.objects.get(pk=reopened.pk).state == State.REOPENED
    assert {event.actor_role for event in Event.objects.all()} == {"system"}


def test_staff_close_and_others_do_not() -> None:
    company, user = make_organisation(), make_user()
    appeal = make_appeal(state=State.ANSWERED, executor=company, author=user)
    for actor in (PUBLIC, by(user), worker(company)):
        with pytest.raises(errors.NotAllowed):
            close(actor=actor, number=appeal.number, now=NOW)
    assert close(actor=moderator(), number=appeal.number, now=NOW).state == State.CLOSED


def test_what_its_author_withdraws_leaves_the_map() -> None:
    user = make_user()
    appeal = make_appeal(state=State.ASSIGNED, author=user)
    with pytest.raises(errors.NotAllowed):
        withdraw(actor=resident(), number=appeal.number, now=NOW)
    withdraw(actor=by(user), number=appeal.number, comment="Сами починили", now=NOW)
    assert not Mark.objects.visible_to(PUBLIC).exists()
    assert Appeal.objects.visible_to(by(user)).get().state == State.WITHDRAWN
    with pytest.raises(errors.WrongState):
        withdraw(actor=by(user), number=appeal.number, now=NOW)
