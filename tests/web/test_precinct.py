"""A councillor's precincts and drafts for the agenda: own ones alone, worded, ordered, printed."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from accounts.types import Role
from analytics.models import Agenda
from appeals.models import Appeal
from appeals.types import State, Visibility
from territories.models import Area
from tests.builders import box, make_appeal, make_area, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Area:
    return make_area("Участок № 1", kind="precinct", polygon=box(), collection="precincts")


@pytest.fixture
def there() -> Area:
    return make_area("Участок № 2", kind="precinct", polygon=box(31, 60, 32, 61), collection="precincts")


@pytest.fixture
def appeals(here: Area, there: Area) -> list[Appeal]:
    """Two here; one elsewhere, one here that nobody has passed yet."""
    return [
        make_appeal(areas=[here], text="Первая яма", topic=make_topic("pothole")),
        make_appeal(areas=[here], text="Вторая лампа", topic=make_topic("lamp")),
        make_appeal(areas=[there], text="Чужая тайна", visibility=Visibility.PRIVATE),
        make_appeal(areas=[here], text="Тайна", state=State.MODERATION),
    ]


def councillor(area: Area | None) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(make_user(role=Role.COUNCILLOR, area=area))
    return client


def gathered(client: Client, *numbers: str) -> Agenda:
    response = client.post("/precinct/agendas/", {"number": numbers, "name": "Заседание 12 марта"})
    assert response.status_code == 302
    return Agenda.objects.get(pk=int(response["Location"].rstrip("/").rsplit("/", 1)[1]))


def test_figures_and_list_are_of_the_own_precinct(here: Area, there: Area, appeals: list[Appeal]) -> None:
    page = councillor(here).get("/precinct/")
    assert page.context["total"].appeals == 2
    assert {item["number"] for item in page.context["items"]} == {appeals[0].number, appeals[1].number}
    assert "By month" in page.content.decode()
    assert councillor(here).get(f"/precinct/?precinct={there.pk}").status_code == 404
    assert councillor(here).get("/precinct/?cursor=nonsense").status_code == 404


def test_appeals_are_gathered_worded_and_put_in_order(here: Area, appeals: list[Appeal]) -> None:
    client = councillor(here)
    agenda = gathered(client, appeals[0].number, appeals[1].number)
    first, second = agenda.questions.all()
    typed = {
        "name": "Повестка",
        f"position-{first.pk}": "9",
        f"position-{second.pk}": "1",
        f"wording-{second.pk}": "Осветить <улицу>",
    }
    assert client.post(f"/precinct/agendas/{agenda.pk}/", typed).status_code == 302
    assert [question.pk for question in agenda.questions.all()] == [second.pk, first.pk]
    printed = client.get(f"/precinct/agendas/{agenda.pk}/print/").content.decode()
    assert printed.index("1. Осветить &lt;улицу&gt;") < printed.index("2. Topic pothole")
    assert "Повестка" in printed
    pdf = client.get(f"/precinct/agendas/{agenda.pk}.pdf")
    assert pdf.content.startswith(b"%PDF")
    # Once more into the same draft: what is in it stays as it is.
    client.post("/precinct/agendas/", {"number": [appeals[0].number], "agenda": agenda.pk})
    assert agenda.questions.count() == 2
    assert client.post(f"/precinct/agendas/{agenda.pk}/", {"name": ""}).status_code == 422
    client.post(f"/precinct/agendas/{agenda.pk}/", {"name": "Повестка", f"drop-{first.pk}": "on"})
    assert [question.pk for question in agenda.questions.all()] == [second.pk]
    assert client.post(f"/precinct/agendas/{agenda.pk}/drop/").status_code == 302
    assert not Agenda.objects.exists()


def test_what_may_not_be_read_cannot_be_gathered_and_leaves_the_document(
    here: Area, appeals: list[Appeal]
) -> None:
    client = councillor(here)
    agenda = gathered(client, *(appeal.number for appeal in appeals))
    assert set(agenda.questions.values_list("appeal_id", flat=True)) == {appeals[0].pk, appeals[1].pk}
    Appeal.objects.filter(pk=appeals[0].pk).update(visibility=Visibility.PRIVATE, state=State.REFUSED)
    page = client.get(f"/precinct/agendas/{agenda.pk}/")
    assert page.context["draft"].lost == 1
    assert "Первая яма" not in page.content.decode()
    assert "Первая яма" not in client.get(f"/precinct/agendas/{agenda.pk}/print/").content.decode()


def test_a_draft_is_its_owner_s_alone(here: Area, appeals: list[Appeal]) -> None:
    agenda = gathered(councillor(here), appeals[0].number)
    other = councillor(here)
    for address in (f"{agenda.pk}/", f"{agenda.pk}/print/", f"{agenda.pk}.pdf"):
        assert other.get(f"/precinct/agendas/{address}").status_code == 404
    assert other.post(f"/precinct/agendas/{agenda.pk}/drop/").status_code == 404
    chosen = {"number": [appeals[1].number], "agenda": agenda.pk}
    assert other.post("/precinct/agendas/", chosen).status_code == 404
    assert agenda.questions.count() == 1
    assert "Заседание" not in other.get("/precinct/").content.decode()


def test_nothing_ticked_makes_no_draft(here: Area) -> None:
    assert councillor(here).post("/precinct/agendas/", {"name": "x"}).status_code == 302
    assert not Agenda.objects.exists()


def test_questions_and_reports_are_taken_along_with_the_own_data(here: Area, appeals: list[Appeal]) -> None:
    client = councillor(here)
    gathered(client, appeals[0].number)
    client.post(f"/reports/area/{here.pk}/subscribe/")
    told = json.loads(ZipFile(BytesIO(client.get("/account/data/").content)).read("data.json"))
    assert [row["questions__appeal__number"] for row in told["agenda_questions"]] == [appeals[0].number]
    assert [row["area__name"] for row in told["reports"]] == [here.name]
