"""Clients of the API: the public, and people with a role, each over real HTTP views."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from accounts.models import User
from accounts.types import Role
from territories.models import Organisation
from tests.builders import make_user

SignIn = Callable[..., APIClient]


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """Rate limits are counted in the cache; every test starts with none used."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def client() -> APIClient:
    """The public; asks in English so that messages can be compared."""
    return APIClient(headers={"Accept-Language": "en"})


@pytest.fixture
def sign_in() -> SignIn:
    """A client of a new user with a role, or of the user given; CSRF is checked as in production."""

    def signed_in(
        role: Role | None = None, *, organisation: Organisation | None = None, user: User | None = None
    ) -> APIClient:
        client = APIClient(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
        client.force_login(user or make_user(role=role, organisation=organisation))
        return client

    return signed_in
