"""Accounts from the first letter to the second factor, over HTTP; letters are read from the outbox."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts.models import User
from accounts.queries import agreed, viewer_of
from accounts.types import ConsentKind, Role
from tests.builders import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
NEW = "another horse battery"


@pytest.fixture(autouse=True)
def fresh_limits(settings: Settings) -> None:
    """allauth counts attempts in the cache, across tests; a code made at the end of its half minute counts after it."""
    cache.clear()
    settings.MFA_TOTP_TOLERANCE = 1


@pytest.fixture
def client(db: None) -> Client:
    return Client(headers={"Accept-Language": "en"})


def link(number: int = -1) -> str:
    """Path of the only link of a letter."""
    (found,) = re.findall(rf"{settings.PUBLIC_URL}(/\S+/)", str(mail.outbox[number].body))
    return str(found)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def current_code(secret: str) -> str:
    _before, counter, _after = yield_hotp_counters_from_time()
    return str(format_hotp_value(hotp_value(secret, counter)))


def test_an_account_opens_after_its_address_is_confirmed(client: Client) -> None:
    answer = client.post("/sign-up/", {"email": "Anna@Example.org", "password1": PASSWORD, "consent": "on"})
    assert answer["Location"] == "/account/confirm/"
    client.get("/sign-out/")
    client.post("/sign-in/", {"login": "anna@example.org", "password": PASSWORD})
    assert not signed_in(client)
    page = client.get(link(0))
    assert "anna@example.org" in page.content.decode()
    assert not signed_in(client)
    client.post(link(0))
    client.post("/sign-in/", {"login": "anna@example.org", "password": PASSWORD})
    assert signed_in(client)
    user = User.objects.get(email="anna@example.org")
    assert user.language == "en"
    assert viewer_of(user).roles == {Role.RESIDENT}
    assert agreed(user, ConsentKind.PROCESSING)
    assert not agreed(user, ConsentKind.PUBLICATION)


def test_nobody_signs_up_without_the_consent(client: Client) -> None:
    page = client.post("/sign-up/", {"email": "anna@example.org", "password1": PASSWORD})
    assert "id_consent_error" in page.content.decode()
    assert not User.objects.exists()


def test_no_page_tells_whether_an_address_has_an_account(client: Client) -> None:
    make_user("known@example.org")
    told = []
    for email in ("known@example.org", "unknown@example.org"):
        fresh = Client(headers={"Accept-Language": "en"})
        up = fresh.post("/sign-up/", {"email": email, "password1": NEW, "consent": "on"}, follow=True)
        reset = fresh.post("/password/", {"email": email}, follow=True)
        wrong = fresh.post("/sign-in/", {"login": email, "password": "wrong wrong wrong"})
        text = "".join(page.content.decode() for page in (up, reset, wrong)).replace(email, "EMAIL")
        told.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text))
    assert told[0] == told[1]
    assert [letter.subject for letter in mail.outbox if letter.to == ["known@example.org"]] == [
        "You already have an account",
        "A new password",
    ]


def test_letters_lead_to_the_public_address_whatever_host_was_named(
    client: Client, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS, settings.PUBLIC_URL = ["*"], "https://metka.example.org"
    evil = {"host": "evil.example"}
    make_user("known@example.org")
    client.post("/password/", {"email": "known@example.org"}, headers=evil)
    for email in ("known@example.org", "new@example.org"):
        client.post("/sign-up/", {"email": email, "password1": NEW, "consent": "on"}, headers=evil)
    told = [str(letter.body) for letter in mail.outbox]
    assert [len(re.findall(r"https://metka\.example\.org/\w", text)) for text in told] == [1, 1, 1]
    assert all(text.endswith("https://metka.example.org") for text in told)
    assert "evil.example" not in "".join(told)


def test_an_unknown_address_gets_no_letter_about_a_password(client: Client) -> None:
    client.post("/password/", {"email": "nobody@example.org"})
    assert mail.outbox == []


def test_a_page_whose_address_holds_a_key_keeps_it(client: Client) -> None:
    client.post("/sign-up/", {"email": "anna@example.org", "password1": PASSWORD, "consent": "on"})
    make_user("boris@example.org")
    client.post("/password/", {"email": "boris@example.org"})
    for path in (link(0), link(1), "/invitation/unknown/"):
        page = client.get(path)
        assert page["Referrer-Policy"] == "strict-origin"
        assert page["X-Robots-Tag"] == "noindex, nofollow"
    # The form is taken all the same.
    assert client.post(link(0)).status_code == 302


@pytest.mark.parametrize("weak", ["12345", "anna.orlova.1", "Anna.Orlova.1@example.org"])
def test_a_weak_password_is_refused(client: Client, weak: str) -> None:
    client.post("/sign-up/", {"email": "anna.orlova.1@example.org", "password1": weak, "consent": "on"})
    assert not User.objects.exists()


def test_a_forgotten_password_is_chosen_anew_once(client: Client) -> None:
    user = make_user("anna@example.org")
    client.post("/password/", {"email": user.email})
    page = client.get(link(), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert (
        "This link does not work" in Client(headers={"Accept-Language": "en"}).get(link(0)).content.decode()
    )


def test_the_password_is_changed_and_other_sessions_end() -> None:
    user = make_user("anna@example.org")
    here, elsewhere = Client(), Client()
    for one in (here, elsewhere):
        one.post("/sign-in/", {"login": user.email, "password": PASSWORD})
        assert signed_in(one)
    here.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert here.get("/account/password/").status_code == 200
    assert elsewhere.get("/account/password/").status_code == 302


def test_sessions_elsewhere_end_at_a_press() -> None:
    user = make_user("anna@example.org")
    here, elsewhere = Client(), Client()
    for one in (here, elsewhere):
        one.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    here.post("/account/sign-out-elsewhere/")
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_a_new_address_counts_after_its_letter(client: Client) -> None:
    user = make_user("anna@example.org")
    client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    checked(client)
    client.post("/account/email/", {"action_add": "", "email": "new@example.org"})
    user.refresh_from_db()
    assert user.email == "anna@example.org"
    client.post(link())
    user.refresh_from_db()
    assert user.email == "new@example.org"


def checked(client: Client) -> None:
    """Give the password once more, as such changes ask."""
    assert client.post("/account/check/", {"password": PASSWORD}).status_code == 302


def activated(client: Client, user: User) -> str:
    """The secret of the authenticator app that was set up."""
    client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    checked(client)
    page = client.get("/account/second-step/on/")
    secret: str = page.context["form"].secret
    client.post("/account/second-step/on/", {"code": current_code(secret)})
    return secret


def test_the_second_step_is_asked_and_recovery_codes_work_once(client: Client) -> None:
    user = make_user("anna@example.org")
    activated(client, user)
    codes = re.findall(r"<code>(\w+)</code>", client.get("/account/recovery-codes/").content.decode())
    assert len(codes) == 10
    for code, opens in ((codes[0], True), (codes[0], False), (codes[1], True)):
        cache.clear()
        fresh = Client()
        fresh.post("/sign-in/", {"login": user.email, "password": PASSWORD})
        assert not signed_in(fresh)
        fresh.post("/sign-in/second-step/", {"code": code})
        assert signed_in(fresh) == opens


def test_a_code_of_the_app_opens_once_whatever_process_it_reaches(client: Client) -> None:
    user = make_user("anna@example.org")
    secret = activated(client, user)
    if time.time() % 30 > 25:
        # Used at the end of its half minute, a code is another one's business after it.
        time.sleep(5)
    code = current_code(secret)
    for typed, opens in ((code, True), (code, False), (f"{code[:3]} {code[3:]}", False)):
        cache.clear()
        fresh = Client()
        fresh.post("/sign-in/", {"login": user.email, "password": PASSWORD})
        fresh.post("/sign-in/second-step/", {"code": typed})
        assert signed_in(fresh) == opens


def test_the_secret_of_the_app_is_not_kept_in_the_clear(client: Client) -> None:
    user = make_user("anna@example.org")
    secret = activated(client, user)
    kept = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)


def test_roles_count_only_with_the_second_factor_where_it_is_required(
    client: Client, settings: Settings
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    user = make_user("boss@example.org", role=Role.MODERATOR)
    client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    assert viewer_of(user).roles == {Role.RESIDENT}
    assert client.get("/moderation/")["Location"] == "/account/second-step/"
    checked(client)
    page = client.get("/account/second-step/on/")
    client.post("/account/second-step/on/", {"code": current_code(page.context["form"].secret)})
    assert viewer_of(user).roles == {Role.RESIDENT, Role.MODERATOR}
    assert client.get("/moderation/").status_code == 200


@pytest.mark.parametrize("superuser", [True, False])
def test_the_administration_leads_to_the_second_factor_where_it_is_all_that_is_missing(
    client: Client, settings: Settings, *, superuser: bool
) -> None:
    role = None if superuser else Role.ADMINISTRATOR
    user = make_user("boss@example.org", role=role, is_superuser=superuser)
    client.force_login(user)
    settings.STAFF_SECOND_FACTOR = True
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1] == ("/account/second-step/", 302)
    assert "Your role works after you switch on the second step" in client.get("/account/").content.decode()
    settings.STAFF_SECOND_FACTOR = False
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.SYSTEM])
def test_who_is_no_staff_is_not_told_of_a_second_factor(
    client: Client, settings: Settings, role: Role
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(make_user(role=role))
    assert client.get("/moderation/").status_code == 403
    assert client.get("/admin/", follow=True).status_code == 403
    assert "Your role works after" not in client.get("/account/").content.decode()


def test_the_administration_asks_for_memberships_twice_per_page(client: Client) -> None:
    """For the address, and for the permissions that Django asks by model: those know the user and no request."""
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/admin/").status_code == 200
    assert len([one for one in queries if 'FROM "accounts_membership"' in one["sql"]]) == 2


def test_a_session_without_the_second_factor_gains_nothing_by_it(settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR = True
    user = make_user("boss@example.org", role=Role.MODERATOR)
    thief = Client()
    thief.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    owner = Client()
    activated(owner, user)
    assert owner.get("/moderation/").status_code == 200
    assert thief.get("/moderation/")["Location"].startswith("/sign-in/")


def test_guesses_of_the_second_factor_are_counted(client: Client) -> None:
    user = make_user("anna@example.org")
    activated(client, user)
    fresh = Client(headers={"Accept-Language": "en"})
    fresh.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    told = [fresh.post("/sign-in/second-step/", {"code": "000000"}) for _again in range(8)]
    assert "Too many" in told[-1].content.decode()
    assert not signed_in(fresh)


def test_guesses_are_counted_per_account_in_every_process(client: Client, settings: Settings) -> None:
    user = make_user("anna@example.org")
    activated(client, user)
    code = re.findall(r"<code>(\w+)</code>", client.get("/account/recovery-codes/").content.decode())[0]
    settings.SIGN_IN_RATE = "3/10min"
    fresh = Client(headers={"Accept-Language": "en"})
    for guess, address in (
        (None, "10.0.0.1"),
        ("000000", "10.0.0.2"),
        ("000000", "10.0.0.3"),
        (code, "10.0.0.4"),
    ):
        # Another process, and another address: neither knows of the guesses before.
        cache.clear()
        if guess is None:
            fresh.post("/sign-in/", {"login": user.email, "password": PASSWORD}, REMOTE_ADDR=address)
            fresh.post("/sign-in/second-step/", {"code": "000000"}, REMOTE_ADDR=address)
        else:
            fresh.post("/sign-in/second-step/", {"code": guess}, REMOTE_ADDR=address)
    assert not signed_in(fresh)


@pytest.mark.parametrize(
    ("path", "field", "others"),
    [
        ("/account/check/", "password", {}),
        ("/account/password/", "oldpassword", {"password1": NEW, "password2": NEW}),
        ("/account/erase/", "password", {}),
    ],
)
def test_a_session_left_open_does_not_guess_the_password(
    client: Client, settings: Settings, path: str, field: str, others: dict[str, str]
) -> None:
    user = make_user("anna@example.org")
    client.force_login(user)
    settings.SIGN_IN_RATE = "2/10min"
    for number, word in enumerate(("wrong", "wrong", PASSWORD)):
        # Another process, and another address: neither knows of the guesses before.
        cache.clear()
        page = client.post(path, {field: word, **others}, REMOTE_ADDR=f"10.0.0.{number}")
    assert "Too many attempts. Try again in" in page.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert client.get("/account/recovery-codes/new/").status_code == 302


def test_a_session_left_open_does_not_guess_the_code(client: Client, settings: Settings) -> None:
    user = make_user("anna@example.org")
    activated(client, user)
    code = re.findall(r"<code>(\w+)</code>", client.get("/account/recovery-codes/").content.decode())[0]
    fresh = Client(headers={"Accept-Language": "en"})
    user.refresh_from_db()
    fresh.force_login(user)
    settings.SIGN_IN_RATE = "2/10min"
    for number, guess in enumerate(("000000", "000000", code)):
        cache.clear()
        page = fresh.post("/account/check/code/", {"code": guess}, REMOTE_ADDR=f"10.0.0.{number}")
    assert "Too many attempts. Try again in" in page.content.decode()


def test_a_resident_needs_no_second_factor(client: Client, settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR = True
    user = make_user("anna@example.org")
    client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    assert client.get("/account/password/").status_code == 200
