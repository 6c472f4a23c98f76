"""Every page × everybody: who gets in, who is asked to sign in, who is refused."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts import rules
from accounts.types import Permission, Role
from appeals.types import State
from tests.builders import make_appeal, make_organisation
from tests.web.conftest import SignIn

OPEN = ("/", "/appeals/", "/statistics/", "/solved/", "/report/", "/about/", "/sign-in/", "/embed/")
DESKS = ("/moderation/", "/organisation/", "/calls/")


@pytest.mark.parametrize("path", OPEN)
@pytest.mark.parametrize("role", [None, Role.RESIDENT, Role.WORKER, Role.MODERATOR, Role.ADMINISTRATOR])
def test_everybody_reads_the_open_pages(path: str, role: Role | None, client, sign_in: SignIn) -> None:
    visitor = client if role is None else sign_in(role, make_organisation())
    # A signed-in person has nothing to do on the sign-in page and is led on.
    assert visitor.get(path).status_code in ({200} if role is None or path != "/sign-in/" else {302})


@pytest.mark.parametrize("path", DESKS)
def test_the_public_is_asked_to_sign_in(path: str, client) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"] == f"/sign-in/?next={path}"


@pytest.mark.parametrize(
    ("path", "role", "status"),
    [
        ("/moderation/", Role.RESIDENT, 403),
        ("/moderation/", Role.WORKER, 403),
        ("/moderation/", Role.MODERATOR, 200),
        ("/moderation/", Role.ADMINISTRATOR, 200),
        ("/calls/", Role.RESIDENT, 403),
        ("/calls/", Role.WORKER, 403),
        ("/calls/", Role.HEAD, 403),
        ("/calls/", Role.ANALYST, 403),
        ("/calls/", Role.OPERATOR, 200),
        ("/calls/", Role.MODERATOR, 200),
        ("/calls/", Role.ADMINISTRATOR, 200),
        ("/organisation/", Role.RESIDENT, 403),
        ("/organisation/", Role.MODERATOR, 403),
        ("/organisation/", Role.WORKER, 200),
    ],
)
def test_a_desk_opens_for_its_role_only(path: str, role: Role, status: int, sign_in: SignIn) -> None:
    assert sign_in(role, make_organisation()).get(path).status_code == status


@pytest.mark.parametrize("step", ["accept", "refuse", "correct"])
@pytest.mark.parametrize("role", [None, Role.RESIDENT, Role.WORKER])
def test_nobody_else_moderates(step: str, role: Role | None, client, sign_in: SignIn) -> None:
    appeal = make_appeal(state=State.MODERATION)
    visitor = client if role is None else sign_in(role, make_organisation())
    response = visitor.post(f"/moderation/{appeal.number}/{step}/", {"visibility": "public"})
    assert response.status_code == (302 if role is None else 403)
    appeal.refresh_from_db()
    assert appeal.state == State.MODERATION


NAVIGATION = [
    "/",
    "/appeals/",
    "/statistics/",
    "/moderation/",
    "/calls/",
    "/organisation/",
    "/administration/",
    "/account/appeals/",
]


def shown(client: Client) -> list[str]:
    """Where the navigation leads."""
    return re.findall(r'class="top__link" href="([^"]+)"', client.get("/about/").content.decode())


@pytest.mark.parametrize(
    ("role", "hidden"),
    [
        (None, {"/moderation/", "/calls/", "/organisation/", "/administration/", "/account/appeals/"}),
        (Role.RESIDENT, {"/moderation/", "/calls/", "/organisation/", "/administration/"}),
        (Role.WORKER, {"/moderation/", "/calls/", "/administration/"}),
        (Role.OPERATOR, {"/moderation/", "/organisation/", "/administration/"}),
        (Role.MODERATOR, {"/organisation/", "/administration/"}),
        (Role.ADMINISTRATOR, {"/organisation/"}),
    ],
)
def test_the_navigation_leads_where_one_may_go(
    role: Role | None, hidden: set[str], client: Client, sign_in: SignIn
) -> None:
    visitor = client if role is None else sign_in(role, make_organisation())
    assert shown(visitor) == [path for path in NAVIGATION if path not in hidden]


Grant = Callable[[Permission, Role], None]


@pytest.fixture
def grant(monkeypatch: pytest.MonkeyPatch) -> Grant:
    """Changes a line of the table to one role."""

    def changed(permission: Permission, role: Role) -> None:
        table: Mapping[Permission, object] = MappingProxyType({**rules.TABLE, permission: frozenset({role})})
        monkeypatch.setattr(rules, "TABLE", table)

    return changed


def test_another_line_of_the_table_changes_the_navigation(grant: Grant, sign_in: SignIn) -> None:
    grant(Permission.MODERATE, Role.OPERATOR)
    assert "/moderation/" in shown(sign_in(Role.OPERATOR))
    assert "/moderation/" not in shown(sign_in(Role.MODERATOR))


def test_another_line_of_the_table_changes_who_sees_contacts(grant: Grant, sign_in: SignIn) -> None:
    appeal = make_appeal(executor=make_organisation(email="office@example.org"))
    path = f"/appeals/{appeal.number}/"
    assert "office@example.org" in sign_in(Role.RESIDENT).get(path).content.decode()
    grant(Permission.SEE_CONTACTS, Role.OPERATOR)
    assert "office@example.org" not in sign_in(Role.RESIDENT).get(path).content.decode()
    assert "office@example.org" in sign_in(Role.OPERATOR).get(path).content.decode()


@pytest.mark.parametrize("path", ["/staff/", "/staff/looks/", "/administration/"])
def test_the_pages_of_staff_belong_to_the_administration(path: str, sign_in: SignIn) -> None:
    page = BeautifulSoup(sign_in(Role.ADMINISTRATOR).get(path).content, "html.parser")
    current = {link["href"] for link in page.select(".top__link[aria-current=page]")}
    assert current == {"/administration/"}
