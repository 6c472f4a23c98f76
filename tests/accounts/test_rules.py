"""Who may do what in general, and the viewer behind a user."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Membership, User
from accounts.queries import viewer_of
from accounts.rules import TABLE, may, may_administer, may_here, may_moderate, role_in_history
from accounts.types import PUBLIC, SYSTEM, Permission, Role, Viewer
from tests.builders import make_organisation, make_user

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


def limited(role: Role, **where: frozenset[int]) -> Viewer:
    return Viewer(9, frozenset({Role.RESIDENT, role}), **where)


ONE = frozenset({1})


@pytest.mark.parametrize(
    ("viewer", "permission", "here", "there"),
    [
        (limited(Role.MODERATOR, moderated_area_ids=ONE), Permission.MODERATE, True, False),
        (MODERATOR, Permission.MODERATE, True, True),
        (ADMINISTRATOR, Permission.MODERATE, True, True),
        (limited(Role.OPERATOR, operated_area_ids=ONE), Permission.REGISTER_CALL, True, False),
        # Where somebody operates says nothing of where they moderate.
        (limited(Role.OPERATOR, operated_area_ids=ONE), Permission.MODERATE, False, False),
        (limited(Role.COUNCILLOR, overseen_area_ids=ONE), Permission.OVERSEE, True, False),
        (limited(Role.WORKER, organisation_ids=ONE), Permission.WORK, True, False),
        (limited(Role.WORKER, organisation_ids=ONE), Permission.APPROVE, False, False),
        (limited(Role.HEAD, organisation_ids=ONE, headed_ids=ONE), Permission.APPROVE, True, False),
        (PUBLIC, Permission.WORK, False, False),
        (PUBLIC, Permission.READ, True, True),
    ],
)
def test_a_scope_ends_where_the_membership_says(
    viewer: Viewer, permission: Permission, here: bool, there: bool
) -> None:
    """The area and the executor of an appeal here have the number 1, there the number 2."""
    assert may_here(viewer, permission, executor_id=1, area_ids=[1]) == here
    assert may_here(viewer, permission, executor_id=2, area_ids=[2]) == there


def test_what_is_ones_own_is_nobody_elses() -> None:
    assert may_here(RESIDENT, Permission.OWN_ACCOUNT, author_id=1)
    assert not may_here(RESIDENT, Permission.OWN_ACCOUNT, author_id=2)
    assert not may_here(PUBLIC, Permission.OWN_ACCOUNT, author_id=None)


@pytest.mark.parametrize("permission", list(TABLE))
def test_whoever_may_nowhere_may_not_here(permission: Permission) -> None:
    for viewer in (PUBLIC, RESIDENT, WORKER, MODERATOR):
        if not may(viewer, permission):
            assert not may_here(viewer, permission, author_id=1, executor_id=7, area_ids=[1])


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
