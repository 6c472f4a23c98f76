"""Every page × everybody: who gets in, who is asked to sign in, who is refused."""

import pytest

from accounts.types import Role
from appeals.types import State
from tests.builders import make_appeal, make_organisation
from tests.web.conftest import SignIn

OPEN = ("/", "/appeals/", "/report/", "/about/", "/sign-in/", "/embed/")
DESKS = ("/moderation/", "/organisation/")


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
