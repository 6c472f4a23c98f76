"""The profile is saved apart from the rest of the account, and its photo's file lives as long as the row says so."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import User
from accounts.services.profile import change_profile
from tests.builders import make_user

pytestmark = pytest.mark.django_db

Committing = Callable[..., AbstractContextManager[Any]]


def change(user: User, **values: Any) -> None:
    change_profile(user=user, **{"full_name": "Anna", "phone": "", "language": "ru", "photo": None, **values})


def photo_of(user: User) -> str:
    return str(User.objects.get(pk=user.pk).photo.name)


def test_what_another_request_changed_meanwhile_stays() -> None:
    user = make_user()
    User.objects.filter(pk=user.pk).update(email="new@example.org", is_active=False, session_salt="other")
    change(user, full_name=" Anna ")
    user.refresh_from_db()
    assert (user.full_name, user.email, user.is_active) == ("Anna", "new@example.org", False)
    assert user.session_salt == "other"


@pytest.mark.parametrize("values", [{"photo": b"second"}, {"drop_photo": True}])
def test_the_old_file_goes_with_the_row_and_not_before(
    values: dict[str, Any], django_capture_on_commit_callbacks: Committing
) -> None:
    user = make_user()
    change(user, photo=b"first")
    first = photo_of(user)
    with transaction.atomic():
        change(user, **values)
        transaction.set_rollback(True)
    assert photo_of(user) == first
    assert default_storage.exists(first)
    with django_capture_on_commit_callbacks(execute=True):
        change(user, **values)
    assert not default_storage.exists(first)
    assert photo_of(user) != first


def test_a_photo_stays_that_nothing_is_said_of(django_capture_on_commit_callbacks: Committing) -> None:
    user = make_user()
    change(user, photo=b"first")
    with django_capture_on_commit_callbacks(execute=True):
        change(user)
    assert default_storage.exists(photo_of(user))
