"""A league of districts as lines of a table and points of a plot: an order, words for chance; not the counting."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from analytics.labels import LACKS
from analytics.leagues import League, Placed
from analytics.measures import Measure
from analytics.numbers import telling
from analytics.rules.funnel import Standing
from analytics.types import Scale
from web.figures import Filters

PAGE_SIZE = 100
KEPT = ("measure", "level", "category", "since", "until", "sort")
STANDINGS: Mapping[Standing, Any] = {
    Standing.ABOVE: _("more than the mean, not by chance"),
    Standing.LIKELY_ABOVE: _("more than the mean, hardly by chance"),
    Standing.CHANCE: _("the difference may be chance"),
    Standing.LIKELY_BELOW: _("less than the mean, hardly by chance"),
    Standing.BELOW: _("less than the mean, not by chance"),
}
SURE = frozenset({Standing.ABOVE, Standing.BELOW})
_HIGH = frozenset({Standing.ABOVE, Standing.LIKELY_ABOVE})
_LOW = frozenset({Standing.BELOW, Standing.LIKELY_BELOW})
NOTHING = "—"
Key = Callable[[Placed], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that orders the table. direction: of the present order, else empty. address: of the page so ordered."""

    word: str
    name: Any
    direction: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """A district: texts as they are shown. worse: whether it is worse than the mean and not by chance; None: neither.

    page: of the district; address: of the list of its appeals.
    """

    row: Placed
    value: str
    shrunk: str
    standing: Any
    worse: bool | None
    page: str
    address: str


def lines(found: League, measure: Measure, filters: Filters, query: str) -> list[Line]:
    """query: of the page, which the pages of districts keep."""
    return [
        Line(
            row,
            told(measure, row.measured.value) if row.measured.value is not None else _lack(row),
            told(measure, row.shrunk),
            STANDINGS[row.standing] if row.standing else "",
            _worse(row, measure),
            f"{reverse('web:district', args=[row.area_id])}?{query}",
            filters.list_address(area=str(row.area_id)),
        )
        for row in found.rows
    ]


def told(measure: Measure, value: float | None) -> str:
    """A value as it is told, without its unit but for per cent."""
    if value is None:
        return NOTHING
    text = telling(value, measure.decimals)
    if measure.scale == Scale.DIVERGING:
        text = f"+{text}" if value > 0 else text.replace("-", "−")
    return f"{text}\u00a0%" if measure.unit == "%" else text


def _lack(row: Placed) -> str:
    return str(LACKS[row.measured.why]) if row.measured.why else NOTHING


def _worse(row: Placed, measure: Measure) -> bool | None:
    if row.standing not in SURE or measure.worse is None:
        return None
    return (row.standing == Standing.ABOVE) == measure.worse


def ordered(rows: list[Line], order: str) -> list[Line]:
    """The league, or the same districts by another column; what has no value comes last."""
    keys: dict[str, Key] = {
        "name": lambda row: row.name,
        "value": lambda row: (row.measured.value is None, -(row.measured.value or 0)),
        "size": lambda row: -row.appeals,
    }
    key = keys.get(order)
    return sorted(rows, key=lambda line: key(line.row)) if key else rows


def columns(params: QueryDict, measure: Measure) -> list[Column]:
    named = {
        "place": (_("Place"), "ascending"),
        "name": (_("District"), "ascending"),
        "value": (measure.name, "descending"),
        "size": (_("Appeals"), "descending"),
    }
    asked = params.get("sort", "")
    current = asked if asked in named else "place"
    return [
        Column(word, name, direction if word == current else "", f"?{kept(params, sort=word)}#league")
        for word, (name, direction) in named.items()
    ]


def kept(params: QueryDict, **changed: str) -> str:
    """The page's own parameters as a query, some of them changed; without the number of the page."""
    found = QueryDict(mutable=True)
    for name in KEPT:
        value = changed.get(name, str(params.get(name, "")))
        if value:
            found[name] = value
    return str(found.urlencode())
