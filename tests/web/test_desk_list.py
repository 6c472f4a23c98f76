"""The executor's list without scripts: tabs, filters in the address, saved filters, pages, map places, spreadsheet."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Look
from accounts.types import Role
from appeals.models import SavedFilter
from appeals.queries.workplace import PAGE_SIZE
from appeals.types import Privacy, State
from territories.models import Organisation
from tests.builders import make_appeal, make_organisation, make_topic
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Organisation:
    return make_organisation("Своя")


@pytest.fixture
def client(sign_in: SignIn, company: Organisation) -> Client:
    return sign_in(Role.WORKER, company)


def page_of(client: Client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_a_row_leads_to_the_work_and_keeps_the_filter(client: Client, company: Organisation) -> None:
    late = timezone.localdate() - timedelta(days=1)
    appeal = make_appeal(executor=company, due_on=late)
    make_appeal(executor=company)
    page = page_of(client, "/organisation/?due=overdue&unknown=1")
    (link,) = page.select(".rows a.row")
    assert link["href"] == f"/organisation/{appeal.number}/?due=overdue"
    back = page_of(client, str(link["href"])).select_one(".job__back a")
    assert back["href"] == "/organisation/?due=overdue"


def test_tabs_count_and_states_narrow(client: Client, company: Organisation) -> None:
    make_appeal(executor=company, state=State.ON_HOLD)
    make_appeal(executor=company, state=State.ANSWERED)
    page = page_of(client, "/organisation/")
    assert [tab.get_text(" ", strip=True) for tab in page.select(".workplace__views a")] == [
        "In work 1",
        "Awaiting approval 0",
        "Answered",
    ]
    assert len(page_of(client, "/organisation/?state=on_hold").select(".rows a.row")) == 1
    assert len(page_of(client, "/organisation/?state=registered").select(".rows a.row")) == 0
    assert len(page_of(client, "/organisation/?state=solved").select(".rows a.row")) == 1


def test_pages(client: Client, company: Organisation) -> None:
    for _ in range(PAGE_SIZE + 1):
        make_appeal(executor=company)
    first = page_of(client, "/organisation/?due=")
    assert [link["href"] for link in first.select(".pager a")] == ["/organisation/?page=2"]
    assert len(page_of(client, "/organisation/?page=2").select(".rows a.row")) == 1


def test_the_page_costs_the_same_for_many(client: Client, company: Organisation) -> None:
    counts = []
    for more in (1, 4):
        for _ in range(more):
            make_appeal(executor=company, delegate=make_organisation())
        client.get("/organisation/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/organisation/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_filter_is_saved_shown_and_dropped(client: Client, company: Organisation) -> None:
    saved = client.post("/organisation/filters/?due=overdue&text=яма&page=3", {"name": "Горит"})
    assert saved["Location"] == "/organisation/?text=%D1%8F%D0%BC%D0%B0&due=overdue"
    page = page_of(client, saved["Location"])
    chip = page.select_one(".kept a")
    assert (chip.get_text(), chip["href"], chip["aria-current"]) == ("Горит", saved["Location"], "true")
    client.post(f"/organisation/filters/{SavedFilter.objects.get().pk}/drop/")
    assert not SavedFilter.objects.exists()


def test_a_filter_without_a_name_is_told_at_the_field(client: Client) -> None:
    response = client.post("/organisation/filters/?due=overdue", {"name": " "})
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert "Give the filter a name." in page.select_one(".workplace__naming .field__error").get_text()
    # The page stands under another address now: its links must not.
    assert {str(link["href"]).split("?")[0] for link in page.select(".workplace__views a")} == {
        "/organisation/"
    }


def test_filters_of_others_are_neither_shown_nor_dropped(
    client: Client, company: Organisation, sign_in: SignIn
) -> None:
    colleague = sign_in(Role.WORKER, company)
    colleague.post("/organisation/filters/", {"name": "Чужой фильтр"})
    assert "Чужой фильтр" not in client.get("/organisation/").content.decode()
    client.post(f"/organisation/filters/{SavedFilter.objects.get().pk}/drop/")
    assert SavedFilter.objects.count() == 1


def test_the_map_asks_for_the_filter_of_the_list(client: Client, company: Organisation) -> None:
    held = make_appeal(executor=company, state=State.ON_HOLD)
    make_appeal(executor=company)
    page = client.get("/organisation/?state=on_hold").content.decode()
    assert '"places": "/organisation/places/?state=on_hold"' in page
    features = client.get("/organisation/places/?state=on_hold").json()["features"]
    assert [feature["properties"]["number"] for feature in features] == [held.number]


def cells(client: Client, path: str) -> str:
    response = client.get(path)
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert ".xlsx" in response["Content-Disposition"]
    with ZipFile(BytesIO(response.content)) as file:
        return file.read("xl/worksheets/sheet1.xml").decode()


def test_the_spreadsheet_is_of_the_filter(client: Client, company: Organisation) -> None:
    held = make_appeal(executor=company, state=State.ON_HOLD)
    other = make_appeal(executor=company)
    sheet = cells(client, "/organisation/export/?state=on_hold")
    assert held.number in sheet
    assert other.number not in sheet


def test_who_took_exact_places_away_is_kept(client: Client, company: Organisation) -> None:
    home = make_topic("flat", privacy=Privacy.HOME)
    secret = make_appeal(executor=company, topic=home, address="Садовая улица, 13, кв. 5")
    make_appeal(executor=company, address="Полевая улица, 1")
    assert "кв. 5" in cells(client, "/organisation/export/")
    assert list(Look.objects.values_list("appeal_number", "what")) == [(secret.number, "content")]


def test_who_reads_exact_places_in_the_list_is_kept_once_a_day(client: Client, company: Organisation) -> None:
    home = make_topic("flat", privacy=Privacy.HOME)
    secret = make_appeal(executor=company, topic=home, address="Садовая улица, 13, кв. 5")
    make_appeal(executor=company, address="Полевая улица, 1")
    for _again in range(2):
        assert "кв. 5" in client.get("/organisation/").content.decode()
    assert list(Look.objects.values_list("appeal_number", "what")) == [(secret.number, "content")]
