"""Signing in, and the demo's sign-ins, which are offered only where they work."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User, confirm_address
from appeals.models import Attempt
from demo.sign_ins import DEMO_ACCOUNTS

pytestmark = pytest.mark.django_db

RESIDENT = DEMO_ACCOUNTS[0]


def offered(client: Client) -> list[str]:
    page = BeautifulSoup(client.get("/sign-in/").content, "html.parser")
    return [str(field["value"]) for field in page.select(".sign-in__demo input[name=login]")]


def test_without_demo_data_no_sign_in_is_offered(client: Client) -> None:
    assert offered(client) == []


def test_a_demo_sign_in_works_with_one_press(client: Client) -> None:
    confirm_address(User.objects.create_user(RESIDENT.email, RESIDENT.password))
    assert offered(client) == [RESIDENT.email]
    client.post("/sign-in/", {"login": RESIDENT.email, "password": RESIDENT.password})
    assert "_auth_user_id" in client.session


def test_a_changed_password_is_not_offered(client: Client) -> None:
    User.objects.create_user(RESIDENT.email, "quite another one")
    assert offered(client) == []


def test_a_wrong_password_is_told_in_words_of_ours(client: Client) -> None:
    wrong = {"login": "boss@example.org", "password": "a guess"}
    page = client.post("/sign-in/", wrong, headers={"accept-language": "ru"}).content.decode()
    assert "Почта или пароль не подходят." in page


def test_the_administration_has_no_sign_in_of_its_own(client: Client) -> None:
    answer = client.get("/admin/login/?next=/admin/auth/")
    assert answer["Location"] == "/sign-in/?next=/admin/auth/"


def test_above_the_rate_even_the_right_password_is_refused(client: Client, settings: Settings) -> None:
    url = "/sign-in/"
    settings.SIGN_IN_RATE = "2/10min"
    User.objects.create_superuser("boss@example.org", "correct horse battery")
    wrong = {"login": "boss@example.org", "password": "a guess"}
    right = {**wrong, "password": "correct horse battery"}
    for _again in range(2):
        assert "слишком много попыток входа" not in client.post(url, wrong).content.decode()
    page = client.post(url, right, headers={"accept-language": "ru"}).content.decode()
    assert "С этого адреса слишком много попыток входа. Попробуйте снова через" in page
    assert "_auth_user_id" not in client.session
    refused = client.post(url, right, headers={"accept-language": "en"})
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 600
    assert "Too many attempts to sign in from this address." in refused.content.decode()
    Attempt.objects.all().delete()
    client.post(url, right)
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("url", "sent", "words"),
    [
        (
            "/sign-up/",
            {"email": "anna@example.org", "password1": "correct horse", "consent": "on"},
            "No account",
        ),
        ("/password/", {"email": "anna@example.org"}, "No letter was sent"),
    ],
)
def test_above_the_rate_a_form_says_what_happened_and_keeps_what_was_typed(
    client: Client, settings: Settings, url: str, sent: dict[str, str], words: str
) -> None:
    settings.SIGN_IN_RATE = "1/10min"
    english = {"accept-language": "en"}
    assert client.post(url, {}, headers=english).status_code == 200
    refused = client.post(url, sent, headers=english)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 600
    page = refused.content.decode()
    assert words in page
    assert 'value="anna@example.org"' in page
    assert not User.objects.exists()
    assert mail.outbox == []


def test_guesses_for_one_account_are_refused_with_a_time_to_wait(client: Client) -> None:
    cache.clear()
    sent = {"login": "anna@example.org", "password": "a guess"}
    told = [client.post("/sign-in/", sent, headers={"accept-language": "en"}) for _again in range(6)]
    assert [page.status_code for page in told] == [200] * 5 + [429]
    assert told[-1]["Retry-After"] == "300"
    assert "Wait five minutes" in told[-1].content.decode()


def test_allauths_own_limit_says_when_to_come_again(client: Client) -> None:
    cache.clear()
    told = [
        client.post("/password/", {"email": "anna@example.org"}, headers={"accept-language": "en"})
        for _ in range(6)
    ]
    assert told[-1].status_code == 429
    assert told[-1]["Retry-After"] == "60"
    assert "Wait a minute" in told[-1].content.decode()
