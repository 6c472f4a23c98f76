"""A report in words and as PDF, in the current language; what stands in it is counted by queries.reports."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from analytics.exporting.printing import as_pdf
from analytics.exporting.report_charts import cell_map, month_bars
from analytics.exporting.report_tables import Cell, printed, tables_of
from analytics.queries.reports import Report
from analytics.types import ReportKind


@dataclass(frozen=True, slots=True)
class Total:
    """A key figure. before: of the period before. note: in print, with what it is compared. percent: shares are 0…1."""

    name: str
    value: Cell
    unit: str
    before: Cell = None
    note: str = ""
    percent: bool = False

    @property
    def shown(self) -> str:
        """The value as it is printed."""
        return printed(self.value, percent=self.percent)


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
        "totals": totals(report),
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


def totals(report: Report) -> list[Total]:
    """The key figures, in their order."""
    tally, before = report.found.facts.tally, report.before
    now, earlier = (_share(one.in_time, one.answered) for one in (tally, before))
    appeals, of_five, was = _("appeals"), _("of 5"), _("before: %(value)s")
    return [
        Total(_("Appeals"), tally.appeals, appeals, before.appeals, was % {"value": printed(before.appeals)}),
        Total(_("Waiting for an answer"), tally.waiting, appeals),
        Total(_("Overdue"), report.found.facts.overdue or 0, appeals),
        Total(
            _("Answered in time"),
            now,
            "%",
            earlier,
            was % {"value": printed(earlier, percent=True)},
            percent=True,
        ),
        Total(_("Mean rating"), report.statistics.total.rating, of_five, note=of_five),
    ]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
