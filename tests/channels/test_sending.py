"""Letters against a real mail server: each once, tried again when it must be, given up when nothing helps."""

from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from accounts.queries import viewer_of
from accounts.types import Role
from appeals.models import Event, Follow
from appeals.services.belonging import adopt
from appeals.types import Action, EventType, State, Visibility
from channels.errors import NotDelivered
from channels.models import Mute, Notice, Preference
from channels.queries.bell import latest, unread_count
from channels.services.digesting import gather
from channels.services.sending import send, send_digest
from channels.services.spreading import spread
from channels.types import Medium, NoticeState, Pace, Wording
from config.mail import mail_settings
from tests.builders import NOON, make_appeal, make_organisation, make_user
from tests.channels.conftest import Mailbox, text_of
from tests.channels.working import answered, took, waiting, work
from tests.house.test_foreign_hosts import foreign_hosts

pytestmark = pytest.mark.django_db
ANNA = "anna@example.org"


def _waiting_notice(**fields: object) -> Notice:
    event = answered(make_appeal(author_email=ANNA, **fields))
    spread(event.pk, now=NOON)
    return Notice.objects.get(event=event)


def test_each_letter_arrives_once_with_its_message_id(mailbox: Mailbox) -> None:
    notice = _waiting_notice(answer="Яму засыпали.")
    work(NOON)
    send(notice.pk, now=NOON)
    notice.refresh_from_db()
    [letter] = mailbox.letters
    assert letter["Message-ID"] == f"<{notice.message_id}>"
    assert letter["To"] == ANNA
    assert (notice.state, notice.attempts, notice.sent_at) == (NoticeState.SENT, 1, NOON)
    assert "Яму засыпали." in text_of(letter)
    assert "Яму засыпали." in text_of(letter, "html")


def test_a_notice_that_is_spread_again_after_joining_an_account_is_one_letter(mailbox: Mailbox) -> None:
    notice = _waiting_notice()
    user = make_user(ANNA, language="en")
    assert adopt(user=user, numbers=[notice.event.appeal.number], now=NOON) == 1
    # It told nobody, and is in the history for the author and the office alone.
    adopted = Event.objects.latest("pk")
    assert (adopted.type, adopted.actor, adopted.is_public) == (EventType.ADOPTED, user, False)
    work(NOON)
    [letter] = mailbox.letters
    assert (letter["To"], "The appeal is answered" in letter["Subject"]) == (ANNA, True)


def test_a_letter_under_way_is_not_dropped_when_its_appeal_joins_an_account(mailbox: Mailbox) -> None:
    notice = _waiting_notice()
    adopt(user=make_user(ANNA), numbers=[notice.event.appeal.number], now=NOON)
    send(notice.pk, now=NOON)
    notice.refresh_from_db()
    assert notice.state == NoticeState.SENT
    assert [letter["To"] for letter in mailbox.letters] == [ANNA]


def test_an_account_that_wants_no_letters_gets_none_of_what_was_under_way(mailbox: Mailbox) -> None:
    notice = _waiting_notice()
    user = make_user(ANNA)
    Preference.objects.create(user=user, email=Pace.NONE)
    adopt(user=user, numbers=[notice.event.appeal.number], now=NOON)
    work(NOON)
    assert not mailbox.letters


def test_what_an_author_muted_stays_muted_in_the_account_but_for_its_bell(mailbox: Mailbox) -> None:
    notice = _waiting_notice()
    appeal, user = notice.event.appeal, make_user(ANNA)
    Mute.objects.create(appeal=appeal, at=NOON)
    adopt(user=user, numbers=[appeal.number], now=NOON)
    event = answered(appeal)
    work(NOON)
    assert not mailbox.letters
    assert [one.medium for one in Notice.objects.filter(event=event)] == [Medium.BELL]


def test_a_letter_of_the_author_has_the_secret_link_and_no_other_has(mailbox: Mailbox) -> None:
    company = make_organisation()
    hand = make_user(role=Role.WORKER, organisation=company)
    appeal = make_appeal(author_email=ANNA, executor=company, state=State.REOPENED)
    took(appeal, Action.REOPEN, State.RATED)
    work(NOON)
    gather(now=NOON + timedelta(days=1))
    work(NOON + timedelta(days=1))
    [to_author], [to_worker] = mailbox.to(ANNA), mailbox.to(hand.email)
    assert f"/follow/{appeal.follow_token}/" in text_of(to_author)
    for kind in ("plain", "html"):
        assert appeal.follow_token not in text_of(to_worker, kind)
        assert f"/appeals/{appeal.number}/" in text_of(to_worker, kind)


def test_letters_name_neither_exact_address_nor_the_words_of_the_author(mailbox: Mailbox) -> None:
    _waiting_notice(address="Садовая, 5, кв. 12", public_address="Садовая", text="Мой телефон 89110000000")
    work(NOON)
    letter = mailbox.letters[0]
    for kind in ("plain", "html"):
        assert "кв. 12" not in text_of(letter, kind)
        assert "89110000000" not in text_of(letter, kind)


def test_letters_on_one_appeal_are_one_thread(mailbox: Mailbox) -> None:
    appeal = make_appeal(author_email=ANNA)
    took(appeal, Action.START, State.REGISTERED)
    answered(appeal)
    answered(make_appeal(author_email=ANNA))
    work(NOON)
    one, other, foreign = (letter["In-Reply-To"] for letter in mailbox.letters)
    assert one == other != foreign
    assert mailbox.letters[0]["References"] == one


def test_one_click_is_offered(mailbox: Mailbox) -> None:
    _waiting_notice()
    work(NOON)
    letter = mailbox.letters[0]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"].strip().startswith("<http://127.0.0.1:8000/unsubscribe/")
    assert letter["Auto-Submitted"] == "auto-generated"


def test_a_page_of_choices_is_named_to_whoever_has_one(mailbox: Mailbox) -> None:
    for author in ({"author_email": ANNA}, {"author": make_user("boris@example.org")}):
        answered(make_appeal(**author))
    work(NOON)
    letters = {letter["To"]: letter for letter in mailbox.letters}
    for part in ("plain", "html"):
        assert "Все настройки" not in text_of(letters[ANNA], part)
        assert "Все настройки" in text_of(letters["boris@example.org"], part)
    links = BeautifulSoup(text_of(letters[ANNA], "html"), "html.parser").select("a")
    assert all(link["href"] for link in links)


def test_the_html_asks_no_host_and_carries_no_picture(mailbox: Mailbox) -> None:
    _waiting_notice(answer="<img src=x>")
    work(NOON)
    html = text_of(mailbox.letters[0], "html")
    assert foreign_hosts(html) <= {"127.0.0.1"}
    assert BeautifulSoup(html, "html.parser").find(["img", "script", "link", "iframe"]) is None


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", "На обращение ответили"), ("en", "The appeal is answered"), ("", "На обращение")],
)
def test_the_language_is_the_recipients(mailbox: Mailbox, language: str, words: str) -> None:
    answered(make_appeal(author=make_user(ANNA, language=language)))
    work(NOON)
    assert words in mailbox.letters[0]["Subject"]
    assert words in text_of(mailbox.letters[0])


def test_a_server_that_is_busy_is_asked_again(mailbox: Mailbox) -> None:
    notice = _waiting_notice()
    mailbox.replies = ["451 try later"]
    with pytest.raises(NotDelivered) as problem:
        send(notice.pk, now=NOON)
    assert problem.value.wait_s == 15
    notice.refresh_from_db()
    assert (notice.state, notice.problem) == (NoticeState.WAITING, "reply 451")
    send(notice.pk, now=NOON + timedelta(seconds=15))
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.problem) == (NoticeState.SENT, 2, "")
    assert len(mailbox.letters) == 1


def test_a_server_that_is_away_is_asked_again_and_given_up_after_three_days() -> None:
    notice = _waiting_notice()
    with override_settings(**mail_settings("smtp://127.0.0.1:9", Path())):
        with pytest.raises(NotDelivered):
            send(notice.pk, now=NOON)
        send(notice.pk, now=NOON + timedelta(days=3, minutes=1))
    notice.refresh_from_db()
    assert (notice.state, notice.problem) == (NoticeState.FAILED, "ConnectionRefusedError")


def test_an_address_that_the_server_refuses_is_not_asked_again(mailbox: Mailbox) -> None:
    mailbox.refused = {ANNA}
    notice = _waiting_notice()
    send(notice.pk, now=NOON)
    notice.refresh_from_db()
    assert (notice.state, notice.problem) == (NoticeState.FAILED, "refused 550")


def test_whoever_has_left_gets_no_letter(mailbox: Mailbox) -> None:
    company = make_organisation()
    hand = make_user(role=Role.WORKER, organisation=company)
    appeal = make_appeal(executor=company, state=State.REOPENED)
    took(appeal, Action.REOPEN, State.RATED)
    work(NOON)
    hand.memberships.update(since=NOON, until=NOON)
    gather(now=NOON + timedelta(days=1))
    work(NOON + timedelta(days=1))
    assert mailbox.letters == []
    assert Notice.objects.get(medium=Medium.EMAIL).state == NoticeState.DROPPED


@override_settings(STAFF_SECOND_FACTOR=True)
def test_staff_without_the_second_factor_finds_its_work_in_the_bell_once_it_has_one(mailbox: Mailbox) -> None:
    company = make_organisation()
    hand = make_user(role=Role.WORKER, organisation=company)
    task = took(make_appeal(executor=company, visibility=Visibility.PRIVATE), Action.REOPEN, State.RATED)
    own = answered(make_appeal(author=hand, visibility=Visibility.PRIVATE))
    work(NOON)
    gather(now=NOON + timedelta(days=1))
    work(NOON + timedelta(days=1))
    # The role does not count: no letter on work, and what the person may know besides is sent.
    [letter] = mailbox.to(hand.email)
    assert own.appeal.number in letter["Subject"]
    assert Notice.objects.get(event=task, medium=Medium.EMAIL).state == NoticeState.DROPPED
    assert [one.event for one in latest(viewer_of(hand))] == [own]
    Authenticator.objects.create(user=hand, type=Authenticator.Type.TOTP, data={})
    assert {one.event for one in latest(viewer_of(hand))} == {own, task}
    assert unread_count(viewer_of(hand)) == 2


def test_a_muted_appeal_writes_no_letter(mailbox: Mailbox) -> None:
    notice = _waiting_notice()
    Mute.objects.create(appeal_id=notice.event.appeal_id, at=NOON)
    work(NOON)
    assert mailbox.letters == []


def test_a_day_is_one_letter_that_stays_the_same(mailbox: Mailbox) -> None:
    company = make_organisation()
    hand = make_user(role=Role.WORKER, organisation=company)
    for _ in range(3):
        appeal = make_appeal(executor=company, visibility=Visibility.PRIVATE)
        took(appeal, Action.ASSIGN, State.ACCEPTED, after={"executor": company.pk})
    work(NOON)
    assert gather(now=NOON) == 0
    tomorrow = NOON + timedelta(days=1)
    assert gather(now=tomorrow) == 1
    assert gather(now=tomorrow) == 0
    mailbox.replies = ["451 try later"]
    with pytest.raises(NotDelivered):
        work(tomorrow)
    assert len(waiting()) == 1
    work(tomorrow)
    [letter] = mailbox.letters
    gathered = Notice.objects.filter(medium=Medium.EMAIL, wording=Wording.NEW_TASK)
    assert {one.state for one in gathered} == {NoticeState.SENT}
    [key] = {one.digest for one in gathered}
    assert key is not None
    assert letter["Message-ID"] == f"<{key.hex}@127.0.0.1>"
    assert letter["To"] == hand.email
    for notice in gathered:
        assert notice.event.appeal.number in text_of(letter)


def test_a_day_costs_as_many_queries_as_one_notice(mailbox: Mailbox) -> None:
    """Of work, of own appeals and of followed ones: who may still know is asked of the whole letter at once."""
    company = make_organisation()
    hand = make_user(role=Role.WORKER, organisation=company)
    Preference.objects.create(user=hand, email=Pace.DAILY)

    def cost(number: int, day: int) -> list[int]:
        now = NOON + timedelta(days=day)
        for _ in range(number):
            task = make_appeal(executor=company, visibility=Visibility.PRIVATE)
            took(task, Action.ASSIGN, State.ACCEPTED, after={"executor": company.pk})
            answered(make_appeal(author=hand))
            followed = make_appeal()
            Follow.objects.create(appeal=followed, user=hand, asked_at=NOON, confirmed_at=NOON)
            answered(followed)
        work(now)
        Notice.objects.filter(state=NoticeState.GATHERED).update(created_at=now - timedelta(days=2))
        gather(now=now)
        costs = []
        for key in set(Notice.objects.filter(state=NoticeState.GATHERED).values_list("digest", flat=True)):
            with CaptureQueriesContext(connection) as queries:
                send_digest(key, now=now)
            costs.append(len(queries))
        return sorted(costs)

    one = cost(1, 1)
    assert len(one) == 2
    assert cost(3, 2) == one
    assert len(mailbox.letters) == 4


@pytest.mark.parametrize(
    ("url", "host", "port", "starttls", "tls"),
    [
        ("smtp://mail.example", "mail.example", 25, False, False),
        ("smtp://u:p%40ss@mail.example:587?tls=starttls", "mail.example", 587, True, False),
        ("smtps://mail.example", "mail.example", 465, False, True),
    ],
)
def test_the_address_of_the_server(url: str, host: str, port: int, *, starttls: bool, tls: bool) -> None:
    read = mail_settings(url, Path())
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"]) == (host, port)
    assert (read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"]) == (starttls, tls)
    assert read["EMAIL_HOST_PASSWORD"] in {"", "p@ss"}


@pytest.mark.parametrize("url", ["http://mail.example", "smtp://", "smtp://mail.example?tls=maybe"])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(ValueError, match="METKA_EMAIL_URL"):
        mail_settings(url, Path())
