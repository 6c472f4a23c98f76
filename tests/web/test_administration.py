"""The administrator's desk: its start page, its menu, the matrix of duties as page and file; who may not open it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Invitation, User
from accounts.types import Role
from appeals.queries.changes import changes
from appeals.types import State
from territories.types import TopicScope
from tests.builders import (
    TOWN,
    box,
    make_appeal,
    make_area,
    make_authority,
    make_contract,
    make_house,
    make_organisation,
    make_topic,
    make_user,
    make_zone,
)
from tests.web.conftest import SignIn
from tests.web.test_exports import SHEET, cell_text, sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(sign_in: SignIn) -> Client:
    return sign_in(Role.ADMINISTRATOR)


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_start_page_tells_what_is_missing(boss: Client) -> None:
    make_topic()
    make_area()
    office = make_organisation("Office")
    make_authority(office, make_area("Town", kind="town"))
    make_appeal(executor=None, state=State.ACCEPTED)
    Invitation.objects.create(
        email="late@example.org",
        role=Role.MODERATOR,
        invited_by=User.objects.get(memberships__role=Role.ADMINISTRATOR),
        token_hash="x",
        sent_at=timezone.now() - timedelta(days=9),
        ends_at=timezone.now() - timedelta(days=2),
    )
    page = text_of(boss, "/administration/")
    assert "1 appeal waits for an executor" in page
    assert "1 organisation answers and has no staff" in page
    assert "1 topic has no deadline in the table" in page
    assert "late@example.org" in page
    # No less and no more stands on the list that the page leads to.
    make_organisation("Idle and without staff")
    named = BeautifulSoup(text_of(boss, "/administration/organisations/?show=without_staff"), "html.parser")
    assert "Office" in named.select_one("main").get_text()
    assert "Idle and without staff" not in named.select_one("main").get_text()
    make_user(role=Role.WORKER, organisation=office)
    assert "Every organisation that answers has staff" in text_of(boss, "/administration/")


def test_without_any_area_the_start_page_says_so(boss: Client) -> None:
    assert "No areas are drawn yet" in text_of(boss, "/administration/")
    assert "No areas are drawn yet" in text_of(boss, "/administration/matrix/")


def test_the_menu_leads_to_the_staff_and_marks_where_one_is(boss: Client) -> None:
    page = text_of(boss, "/administration/matrix/")
    assert 'href="/staff/"' in page
    assert page.count('aria-current="page"') == 3  # the menu of the desk, and both of the site


def test_the_matrix_shows_who_answers_and_the_holes(boss: Client) -> None:
    pothole, bench = make_topic(), make_topic("bench", category="yard", scope=TopicScope.YARD)
    district = make_area("North")
    office, company = make_organisation("Office"), make_organisation("Company")
    make_authority(office, district, categories=["roads"])
    make_zone(company, polygon=box(east=TOWN.lon), categories=["yard"])
    page = text_of(boss, "/administration/matrix/")
    assert pothole.name in page
    assert "Office" in page
    assert "Hole: nobody in 50" in page
    assert f"/administration/authorities/new/?area={district.pk}&amp;category=yard" in page
    only = text_of(boss, "/administration/matrix/?show=hole")
    assert bench.name in only.partition("duty-table")[2]
    assert pothole.name not in only.partition("duty-table")[2]
    make_contract(make_house(), make_organisation("Manager"))
    assert "Manager" in text_of(boss, f"/administration/matrix/?area={district.pk}")


def test_a_tie_is_told_as_chosen_by_hand(boss: Client) -> None:
    make_topic()
    district = make_area()
    make_authority(make_organisation(), district)
    make_authority(make_organisation(), district)
    page = text_of(boss, "/administration/matrix/?show=manual")
    assert "By hand: none goes before the others" in page


def test_of_one_topic_all_areas_are_listed(boss: Client) -> None:
    topic = make_topic()
    for number in range(14):
        make_area(f"District {number:02}")
    table = text_of(boss, "/administration/matrix/")
    assert "District 11" in table.partition("duty-table")[2]
    assert "District 12" not in table.partition("duty-table")[2]
    assert "District 13" in text_of(boss, "/administration/matrix/?page=2").partition("duty-table")[2]
    listed = text_of(boss, f"/administration/matrix/?topic={topic.code}")
    assert listed.count("Hole: nobody answers") == 14


@pytest.mark.parametrize(
    "query",
    ["level=none", "area=999999", "area=x", "topic=none", "page=0", "page=x", "show=none", "words=%25"],
)
def test_a_filter_that_means_nothing_is_no_error(boss: Client, query: str) -> None:
    make_topic()
    make_area()
    assert boss.get(f"/administration/matrix/?{query}").status_code == 200


def test_the_matrix_takes_as_many_queries_for_many_areas_as_for_few(boss: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            text_of(boss, "/administration/matrix/")
        return len(caught)

    make_topic()
    make_authority(make_organisation(), make_area())
    queries()
    few = queries()
    for number in range(5):
        make_topic(f"topic{number}", category=f"category{number}")
        make_authority(make_organisation(), make_area(f"Area {number}"))
    assert queries() == few


def test_the_matrix_goes_into_files_without_formulas(boss: Client) -> None:
    make_topic()
    make_authority(make_organisation("=cmd()"), make_area("North"))
    make_area("South")
    lines = boss.get("/administration/matrix.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Category;Topic;Area;State;Who answers;Nobody in, %"
    assert lines[1] == "Category roads;Topic pothole;North;Settled;'=cmd() (authority);0.0"
    assert lines[2] == "Category roads;Topic pothole;South;Settled;'=cmd() (authority, North);0.0"
    answer = boss.get("/administration/matrix.xlsx?place=North")
    assert answer["Content-Disposition"].endswith('.xlsx"')
    first, *rows = [
        [cell_text(cell) for cell in row.iterfind(f"{SHEET}c")]
        for row in sheet_of(answer).iter(f"{SHEET}row")
    ]
    assert first[0] == "Category"
    assert rows == [["Category roads", "Topic pothole", "North", "Settled", "'=cmd() (authority)", "0"]]


@pytest.mark.parametrize("role", [None, Role.RESIDENT, Role.MODERATOR, Role.OPERATOR, Role.ANALYST])
@pytest.mark.parametrize(
    "path",
    [
        "",
        "matrix/",
        "matrix.csv",
        "organisations/",
        "authorities/",
        "contracts/",
        "topics/",
        "deadlines/",
        "changes/",
    ],
)
def test_nobody_else_gets_in(sign_in: SignIn, role: Role | None, path: str) -> None:
    assert sign_in(role).get(f"/administration/{path}").status_code == 403


def test_the_public_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/administration/").status_code == 302


@pytest.mark.parametrize(
    "path", ["/administration/zones/", "/administration/areas/", "/administration/matrix/"]
)
def test_the_desks_menu_says_where_one_is(boss: Client, path: str) -> None:
    page = BeautifulSoup(boss.get(path).content, "html.parser")
    assert [link["href"] for link in page.select(".desk-menu [aria-current]")] == [path]


def test_a_change_says_which_row_it_was(boss: Client) -> None:
    make_zone(make_organisation("Горсвет"), name="Северная зона")
    make_authority(make_organisation("Дороги"), make_area("Речной"))
    rows = {one.row for one in changes()}
    assert {"Северная зона", "Дороги, Речной", "Горсвет", "Речной"} <= rows
