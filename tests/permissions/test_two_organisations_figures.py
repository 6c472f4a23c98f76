"""Two organisations never count each other's private appeals, in any page of figures, file, report or GIS program."""

import csv
import re
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pyarrow.parquet
import pyogrio
import pytest
from django.core.cache import caches
from django.test import Client

from accounts.models import Membership, User
from accounts.queries import viewer_of
from accounts.types import Role
from analytics.exporting import dumping, making
from analytics.exporting.report_tables import tables_of
from analytics.exporting.reports import report_html
from analytics.models import Agenda, Export, ReportLetter
from analytics.queries.exports import file_of
from analytics.queries.opendata import folder, open_data
from analytics.queries.reports import Report, report_of
from analytics.services.reporting import subscribe, write_due
from analytics.types import ReportKind, Rhythm
from appeals.models import Appeal
from channels.services.reporting import send_report
from geo.tilegrid import tile_at
from tests.analytics.town import in_this_process
from tests.builders import NOON, TOWN, make_appeal, make_user
from tests.channels.conftest import Mailbox, mailbox, text_of
from tests.permissions.conftest import Side
from tests.permissions.test_two_organisations import cells
from tests.tiles.decoding import layers

__all__ = ["in_this_process", "mailbox"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_this_process")]
DAYS = "since=2026-03-01&until=2026-03-31"
MARCH = (date(2026, 3, 1), date(2026, 4, 1))
Numbers = Callable[[Any], list[int]]


@pytest.fixture(autouse=True)
def fresh() -> None:
    """What was counted for the reader of another test is not kept for this one's."""
    for name in caches:
        caches[name].clear()


def asked(client: Client, path: str, own: Appeal, foreign: Appeal) -> Any:
    """The answer to a path that may name the days, the district of both, and the other organisation."""
    response = client.get(path.format(days=DAYS, district=own.area_ids[-1], rival=foreign.executor_id))
    assert response.status_code == 200, path
    return response


PAGES: dict[str, Numbers] = {
    "/heat/?{days}": lambda page: [page["page_data"]["total"], *(line.count for line in page["lines"])],
    "/districts/?{days}&measure=overdue_share": lambda page: [
        *(line.row.appeals for line in page["page"]),
        page["page"][0].row.measured.n,
        page["risks"]["found"].overdue,
    ],
    "/districts/{district}/?{days}": lambda page: [page["total"].appeals, page["risks"]["found"].overdue],
    "/utility/?{days}": lambda page: [
        *(page["total"].appeals, page["overdue"]),
        *(place.appeals for place in page["zone"].houses),
        *(cell.count for cell in page["zone"].cells),
    ],
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_counts_the_own_appeal_only(path: str, sides: list[Side]) -> None:
    for client, own, foreign in sides:
        page = asked(client, path, own, foreign)
        assert set(PAGES[path](page.context)) == {1}
        assert foreign.number not in page.content.decode()


def test_one_appeal_of_each_makes_no_repeat_address(sides: list[Side]) -> None:
    """Both are about one house: who counted the other's would be told of two."""
    for client, own, foreign in sides:
        for choice in ("", "&organisation={rival}", "&executor={rival}"):
            page = asked(client, "/utility/?{days}" + choice, own, foreign)
            assert page.context["zone"].repeats == []
            assert page.context["total"].appeals == 1


TABLES = {
    "/districts/table.csv?{days}&measure=count": 1,
    "/utility/houses.csv?{days}": 1,
    "/utility/houses.csv?{days}&organisation={rival}": 1,
    "/utility/cells.csv?{days}": 1,
    "/utility/repeats.csv?{days}": 0,
}


@pytest.mark.parametrize("path", TABLES)
def test_a_table_counts_the_own_appeal_only(path: str, sides: list[Side]) -> None:
    for client, own, foreign in sides:
        text = asked(client, path, own, foreign).content.decode("utf-8-sig")
        rows = list(csv.DictReader(StringIO(text), delimiter=";"))
        assert sum(int(row["Appeals"]) for row in rows) == TABLES[path]


def test_a_head_compares_the_own_organisation_only(heads: list[Side]) -> None:
    for client, own, foreign in heads:
        page = asked(client, "/efficiency/?{days}", own, foreign)
        assert [(line.name, line.cells[0].value) for line in page.context["lines"]] == [
            (own.executor.name, "1")
        ]
        for path in ("/efficiency/?{days}", "/efficiency/table.csv?{days}"):
            assert foreign.executor.name not in asked(client, path, own, foreign).content.decode()
        assert client.get(f"/efficiency/{own.executor_id}/?{DAYS}").status_code == 200
        assert client.get(f"/efficiency/{foreign.executor_id}/?{DAYS}").status_code == 404


def test_a_site_is_shown_to_its_operator_with_the_own_complaint_only(sides: list[Side]) -> None:
    """Both complaints are about the first one's site: to the other it is not there, and neither are they."""
    for (client, own, foreign), complaints in zip(sides, (1, 0), strict=True):
        page = asked(client, "/waste/?{days}", own, foreign)
        (row,) = page.context["found"].sites
        assert (row.site.operator, row.tally.complaints) == (own.executor, complaints)
        assert page.context["total"].complaints == complaints
        drawn = asked(client, "/api/v1/waste/sites/?{days}", own, foreign).json()["features"]
        assert [site["properties"]["complaints"] for site in drawn] == [complaints]
        assert [site["properties"]["operator"] for site in drawn] == [own.executor.name]
        for path in ("/waste/?{days}", "/waste/?{days}&operator={rival}", "/api/v1/waste/sites/?{days}"):
            assert foreign.executor.name not in asked(client, path, own, foreign).content.decode()


ANSWERS: dict[str, Numbers] = {
    "/api/v1/heatmap/figures/?{days}": lambda found: [
        *(found["numberMatched"], found["tally"]["appeals"]),
        *(row["appeals"] for name in ("months", "topics", "executors") for row in found[name]),
    ],
    "/api/v1/heatmap/classes/?{days}&resolution=9": lambda found: found["bounds"],
    "/api/v1/heatmap/months/?{days}": lambda found: [
        *(month["count"] for month in found["months"]),
        *(cell["properties"]["m0"] for cell in found["features"]),
    ],
    "/api/v1/hotspots/?{days}&resolution=8": lambda found: [
        found["count"],
        sum(cell["count"] for cell in found["cells"]),
    ],
    "/ogc/collections/appeals/items?f=json": lambda found: [found["numberMatched"], len(found["features"])],
    "/ogc/collections/appeals/items?f=json&executor_id={rival}": lambda found: [
        found["numberMatched"] + 1,
        len(found["features"]) + 1,
    ],
}


@pytest.mark.parametrize("path", ANSWERS)
def test_an_answer_counts_the_own_appeal_only(path: str, sides: list[Side]) -> None:
    for client, own, foreign in sides:
        answer = asked(client, path, own, foreign)
        assert set(ANSWERS[path](answer.json())) == {1}
        assert foreign.number not in answer.content.decode()


def test_the_page_to_keep_counts_the_own_appeal_only(sides: list[Side]) -> None:
    for client, own, foreign in sides:
        page = asked(client, "/api/v1/heatmap/?{days}&format=html", own, foreign).content.decode()
        assert re.findall(r'"value": (\d+)', page) == ["1"]


def test_gis_programs_get_the_own_appeal_only(sides: list[Side]) -> None:
    tile = tile_at(TOWN, 14)
    row_and_column = f"WebMercatorQuad/14/{tile.y}/{tile.x}"
    for client, own, foreign in sides:
        for path in (f"/ogc/collections/appeals/tiles/{row_and_column}", f"/ogc/tiles/{row_and_column}"):
            found = layers(asked(client, path, own, foreign).content)["appeals"]
            assert [feature["properties"]["number"] for feature in found] == [own.number]
        item = "/ogc/collections/appeals/items/"
        assert client.get(f"{item}{own.number}").status_code == 200
        assert client.get(f"{item}{foreign.number}").status_code == 404
        page = asked(client, "/ogc/collections/appeals/items?f=html", own, foreign).content.decode()
        assert own.number in page
        assert foreign.number not in page


def test_a_geopackage_holds_the_own_appeal_and_is_its_owners_alone(sides: list[Side]) -> None:
    places = []
    for client, own, _foreign in sides:
        places.append(client.post("/api/v1/exports/", {}, content_type="application/json")["Location"])
        export = Export.objects.latest("pk")
        making.make(export.pk)
        frame = pyogrio.read_dataframe(file_of(export), layer="appeals")
        assert list(frame["number"]) == [own.number]
        areas = pyogrio.read_dataframe(file_of(export), layer="areas")
        assert set(areas["appeals"]) == {0, 1}
    for (client, *_), place in zip(sides, reversed(places), strict=True):
        for path in (place, f"{place}file/"):
            assert client.get(path).status_code == 404


def test_open_data_are_what_everybody_sees(sides: list[Side], settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    published = make_appeal()
    dumping.dump(now=NOON)
    parquet = pyarrow.parquet.read_table(folder() / open_data().named("appeals.parquet").stored)
    assert parquet.column("number").to_pylist() == [published.number]
    for client, own, foreign in sides:
        text = client.get("/data/appeals.csv").getvalue().decode()
        assert published.number in text
        assert own.number not in text
        assert foreign.number not in text


def worker_of(appeal: Appeal) -> User:
    return User.objects.get(memberships__organisation=appeal.executor, memberships__role=Role.WORKER)


def told_by(report: Report) -> str:
    return report_html(report) + str(tables_of(report))


@pytest.mark.parametrize("kind", [ReportKind.OWN, ReportKind.AREA])
def test_a_report_counts_the_own_appeal_only(kind: ReportKind, sides: list[Side]) -> None:
    for client, own, foreign in sides:
        subject = own.area_ids[-1] if kind == ReportKind.AREA else own.executor_id
        report = report_of(
            viewer_of(worker_of(own)), kind, subject, MARCH, now=NOON + timedelta(days=30), language="en"
        )
        assert report.found.facts.tally.appeals == report.statistics.total.appeals == 1
        assert [cell.count for cell in report.cells] == [1]
        assert sum(tally.appeals for _month, tally in report.months) == 1
        assert [place.appeals for place in report.houses] == ([1] if kind == ReportKind.OWN else [])
        assert report.repeats == []
        assert own.executor.name in told_by(report)
        assert foreign.executor.name not in told_by(report)
        book = cells(asked(client, f"/reports/{kind}/{subject}.xlsx?{DAYS}", own, foreign).content)
        assert own.executor.name in book
        assert foreign.executor.name not in book


def test_of_the_other_organisation_a_report_counts_what_is_published(sides: list[Side]) -> None:
    for client, own, foreign in sides:
        viewer = viewer_of(worker_of(own))
        report = report_of(
            viewer, ReportKind.ORGANISATION, foreign.executor_id, MARCH, now=NOON, language="en"
        )
        assert report.found.facts.tally.appeals == 0
        for shape in ("pdf", "xlsx"):
            assert client.get(f"/reports/own/{foreign.executor_id}.{shape}").status_code == 404


def test_a_letter_with_a_report_tells_of_the_own_appeal_only(sides: list[Side], mailbox: Mailbox) -> None:
    for _client, own, foreign in sides:
        user = worker_of(own)
        subscribe(
            actor=viewer_of(user),
            kind=ReportKind.AREA,
            subject_id=own.area_ids[-1],
            rhythm=Rhythm.WEEKLY,
            language="en",
            now=NOON,
        )
        assert write_due(now=NOON + timedelta(days=7)) == 1
        send_report(ReportLetter.objects.latest("pk").pk, now=NOON + timedelta(days=7))
        (letter,) = mailbox.to(user.email)
        assert "1 appeal " in text_of(letter)
        (book,) = [part for part in letter.iter_attachments() if "sheet" in part.get_content_type()]
        assert own.executor.name in cells(book.get_content())
        assert foreign.executor.name not in cells(book.get_content())
        Membership.objects.filter(user=user).delete()


def test_a_councillor_of_the_own_precinct_reads_and_gathers_nothing_of_the_others(sides: list[Side]) -> None:
    for _client, own, foreign in sides:
        councillor = make_user(role=Role.WORKER, organisation=own.executor)
        Membership.objects.create(user=councillor, role=Role.COUNCILLOR, area_id=own.area_ids[0])
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(councillor)
        page = asked(client, "/precinct/", own, foreign)
        assert page.context["total"].appeals == 1
        assert own.number in page.content.decode()
        assert foreign.number not in page.content.decode()
        assert client.get(f"/precinct/?precinct={foreign.area_ids[0]}").status_code == 404
        client.post("/precinct/agendas/", {"number": [own.number, foreign.number], "name": "Вопросы"})
        agenda = Agenda.objects.get(user=councillor)
        assert [question.appeal_id for question in agenda.questions.all()] == [own.pk]
