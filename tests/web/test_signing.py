"""Signing in, and the demo's sign-ins, which are offered only where they work."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from demo.sign_ins import DEMO_ACCOUNTS

pytestmark = pytest.mark.django_db

RESIDENT = DEMO_ACCOUNTS[0]


def offered(client: Client) -> list[str]:
    page = BeautifulSoup(client.get("/sign-in/").content, "html.parser")
    return [str(field["value"]) for field in page.select(".sign-in__demo input[name=username]")]


def test_without_demo_data_no_sign_in_is_offered(client: Client) -> None:
    assert offered(client) == []


def test_a_demo_sign_in_works_with_one_press(client: Client) -> None:
    User.objects.create_user(RESIDENT.email, RESIDENT.password)
    assert offered(client) == [RESIDENT.email]
    client.post("/sign-in/", {"username": RESIDENT.email, "password": RESIDENT.password})
    assert "_auth_user_id" in client.session


def test_a_changed_password_is_not_offered(client: Client) -> None:
    User.objects.create_user(RESIDENT.email, "quite another one")
    assert offered(client) == []
