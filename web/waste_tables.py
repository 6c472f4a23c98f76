"""Figures of container sites as lines of tables: an order, a bar, a weekday's name; not their counting."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analytics.numbers import rounded
from analytics.queries.waste import Row, SiteRow, WasteFigures
from geo.types import HexCell
from web.cell_names import cell_names, map_of

PAGE_SIZE = 25
MOST_CELLS = 20
Key = Callable[[SiteRow], Any]
# Word in the address: name and order; the first is that of the ranking itself.
ORDERS: Mapping[str, tuple[Any, Key | None]] = {
    "rank": (gettext_lazy("Complaints"), None),
    "violations": (gettext_lazy("Violations"), lambda row: -row.tally.violations),
    "early": (gettext_lazy("Early"), lambda row: -row.tally.early),
    "repeats": (gettext_lazy("Repeats"), lambda row: -row.tally.repeats),
    "answered": (gettext_lazy("Answered"), lambda row: _missing_last(row.tally.share_answered)),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column that orders the table. direction: of its order where it is the present one, else empty.

    address: of the page in this order.
    """

    name: str
    direction: str
    address: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a small table. width: of the bar, per cent of the longest. more: another number, in words."""

    label: str
    count: int
    width: int
    more: str = ""


@dataclass(frozen=True, slots=True)
class DayCell:
    """Complaints about a site sent on a day of the week; on_route: whether a truck comes on it."""

    count: int
    on_route: bool


def ordered(rows: Sequence[SiteRow], order: str) -> Sequence[SiteRow]:
    """The ranking, or the same sites by another column; what is equal stays in the order of the ranking."""
    key = ORDERS[order][1] if order in ORDERS else None
    return sorted(rows, key=key) if key else rows


def columns(params: QueryDict) -> list[Column]:
    asked = params.get("sort", "")
    current = asked if asked in ORDERS else "rank"
    return [
        Column(str(name), _direction(word) if word == current else "", f"?{_with(params, sort=word)}#ranking")
        for word, (name, _key) in ORDERS.items()
    ]


def _direction(word: str) -> str:
    """Worst first: most of everything, and least of the answers."""
    return "ascending" if word == "answered" else "descending"


def page_address(params: QueryDict, **changed: str) -> str:
    """The page's query without its number, some of it changed."""
    return _with(params, **changed)


def weekdays(found: WasteFigures) -> list[Bar]:
    """Complaints "not collected" by the day they were sent on, and how many sites are on the route that day."""
    most = max((day.complaints for day in found.weekdays), default=0)
    known = any(day.routes for day in found.weekdays)
    return [
        Bar(
            capfirst(str(WEEKDAYS[day.day - 1])),
            day.complaints,
            _width(day.complaints, most),
            _routes(day.routes) if known else "",
        )
        for day in found.weekdays
    ]


def days_of_week() -> list[str]:
    """Heads of columns, from Monday."""
    return [capfirst(str(short)) for short in WEEKDAYS_ABBR.values()]


def by_day(rows: Iterable[SiteRow]) -> list[tuple[str, list[DayCell]]]:
    """Of each site its code and seven cells, from Monday."""
    return [
        (
            row.site.code,
            [DayCell(count, day in row.site.route_days) for day, count in enumerate(row.weekdays, start=1)],
        )
        for row in rows
    ]


def lags(found: WasteFigures) -> list[Bar]:
    """The same by days since the newest day of the site's route."""
    most = max(found.lags.values(), default=0)
    return [Bar(_lag(days), count, _width(count, most)) for days, count in found.lags.items()]


def cells(found: WasteFigures) -> list[tuple[str, str, Row]]:
    """The cells with most complaints: name, place on the map as its address has it, figures."""
    shown = [(HexCell(row.key or 0), row) for row in found.cells[:MOST_CELLS]]
    names = cell_names([cell for cell, _row in shown])
    return [(name, map_of(cell), row) for name, (cell, row) in zip(names, shown, strict=True)]


def _lag(days: int) -> str:
    if not days:
        return _("on the day itself")
    return ngettext("%(days)d day after", "%(days)d days after", days) % {"days": days}


def _routes(count: int) -> str:
    return ngettext("%(count)s site on the route", "%(count)s sites on the route", count) % {
        "count": rounded(count)
    }


def _missing_last(share: float | None) -> tuple[bool, float]:
    """Sites of which least was answered first."""
    return share is None, share or 0.0


def _width(count: int, most: int) -> int:
    return round(count * 100 / most) if most else 0


def _with(params: QueryDict, **changed: str) -> str:
    kept = QueryDict(mutable=True)
    for name in ("since", "until", "operator", "measure", "site", "sort"):
        if value := params.get(name):
            kept[name] = str(value)
    for name, value in changed.items():
        if value:
            kept[name] = value
        else:
            kept.pop(name, None)
    return str(kept.urlencode())
