"""Clients of the pages: the public and people with a role; they ask in English so that words can be compared."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.types import Role
from territories.models import Organisation
from tests.builders import make_user

SignIn = Callable[..., Client]


@pytest.fixture
def client(db: None) -> Client:
    """The public."""
    return Client(headers={"Accept-Language": "en"})


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """A client of a new user with a role."""

    def signed_in(role: Role | None = None, organisation: Organisation | None = None) -> Client:
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(make_user(role=role, organisation=organisation))
        return client

    return signed_in
