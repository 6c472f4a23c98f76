"""Reports as files and their subscriptions from pages: whose one may have, and what no cell of them can be."""

import re
import zlib
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from defusedxml import ElementTree
from django.test import Client

from accounts.types import Role
from analytics.models import ReportSubscription
from analytics.types import Rhythm
from appeals.types import State
from territories.models import Area, Organisation
from tests.builders import make_appeal, make_area, make_organisation, make_user
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DAYS = "?since=2026-03-01&until=2026-03-31"


@pytest.fixture
def mine() -> Organisation:
    """Its name, and the address of its appeals, are what a spreadsheet would run."""
    mine = make_organisation("=cmd|' /C calc'!A0")
    for _again in range(2):
        make_appeal(
            executor=mine, address='=HYPERLINK("http://x")', submitted_at=datetime(2026, 3, 10, tzinfo=UTC)
        )
    return mine


def workbook(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    with ZipFile(BytesIO(response.content)) as book:
        return "".join(
            book.read(part).decode() for part in book.namelist() if part.endswith((".xml", ".rels"))
        )


def inflated(stream: bytes) -> bytes:
    """What a compressed part of a PDF says; nothing of one that is not compressed."""
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_no_cell_is_a_formula_or_a_link(sign_in: SignIn, mine: Organisation) -> None:
    book = workbook(sign_in(Role.WORKER, mine), f"/reports/own/{mine.pk}.xlsx{DAYS}")
    assert "&apos;=cmd|" in book or "'=cmd|" in book
    assert "'=HYPERLINK" in book
    for forbidden in ("<f>", "hyperlink", ">=cmd", ">=HYPERLINK"):
        assert forbidden not in book


def sheets_of(body: bytes) -> dict[str, list[list[str | float]]]:
    """Rows of cells that hold something, by the name of the sheet; numbers as numbers."""
    with ZipFile(BytesIO(body)) as book:
        parts = {name: ElementTree.fromstring(book.read(name)) for name in book.namelist() if ".xml" in name}
    words = ["".join(one.itertext()) for one in parts["xl/sharedStrings.xml"].iter(f"{SHEET}si")]

    def value(cell: Any) -> str | float:
        told = "".join(cell.itertext())
        return words[int(told)] if cell.get("t") == "s" else float(told)

    names = [str(one.get("name")) for one in parts["xl/workbook.xml"].iter(f"{SHEET}sheet")]
    return {
        name: [
            [value(cell) for cell in row]
            for row in parts[f"xl/worksheets/sheet{number}.xml"].iter(f"{SHEET}row")
        ]
        for number, name in enumerate(names, 1)
    }


def test_figures_are_numbers_to_count_with(sign_in: SignIn, mine: Organisation) -> None:
    """Value, the period before and the unit are columns of their own; a share is one, not a text."""
    for rating in (4, 5):
        make_appeal(
            executor=mine,
            state=State.CLOSED,
            rating=rating,
            submitted_at=datetime(2026, 3, 5, tzinfo=UTC),
            answered_at=datetime(2026, 3, 9, tzinfo=UTC),
            due_at=datetime(2026, 3, 8 + rating, tzinfo=UTC),
        )
    make_appeal(executor=mine, submitted_at=datetime(2026, 2, 10, tzinfo=UTC))
    book = sheets_of(sign_in(Role.WORKER, mine).get(f"/reports/own/{mine.pk}.xlsx{DAYS}").content)
    assert book["Figures"][4:] == [
        ["Figure", "Value", "In the period before", "Unit"],
        ["Appeals", 4, 1, "appeals"],
        ["Waiting for an answer", 2, "appeals"],
        ["Overdue", 0, "appeals"],
        ["Answered in time", 1, "%"],
        ["Mean rating", 4.5, "of 5"],
    ]
    assert [row[1] for row in book["States"][1:]] == [2, 2]
    assert book["Months"][-1][:2] == ["March 2026", 4]
    # Days count as well: the tenth of March as spreadsheets have it.
    assert [row[2] for row in book["Repeats"]] == ["Last appeal", 46091]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_sheets_have_short_whole_names_and_columns_say_what_they_hold(
    sign_in: SignIn, mine: Organisation, language: str
) -> None:
    reader = sign_in(Role.WORKER, mine)
    body = reader.get(f"/reports/own/{mine.pk}.xlsx{DAYS}", headers={"Accept-Language": language}).content
    heads = {name: rows[0][0] for name, rows in sheets_of(body).items() if len(rows[0]) > 1}
    if language == "en":
        assert heads == {
            "Repeats": "Address",
            "Houses": "Address",
            "States": "State",
            "Categories": "Category",
            "Topics": "Topic",
            "Months": "Month",
            "Cells of the map": "Cell (H3)",
        }
    else:
        assert heads == {
            "Повторы": "Адрес",
            "Дома": "Адрес",
            "Состояния": "Состояние",
            "Категории": "Категория",
            "Темы": "Тема",
            "Месяцы": "Месяц",
            "Ячейки карты": "Ячейка (H3)",
        }


def test_months_and_states_are_drawn_by_the_spreadsheet_itself(client: Client, mine: Organisation) -> None:
    response = client.get(f"/reports/organisation/{mine.pk}.xlsx{DAYS}")
    with ZipFile(BytesIO(response.content)) as book:
        charts = [book.read(name).decode() for name in book.namelist() if "/charts/" in name]
    assert len(charts) == 2
    drawn = {re.findall(r"<c:f>([^<]*)</c:f>", chart)[1]: chart for chart in charts}
    assert set(drawn) == {"States!$B$2", "Months!$B$2:$B$13"}
    assert 'barDir val="col"' in drawn["Months!$B$2:$B$13"]


def test_the_pdf_is_set_with_our_own_fonts(client: Client, mine: Organisation) -> None:
    response = client.get(f"/reports/organisation/{mine.pk}.pdf{DAYS}")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    told = b"".join(
        inflated(found) for found in re.findall(rb"stream\n(.*?)\nendstream", response.content, re.DOTALL)
    )
    assert b"/FontFile2" in told
    assert b"Golos-Cyrillic" in told


@pytest.mark.parametrize("shape", ["pdf", "xlsx"])
def test_the_own_report_is_not_there_for_others(
    sign_in: SignIn, client: Client, mine: Organisation, shape: str
) -> None:
    address = f"/reports/own/{mine.pk}.{shape}"
    others = sign_in(Role.WORKER, make_organisation("Theirs"))
    for someone in (client, others, sign_in(Role.ANALYST), sign_in(Role.ADMINISTRATOR)):
        assert someone.get(address).status_code == 404
    assert others.post(f"/reports/own/{mine.pk}/subscribe/").status_code == 404
    assert not ReportSubscription.objects.exists()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("since=2026-13-01", "First day: Enter a valid date."),
        ("since=2026-03-01&until=soon", "Last day: Enter a valid date."),
        ("since=2026-03-02&until=2026-03-01", "Last day: It would end before it begins."),
        ("since=2199-01-01", "Last day: It would end before it begins."),
        ("until=0001-01-02", "Last day: Ensure this value is greater than or equal to 1900-01-01."),
        ("until=9999-12-31", "Last day: Ensure this value is less than or equal to 2199-12-31."),
    ],
)
@pytest.mark.parametrize("shape", ["pdf", "xlsx"])
def test_days_that_cannot_be_meant_are_refused(client: Client, shape: str, query: str, told: str) -> None:
    """Not taken for another period, which would then be read as the one that was asked for."""
    answer = client.get(f"/reports/area/{make_area().pk}.{shape}?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == told


def test_many_years_are_told_of_as_they_were_asked(client: Client, mine: Organisation) -> None:
    make_appeal(executor=mine, submitted_at=datetime(2001, 3, 10, tzinfo=UTC))
    answer = client.get(f"/reports/organisation/{mine.pk}.xlsx?since=1900-01-01&until=2026-03-31")
    book = sheets_of(answer.content)["Figures"]
    assert book[2] == ["1 January 1900 — 31 March 2026"]
    assert book[5][:2] == ["Appeals", 3]


def test_what_does_not_exist_is_not_found(client: Client, mine: Organisation) -> None:
    for address in (
        *("organisation/999999999.pdf", "area/999999999.xlsx", f"nonsense/{mine.pk}.pdf"),
        f"organisation/{1 << 70}.pdf",
    ):
        assert client.get(f"/reports/{address}").status_code == 404


def test_a_report_is_asked_for_and_ended_from_the_pages(sign_in: SignIn, mine: Organisation) -> None:
    area = make_area()
    reader = sign_in()
    page = reader.get(f"/executors/{mine.pk}/").content.decode()
    assert f"/reports/organisation/{mine.pk}.pdf" in page
    assert "Receive it each week" in page
    subscribe = f"/reports/organisation/{mine.pk}/subscribe/"
    for _again in range(2):
        assert (
            reader.post(subscribe, {"next": f"/executors/{mine.pk}/"})["Location"] == f"/executors/{mine.pk}/"
        )
    page = reader.get(f"/executors/{mine.pk}/").content.decode()
    assert "It comes to you by e-mail" in page
    assert "Receive it each week" not in page
    assert "Receive it each month" in page
    away = reader.post(
        f"/reports/area/{area.pk}/subscribe/", {"rhythm": "monthly", "next": "https://evil.example/"}
    )
    assert away["Location"] == "/reports/"
    kept = {(one.subject_id, one.rhythm): one for one in ReportSubscription.objects.all()}
    assert set(kept) == {(mine.pk, Rhythm.WEEKLY), (area.pk, Rhythm.MONTHLY)}
    end = f"/reports/{kept[mine.pk, Rhythm.WEEKLY].pk}/end/"
    assert sign_in().post(end).status_code == 404
    assert reader.post(end).status_code == 302
    assert reader.post(end).status_code == 404
    text = reader.get("/reports/").content.decode()
    assert area.name in text
    assert "cmd" not in text


def offered(client: Client, address: str) -> list[str]:
    """Files of reports on a page, as its links name them, without their days."""
    page = client.get(address)
    assert page.status_code == 200
    return re.findall(r'href="/reports/([^"?]*\.pdf)', page.content.decode())


def district_head_of(area: Area) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(make_user(role=Role.DISTRICT_HEAD, area=area))
    return client


def test_the_heat_map_offers_a_report_of_what_the_filter_names(client: Client, mine: Organisation) -> None:
    areas = [make_area(f"Area {number}") for number in range(6)]
    make_appeal(executor=mine, areas=areas)
    names = [f"area/{area.pk}.pdf" for area in areas]
    assert offered(client, f"/heat/?area={areas[0].pk}") == names[:1]
    assert offered(client, f"/heat/?area={areas[0].pk},{areas[1].pk}") == names[:2]
    assert offered(client, f"/heat/?executor={mine.pk}") == [f"organisation/{mine.pk}.pdf"]
    assert offered(client, f"/heat/?area={','.join(str(area.pk) for area in areas)}") == []
    assert offered(client, "/heat/") == []
    assert offered(client, "/heat/?executor=999999") == []
    text = client.get(f"/heat/?area={areas[0].pk}&since=2026-03-01&until=2026-03-20").content.decode()
    assert f"/reports/{names[0]}?since=2026-03-01&amp;until=2026-03-20" in text


@pytest.mark.parametrize("address", ["/heat/", "/statistics/"])
def test_pages_without_a_filter_offer_what_is_the_viewer_s_own(
    sign_in: SignIn, mine: Organisation, address: str
) -> None:
    area = make_area()
    assert offered(district_head_of(area), address) == [f"area/{area.pk}.pdf"]
    assert offered(sign_in(Role.WORKER, mine), address) == [f"own/{mine.pk}.pdf"]
    assert offered(sign_in(Role.ANALYST), address) == []
    assert offered(district_head_of(area), f"{address}?executor={mine.pk}") == [f"organisation/{mine.pk}.pdf"]


def test_the_districts_offer_the_report_of_the_whole_or_of_what_one_heads(
    sign_in: SignIn, client: Client
) -> None:
    whole = make_area("Whole", kind="okrug")
    parts = [make_area(f"Part {number}", kind="district", parent=whole) for number in range(3)]
    assert offered(client, "/districts/") == [f"area/{whole.pk}.pdf"]
    # Nothing else on the page says whose report it is.
    assert '<span class="small">Whole</span>' in client.get("/districts/").content.decode()
    assert offered(district_head_of(parts[1]), "/districts/") == [f"area/{parts[1].pk}.pdf"]
    assert offered(sign_in(Role.ANALYST), "/districts/") == [f"area/{whole.pk}.pdf"]


def test_the_efficiency_offers_a_head_the_own_report(sign_in: SignIn, mine: Organisation) -> None:
    area = make_area()
    head = sign_in(Role.HEAD, mine)
    assert offered(head, "/efficiency/") == [f"own/{mine.pk}.pdf"]
    assert head.get(f"/reports/own/{mine.pk}.xlsx").status_code == 200
    assert offered(district_head_of(area), "/efficiency/") == [f"area/{area.pk}.pdf"]
    assert offered(sign_in(Role.ADMINISTRATOR), "/efficiency/") == []


def test_the_statistics_offer_a_report_of_what_the_filter_names(client: Client, mine: Organisation) -> None:
    area = make_area()
    make_appeal(executor=mine, areas=[area])
    assert f"/reports/area/{area.pk}.pdf" in client.get(f"/statistics/?area={area.pk}").content.decode()
    assert (
        f"/reports/organisation/{mine.pk}.xlsx"
        in client.get(f"/statistics/?executor={mine.pk}").content.decode()
    )
    assert "/reports/" not in client.get("/statistics/").content.decode()
    assert "/subscribe/" not in client.get(f"/statistics/?area={area.pk}").content.decode()
