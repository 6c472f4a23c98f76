"""What operators write down for callers: in their areas only, for an author without an account, counted once a call."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Look
from accounts.types import PUBLIC, Looked, Role, Viewer
from appeals import errors
from appeals.models import Appeal, Event, Mark, Support
from appeals.queries.calls import MOST_CALLS, call_by_number, calls_of_today
from appeals.queries.card import card_by_number
from appeals.rules.calls import BY_OPERATOR, WAYS
from appeals.rules.texts import usable_phone
from appeals.services.looking import note_look
from appeals.services.submission import submit
from appeals.services.support import support, support_for_caller
from appeals.types import Channel, Draft, EventType, Kind, Privacy, State, Supported, Visibility
from channels.models import Notice
from channels.types import Medium
from geo.types import LonLat
from tests.builders import (
    TOWN,
    head,
    make_appeal,
    make_area,
    make_organisation,
    make_topic,
    moderator,
    operator,
    resident,
    worker,
)
from tests.channels.working import work

pytestmark = pytest.mark.django_db
# A Monday, noon in Moscow.
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def called(**changes: Any) -> Draft:
    plain = Draft(Kind.PROBLEM, make_topic().code, "Не горит фонарь", uuid4(), location=TOWN)
    return replace(plain, **{"channel": Channel.PHONE, "author_name": "Иван Петров", **changes})


def take(actor: Viewer, *, now: datetime = NOW, **changes: Any) -> Appeal:
    return submit(actor=actor, draft=called(**changes), now=now)


@pytest.mark.parametrize("channel", WAYS)
def test_the_caller_is_the_author_and_the_operator_the_actor(channel: Channel) -> None:
    nina = operator()
    appeal = take(nina, channel=channel, author_phone="+7 921 000-00-00", author_email="ivan@example.org")
    appeal.refresh_from_db()
    assert (appeal.channel, appeal.author_id, appeal.author_name) == (channel, None, "Иван Петров")
    assert (appeal.author_phone, appeal.author_email) == ("+7 921 000-00-00", "ivan@example.org")
    event = Event.objects.get(type=EventType.SUBMITTED)
    assert (event.actor_id, event.actor_role) == (nina.user_id, Role.OPERATOR)


def test_an_e_mail_gets_the_follow_link() -> None:
    appeal = take(operator(), author_email="ivan@example.org")
    take(operator())
    work(NOW)
    [notice] = Notice.objects.filter(medium=Medium.EMAIL)
    assert (notice.event.appeal_id, notice.user_id) == (appeal.pk, None)


def test_an_operator_of_one_area_takes_calls_of_that_area_only() -> None:
    here = make_area()
    nina = operator(here)
    take(nina)
    with pytest.raises(errors.NotYourArea) as caught:
        take(nina, location=LonLat(TOWN.lon + 1, TOWN.lat))
    assert caught.value.field == "location"
    assert take(operator(), location=LonLat(TOWN.lon + 1, TOWN.lat)).area_ids == []
    assert Appeal.objects.count() == 2


@pytest.mark.parametrize("channel", sorted(BY_OPERATOR))
def test_nobody_else_writes_down_for_others(channel: Channel) -> None:
    company = make_organisation()
    for actor in (PUBLIC, resident(), worker(company), head(company)):
        with pytest.raises(errors.NotAllowed):
            take(actor, channel=channel)
    assert not Appeal.objects.exists()
    assert take(moderator(), channel=channel).author_id is None


def test_the_same_key_is_the_same_call() -> None:
    nina, draft = operator(), called()
    first, again = (submit(actor=nina, draft=draft, now=NOW) for _again in range(2))
    assert first.pk == again.pk


@pytest.mark.parametrize("phone", ["", "+7 (921) 000-00-00", "112 33", "8 812 000 00 00 доб. 123"])
def test_phones_are_kept_as_they_were_said(phone: str) -> None:
    assert usable_phone(f" {phone}\u202e") == phone


@pytest.mark.parametrize("phone", ["нет", "12", "1" * 21, "1" * 5 + "x" * 40])
def test_what_is_no_phone_is_refused_by_its_field(phone: str) -> None:
    with pytest.raises(errors.WrongPhone) as caught:
        take(operator(), author_phone=phone)
    assert caught.value.field == "author_phone"


def test_whoever_reads_the_phone_is_noted() -> None:
    appeal = make_appeal(author_phone="+7 921 000-00-00")
    reader = moderator()
    card = card_by_number(reader, appeal.number)
    assert card is not None
    note_look(reader, card, now=NOW)
    assert list(Look.objects.values_list("user_id", "what")) == [(reader.user_id, Looked.AUTHOR)]


def test_each_call_counts_once_whoever_takes_it() -> None:
    appeal, nina, key = make_appeal(), operator(), uuid4()
    for _again in range(2):
        support_for_caller(actor=nina, number=appeal.number, call_key=key, now=NOW)
    given = support_for_caller(actor=nina, number=appeal.number, call_key=uuid4(), now=NOW)
    assert given == Supported(2, is_new=True)
    assert support(actor=nina, number=appeal.number, now=NOW) == Supported(3, is_new=True)
    assert (Appeal.objects.get().supports, Mark.objects.get().supports) == (3, 3)
    assert Support.objects.filter(user=None).count() == 2
    assert not Event.objects.filter(is_public=True).exists()


def test_a_call_counts_before_a_moderator_has_looked() -> None:
    appeal = make_appeal(state=State.MODERATION, visibility=Visibility.PRIVATE)
    given = support_for_caller(actor=operator(), number=appeal.number, call_key=uuid4(), now=NOW)
    assert given.count == 1


def test_a_call_counts_only_with_what_the_operator_sees_and_what_is_open() -> None:
    elsewhere = make_appeal(state=State.MODERATION, areas=[make_area("Там")])
    closed = make_appeal(state=State.CLOSED)
    nina = operator(make_area("Здесь"))
    tries: list[tuple[Viewer, Appeal, type[errors.AppealError]]] = [
        (nina, elsewhere, errors.NotFound),
        (nina, closed, errors.NotSupportable),
        *((actor, make_appeal(), errors.NotAllowed) for actor in (PUBLIC, resident())),
    ]
    for actor, appeal, error in tries:
        with pytest.raises(error):
            support_for_caller(actor=actor, number=appeal.number, call_key=uuid4(), now=NOW)
    assert not Support.objects.exists()


def test_the_list_of_today_is_one_s_own() -> None:
    nina, other = operator(), operator()
    take(nina, now=NOW - timedelta(days=1))
    mine = take(nina)
    take(other)
    # Supported as a person, not for a caller.
    support(actor=nina, number=make_appeal().number, now=NOW)
    home = make_topic("leak", privacy=Privacy.HOME)
    joined = make_appeal(topic=home, address="Садовая улица, 13")
    support_for_caller(actor=nina, number=joined.number, call_key=uuid4(), now=NOW + timedelta(minutes=1))
    today = calls_of_today(nina, now=NOW + timedelta(minutes=2))
    assert [(call.appeal.number, call.joined) for call in today.rows] == [
        (joined.number, True),
        (mine.number, False),
    ]
    # Of an appeal of somebody else no more is told than everybody may know.
    assert today.rows[0].address == "Садовая улица"
    assert today.count == 2


def test_the_day_begins_at_midnight_of_the_place() -> None:
    nina = operator()
    before = datetime(2026, 3, 1, 20, 59, tzinfo=UTC)
    take(nina, now=before)
    first = take(nina, now=before + timedelta(minutes=1))
    assert [call.appeal for call in calls_of_today(nina, now=NOW).rows] == [first]


def test_only_the_last_ones_are_shown_and_all_are_counted() -> None:
    nina = operator()
    for _call in range(MOST_CALLS + 1):
        take(nina)
    today = calls_of_today(nina, now=NOW)
    assert (len(today.rows), today.count) == (MOST_CALLS, MOST_CALLS + 1)


def test_a_number_is_told_again_to_whoever_gave_it() -> None:
    nina = operator()
    appeal = take(nina)
    taken = call_by_number(nina, appeal.number)
    assert taken is not None
    assert (taken.appeal, taken.joined) == (appeal, False)
    assert call_by_number(operator(), appeal.number) is None
    assert call_by_number(nina, make_appeal().number) is None
