"""Every address × method × kind of person against a matrix written by hand: an endpoint without a decision fails."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory

from accounts.guards import needs
from accounts.rules import TABLE, may
from accounts.types import PUBLIC, Permission, Role, Viewer
from api.views.base import ApiView
from api.views.steps import STEPS, ApiStep
from appeals.rules.lifecycle import TABLE as TRANSITIONS
from appeals.types import Part
from tests.permissions import matrix
from tests.permissions.addresses import Address, addresses, administration, decisions
from tests.permissions.everybody import PEOPLE, Stage, client_of, make_stage, person

pytestmark = pytest.mark.django_db

ADDRESSES = addresses()
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")


def filled(address: Address, stage: Stage) -> str:
    """The address with something plausible for each parameter; 1 where nothing is known of it."""
    known = {
        # Steps are tried with a number that nobody has: what the lifecycle refuses is not the address's.
        "number": "1" if address.name.startswith("api:step_") else stage.appeal.number,
        "token": stage.appeal.follow_token,
        "area_id": stage.areas["here"].pk,
        "executor_id": stage.organisations["here"].pk,
        "layer": "appeals",
        "collection": "appeals",
        "language": "ru",
        **dict.fromkeys("zxy", 0),
        "size": "thumbnail",
        "z": 10,
    }

    def value(match: re.Match[str]) -> str:
        return str(known.get(match[1], "1"))

    path = PARAMETER.sub(value, GROUP.sub(value, address.route))
    return "/" + re.sub(r"\[[^\]]*\]\*|[\^$]", "", path)


def denied(response: Any) -> bool:
    """Refused, or asked to sign in first."""
    asked = response.status_code == 302 and response["Location"].startswith("/sign-in/?next=")
    return bool(asked or response.status_code == 403)


def test_there_is_something_to_walk() -> None:
    names = {address.name for address in ADDRESSES}
    assert {"web:moderation", "api:appeals", "tiles:tile", "set_language"} <= names
    assert {"web:statistics", "web:csv", "web:xlsx", "web:executor", "web:solved"} <= names
    assert len(administration()) > 30


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_each_address_has_a_decision(address: Address) -> None:
    assert address.permissions is not None, f"{address.route}: say in its URL table or view who may open it"


@dataclass(frozen=True, slots=True)
class Cast:
    """The stage, and of each kind of person the key of a session (empty: the public)."""

    stage: Stage
    sessions: dict[str, str]
    browser: Client

    def client(self, name: str) -> Client:
        """One browser for all: a new one would load every middleware anew."""
        self.browser.cookies.clear()
        if self.sessions[name]:
            self.browser.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[name]
        return self.browser


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Made once for all addresses: what a request changes is rolled back after each test."""
    with django_db_blocker.unblock(), transaction.atomic():
        stage = make_stage()
        people = {name: person(stage, name) for name in PEOPLE}
        sessions = {
            name: "" if user is None else str(client_of(user).session.session_key)
            for name, user in people.items()
        }
        yield Cast(stage, sessions, Client())
        transaction.set_rollback(True)


# Where the address names nothing that lies somewhere, and in the administration, the role alone is asked for: one
# person of each is enough, and one who had it.
ELSEWHERE = {"moderator here", "moderator there", "worker there", "head there"}
# Open to everybody with an account, and refused while something else is missing: a second factor, a search word.
INCOMPLETE = {"mfa_reauthenticate", "mfa_generate_recovery_codes", "admin:autocomplete"}
# Answers 503 on purpose: no worker runs beside the tests.
AILING = {"channels:health_of_worker"}


def test_the_matrix_is_of_this_service() -> None:
    assert set(matrix.ADDRESSES) == {address.name for address in ADDRESSES}
    assert set(PEOPLE) == matrix.ALL


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_each_address_opens_to_whom_the_matrix_says(address: Address, cast: Cast) -> None:
    path = filled(address, cast.stage)
    names_nothing = not PARAMETER.search(address.route) and not GROUP.search(address.route)
    for name in PEOPLE.keys() - (ELSEWHERE if names_nothing else set()):
        for method in address.permissions or ():
            response = cast.client(name).generic(method, path, "", "application/json")
            assert response.status_code < 500 or address.name in AILING
            told = f"{method} {path} as {name}: {response.status_code}"
            if name not in matrix.ADDRESSES[address.name]:
                assert denied(response), told
            elif address.name not in INCOMPLETE:
                assert not denied(response), told


# What somebody with a role may be to an appeal; everybody may be its author.
ROLE_OF_PART = {
    Part.EXECUTOR: Role.WORKER,
    Part.DELEGATE: Role.WORKER,
    Part.HEAD: Role.HEAD,
    Part.MODERATOR: Role.MODERATOR,
    Part.OPERATOR: Role.OPERATOR,
    Part.ADMINISTRATOR: Role.ADMINISTRATOR,
}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_no_step_is_shut_to_whom_the_lifecycle_allows_it(step: ApiStep) -> None:
    parts = {part for row in TRANSITIONS if row.action.value == step.name for part in row.parts}
    roles = {ROLE_OF_PART.get(part, Role.RESIDENT) for part in parts - {Part.SYSTEM}}
    granted = TABLE[step.permission]
    assert granted is None or roles <= set(granted)


@pytest.mark.parametrize("address", administration(), ids=lambda address: address.name)
def test_the_administration_opens_to_administrators(address: Address, cast: Cast) -> None:
    path = filled(address, cast.stage)
    if address.name in {"admin:login", "admin:logout", "admin:jsi18n"}:
        return
    for name in PEOPLE.keys() - ELSEWHERE:
        for method in ("GET", "POST"):
            response = cast.client(name).generic(method, path, "", "application/json")
            told = f"{method} {path} as {name}: {response.status_code}"
            if PEOPLE[name][0] != Role.ADMINISTRATOR:
                assert response.status_code in {302, 403}, told
                assert response.status_code == 403 or "login" in response["Location"], told
            elif address.name not in INCOMPLETE:
                assert not denied(response) or _writes_rows_of_services(path), told


def _writes_rows_of_services(path: str) -> bool:
    """Appeals, versions and jobs change by services only: there the administration reads."""
    read_only = ("/appeals/appeal/", "boundaryversion", "/procrastinate")
    return any(part in path for part in read_only) or path.endswith("password/")


@pytest.mark.parametrize("permission", list(Permission))
def test_a_permission_is_had_by_whom_the_matrix_says(permission: Permission) -> None:
    having = {role for role in Role if may(Viewer(1, frozenset({role})), permission)}
    assert having == matrix.ROLES[permission]
    assert may(PUBLIC, permission) == (permission in matrix.PUBLIC_MAY)


def test_an_endpoint_without_a_decision_is_found() -> None:
    class Undecided(ApiView):
        permissions: ClassVar[Mapping[str, Permission]] = {"GET": Permission.READ}

        def get(self, request: Any) -> HttpResponse:
            return HttpResponse()

        post = get

    def plain(request: Any) -> HttpResponse:
        return HttpResponse()

    assert decisions(Undecided.as_view()) is None
    assert decisions(plain) is None
    assert decisions(needs(Permission.READ)(plain)) == {"GET": Permission.READ, "POST": Permission.READ}
    response = Undecided.as_view()(RequestFactory().post("/api/v1/x/", {}))
    assert response.status_code == 403
