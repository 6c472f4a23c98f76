"""The address of an account, its name and what it is confirmed by: one, in lower case, whoever changes it."""

from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, connection
from django.test import Client

from accounts.errors import AddressTaken
from accounts.models import User
from accounts.services.addresses import set_address
from tests.builders import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
NO_MEMBERSHIPS = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
mending = import_module("accounts.migrations.0007_addresses_in_lower_case")


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """allauth counts attempts in the cache, across tests."""
    cache.clear()


@pytest.fixture
def root() -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(make_user("root@example.org", is_superuser=True))
    return client


@pytest.fixture
def anna() -> User:
    return make_user("anna@example.org")


def opens(email: str) -> bool:
    client = Client()
    client.post("/sign-in/", {"login": email, "password": PASSWORD})
    return "_auth_user_id" in client.session


def renamed(root: Client, user: User, email: str) -> str:
    """What the administration answers to another address; empty when it took it."""
    values = {"email": email, "is_active": "on", "language": "", "full_name": user.full_name}
    answer = root.post(f"/admin/accounts/user/{user.pk}/change/", {**values, **NO_MEMBERSHIPS})
    return "" if answer.status_code == 302 else answer.content.decode()


def addresses(user: User) -> list[tuple[str, bool, bool]]:
    kept = EmailAddress.objects.filter(user=user).order_by("email")
    return list(kept.values_list("email", "verified", "primary"))


def test_after_a_change_by_an_administrator_the_new_address_alone_opens(root: Client, anna: User) -> None:
    assert not renamed(root, anna, "Anna.New@Example.org")
    anna.refresh_from_db()
    assert anna.email == "anna.new@example.org"
    assert addresses(anna) == [("anna.new@example.org", True, True)]
    assert opens("Anna.New@Example.org")
    assert not opens("anna@example.org")
    Client().post("/password/", {"email": "anna@example.org"})
    assert mail.outbox == []


def test_a_change_of_something_else_leaves_a_pending_address(root: Client, anna: User) -> None:
    EmailAddress.objects.create(user=anna, email="pending@example.org")
    assert not renamed(root, anna, anna.email)
    assert len(addresses(anna)) == 2


def test_whoever_an_administrator_makes_signs_in_at_once(root: Client) -> None:
    values = {"email": "Boris@Example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert root.post("/admin/accounts/user/add/", {**values, **NO_MEMBERSHIPS}).status_code == 302
    assert addresses(User.objects.get(email="boris@example.org")) == [("boris@example.org", True, True)]
    assert opens("boris@example.org")


def test_the_address_of_another_is_refused_beside_the_field(root: Client, anna: User) -> None:
    boris = make_user("boris@example.org")
    assert "Another account has this address." in renamed(root, anna, "BORIS@example.org")
    set_address(user=boris, email="second@example.org")
    EmailAddress.objects.create(user=boris, email="third@example.org", verified=True)
    for taken in ("Second@example.org", "third@example.org"):
        with pytest.raises(AddressTaken):
            set_address(user=anna, email=taken)
    assert addresses(anna) == [("anna@example.org", True, True)]


def test_addresses_are_changed_nowhere_else(root: Client) -> None:
    assert root.get("/admin/account/emailaddress/").status_code == 404


def test_the_table_refuses_capitals(anna: User) -> None:
    with pytest.raises(IntegrityError, match="user_email_lower"):
        User.objects.filter(pk=anna.pk).update(email="Anna@example.org")


@pytest.fixture
def without_constraint() -> None:
    """As the table was before; rolled back with the test."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_user DROP CONSTRAINT user_email_lower")


@pytest.mark.usefixtures("without_constraint")
def test_capitals_of_before_are_mended(anna: User) -> None:
    User.objects.filter(pk=anna.pk).update(email="Anna@Example.org")
    EmailAddress.objects.filter(user=anna).update(email="Anna@Example.org")
    boris = make_user("boris@example.org")
    EmailAddress.objects.filter(user=boris).update(primary=False, verified=False)
    EmailAddress.objects.create(user=boris, email="BORIS@example.org", primary=True, verified=True)
    EmailAddress.objects.create(user=boris, email="ANNA@example.org", verified=True)
    mending.lower(apps, None)
    anna.refresh_from_db()
    assert anna.email == "anna@example.org"
    assert addresses(anna) == [("anna@example.org", True, True)]
    # What two had confirmed stays with whoever came first.
    assert addresses(boris) == [("anna@example.org", False, False), ("boris@example.org", True, True)]
    assert opens("anna@example.org")


@pytest.mark.usefixtures("without_constraint")
def test_accounts_that_differ_in_capitals_are_for_a_person_to_part(anna: User) -> None:
    other = make_user()
    User.objects.filter(pk=other.pk).update(email="ANNA@example.org")
    with pytest.raises(RuntimeError, match=f"{anna.pk} and {other.pk}"):
        mending.lower(apps, None)
