"""Django's administration of people and appeals: it opens, makes users, changes no appeal, loads no foreign host."""

import re

import pytest
from django.test import Client

from accounts.models import Membership, User
from appeals.models import Appeal, Deadline
from tests.builders import make_appeal, make_deadline, make_reason, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> Client:
    client = Client()
    client.force_login(make_user("root@example.org", is_superuser=True))
    return client


@pytest.mark.parametrize(
    "page",
    [
        *("accounts/user/", "accounts/user/add/", "accounts/membership/", "accounts/membership/add/"),
        *("appeals/appeal/", "appeals/category/", "appeals/topic/", "appeals/topic/add/"),
        *("appeals/refusalreason/", "appeals/refusalreason/add/"),
        *("appeals/deadline/", "appeals/deadline/add/", "appeals/calendarday/", "appeals/calendarday/add/"),
    ],
)
def test_pages_open_and_name_no_foreign_host(root: Client, page: str) -> None:
    make_appeal()
    make_reason()
    make_deadline(10)
    answer = root.get(f"/admin/{page}")
    assert answer.status_code == 200
    assert not re.search(r"""(src|href)=["'](https?:)?//""", answer.content.decode())


def test_an_appeal_is_shown_and_not_changed(root: Client) -> None:
    appeal = make_appeal(text="Яма")
    address = f"/admin/appeals/appeal/{appeal.pk}/change/"
    assert "30.300000, 60.000000" in root.get(address).content.decode()
    assert root.post(address, {"text": "Другое"}).status_code == 403
    assert root.get("/admin/appeals/appeal/add/").status_code == 403
    assert Appeal.objects.get().text == "Яма"


def test_a_deadline_is_entered_by_a_form_that_knows_the_law(root: Client) -> None:
    values = {"stage": "answer", "track": "formal", "number": 31, "unit": "calendar_days", "source": "Приказ"}
    address = "/admin/appeals/deadline/add/"
    assert "59" in root.post(address, values).content.decode()
    assert root.post(address, {**values, "number": 20}).status_code == 302
    assert root.post(address, {**values, "number": 25}).status_code == 200
    assert [row.number for row in Deadline.objects.all()] == [20]


def test_a_user_is_made_by_e_mail(root: Client) -> None:
    words = {
        "email": "new@example.org",
        "password1": "correct horse battery",
        "password2": "correct horse battery",
    }
    inline = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    answer = root.post("/admin/accounts/user/add/", {**words, **inline})
    assert answer.status_code == 302
    assert User.objects.get(email="new@example.org").check_password("correct horse battery")
    assert not Membership.objects.exists()


def test_residents_stay_outside() -> None:
    client = Client()
    client.force_login(make_user())
    assert client.get("/admin/appeals/appeal/").status_code == 302


def test_no_right_is_offered_that_opens_nothing(root: Client) -> None:
    user = make_user()
    page = root.get(f"/admin/accounts/user/{user.pk}/change/").content.decode()
    offered = set(re.findall(r'name="([a-z_]+)"', page))
    assert {"is_active", "is_superuser"} <= offered
    assert not {"is_staff", "groups", "user_permissions"} & offered
    assert root.get("/admin/auth/group/").status_code == 404
