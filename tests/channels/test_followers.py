"""Followers, delegates and heads hear of the route: an address once it has agreed, and never of what is hidden."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.types import PUBLIC, Role, Viewer
from appeals.models import Appeal, Follow
from appeals.services import following
from appeals.services.merging import merge
from appeals.types import Action, State, Visibility
from channels import tasks
from channels.letters.parts import part_of
from channels.models import Notice
from channels.tokens import Purpose, Token
from channels.types import Medium, Standing, Wording
from tests.builders import NOON, make_appeal, make_organisation, make_user, moderator, resident
from tests.channels.conftest import Mailbox, text_of
from tests.channels.working import answered, took, work

pytestmark = pytest.mark.django_db
ANNA = "anna@example.org"


def _follow(appeal: Appeal, actor: Viewer = PUBLIC, email: str = ANNA, now: datetime = NOON) -> Follow:
    row = following.follow(actor=actor, number=appeal.number, email=email, language="en", now=now)
    assert row is not None
    return row


def test_an_address_agrees_before_it_hears_of_anything(mailbox: Mailbox) -> None:
    appeal = make_appeal()
    row = _follow(appeal, now=timezone.now())
    answered(appeal)
    work(NOON)
    [asked] = mailbox.letters
    assert "Confirm that you follow" in asked["Subject"]
    link = next(word for word in text_of(asked).split() if "/following/confirm/" in word)
    path = link.removeprefix("http://127.0.0.1:8000")
    client = Client(headers={"Accept-Language": "en"})
    assert client.get(path).status_code == 200
    row.refresh_from_db()
    assert row.confirmed_at is None
    assert "You follow this appeal" in client.post(path).content.decode()
    answered(appeal)
    work(NOON)
    assert len(mailbox.letters) == 2
    letter = mailbox.letters[1]
    assert appeal.follow_token not in text_of(letter)
    stop = letter["List-Unsubscribe"].strip(" <>").removeprefix("http://127.0.0.1:8000")
    client.post(stop, {"List-Unsubscribe": "One-Click"})
    assert not Follow.objects.exists()
    answered(appeal)
    work(NOON)
    assert len(mailbox.letters) == 2


def test_an_account_that_follows_hears_by_mail_and_bell(mailbox: Mailbox) -> None:
    appeal, user = make_appeal(), make_user(ANNA)
    _follow(appeal, Viewer(user.pk, frozenset({Role.RESIDENT})))
    answered(appeal)
    work(NOON)
    assert len(mailbox.to(ANNA)) == 1
    assert Notice.objects.get(medium=Medium.BELL).user == user


def test_followers_hear_nothing_of_what_is_hidden_but_its_end(mailbox: Mailbox) -> None:
    appeal = make_appeal()
    row = _follow(appeal)
    following.confirm_follow(follow_id=row.pk, now=NOON)
    work(NOON)
    Appeal.objects.filter(pk=appeal.pk).update(visibility=Visibility.PRIVATE)
    answered(appeal)
    public, private = {"visibility": "public"}, {"visibility": "private"}
    took(appeal, Action.WITHDRAW, State.ASSIGNED, before=public, after=private, comment="Сами починили")
    work(NOON)
    assert [one.wording for one in Notice.objects.filter(follow=row).exclude(wording="follow_asked")] == [
        Wording.WITHDRAWN
    ]
    [letter] = mailbox.to(ANNA)
    for told in (appeal.topic.name, "Сами починили", f"/appeals/{appeal.number}/"):
        assert told not in text_of(letter) + text_of(letter, "html") + letter["Subject"]
    assert appeal.number in text_of(letter)


def test_who_follows_what_was_never_public_hears_not_even_of_its_end() -> None:
    appeal = make_appeal(visibility=Visibility.PRIVATE)
    Follow.objects.create(appeal=appeal, user=make_user(), asked_at=NOON, confirmed_at=NOON)
    private = {"visibility": "private"}
    took(appeal, Action.WITHDRAW, State.ASSIGNED, before=private, after=private)
    work(NOON)
    assert not Notice.objects.exists()


def test_followers_who_move_are_told_why(mailbox: Mailbox) -> None:
    both, mover = make_user(), make_user()
    target, twin = make_appeal(), make_appeal()
    for user, appeal in ((both, target), (both, twin), (mover, twin)):
        _follow(appeal, Viewer(user.pk, frozenset({Role.RESIDENT})))
    confirmed = _follow(twin)
    following.confirm_follow(follow_id=confirmed.pk, now=NOON)
    Follow.objects.create(appeal=target, user=make_user(), asked_at=NOON, confirmed_at=NOON)
    merge(actor=moderator(), number=twin.number, duplicate_of=target.number, now=NOON)
    work(NOON)
    assert {letter["To"] for letter in mailbox.letters} == {ANNA, both.email, mover.email}
    assert set(Notice.objects.values_list("event__appeal", "wording")) == {(twin.pk, Wording.MERGED)}


def test_a_delegate_hears_of_the_work_and_a_head_of_the_proposal() -> None:
    company, contractor = make_organisation(head_approves=True), make_organisation()
    head = make_user(role=Role.HEAD, organisation=company)
    make_user(role=Role.WORKER, organisation=company)
    hand = make_user(role=Role.WORKER, organisation=contractor)
    appeal = make_appeal(executor=company, delegate=contractor, state=State.IN_PROGRESS)
    took(appeal, Action.DELEGATE, State.IN_PROGRESS, is_public=False, after={"delegate": contractor.pk})
    took(appeal, Action.PROPOSE, State.IN_PROGRESS, is_public=False)
    work(NOON)
    told = Notice.objects.filter(medium=Medium.BELL).values_list("user_id", "standing", "wording")
    assert set(told) == {
        (hand.pk, Standing.DELEGATE, Wording.DELEGATED),
        (head.pk, Standing.HEAD, Wording.PROPOSED),
    }


def test_where_no_head_approves_a_proposal_reaches_whoever_may_answer() -> None:
    company, contractor = make_organisation(), make_organisation()
    hand = make_user(role=Role.WORKER, organisation=company)
    appeal = make_appeal(executor=company, delegate=contractor, state=State.IN_PROGRESS)
    took(appeal, Action.PROPOSE, State.IN_PROGRESS, is_public=False)
    work(NOON)
    assert set(Notice.objects.values_list("user_id", "wording")) == {(hand.pk, Wording.PROPOSED)}


def test_a_returned_answer_reaches_those_at_work_with_its_reason_and_not_the_author() -> None:
    company = make_organisation()
    hand = make_user(role=Role.WORKER, organisation=company)
    appeal = make_appeal(executor=company, author=make_user(), state=State.IN_PROGRESS)
    took(appeal, Action.RETURN, State.IN_PROGRESS, comment="Назовите день", is_public=False)
    work(NOON + timedelta(minutes=1))
    told = list(Notice.objects.select_related("event__appeal__topic", "event__appeal__executor"))
    assert {(one.user_id, one.wording) for one in told} == {(hand.pk, Wording.SENT_BACK)}
    assert {part_of(one).quote for one in told} == {"Назовите день"}


def test_who_sent_and_follows_by_one_address_is_told_once() -> None:
    actor = resident()
    appeal = make_appeal(author_email=ANNA)
    row = _follow(appeal)
    following.confirm_follow(follow_id=row.pk, now=NOON)
    _follow(appeal, actor)
    event = answered(appeal)
    work(NOON)
    letters = Notice.objects.filter(event=event, medium=Medium.EMAIL)
    assert {(one.standing, one.user_id) for one in letters} == {
        (Standing.AUTHOR, None),
        (Standing.FOLLOWER, actor.user_id),
    }


def _confirmation(row: Follow) -> str:
    return f"/following/confirm/{Token(Purpose.CONFIRM_FOLLOW, row.pk).encode()}/"


def test_a_forged_confirmation_is_nothing() -> None:
    row = _follow(make_appeal())
    path = _confirmation(row)
    for forged in (path.replace(":", ";"), path.replace(Token(Purpose.CONFIRM_FOLLOW, row.pk).encode(), "x")):
        assert Client().post(forged).status_code == 404
    other = f"/following/confirm/{Token(Purpose.CONFIRM, row.pk).encode()}/"
    assert Client().post(other).status_code == 404
    assert not Follow.objects.filter(confirmed_at__isnull=False).exists()


def test_an_address_that_nobody_confirmed_in_time_is_forgotten() -> None:
    now = timezone.now()
    slow, quick, young = (_follow(make_appeal(), email=f"{name}@example.org") for name in "abc")
    user = Follow.objects.create(appeal=make_appeal(), user=make_user(), asked_at=NOON, confirmed_at=NOON)
    Follow.objects.exclude(pk=young.pk).update(asked_at=now - timedelta(days=3, minutes=1))
    Follow.objects.filter(pk=young.pk).update(asked_at=now - timedelta(days=2))
    following.confirm_follow(follow_id=quick.pk, now=NOON)
    Follow.objects.filter(pk=quick.pk).update(confirmed_at=NOON)
    client = Client(headers={"Accept-Language": "ru"})
    over = client.post(_confirmation(slow))
    assert (over.status_code, "Ссылка устарела" in over.content.decode()) == (410, True)
    assert client.post(_confirmation(young)).status_code == 200
    for _again in range(2):
        tasks.tidy(timestamp=0)
    assert set(Follow.objects.all()) == {quick, young, user}
    assert client.get(_confirmation(slow)).status_code == 410


def test_one_address_is_asked_three_times_a_day_and_nobody_learns_of_it(mailbox: Mailbox) -> None:
    now = timezone.now()
    appeals = [make_appeal() for _number in range(5)]
    rows = [_follow(appeal, now=now) for appeal in appeals[:3]]
    # To end what never began makes no room for another letter.
    following.unfollow_by_letter(follow_id=rows[0].pk)
    answers = [
        Client().post(f"/api/v1/appeals/{appeal.number}/follow/", {"email": ANNA}, "application/json")
        for appeal in (appeals[0], appeals[3])
    ]
    assert [(one.status_code, one.json()["state"]) for one in answers] == [(200, appeals[0].state)] * 2
    _follow(appeals[3], email="other@example.org", now=now)
    work(now)
    assert len(mailbox.to(ANNA)) == 3
    assert "within three days" in " ".join(mailbox.texts()[0].split())
    for appeal in appeals[3:]:
        row = _follow(appeal, now=now + timedelta(days=1, minutes=1))
        assert row.confirmed_at is None


def test_who_asks_again_after_the_time_is_over_gets_another_letter() -> None:
    appeal = make_appeal()
    first = _follow(appeal)
    late = NOON + timedelta(days=3, minutes=1)
    second = _follow(appeal, now=late)
    assert following.confirm_follow(follow_id=first.pk, now=late) is None
    assert following.confirm_follow(follow_id=second.pk, now=late) == second
    assert appeal.events.filter(type="follow_asked").count() == 2
