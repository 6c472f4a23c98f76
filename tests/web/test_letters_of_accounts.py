"""Letters and pages of allauth are in our words, and none of our templates of accounts is one that nothing asks for."""

import re
from pathlib import Path

import allauth
import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.builders import make_user

OURS = Path(apps.get_app_config("web").path) / "templates"
NEW = "another horse battery"
# By the settings of this service never sent or shown: codes, phones, security keys, social accounts.
FOREIGN = re.compile(r"code|phone|webauthn|passkey|trust|unknown_account|signup_closed")


def sources() -> str:
    """What our code and templates, and allauth's code, ask for by name."""
    package = Path(allauth.__file__).parent
    asking = [path for part in ("account", "core", "mfa") for path in (package / part).rglob("*.py")]
    web = OURS.parent
    asking += [*web.rglob("*.py"), *OURS.rglob("*.html"), *OURS.rglob("*.txt")]
    asking += (web.parent / "accounts").rglob("*.py")
    return "".join(path.read_text("utf-8") for path in asking if "tests" not in path.parts)


def test_each_template_of_accounts_is_asked_for() -> None:
    asked = sources()
    unasked = []
    for path in sorted([*(OURS / "account").rglob("*.*"), *(OURS / "mfa").rglob("*.*")]):
        name = path.relative_to(OURS).as_posix()
        stem = re.sub(r"_(subject|message)\.txt$|\.html$", "", name)
        # allauth writes its names with an ending of its own: f"account/login.{EXTENSION}".
        if name not in asked and not re.search(rf"""["'/]{re.escape(stem)}(\.|["'])""", asked):
            unasked.append(name)
    assert unasked == []


def test_each_letter_of_allauth_that_goes_out_is_in_our_words() -> None:
    sent = set(re.findall(r'"((?:account|mfa)/email/\w+)"', sources()))
    missing = [
        f"{letter}_{part}.txt"
        for letter in sorted(sent)
        for part in ("subject", "message")
        if not FOREIGN.search(letter) and not (OURS / f"{letter}_{part}.txt").exists()
    ]
    assert missing == []
    assert "account/email/password_reset" in sent


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("en", "The password was changed", "The password of your account was changed."),
        ("ru", "Пароль изменён", "Пароль вашей учётной записи изменён."),
    ],
)
def test_a_password_chosen_by_a_link_is_told_in_our_words(language: str, subject: str, words: str) -> None:
    cache.clear()
    client = Client(headers={"Accept-Language": language})
    make_user("anna@example.org")
    client.post("/password/", {"email": "anna@example.org"})
    (path,) = re.findall(r"https?://[^/]+(/password/key/\S+)", str(mail.outbox[0].body))
    page = client.get(path, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert mail.outbox[-1].subject == subject
    assert words in str(mail.outbox[-1].body)
