"""Who may do what in general, and the viewer behind a user."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Membership, User
from accounts.queries import viewer_of
from accounts.rules import may_administer, may_moderate, may_take_call, role_in_history
from accounts.types import PUBLIC, SYSTEM, Permission, Role, Viewer
from tests.builders import make_organisation, make_user

ROOT = Path(__file__).resolve().parents[2]
RESIDENT = Viewer(1, frozenset({Role.RESIDENT}))
WORKER = Viewer(2, frozenset({Role.RESIDENT, Role.WORKER}), frozenset({7}))
MODERATOR = Viewer(3, frozenset({Role.RESIDENT, Role.MODERATOR}))
ADMINISTRATOR = Viewer(4, frozenset({Role.RESIDENT, Role.ADMINISTRATOR}))


@pytest.mark.parametrize(
    ("viewer", "moderates", "administers", "role"),
    [
        (PUBLIC, False, False, Role.RESIDENT),
        (RESIDENT, False, False, Role.RESIDENT),
        (WORKER, False, False, Role.WORKER),
        (MODERATOR, True, False, Role.MODERATOR),
        (ADMINISTRATOR, True, True, Role.ADMINISTRATOR),
        (SYSTEM, False, False, Role.SYSTEM),
    ],
)
def test_rights(viewer: Viewer, moderates: bool, administers: bool, role: Role) -> None:
    assert may_moderate(viewer) == moderates
    assert may_administer(viewer) == administers
    assert role_in_history(viewer) == role


@pytest.mark.parametrize(
    ("viewer", "here", "there"),
    [
        (replace(MODERATOR, moderated_area_ids=frozenset({1})), True, False),
        (MODERATOR, True, True),
        # An administrator who also moderates one area is not limited to it.
        (replace(ADMINISTRATOR, moderated_area_ids=frozenset({1})), True, True),
        # Where somebody operates or looks over says nothing of where they moderate.
        (Viewer(5, frozenset({Role.OPERATOR}), operated_area_ids=frozenset({1})), False, False),
        (Viewer(5, frozenset({Role.COUNCILLOR}), overseen_area_ids=frozenset({1})), False, False),
        (PUBLIC, False, False),
    ],
)
def test_moderating_ends_where_the_membership_says(viewer: Viewer, here: bool, there: bool) -> None:
    assert viewer.moderates_in([1]) == here
    assert viewer.moderates_in([2]) == there


@pytest.mark.parametrize(
    ("viewer", "here", "there"),
    [
        (Viewer(5, frozenset({Role.OPERATOR}), operated_area_ids=frozenset({1})), True, False),
        (Viewer(5, frozenset({Role.OPERATOR})), True, True),
        (replace(MODERATOR, moderated_area_ids=frozenset({1})), True, False),
        # Each role ends where it ends, and together they reach as far as both.
        (
            Viewer(
                5,
                frozenset({Role.OPERATOR, Role.MODERATOR}),
                moderated_area_ids=frozenset({1}),
                operated_area_ids=frozenset({2}),
            ),
            True,
            True,
        ),
        (ADMINISTRATOR, True, True),
        (Viewer(5, frozenset({Role.WORKER}), frozenset({7})), False, False),
        (PUBLIC, False, False),
    ],
)
def test_calls_are_taken_where_the_membership_says(viewer: Viewer, here: bool, there: bool) -> None:
    assert may_take_call(viewer, [1]) == here
    assert may_take_call(viewer, [2]) == there


def test_each_permission_is_asked_somewhere() -> None:
    """A line that nothing asks would promise what nobody keeps."""
    apps = ("accounts", "analytics", "appeals", "tiles", "api", "channels", "web", "config")
    sources = "".join(path.read_text("utf-8") for app in apps for path in (ROOT / app).rglob("*.py"))
    # With a colon after it, it is a line of the table.
    asked = set(re.findall(r"\bPermission\.([A-Z_]+)\b(?!:)", sources))
    assert asked == {permission.name for permission in Permission}


@pytest.mark.django_db
def test_the_viewer_of_a_user_holds_roles_and_workplaces() -> None:
    company, other = make_organisation(), make_organisation()
    user = make_user(role=Role.WORKER, organisation=company)
    Membership.objects.create(user=user, role=Role.MODERATOR)
    # A moderator named beside an organisation does not work there.
    Membership.objects.create(user=user, role=Role.MODERATOR, organisation=other)
    viewer = viewer_of(user)
    assert viewer.roles == {Role.RESIDENT, Role.WORKER, Role.MODERATOR}
    assert viewer.user_id == user.pk
    assert viewer.organisation_ids == {company.pk}


@pytest.mark.django_db
def test_nobody_and_who_was_switched_off_are_the_public() -> None:
    assert viewer_of(AnonymousUser()) == PUBLIC
    assert viewer_of(make_user(role=Role.MODERATOR, is_active=False)) == PUBLIC


@pytest.mark.django_db
def test_a_superuser_administers() -> None:
    user = User.objects.create_superuser("root@example.org", "correct horse battery")
    assert viewer_of(user).roles == {Role.RESIDENT, Role.ADMINISTRATOR}


@pytest.mark.django_db
def test_an_e_mail_is_a_name_whatever_its_case() -> None:
    user = make_user("Ivan@Example.org")
    assert user.email == "ivan@example.org"
    assert User.objects.get_by_natural_key("IVAN@example.org") == user
    assert user.check_password("correct horse battery")
