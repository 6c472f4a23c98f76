"""One person of each kind, a stranger of each limited role among them; what a test walks the addresses with."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.test import Client

from accounts.models import Membership, User
from accounts.types import Role
from appeals.models import Appeal
from appeals.types import State, Visibility
from territories.models import Area, Organisation
from tests.builders import box, make_appeal, make_area, make_organisation

PEOPLE: Mapping[str, tuple[Role | None, str]] = {
    # name → role, and where: "here" or "there" names organisation and area, "" neither.
    "public": (None, ""),
    "resident": (Role.RESIDENT, ""),
    "moderator": (Role.MODERATOR, ""),
    "moderator here": (Role.MODERATOR, "here"),
    "moderator there": (Role.MODERATOR, "there"),
    "operator": (Role.OPERATOR, "here"),
    "worker": (Role.WORKER, "here"),
    "worker there": (Role.WORKER, "there"),
    "head": (Role.HEAD, "here"),
    "head there": (Role.HEAD, "there"),
    "district head": (Role.DISTRICT_HEAD, "here"),
    "councillor": (Role.COUNCILLOR, "there"),
    "analyst": (Role.ANALYST, ""),
    "administrator": (Role.ADMINISTRATOR, ""),
    "worker who left": (Role.WORKER, "here"),
}


# Hashed once: a slow hash for each of fifteen people would be most of the test.
PASSWORD = make_password("correct horse battery")


@dataclass(frozen=True, slots=True)
class Stage:
    """Two organisations in two areas. appeal: private, passed on to the one here; waiting: unmoderated, here."""

    organisations: dict[str, Organisation]
    areas: dict[str, Area]
    appeal: Appeal
    waiting: Appeal


def make_stage() -> Stage:
    organisations = {name: make_organisation(f"Company {name}") for name in ("here", "there")}
    areas = {
        "here": make_area("Here", polygon=box(30.2, 59.9, 30.4, 60.1)),
        "there": make_area("There", polygon=box(31.2, 59.9, 31.4, 60.1)),
    }
    here = {"executor": organisations["here"], "areas": [areas["here"]]}
    return Stage(
        organisations,
        areas,
        make_appeal(visibility=Visibility.PRIVATE, **here),
        make_appeal(state=State.MODERATION, **here),
    )


def person(stage: Stage, name: str) -> User | None:
    """A new user of that kind; None for the public."""
    role, place = PEOPLE[name]
    if role is None:
        return None
    user = User.objects.create(email=f"{name.replace(' ', '-')}@example.org", password=PASSWORD)
    area_only = role not in {Role.WORKER, Role.HEAD}
    membership = Membership.objects.create(
        user=user,
        role=role,
        organisation=None if area_only else stage.organisations[place],
        area=stage.areas[place] if place and area_only else None,
    )
    if name.endswith("left"):
        membership.until = membership.since
        membership.save()
    return user


def client_of(user: User | None) -> Client:
    client = Client(raise_request_exception=True)
    if user is not None:
        client.force_login(user)
    return client
