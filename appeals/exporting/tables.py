"""A selection's appeals as a table for spreadsheets, CSV or XLSX: what everybody who sees the list may read of them."""

import csv
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.types import Viewer
from appeals.labels import KINDS, STATES
from appeals.queries.listing import uncounted_page
from appeals.types import Kind, Ordering, Selection, State
from geo.spreadsheets import harmless

MOST_ROWS = 10_000
_AT_ONCE = 1_000


def headings() -> list[str]:
    """Names of the columns in the current language."""
    return [
        *(_("Number"), _("Sent"), _("Kind"), _("Category"), _("Topic"), _("State"), _("Executor")),
        *(_("Area"), _("Address"), _("Supporters"), _("Answer due"), _("Answered"), _("Link")),
    ]


def rows(viewer: Viewer, selection: Selection, ordering: Ordering, link: str) -> Iterator[list[Any]]:
    """Cells of the first MOST_ROWS appeals in the list's order, texts harmless; times are local.

    link: address of an appeal with `{number}`. One or two queries per thousand.
    """
    cursor, left = "", MOST_ROWS
    while left > 0:
        page = uncounted_page(viewer, selection, ordering, None, cursor, min(_AT_ONCE, left))
        for item in page.items():
            yield [harmless(cell) if isinstance(cell, str) else cell for cell in _cells(item, link)]
        left -= page.number_returned
        if page.next_cursor is None:
            return
        cursor = page.next_cursor


def _cells(item: dict[str, Any], link: str) -> list[Any]:
    executor = item["executor"] or _("To be chosen by the administration")
    return [
        item["number"],
        _moment(item["submitted_at"]),
        str(KINDS[Kind(item["kind"])]),
        item["category_name"],
        item["topic_name"],
        capfirst(str(STATES[State(item["state"])])),
        executor,
        item["area"] or "",
        item["address"],
        item["supports"],
        item["due_on"] or "",
        _moment(item["answered_at"]) if item["answered_at"] else "",
        link.format(number=item["number"]),
    ]


def _moment(text: str) -> str:
    return localtime(datetime.fromisoformat(text)).strftime("%Y-%m-%d %H:%M")


def as_csv(lines: Iterator[list[Any]], head: list[str] | None = None) -> bytes:
    """UTF-8 with a mark of order, by which Excel knows it, and semicolons, which Russian Excel expects.

    head: names of the columns, those of appeals where none are given.
    """
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headings() if head is None else head)
    writer.writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(lines: Iterator[list[Any]], head: list[str] | None = None) -> bytes:
    """A workbook of one sheet; every text is written as text, never as a formula or a link. head: as of `as_csv`."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet(_("Appeals") if head is None else None)
    bold = book.add_format({"bold": True})
    for column, heading in enumerate(headings() if head is None else head):
        sheet.write_string(0, column, heading, bold)
    for number, cells in enumerate(lines, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            else:
                sheet.write_number(number, column, cell)
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()
