"""Invitations, the end of memberships, and the log of who looked at personal data."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.files.storage import default_storage
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from accounts.models import Consent, Invitation, Look, Membership, User
from accounts.queries import agreed, viewer_of
from accounts.services.consents import set_consent
from accounts.services.letters import send_invitation
from accounts.services.profile import change_profile
from accounts.services.staff import INVITING
from accounts.types import ConsentKind, Role
from appeals.queries.changes import changes
from appeals.types import State, Visibility
from tests.builders import NOON, make_appeal, make_area, make_organisation, make_user
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

CLOSED_PORT = 1
NEW = "another horse battery"


@pytest.fixture
def boss(sign_in: SignIn) -> Client:
    return sign_in(Role.ADMINISTRATOR)


def invited(boss: Client, **values: object) -> str:
    """Path of the link in the letter."""
    answer = boss.post("/staff/", {"email": "New@example.org", "role": "worker", **values})
    assert answer.status_code == 302
    return link()


def send_letters() -> None:
    """What the worker would do; a letter that fails stays."""
    for job in ProcrastinateJob.objects.filter(task_name=INVITING, status="todo"):
        jobs.tasks[job.task_name].func(**job.args)
        jobs.job_manager.cancel_job_by_id(job.pk, delete_job=True)


def link() -> str:
    """Sends what waits; path of the link in the last letter."""
    send_letters()
    (path,) = re.findall(rf"{settings.PUBLIC_URL}(/invitation/\S+)", str(mail.outbox[-1].body))
    return str(path)


def test_an_invited_person_gets_account_and_role_once(boss: Client, client: Client) -> None:
    company = make_organisation()
    path = invited(boss, organisation=company.pk)
    assert company.name in client.get(path).content.decode()
    client.post(path, {"full_name": "Nina", "password": NEW})
    user = User.objects.get(email="new@example.org")
    assert viewer_of(user).organisation_ids == {company.pk}
    assert user.memberships.get().invited_by == User.objects.get(memberships__role=Role.ADMINISTRATOR)
    client.post("/sign-in/", {"login": user.email, "password": NEW})
    assert "_auth_user_id" in client.session
    assert client.get(path).status_code == 404
    secret = path.split("/")[2]
    assert len(secret) == 64
    assert secret not in str(Invitation.objects.values().get())


def test_an_invited_person_does_not_choose_the_own_name_as_password(boss: Client, client: Client) -> None:
    path = invited(boss, organisation=make_organisation().pk)
    for weak in ("new@example.org", "nina petrova"):
        answer = client.post(path, {"full_name": "Nina Petrova", "password": weak})
        assert "The password is too much like your e-mail or name." in answer.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_letter_leads_to_the_public_address_whatever_host_was_named(
    boss: Client, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS, settings.PUBLIC_URL = ["*"], "https://metka.example.org"
    boss.post("/staff/", {"email": "new@example.org", "role": "moderator"}, headers={"host": "evil.example"})
    assert link().startswith("/invitation/")
    assert "evil.example" not in str(mail.outbox[-1].body)


def test_a_letter_that_fails_is_sent_later_with_the_same_link(
    boss: Client, client: Client, settings: Settings
) -> None:
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", CLOSED_PORT
    answer = boss.post("/staff/", {"email": "new@example.org", "role": "moderator"}, follow=True)
    assert "is on its way to new@example.org" in answer.content.decode()
    with pytest.raises(OSError, match="refused"):
        send_letters()
    [job] = ProcrastinateJob.objects.filter(task_name=INVITING)
    invitation = Invitation.objects.get()
    assert job.args == {"invitation_id": invitation.pk, "language": "en"}
    settings.EMAIL_BACKEND = working
    path = link()
    [letter] = mail.outbox
    assert (letter.subject, letter.to) == ("Invitation to Metka", ["new@example.org"])
    assert client.get(path).status_code == 200
    send_invitation(invitation.pk, language="en", now=timezone.now())
    assert [path in str(one.body) for one in mail.outbox] == [True, True]


def test_an_invitation_that_is_over_sends_no_letter(boss: Client) -> None:
    boss.post("/staff/", {"email": "new@example.org", "role": "moderator"})
    boss.post(f"/staff/invitations/{Invitation.objects.get().pk}/end/")
    send_letters()
    assert mail.outbox == []


def test_who_has_an_account_keeps_its_password(boss: Client, client: Client) -> None:
    user = make_user("new@example.org")
    path = invited(boss, role="moderator", area=make_area().pk)
    client.post(path, {"password": NEW, "full_name": "X"})
    user.refresh_from_db()
    assert user.check_password("correct horse battery")
    assert viewer_of(user).moderates


def test_an_account_made_beforehand_with_somebody_elses_address_is_handed_over(
    boss: Client, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    thief = make_user("new@example.org", full_name="Thief", phone="+7 900 000-00-00", language="ru")
    EmailAddress.objects.filter(user=thief).update(verified=False)
    for kind in ConsentKind:
        set_consent(user=thief, kind=kind, agrees=True, language="ru", now=timezone.now())
    change_profile(user=thief, full_name="Thief", phone="", language="ru", photo=b"thief")
    thief.refresh_from_db()
    path = invited(boss, role="moderator")
    assert 'name="password"' in client.get(path).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path, {"full_name": "Nina", "password": NEW})
    assert not default_storage.exists(str(thief.photo.name))
    thief.refresh_from_db()
    assert (thief.full_name, thief.phone, thief.photo.name, thief.language) == ("Nina", "", "", "en")
    assert thief.check_password(NEW)
    assert EmailAddress.objects.get(user=thief).verified
    assert not agreed(thief, ConsentKind.PUBLICATION)
    assert not Consent.objects.exists()


def test_an_invitation_is_over_when_its_sender_has_left(boss: Client, client: Client) -> None:
    path = invited(boss, role="administrator")
    Membership.objects.filter(role=Role.ADMINISTRATOR).update(since=NOON, until=NOON)
    assert client.get(path).status_code == 404
    client.post(path, {"full_name": "Nina", "password": NEW})
    assert not User.objects.filter(email="new@example.org").exists()


def test_an_invitation_is_called_back(boss: Client, client: Client) -> None:
    path = invited(boss, role="moderator")
    invitation = Invitation.objects.get()
    assert f"/staff/invitations/{invitation.pk}/end/" in boss.get("/staff/").content.decode()
    boss.post(f"/staff/invitations/{invitation.pk}/end/")
    assert client.get(path).status_code == 404
    again = boss.post(f"/staff/invitations/{invitation.pk}/end/", follow=True)
    assert "Ask the administrator for a new one" in again.content.decode()


def test_a_membership_that_would_end_later_ends_now(boss: Client) -> None:
    user = make_user(role=Role.MODERATOR)
    user.memberships.update(until=timezone.now() + timedelta(days=30))
    boss.post(f"/staff/{user.memberships.get().pk}/end/")
    assert not viewer_of(user).moderates


@pytest.mark.parametrize("role", ["worker", "district_head"])
def test_a_role_without_its_place_is_refused_beside_the_field(boss: Client, role: str) -> None:
    page = boss.post("/staff/", {"email": "new@example.org", "role": role})
    assert page.status_code == 422
    assert "say where the person works" in page.content.decode()
    assert not Invitation.objects.exists()


def test_an_old_invitation_is_over(boss: Client, client: Client) -> None:
    path = invited(boss, role="moderator")
    Invitation.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert client.get(path).status_code == 404
    client.post(path, {"full_name": "Nina", "password": NEW})
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_weak_password_is_refused(boss: Client, client: Client) -> None:
    path = invited(boss, role="moderator")
    assert client.post(path, {"full_name": "Nina", "password": "12345"}).status_code == 422


def test_whoever_leaves_loses_access_at_once(boss: Client) -> None:
    user = make_user(role=Role.MODERATOR)
    theirs = Client()
    theirs.force_login(user)
    assert theirs.get("/moderation/").status_code == 200
    boss.post(f"/staff/{user.memberships.get().pk}/end/")
    assert theirs.get("/moderation/").status_code == 403
    assert Membership.objects.filter(user=user).exists()
    assert user.email not in boss.get("/staff/").content.decode().partition("rows")[2]


def test_a_look_at_the_author_is_noted(boss: Client, sign_in: SignIn) -> None:
    appeal = make_appeal(state=State.MODERATION, author_name="Anna", text="кв. 7", public_text="кв. [скрыто]")
    sign_in(Role.MODERATOR).get(f"/moderation/?number={appeal.number}")
    rows = Look.objects.order_by("what").values_list("appeal_number", "what", "role")
    assert list(rows) == [(appeal.number, "author", "moderator"), (appeal.number, "content", "moderator")]
    assert appeal.number in boss.get(f"/staff/looks/?number={appeal.number}").content.decode()
    assert appeal.number not in boss.get("/staff/looks/?number=1").content.decode()


def test_a_worker_sees_the_content_and_not_the_author(sign_in: SignIn) -> None:
    company = make_organisation()
    appeal = make_appeal(executor=company, visibility=Visibility.PRIVATE, author_name="Anna")
    sign_in(Role.WORKER, company).get(f"/api/v1/appeals/{appeal.number}/")
    assert list(Look.objects.values_list("what", flat=True)) == ["content"]


def test_lists_and_the_service_site_are_looks_too(sign_in: SignIn) -> None:
    appeal = make_appeal(state=State.MODERATION, address="Садовая, 1, кв. 7", public_address="Садовая")
    sign_in(Role.MODERATOR).get("/moderation/")
    assert list(Look.objects.values_list("appeal_number", "role")) == [(appeal.number, "moderator")]
    boss = make_user(role=Role.ADMINISTRATOR, is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(boss)
    assert client.get(f"/admin/appeals/appeal/{appeal.pk}/change/").status_code == 200
    assert Look.objects.filter(user=boss, appeal_number=appeal.number).exists()


def test_the_public_and_the_author_are_not_noted(client: Client) -> None:
    author = make_user()
    appeal = make_appeal(author=author, author_name="Anna", text="кв. 7", public_text="кв. [скрыто]")
    own = Client()
    own.force_login(author)
    for reader in (client, own):
        assert reader.get(f"/appeals/{appeal.number}/").status_code == 200
    assert not Look.objects.exists()


def test_the_log_is_only_added_to() -> None:
    look = Look.objects.create(
        user=make_user(), role="moderator", appeal_number="1", what="author", at=timezone.now()
    )
    with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
        look.delete()


def test_contacts_of_an_executor_are_for_who_signed_in(client: Client, sign_in: SignIn) -> None:
    company = make_organisation(email="office@example.org", phone="+7 812 000-00-00")
    appeal = make_appeal(executor=company)
    for path in (f"/appeals/{appeal.number}/", f"/api/v1/appeals/{appeal.number}/"):
        assert "office@example.org" not in client.get(path).content.decode()
        assert "office@example.org" in sign_in(Role.RESIDENT).get(path).content.decode()


def test_who_took_a_place_and_who_ended_it_is_known(boss: Client, client: Client) -> None:
    path = invited(boss, role="moderator")
    client.post(path, {"full_name": "Nina Petrova", "password": NEW})
    membership = User.objects.get(email="new@example.org").memberships.get()
    boss.post(f"/staff/{membership.pk}/end/")
    ended, joined = changes(only="accounts.membership")[:2]
    assert str(joined.who) == joined.row == "Nina Petrova"
    assert ended.who is not None
    assert ended.who.memberships.get().role == Role.ADMINISTRATOR
