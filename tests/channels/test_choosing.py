"""Choices of notices, and one click out of a letter for people and for mail programs."""

import pytest
from django.test import Client

from accounts.types import Role
from channels.models import Mute, Preference, Subscription
from channels.tokens import Purpose, Token, read
from channels.types import Choices, Pace, Shape
from tests.builders import NOON, box, make_appeal, make_organisation, make_user

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def _address(purpose: Purpose, pk: int) -> str:
    return f"/unsubscribe/{Token(purpose, pk).encode()}/"


def test_a_token_is_read_back_and_a_changed_one_is_not() -> None:
    token = Token(Purpose.MUTE, 7)
    assert read(token.encode()) == token
    assert read(token.encode()[:-1]) is None
    assert read("") is None


def test_choices_are_kept() -> None:
    user = make_user(role=Role.WORKER, organisation=make_organisation())
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    assert "E-mails on your work" in client.get("/notices/choices/").content.decode()
    client.post("/notices/choices/", {"email": "none", "work_email": "at_once"})
    assert Preference.objects.get(user=user).choices == Choices(Pace.NONE, Pace.AT_ONCE, bell=False)


def test_a_resident_is_not_asked_about_work() -> None:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(make_user())
    assert "E-mails on your work" not in client.get("/notices/choices/").content.decode()
    client.post("/notices/choices/", {"email": "daily", "bell": "on"})
    assert Preference.objects.get().choices == Choices(Pace.DAILY, Pace.DAILY, bell=True)


def test_the_public_is_asked_to_sign_in() -> None:
    assert Client().get("/notices/choices/")["Location"].startswith("/sign-in/")


def test_looking_at_the_link_ends_nothing() -> None:
    user = make_user()
    page = Client(headers={"Accept-Language": "en"}).get(_address(Purpose.STOP_USER, user.pk))
    assert "Stop these letters?" in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"
    assert not Preference.objects.exists()


def test_choices_are_named_after_the_click_to_whoever_has_an_account() -> None:
    user, appeal = make_user(), make_appeal()
    assert b"/notices/choices/" in Client().post(_address(Purpose.STOP_USER, user.pk), ONE_CLICK).content
    assert b"/notices/choices/" not in Client().post(_address(Purpose.MUTE, appeal.pk), ONE_CLICK).content
    client = Client()
    client.force_login(user)
    assert b"/notices/choices/" in client.post(_address(Purpose.MUTE, appeal.pk), ONE_CLICK).content


def test_one_click_of_a_mail_program_needs_no_cookie() -> None:
    user = make_user()
    client = Client(enforce_csrf_checks=True)
    assert client.post(_address(Purpose.STOP_USER, user.pk), ONE_CLICK).status_code == 200
    client.post(_address(Purpose.STOP_WORK, user.pk), ONE_CLICK)
    assert Preference.objects.get(user=user).choices == Choices(Pace.NONE, Pace.NONE, bell=True)


def test_an_author_without_an_account_mutes_one_appeal() -> None:
    appeal, other = make_appeal(author_email="a@example.org"), make_appeal(author_email="a@example.org")
    for _ in range(2):
        Client().post(_address(Purpose.MUTE, appeal.pk), ONE_CLICK)
    assert list(Mute.objects.values_list("pk", flat=True)) == [appeal.pk]
    assert other.pk != appeal.pk


def test_an_alert_ends() -> None:
    alert = Subscription.objects.create(
        email="a@example.org", name="Двор", shape=Shape.POLYGON, polygon=box(), pace=Pace.DAILY, asked_at=NOON
    )
    Client().post(_address(Purpose.END, alert.pk), ONE_CLICK)
    alert.refresh_from_db()
    assert alert.ended_at is not None


@pytest.mark.parametrize("purpose", list(Purpose))
def test_what_is_gone_is_no_error(purpose: Purpose) -> None:
    status = 404 if purpose in {Purpose.CONFIRM, Purpose.CONFIRM_FOLLOW} else 200
    assert Client().post(_address(purpose, 999), ONE_CLICK).status_code == status


def test_a_forged_token_is_nothing() -> None:
    assert Client().post("/unsubscribe/WyJ1IiwxXQ:1xWhgq:forged/", ONE_CLICK).status_code == 404
