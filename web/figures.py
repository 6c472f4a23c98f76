"""Figures as lines of tables: a word, a bar, numbers that lead to the list of the same appeals; not the counting."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from appeals.labels import KINDS
from appeals.labels import STATE_GROUPS as GROUPS
from appeals.models import Category
from appeals.queries.statistics import FIRST_YEAR, Breakdown, Key, Row, Statistics
from appeals.selecting import NOBODY_WORD, PARAMETERS
from appeals.types import STATE_GROUPS, Dimension, Figures, Kind, Selection, State, StateGroup
from web.area_levels import by_level

FIRST_LINES = 10
FIRST_MONTHS = 12

# What the address of the map may hold (frontend/src/mappage/state.js).
ON_THE_MAP = frozenset(("category", "topic", "kind", "state", "area", "executor", "since", "until", "text"))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table. address: of these appeals, on the map or as a list; empty where no filter says the same.

    width: of the bar, per cent of the longest. page: of the executor.
    """

    label: str
    figures: Figures
    width: int
    address: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Lines shown at once, those behind a fold, and how many more there are. with_answers: also shares and ratings.

    note: what must be known of the lines.
    """

    name: str
    title: str
    lines: list[Line]
    folded: list[Line]
    omitted: int = 0
    with_answers: bool = True
    note: str = ""


class Filters:
    """The parameters of the page's filter, and addresses of lists that narrow it."""

    def __init__(self, params: QueryDict) -> None:
        self._params = QueryDict(mutable=True)
        for name in PARAMETERS:
            values = [value for value in params.getlist(name) if value]
            if values:
                self._params.setlist(name, values)

    def query(self, **changed: str) -> str:
        """The query string with some parameters replaced."""
        params = self._params.copy()
        for name, value in changed.items():
            params[name] = value
        return str(params.urlencode(safe=","))

    def figure_address(self, **changed: str) -> str:
        """Where a figure leads: to the map with its filter, or the list where the map cannot be asked so."""
        if ON_THE_MAP.issuperset(self._params):
            return f"{reverse('web:map')}?{self.query(**changed)}"
        return self.list_address(**changed)

    def list_address(self, **changed: str) -> str:
        query = self.query(**changed)
        return reverse("web:list") + (f"?{query}" if query else "")

    def value(self, name: str) -> str:
        return str(self._params.get(name, ""))


def tables(found: Statistics, filters: Filters, selection: Selection) -> list[Table]:
    """All tables of the page, in its order; without those that have no line."""
    by = found.by
    made = [
        _table("state", _("By state"), _states(by[Dimension.STATE], filters, selection), with_answers=False),
        _table("kind", _("By kind"), _lines(by[Dimension.KIND].rows, _kind, filters), with_answers=False),
        _months(by[Dimension.MONTH], filters, selection),
        _table("category", _("By category"), _lines(by[Dimension.CATEGORY].rows, _category(), filters)),
        *_areas(by[Dimension.AREA], filters, selection),
        _executors(by[Dimension.EXECUTOR], filters),
    ]
    return [table for table in made if table.lines]


Told = tuple[str, dict[str, str]]


def _lines(rows: list[Row], told: Callable[[Row], Told], filters: Filters) -> list[Line]:
    most = max((row.figures.appeals for row in rows), default=0)
    lines = []
    for row in rows:
        label, narrowed = told(row)
        address = filters.figure_address(**narrowed) if narrowed else ""
        lines.append(Line(label, row.figures, _width(row.figures, most), address))
    return lines


def _width(figures: Figures, most: int) -> int:
    return max(1, round(figures.appeals * 100 / most))


def _table(name: str, title: str, lines: list[Line], *, omitted: int = 0, with_answers: bool = True) -> Table:
    # A fold for one or two lines hides more than it saves.
    cut = FIRST_LINES if len(lines) > FIRST_LINES + 2 else len(lines)
    return Table(name, title, lines[:cut], lines[cut:], omitted, with_answers)


def _kind(row: Row) -> Told:
    return str(KINDS[Kind(str(row.key))]), {"kind": str(row.key)}


def _category() -> Callable[[Row], Told]:
    known: Mapping[Key, Any] = {category.pk: category for category in Category.objects.all()}
    return lambda row: (known[row.key].name, {"category": known[row.key].code})


def _states(found: Breakdown, filters: Filters, selection: Selection) -> list[Line]:
    """Groups of states as the map draws them; the list is asked for those of the group that the filter leaves."""
    figures = {group: Figures() for group in StateGroup}
    for row in found.rows:
        group = STATE_GROUPS[State(str(row.key))]
        figures[group] += row.figures
    rows = [Row(group.value, of) for group, of in figures.items() if of.appeals]

    def told(row: Row) -> Told:
        chosen = [state for state in selection.states if STATE_GROUPS[state] == row.key]
        return str(GROUPS[StateGroup(str(row.key))]), {"state": ",".join(chosen) or str(row.key)}

    return _lines(rows, told, filters)


def _months(found: Breakdown, filters: Filters, selection: Selection) -> Table:
    """The newest month first; a month that the filter cuts leads to what is left of it."""

    def told(row: Row) -> Told:
        first = row.key
        if not isinstance(first, date):
            before = date(FIRST_YEAR, 1, 1) - timedelta(days=1)
            return _("Earlier"), {"until": filters.value("until") or before.isoformat()}
        last = first.replace(day=monthrange(first.year, first.month)[1])
        cut_before = selection.since and localdate(selection.since) >= first
        cut_after = selection.until and localdate(selection.until) <= last
        since = filters.value("since") if cut_before else first.isoformat()
        until = filters.value("until") if cut_after else last.isoformat()
        return f"{capfirst(str(MONTHS[first.month]))} {first.year}", {"since": since, "until": until}

    lines = _lines(found.rows[::-1], told, filters)
    return Table("month", _("By month"), lines[:FIRST_MONTHS], lines[FIRST_MONTHS:])


def _areas(found: Breakdown, filters: Filters, selection: Selection) -> list[Table]:
    """A table of each level. Areas lie in each other, so that with a filter by area only that very one leads to the
    same appeals."""

    def told(row: Row) -> Told:
        narrows = not selection.area_ids or selection.area_ids == (row.key,)
        return row.name, {"area": str(row.key)} if narrows else {}

    levels = by_level(row.key for row in found.rows if isinstance(row.key, int))
    if len(levels) < 2:
        return [_table("area", _("By area"), _lines(found.rows, told, filters), omitted=found.omitted)]
    made = []
    for number, (level, ids) in enumerate(levels, start=1):
        rows = [row for row in found.rows if row.key in ids]
        name, title = f"area-{number}", _("By area: %(level)s") % {"level": level}
        made.append(_table(name, title, _lines(rows, told, filters)))
    note = _("Areas of one level lie in those of another: numbers of different levels do not add up.")
    return [replace(made[0], note=note), *made[1:-1], replace(made[-1], omitted=found.omitted)]


def _executors(found: Breakdown, filters: Filters) -> Table:
    def told(row: Row) -> Told:
        if row.key is None:
            return _("To be chosen by the administration"), {"executor": NOBODY_WORD}
        return row.name, {"executor": str(row.key)}

    lines = _lines(found.rows, told, filters)
    paged = [
        line
        if row.key is None
        else Line(line.label, line.figures, line.width, line.address, page_of(row.key))
        for line, row in zip(lines, found.rows, strict=True)
    ]
    return _table("executor", _("By executor"), paged, omitted=found.omitted)


def page_of(executor_id: object) -> str:
    """Address of an executor's public page."""
    return reverse("web:executor", args=[executor_id])
