"""The table as CSV and XLSX: the filter's appeals, no formula whatever people write, a limit for each address."""

import csv
import re
import zipfile
from io import BytesIO, StringIO
from typing import Any

import pytest
from defusedxml import ElementTree
from django.test import Client, override_settings

from accounts.types import Role
from appeals.exporting import tables
from appeals.types import State, Visibility
from geo.spreadsheets import FORMULA, harmless
from tests.builders import make_appeal, make_organisation, make_topic, make_user
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0@x", "＝1", "－1")


def read_csv(client: Client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/statistics/appeals.csv{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def read_xlsx(client: Client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/statistics/appeals.xlsx{query}")
    assert response.status_code == 200
    head, *rows = [
        [cell_text(cell) for cell in row.iterfind(f"{SHEET}c")]
        for row in sheet_of(response).iter(f"{SHEET}row")
    ]
    return [dict(zip(head, row, strict=True)) for row in rows]


SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet_of(response: Any) -> Any:
    with zipfile.ZipFile(BytesIO(response.content)) as book:
        return ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))


def cell_text(cell: Any) -> str:
    """Its text or its number; empty for an empty cell."""
    return "".join(cell.itertext())


READERS = pytest.mark.parametrize("read", [read_csv, read_xlsx])


@pytest.mark.parametrize("text", EVIL)
def test_what_a_spreadsheet_might_run_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Яма", "1-й дом", "a=b", "'=1", "№ 5"])
def test_other_text_stays(text: str) -> None:
    assert harmless(text) == text


def test_no_cell_of_a_csv_begins_a_formula(client: Client) -> None:
    for text in EVIL:
        topic = make_topic(f"evil{abs(hash(text))}", name_en=text, category="roads")
        make_appeal(topic=topic, address=text, executor=make_organisation(text))
    rows = read_csv(client)
    assert len(rows) == len(EVIL)
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.lstrip(" \u00a0").startswith(FORMULA)]
    assert sum(cell.startswith("'") for cell in cells) == 3 * len(EVIL)


def test_a_workbook_holds_no_formula_and_no_link(client: Client) -> None:
    for text in (*EVIL, "=HYPERLINK(1)", "http://example.org/x", "mailto:a@b.c"):
        make_appeal(address=text, executor=make_organisation(text or "empty"))
    response = client.get("/statistics/appeals.xlsx")
    with zipfile.ZipFile(BytesIO(response.content)) as book:
        names = set(book.namelist())
    tags = {node.tag.removeprefix(SHEET) for node in sheet_of(response).iter()}
    assert "c" in tags
    assert not tags & {"f", "hyperlink", "hyperlinks"}
    assert not [name for name in names if "_rels/sheet" in name or "external" in name.lower()]


@READERS
def test_the_rows_are_the_lists_own(client: Client, read: object) -> None:
    assert callable(read)
    company = make_organisation("Компания")
    make_appeal(executor=company, address="Садовая улица, 13", supports=3)
    make_appeal(topic=make_topic("lamp", category="light"), state=State.CLOSED)
    make_appeal(visibility=Visibility.PRIVATE)
    make_appeal(state=State.MODERATION)
    rows = read(client)
    assert len(rows) == 2
    [row] = read(client, f"?executor={company.pk}")
    assert row["Executor"] == "Компания"
    assert row["Address"] == "Садовая улица, 13"
    assert row["Supporters"] == "3"
    assert row["Sent"] == "2026-03-10 15:00"
    assert row["Link"] == f"http://testserver/appeals/{row['Number']}/"
    [other] = read(client, "?category=light")
    assert other["Executor"] == "To be chosen by the administration"
    assert other["State"] == "Closed"


def test_the_number_keeps_its_leading_zeros(client: Client) -> None:
    appeal = make_appeal(number="000000042")
    assert [row["Number"] for row in read_xlsx(client)] == [appeal.number]


@READERS
def test_everybody_gets_what_they_may_see(client: Client, sign_in: SignIn, read: object) -> None:
    assert callable(read)
    company = make_organisation("Компания")
    make_appeal(executor=company, visibility=Visibility.PRIVATE, text="тайна", author_email="a@b.example")
    assert read(client) == []
    [row] = read(sign_in(Role.WORKER, company))
    assert "a@b.example" not in str(row)
    assert "тайна" not in str(row)


def test_rows_come_in_the_order_asked_and_as_many_as_said(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [make_appeal(supports=number).number for number in range(5)]
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    monkeypatch.setattr(tables, "_AT_ONCE", 2)
    assert [row["Number"] for row in read_csv(client, "?ordering=popularity")] == made[:1:-1]


@pytest.mark.parametrize("shape", ["csv", "xlsx"])
def test_a_wrong_filter_is_said(client: Client, shape: str) -> None:
    response = client.get(f"/statistics/appeals.{shape}?since=вчера")
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/plain")


@override_settings(EXPORT_RATE="2/hour")
def test_who_asks_too_often_is_told_to_wait(client: Client) -> None:
    answers = [client.get(f"/statistics/appeals.{shape}") for shape in ("csv", "xlsx", "csv")]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert re.search(r"Try again in \d+ minutes?\.", answers[-1].content.decode())


@override_settings(EXPORT_RATE="1/hour")
def test_colleagues_behind_one_address_do_not_use_up_each_others_files(
    client: Client, sign_in: SignIn
) -> None:
    assert client.get("/statistics/appeals.csv").status_code == 200
    for _person in range(2):
        colleague = sign_in(Role.ANALYST)
        answers = [colleague.get("/statistics/appeals.csv") for _again in range(2)]
        assert [answer.status_code for answer in answers] == [200, 429]


@override_settings(EXPORT_RATE="1/hour")
@pytest.mark.parametrize(
    ("role", "address"),
    [
        (None, "/districts/table.csv"),
        (Role.ANALYST, "/efficiency/table.csv"),
        (Role.WORKER, "/utility/houses.csv"),
        (Role.WORKER, "/waste/zones.csv"),
        (Role.WORKER, "/reports/own/{organisation}.xlsx"),
    ],
)
def test_each_table_is_one_of_so_many(role: Role | None, address: str) -> None:
    organisation = make_organisation()
    client = Client(headers={"Accept-Language": "en"})
    if role:
        own = organisation if role == Role.WORKER else None
        client.force_login(make_user(role=role, organisation=own))
    answers = [client.get(address.format(organisation=organisation.pk)) for _again in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]


@pytest.mark.parametrize("shape", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("role", "table"),
    [
        (None, "districts/table"),
        (Role.ANALYST, "efficiency/table"),
        (Role.WORKER, "utility/houses"),
        (Role.WORKER, "waste/sites"),
    ],
)
@pytest.mark.parametrize(
    "days",
    [
        *("since=2026-13-01", "since=2026-03-02&until=2026-03-01", "since=2199-01-01"),
        *("until=0001-01-02", "until=9999-12-31"),
    ],
)
def test_no_table_is_of_other_days_than_were_asked(
    sign_in: SignIn, role: Role | None, table: str, shape: str, days: str
) -> None:
    person = sign_in(role, make_organisation() if role == Role.WORKER else None)
    answer = person.get(f"/{table}.{shape}?{days}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert answer.content.decode().split(": ")[0] in {"First day", "Last day", "Since", "Until"}
    assert person.get(f"/{table.partition('/')[0]}/?{days}").status_code == 400
    assert person.get(f"/{table}.{shape}").status_code == 200


def test_russian_headings() -> None:
    make_appeal()
    [row] = read_csv(Client(headers={"Accept-Language": "ru"}))
    assert row["Исполнитель"] == "Выбор администрации по адресу"
    assert row["Состояние"] == "Передано исполнителю"
