"""The desk's spreadsheet: no cell is a formula whatever a resident wrote, and no personal data is in it."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from defusedxml import ElementTree
from django.utils import translation

from appeals.exporting.desk import desk_sheet
from appeals.models import Appeal
from appeals.queries.workplace import detailed
from appeals.types import State
from tests.builders import NOON, make_appeal, make_organisation

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
NAMESPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
NASTY = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", '=HYPERLINK("http://x.example")', "{=1+1}", "\t=1"]


def sheet_of(**fields: object) -> tuple[str, list[list[str]]]:
    """The sheet's XML, and its rows as texts without empty cells."""
    make_appeal(**fields)
    with translation.override("en"):
        content = desk_sheet(detailed(Appeal.objects.all(), NOON), on=TODAY)
    with ZipFile(BytesIO(content)) as file:
        xml = file.read("xl/worksheets/sheet1.xml").decode()
    rows = ElementTree.fromstring(xml).findall(".//x:row", NAMESPACE)
    return xml, [["".join(cell.itertext()) for cell in row.findall("x:c", NAMESPACE)] for row in rows]


@pytest.mark.parametrize("nasty", NASTY)
def test_nothing_becomes_a_formula_or_a_link(nasty: str) -> None:
    company = make_organisation(nasty)
    xml, rows = sheet_of(text=nasty, address=nasty, answer=nasty, executor=company, delegate=company)
    root = ElementTree.fromstring(xml)
    assert not root.findall(".//x:f", NAMESPACE)
    assert not root.findall(".//x:hyperlink", NAMESPACE)
    assert rows[1].count(nasty) == 4


def test_a_row_says_where_what_and_since_when() -> None:
    _xml, rows = sheet_of(
        state=State.IN_PROGRESS,
        address="Садовая улица, 13",
        due_on=date(2026, 3, 7),
        planned_on=date(2026, 3, 12),
    )
    heading, row = rows
    assert heading[:3] == ["Number", "State", "Topic"]
    assert row[1:3] == ["In progress", "Topic pothole"]
    assert "Садовая улица, 13" in row
    # Days since 1899-12-30, as the format counts them; three days late.
    assert {"46088", "3", "46093"} <= set(row)


def test_texts_are_those_that_everybody_may_read() -> None:
    xml, _rows = sheet_of(
        text="Звоните 8 900 998-27-48",
        public_text="Звоните [телефон скрыт]",
        answer="Ждём звонка: 8 900 998-27-49",
        author_name="Иван Тайный",
        author_email="secret@example.org",
    )
    for secret in ("998-27-48", "998-27-49", "Тайный", "secret@"):
        assert secret not in xml
    assert "[телефон скрыт]" in xml


def test_very_long_and_odd_texts_fit() -> None:
    _xml, rows = sheet_of(text="я" * 40_000, address="\x01 _x0001_ <b>&")
    assert max(map(len, rows[1])) == 32_767
