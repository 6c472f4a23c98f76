"""A report as PDF and as XLSX in the current language; what stands in it is counted by queries.reports."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from analytics.exporting.printing import as_pdf
from analytics.exporting.report_charts import cell_map, month_bars
from analytics.exporting.report_tables import Cell, Table, printed, tables_of
from analytics.queries.reports import Report
from analytics.types import ReportKind
from appeals.exporting.tables import harmless

_LONGEST_CELL = 32_767
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True, slots=True)
class Total:
    """A figure in large print. note: with what it is compared."""

    name: str
    value: str
    note: str = ""


def report_pdf(report: Report) -> bytes:
    """Figures, bars, a map and tables on A4 pages."""
    return as_pdf(report_html(report))


def report_html(report: Report) -> str:
    """The same before it is set in type."""
    picture, legend = cell_map(report.cells, report.outlines)
    values: dict[str, Any] = {
        "language": get_language() or "ru",
        "report": report,
        "title": title_of(report.kind),
        "period": period_words(report),
        "address": settings.PUBLIC_URL,
        "told": told(report),
        "totals": _totals(report),
        # Drawn by report_charts alone, which escapes the few words in it.
        "bars": mark_safe(month_bars(report.months)),
        "map": mark_safe(picture),
        "legend": [(_patch(colour), words) for colour, words in legend],
        "tables": tables_of(report),
        "made": _("Made on %(moment)s")
        % {"moment": date_format(localtime(report.statistics.counted_at), "j E Y, H:i")},
    }
    return str(render_to_string("analytics/report.html", values))


def _patch(colour: str) -> SafeString:
    return format_html('<i style="background:{}"></i>', colour)


def title_of(kind: ReportKind) -> str:
    if kind == ReportKind.OWN:
        return _("Report on the own zone")
    return _("Report on an area") if kind == ReportKind.AREA else _("Report on an executor")


def period_words(report: Report) -> str:
    first, last = (date_format(day, "j E Y") for day in (report.first_on, report.last_on))
    return f"{first} — {last}"


def told(report: Report) -> str:
    """What the report shows, in a sentence."""
    number, before = report.found.facts.tally.appeals, report.before.appeals
    words = ngettext("%(shown)s appeal came.", "%(shown)s appeals came.", number)
    said = words % {"shown": number_format(number, force_grouping=True)}
    if before:
        change = round((number - before) * 100 / before)
        more = _("That is %(percent)s %% more than in the period before.")
        less = _("That is %(percent)s %% less than in the period before.")
        same = _("That is as many as in the period before.")
        said += " " + ((more if change > 0 else less) % {"percent": abs(change)} if change else same)
    late = report.found.facts.overdue or 0
    if late:
        words = ngettext("%(shown)s answer is overdue.", "%(shown)s answers are overdue.", late)
        said += " " + words % {"shown": number_format(late, force_grouping=True)}
    return said


def _totals(report: Report) -> list[Total]:
    tally, before = report.found.facts.tally, report.before
    in_time, rating = (
        (_share(one.in_time, one.answered) for one in (tally, before)),
        report.statistics.total.rating,
    )
    now, earlier = in_time
    was = _("before: %(value)s")
    return [
        Total(_("Appeals"), printed(tally.appeals), was % {"value": printed(before.appeals)}),
        Total(_("Waiting for an answer"), printed(tally.waiting)),
        Total(_("Overdue"), printed(report.found.facts.overdue or 0)),
        Total(
            _("Answered in time"), printed(now, percent=True), was % {"value": printed(earlier, percent=True)}
        ),
        Total(_("Mean rating"), printed(rating), _("of 5")),
    ]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def report_xlsx(report: Report) -> bytes:
    """A sheet of figures, one for each table, one of the cells; no cell can be a formula, no text a link."""
    target = BytesIO()
    book = Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    shapes = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "percent": book.add_format({"num_format": "0%"}),
        "plain": book.add_format(),
    }
    for table in [_summary(report), *tables_of(report), _cell_table(report)]:
        if table.rows:
            _write(book, table, shapes)
    book.close()
    return target.getvalue()


def _summary(report: Report) -> Table:
    name = _("Figures")
    rows: list[list[Cell]] = [[report.name, period_words(report)], [told(report), ""]]
    rows += [[total.name, f"{total.value} {total.note}".strip()] for total in _totals(report)]
    return Table(name, name, [title_of(report.kind), ""], rows, texts=2)


def _cell_table(report: Report) -> Table:
    name = _("Cells of the map")
    rows: list[list[Cell]] = [[str(cell.cell), cell.count, cell.open] for cell in report.cells]
    return Table(name, name, [_("Cell (H3)"), _("Appeals"), _("Waiting for an answer")], rows)


def _write(book: Any, table: Table, shapes: dict[str, Any]) -> None:
    sheet = book.add_worksheet(table.name.translate(_FORBIDDEN)[:31])
    sheet.set_column(0, table.texts - 1, 36)
    sheet.set_column(table.texts, len(table.head), 16)
    for column, title in enumerate(table.head):
        sheet.write_string(0, column, harmless(title), shapes["head"])
    for number, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, harmless(cell)[:_LONGEST_CELL], shapes["plain"])
            elif cell is not None:
                shape = shapes["percent" if column in table.percent else "plain"]
                sheet.write_number(number, column, cell, shape)
    sheet.freeze_panes(1, 0)
