"""The profile is saved apart from the rest of the account, and its photo's file lives as long as the row says so."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.errors import ConsentMissing
from accounts.models import User
from accounts.services.consents import set_consent
from accounts.services.profile import change_profile
from accounts.types import ConsentKind, Role
from tests.builders import NOON, make_user

pytestmark = pytest.mark.django_db

Committing = Callable[..., AbstractContextManager[Any]]


def agreeing() -> User:
    """A resident who agrees that name, phone and photo are kept."""
    user = make_user()
    consent(user, agrees=True)
    return user


def consent(user: User, *, agrees: bool) -> None:
    set_consent(user=user, kind=ConsentKind.PROCESSING, agrees=agrees, language="ru", now=NOON)


def change(user: User, **values: Any) -> None:
    change_profile(user=user, **{"full_name": "Anna", "phone": "", "language": "ru", "photo": None, **values})


def photo_of(user: User) -> str:
    return str(User.objects.get(pk=user.pk).photo.name)


def test_what_another_request_changed_meanwhile_stays() -> None:
    user = agreeing()
    User.objects.filter(pk=user.pk).update(email="new@example.org", is_active=False, session_salt="other")
    change(user, full_name=" Anna ")
    user.refresh_from_db()
    assert (user.full_name, user.email, user.is_active) == ("Anna", "new@example.org", False)
    assert user.session_salt == "other"


@pytest.mark.parametrize("values", [{"photo": b"second"}, {"drop_photo": True}])
def test_the_old_file_goes_with_the_row_and_not_before(
    values: dict[str, Any], django_capture_on_commit_callbacks: Committing
) -> None:
    user = agreeing()
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
    user = agreeing()
    change(user, photo=b"first")
    with django_capture_on_commit_callbacks(execute=True):
        change(user)
    assert default_storage.exists(photo_of(user))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"full_name": "Anna"}, "full_name"),
        ({"full_name": "", "phone": "+7 921 1234567"}, "phone"),
        ({"full_name": "", "photo": b"first"}, "photo"),
    ],
)
def test_a_resident_agrees_before_anything_is_kept(values: dict[str, Any], field: str) -> None:
    user = make_user()
    with pytest.raises(ConsentMissing) as caught:
        change(user, **values)
    assert caught.value.field == field
    user.refresh_from_db()
    assert (user.full_name, user.phone, user.photo.name) == ("", "", "")


def test_without_a_consent_what_is_there_can_stay_or_go() -> None:
    user = make_user(full_name="Anna", phone="+7 921 1234567")
    change(user, full_name="Anna", phone="+7 921 1234567", language="en")
    change(user, full_name="Anna", phone="", language="en")
    user.refresh_from_db()
    assert (user.full_name, user.phone, user.language) == ("Anna", "", "en")


def test_what_was_kept_by_a_consent_goes_with_it(django_capture_on_commit_callbacks: Committing) -> None:
    user = agreeing()
    change(user, phone="+7 921 1234567", photo=b"first")
    photo = photo_of(user)
    with django_capture_on_commit_callbacks(execute=True):
        consent(user, agrees=False)
    user.refresh_from_db()
    assert (user.full_name, user.phone, user.photo.name) == ("", "", "")
    assert user.email
    assert not default_storage.exists(photo)


def test_of_staff_the_work_is_the_reason_and_no_consent() -> None:
    user = make_user(role=Role.MODERATOR)
    change(user, full_name="Anna")
    consent(user, agrees=True)
    consent(user, agrees=False)
    user.refresh_from_db()
    assert user.full_name == "Anna"
