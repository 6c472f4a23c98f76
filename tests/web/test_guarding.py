"""Every page is private to its reader's browser, and no form takes a body above the limit."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.types import Role
from appeals.models import Appeal
from tests.builders import make_appeal
from tests.web.conftest import SignIn


def test_no_shared_cache_keeps_a_page(client: Client, sign_in: SignIn) -> None:
    number = make_appeal().number
    for who in (client, sign_in(Role.MODERATOR)):
        for address in ("/", "/appeals/", f"/appeals/{number}/", "/embed/", "/about/", "/nowhere/"):
            told = who.get(address)["Cache-Control"]
            assert "private" in told, address
            assert "public" not in told


def test_what_says_it_may_be_kept_still_may(client: Client) -> None:
    assert "public" in client.get("/tiles/appeals.json")["Cache-Control"]
    assert "public" in client.get("/api/v1/topics/")["Cache-Control"]


@pytest.mark.parametrize("address", ["/report/", "/sign-in/"])
def test_a_body_above_the_limit_is_not_even_read(client: Client, settings: Settings, address: str) -> None:
    settings.MAX_BODY_BYTES = 1000
    assert client.post(address, {"text": "я" * 2000}).status_code == 400
    assert not Appeal.objects.exists()
