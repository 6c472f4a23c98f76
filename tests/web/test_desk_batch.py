"""One step for the chosen rows: what failed is named with its reason and stays chosen, what was typed is kept."""

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from accounts.types import Role
from appeals.models import Appeal, Event, Note
from appeals.types import State
from territories.models import Organisation
from tests.builders import make_appeal, make_organisation
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
PATH = "/organisation/batch/"


@pytest.fixture
def company() -> Organisation:
    return make_organisation("Своя")


@pytest.fixture
def client(sign_in: SignIn, company: Organisation) -> Client:
    return sign_in(Role.WORKER, company)


def sent(act: str, *appeals: Appeal, **fields: object) -> dict[str, object]:
    return {"act": act, "numbers": [appeal.number for appeal in appeals], "key": uuid4(), **fields}


def states(*appeals: Appeal) -> list[str]:
    return [Appeal.objects.get(pk=appeal.pk).state for appeal in appeals]


def test_taking_several_into_work(client: Client, company: Organisation) -> None:
    new, registered = (make_appeal(executor=company, state=s) for s in (State.ASSIGNED, State.REGISTERED))
    response = client.post(f"{PATH}?due=overdue&page=2", sent("take", new, registered))
    assert response["Location"] == "/organisation/?due=overdue"
    assert states(new, registered) == ["in_progress", "in_progress"]
    assert "Done for 2 appeals." in client.get(response["Location"]).content.decode()


def test_what_fails_stops_nobody_and_stays_chosen(client: Client, company: Organisation) -> None:
    fine = make_appeal(executor=company, state=State.IN_PROGRESS)
    early = make_appeal(executor=company, state=State.ASSIGNED)
    until = (timezone.localdate() + timedelta(days=3)).isoformat()
    response = client.post(PATH, sent("hold", fine, early, until=until, why="Ждём плитку"))
    assert response.status_code == 422
    assert states(fine, early) == ["on_hold", "assigned"]
    page = BeautifulSoup(response.content, "html.parser")
    (told,) = page.select(".pick__failed li")
    assert early.number in told.get_text()
    assert "not possible now" in told.get_text()
    assert [box["value"] for box in page.select("[name=numbers][checked]")] == [early.number]
    assert page.select_one("[name=until]")["value"] == until
    assert page.select_one("[name=why]").get_text().strip() == "Ждём плитку"
    assert page.select_one("details.batch").has_attr("open")
    assert "Done for 1 appeal." in page.get_text()


def test_a_chosen_row_that_is_not_on_the_page_stays_chosen(client: Client, company: Organisation) -> None:
    elsewhere = make_appeal(executor=company, state=State.ASSIGNED)
    response = client.post(f"{PATH}?state=on_hold", sent("", elsewhere))
    assert elsewhere.number not in [
        box["value"] for box in BeautifulSoup(response.content, "html.parser").select("[type=checkbox]")
    ]
    make_appeal(executor=company, state=State.ON_HOLD)
    response = client.post(f"{PATH}?state=on_hold", sent("", elsewhere))
    ticked = BeautifulSoup(response.content, "html.parser").select("[type=checkbox][name=numbers][checked]")
    assert [field["value"] for field in ticked] == [elsewhere.number]


@pytest.mark.parametrize(
    ("act", "fields", "blamed"),
    [
        ("plan", {}, "planned_on"),
        ("plan", {"planned_on": "2020-01-01"}, "planned_on"),
        ("plan", {"planned_on": "soon"}, "planned_on"),
        ("hold", {"why": "Мороз"}, "until"),
        ("hold", {"until": "2099-01-01", "why": "Мороз"}, "until"),
        ("hold", {"until": "2099-01-01"}, "why"),
        ("note", {"text": " "}, "text"),
    ],
)
def test_an_error_stands_at_its_field_and_nothing_happens(
    act: str, fields: dict[str, str], blamed: str, client: Client, company: Organisation
) -> None:
    appeal = make_appeal(executor=company, state=State.IN_PROGRESS)
    response = client.post(PATH, sent(act, appeal, **fields))
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one(f"#id_{blamed}_error")
    assert [box["value"] for box in page.select("[name=numbers][checked]")] == [appeal.number]
    assert not Event.objects.exists()
    assert not Note.objects.exists()


@pytest.mark.parametrize("act", ["plan", "note"])
def test_pressed_twice_is_done_once(act: str, client: Client, company: Organisation) -> None:
    chosen = [make_appeal(executor=company, state=State.IN_PROGRESS) for _ in range(2)]
    day = (timezone.localdate() + timedelta(days=1)).isoformat()
    form = sent(act, *chosen, planned_on=day, text="Звонили")
    for _again in range(2):
        assert client.post(PATH, form).status_code == 302
    assert Event.objects.count() + Note.objects.count() == 2


def test_nothing_chosen_is_said(client: Client, company: Organisation) -> None:
    make_appeal(executor=company)
    response = client.post(PATH, sent("take"))
    assert response.status_code == 422
    assert "Choose at least one appeal." in response.content.decode()
    assert "Choose what to do." in client.post(PATH, sent("refuse")).content.decode()
    many = {"act": "take", "numbers": [str(number) for number in range(201)], "key": uuid4()}
    assert "At most 200 appeals at once." in client.post(PATH, many).content.decode()


@pytest.mark.parametrize("act", ["take", "plan", "hold", "note"])
def test_appeals_of_others_are_not_touched_and_not_told_of(
    act: str, client: Client, company: Organisation
) -> None:
    own = make_appeal(executor=company, state=State.IN_PROGRESS)
    foreign = make_appeal(executor=make_organisation("Чужая"), state=State.IN_PROGRESS, address="Тайный, 1")
    before = Appeal.objects.values().get(pk=foreign.pk)
    day = (timezone.localdate() + timedelta(days=1)).isoformat()
    fields = {"planned_on": day, "until": day, "why": "Мороз", "text": "Звонили"}
    response = client.post(PATH, sent(act, own, foreign, **fields))
    assert response.status_code == 422
    page = response.content.decode()
    assert "There is no such appeal." in page
    assert "Тайный" not in page
    assert Appeal.objects.values().get(pk=foreign.pk) == before
    assert not foreign.events.exists()
    assert not foreign.notes.exists()
