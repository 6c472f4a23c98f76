"""Memberships in time and place: who is what today, what the table refuses, and what its history keeps."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, MembershipEvent
from accounts.queries import viewer_of
from accounts.types import Role
from tests.builders import make_area, make_organisation, make_user

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("since", "until", "works"),
    [(-HOUR, None, True), (-HOUR, HOUR, True), (-2 * HOUR, -HOUR, False), (HOUR, None, False)],
)
def test_a_membership_counts_from_its_beginning_to_its_end(
    since: timedelta, until: timedelta | None, *, works: bool
) -> None:
    now = timezone.now()
    company, user = make_organisation(), make_user()
    Membership.objects.create(
        user=user,
        role=Role.WORKER,
        organisation=company,
        since=now + since,
        until=None if until is None else now + until,
    )
    assert viewer_of(user).organisation_ids == ({company.pk} if works else frozenset())
    assert (Role.WORKER in viewer_of(user).roles) == works


def test_a_head_works_in_the_organisation_as_well() -> None:
    company = make_organisation()
    viewer = viewer_of(make_user(role=Role.HEAD, organisation=company))
    assert viewer.organisation_ids == viewer.headed_ids == {company.pk}


def test_areas_limit_each_role_by_itself() -> None:
    north, south = make_area("North"), make_area("South")
    user = make_user(role=Role.MODERATOR, area=north)
    Membership.objects.create(user=user, role=Role.OPERATOR, area=south)
    viewer = viewer_of(user)
    assert (viewer.moderated_area_ids, viewer.operated_area_ids) == (
        frozenset({north.pk}),
        frozenset({south.pk}),
    )
    assert viewer.moderates_in([north.pk])
    assert not viewer.moderates_in([south.pk])
    assert viewer.operates_in([south.pk])
    assert viewer.overseen_area_ids == frozenset()


def test_one_membership_without_an_area_lifts_the_limit() -> None:
    user = make_user(role=Role.MODERATOR, area=make_area())
    Membership.objects.create(user=user, role=Role.MODERATOR)
    assert viewer_of(user).moderated_area_ids is None


def test_overseers_look_over_their_areas_and_an_analyst_over_all() -> None:
    area = make_area()
    assert viewer_of(make_user(role=Role.COUNCILLOR, area=area)).overseen_area_ids == frozenset({area.pk})
    assert viewer_of(make_user(role=Role.ANALYST)).overseen_area_ids is None
    assert viewer_of(make_user(role=Role.ANALYST, area=area)).overseen_area_ids == frozenset({area.pk})


def test_nobody_becomes_the_system() -> None:
    assert viewer_of(make_user(role=Role.SYSTEM)).roles == {Role.RESIDENT}


@pytest.mark.parametrize("role", [Role.WORKER, Role.HEAD, Role.DISTRICT_HEAD, Role.COUNCILLOR])
def test_a_membership_names_its_organisation_or_area(role: Role) -> None:
    with pytest.raises(IntegrityError, match="membership_names_"):
        make_user(role=role)


def test_the_same_membership_may_begin_again_only_after_its_end() -> None:
    user = make_user(role=Role.MODERATOR)
    with pytest.raises(IntegrityError, match="membership_once"), transaction.atomic():
        Membership.objects.create(user=user, role=Role.MODERATOR)
    user.memberships.update(until=timezone.now())
    Membership.objects.create(user=user, role=Role.MODERATOR)
    assert Role.MODERATOR in viewer_of(user).roles


def test_a_running_session_loses_access_at_once() -> None:
    user = make_user(role=Role.MODERATOR)
    client = Client()
    client.force_login(user)
    assert client.get("/moderation/").status_code == 200
    user.memberships.update(until=timezone.now())
    assert client.get("/moderation/").status_code == 403
    user.is_active = False
    user.save()
    assert client.get("/moderation/").status_code == 302


def test_history_keeps_changes_made_past_the_orm_and_is_only_added_to() -> None:
    user = make_user(role=Role.MODERATOR)
    Membership.objects.filter(user=user).update(role=Role.OPERATOR)
    Membership.objects.filter(user=user).delete()
    kept = list(MembershipEvent.objects.filter(user=user).order_by("pgh_id").values_list("pgh_label", "role"))
    assert kept == [("insert", "moderator"), ("update", "operator"), ("delete", "operator")]
    with pytest.raises(ProgrammingError, match="Cannot update or delete"):
        MembershipEvent.objects.all().delete()
