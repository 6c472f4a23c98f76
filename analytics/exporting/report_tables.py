"""A report's figures as tables of words and numbers: the same in print and in a workbook; not their shape."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from analytics import numbers
from analytics.queries.reports import Report
from analytics.queries.zone import Place
from analytics.types import ReportKind, Tally
from appeals.labels import STATE_GROUPS as GROUPS
from appeals.models import Category
from appeals.queries.statistics import Row
from appeals.types import STATE_GROUPS, Dimension, Figures, State, StateGroup

MOST_ROWS = 15
Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Table:
    """name: of its sheet, a word or two. texts: how many columns are words or days; shares are 0…1, percent: where.

    chart: how a workbook draws the first column of numbers, "column" or "bar"; empty: not at all.
    """

    name: str
    title: str
    head: list[str]
    rows: list[list[Cell]]
    texts: int = 1
    percent: tuple[int, ...] = ()
    chart: str = ""

    @property
    def shown(self) -> list[list[str]]:
        """Cells as they are printed."""
        return [
            [printed(cell, percent=number in self.percent) for number, cell in enumerate(row)]
            for row in self.rows
        ]


def printed(cell: Cell, *, percent: bool = False) -> str:
    """A dash for what is not known."""
    if cell is None:
        return "—"
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        return date_format(cell, "d.m.Y")
    if percent:
        return numbers.percent(cell)
    return numbers.rounded(cell, 0 if isinstance(cell, int) else 1)


def tables_of(report: Report) -> list[Table]:
    """All of a report, in its order; those without a row too."""
    by = report.statistics.by
    of_area = report.kind == ReportKind.AREA
    whom = by[Dimension.EXECUTOR if of_area else Dimension.AREA].rows
    return [
        _places(_("Repeats"), _("Repeat addresses"), report.repeats, with_topic=True),
        _places(_("Houses"), _("Houses with most complaints"), report.houses, with_topic=False),
        _states(by[Dimension.STATE].rows),
        _figures(
            (_("Categories"), _("By category"), _("Category")), by[Dimension.CATEGORY].rows, _categories()
        ),
        _topics(report),
        _figures(
            (_("Executors"), _("By executor"), _("Executor"))
            if of_area
            else (_("Areas"), _("By area"), _("Area")),
            whom,
            {row.key: row.name or _("To be chosen by the administration") for row in whom},
        ),
        _months(report),
    ]


def _counts() -> list[str]:
    return [_("Appeals"), _("Waiting for an answer"), _("Answered in time"), _("Mean rating")]


def _figures(called: tuple[str, str, str], rows: Iterable[Row], names: Mapping[Any, str]) -> Table:
    """called: the sheet, the table, and what its rows are."""
    name, title, head = called
    lines: list[list[Cell]] = [
        [names[row.key], *_of_figures(row.figures)] for row in list(rows)[:MOST_ROWS] if row.figures.appeals
    ]
    return Table(name, title, [head, *_counts()], lines, percent=(3,))


def _of_figures(figures: Figures) -> list[Cell]:
    return [figures.appeals, figures.waiting, figures.share_in_time, figures.rating]


def _of_tally(tally: Tally) -> list[Cell]:
    in_time = tally.in_time / tally.answered if tally.answered else None
    return [tally.appeals, tally.waiting, in_time, tally.ratings / tally.rated if tally.rated else None]


def _categories() -> dict[Any, str]:
    return {category.pk: category.name for category in Category.objects.all()}


def _states(rows: Iterable[Row]) -> Table:
    by_group = dict.fromkeys(StateGroup, 0)
    for row in rows:
        by_group[STATE_GROUPS[State(str(row.key))]] += row.figures.appeals
    lines: list[list[Cell]] = [
        [capfirst(str(GROUPS[group])), number] for group, number in by_group.items() if number
    ]
    return Table(_("States"), _("By state"), [_("State"), _("Appeals")], lines, chart="bar")


def _topics(report: Report) -> Table:
    lines: list[list[Cell]] = [[top.name, *_of_tally(top.tally)] for top in report.found.topics]
    title = _("Topics with most appeals")
    return Table(_("Topics"), title, [_("Topic"), *_counts()], lines, percent=(3,))


def _months(report: Report) -> Table:
    lines: list[list[Cell]] = [
        [capfirst(date_format(month, "F Y")), *_of_tally(tally)] for month, tally in report.months
    ]
    head = [_("Month"), *_counts()]
    return Table(_("Months"), _("By month"), head, lines, percent=(3,), chart="column")


def _places(name: str, title: str, places: Iterable[Place], *, with_topic: bool) -> Table:
    lines: list[list[Cell]] = []
    for place in places:
        words: list[Cell] = [place.address, *([place.topic_name] if with_topic else [])]
        lines.append([*words, localtime(place.last_at).date(), place.appeals, place.overdue])
    head = [_("Address"), *([_("Topic")] if with_topic else []), _("Last appeal"), _("Appeals"), _("Overdue")]
    return Table(name, title, head, lines, texts=3 if with_topic else 2)
