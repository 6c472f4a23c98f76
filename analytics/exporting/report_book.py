"""A report as a workbook in the current language: numbers to count with, and charts of them; not what stands in it."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from analytics.exporting.report_charts import ACCENT
from analytics.exporting.report_tables import Cell, Table, tables_of
from analytics.exporting.reports import period_words, title_of, told, totals
from analytics.queries.reports import Report
from geo.spreadsheets import harmless

_LONGEST_CELL = 32_767
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "head": {"bold": True, "bottom": 1},
    "text": {},
    "whole": {"num_format": "#,##0"},
    "decimal": {"num_format": "0.0"},
    "percent": {"num_format": "0%"},
    "day": {"num_format": "dd.mm.yyyy"},
}
_WORDS, _NUMBERS = 36, 22
# Rows of the first sheet that a chart takes, and its size.
_CHART_ROWS, _CHART_SIZE = 17, {"width": 760, "height": 320}


def report_xlsx(report: Report) -> bytes:
    """Key figures with charts on the first sheet, one for each table, one of the cells; no cell can be a formula, no
    text a link.
    """
    target = BytesIO()
    book = Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    shapes = {name: book.add_format(dict(look)) for name, look in _FORMATS.items()}
    front = book.add_worksheet(_sheet_name(_("Figures")))
    row = _write_figures(front, report, shapes) + 1
    for table in [*tables_of(report), _cell_table(report)]:
        if not table.rows:
            continue
        _write_table(book.add_worksheet(_sheet_name(table.name)), table, shapes)
        if table.chart:
            front.insert_chart(row, 0, _chart(book, table))
            row += _CHART_ROWS
    book.close()
    return target.getvalue()


def _write_figures(sheet: Any, report: Report, shapes: Mapping[str, Any]) -> int:
    """What the report is, and its key figures; answers the first row below them."""
    sheet.set_column(0, 0, _WORDS)
    sheet.set_column(1, 3, _NUMBERS)
    _put(sheet, 0, 0, report.name, shapes, "title")
    for row, words in enumerate((title_of(report.kind), period_words(report), told(report)), 1):
        _put(sheet, row, 0, words, shapes)
    head = 5
    for column, name in enumerate([_("Figure"), _("Value"), _("In the period before"), _("Unit")]):
        _put(sheet, head, column, name, shapes, "head")
    found = totals(report)
    for row, total in enumerate(found, head + 1):
        shape = "percent" if total.percent else ""
        for column, cell in enumerate([total.name, total.value, total.before, total.unit]):
            _put(sheet, row, column, cell, shapes, shape if column in (1, 2) else "")
    return head + 1 + len(found)


def _cell_table(report: Report) -> Table:
    name = _("Cells of the map")
    rows: list[list[Cell]] = [[str(cell.cell), cell.count, cell.open] for cell in report.cells]
    return Table(name, name, [_("Cell (H3)"), _("Appeals"), _("Waiting for an answer")], rows)


def _write_table(sheet: Any, table: Table, shapes: Mapping[str, Any]) -> None:
    sheet.set_column(0, table.texts - 1, _WORDS)
    sheet.set_column(table.texts, len(table.head), _NUMBERS)
    for column, title in enumerate(table.head):
        _put(sheet, 0, column, title, shapes, "head")
    for number, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            _put(sheet, number, column, cell, shapes, "percent" if column in table.percent else "")
    sheet.freeze_panes(1, 0)


def _put(sheet: Any, row: int, column: int, cell: Cell, shapes: Mapping[str, Any], shape: str = "") -> None:
    """A text as text, a number or a day as one; what is not known is left empty."""
    if isinstance(cell, str):
        sheet.write_string(row, column, harmless(cell)[:_LONGEST_CELL], shapes[shape or "text"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, shapes[shape or "day"])
    elif cell is not None:
        plain = "whole" if isinstance(cell, int) else "decimal"
        sheet.write_number(row, column, cell, shapes[shape or plain])


def _chart(book: Any, table: Table) -> Any:
    """Of the table's first numbers, with their values beside them instead of a legend."""
    name, last = _sheet_name(table.name), len(table.rows)
    chart = book.add_chart({"type": table.chart})
    series = {
        "name": table.head[table.texts],
        "categories": [name, 1, 0, last, 0],
        "values": [name, 1, table.texts, last, table.texts],
        "fill": {"color": ACCENT},
        "gap": 60,
        "data_labels": {"value": True},
    }
    chart.add_series(series)
    chart.set_title({"name": f"{table.head[table.texts]}: {table.title.lower()}", "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    values = {"visible": False, "major_gridlines": {"visible": False}}
    if table.chart == "bar":
        # Its words stand upright, and would be counted from below.
        chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
        chart.set_x_axis(values)
    else:
        chart.set_y_axis(values)
    chart.set_size(_CHART_SIZE)
    return chart


def _sheet_name(name: str) -> str:
    return name.translate(_FORBIDDEN)[:31]
