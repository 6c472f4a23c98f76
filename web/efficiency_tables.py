"""The work of executors as lines of tables: values with the medians beside them, an order; not the counting."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.numbers import rounded
from analytics.queries.efficiency import Compared, Parts
from analytics.rules.peers import COMPARED, Efficiency, WorkFacts
from appeals.models import Topic
from geo.spreadsheets import harmless
from territories.labels import ORGANISATION_KINDS
from territories.models import ServiceZone
from territories.types import OrganisationKind
from web.district_tables import NOTHING, Column
from web.figures import Filters

HOURS_A_DAY = 24
NO_ZONE = "none"
# Up to two days are told in hours.
_LONG_H = 48


@dataclass(frozen=True, slots=True)
class Measure:
    """name: of the column. less_is_better: None: neither. unit: "%", "h" or none."""

    name: Any
    unit: str = ""
    less_is_better: bool | None = None
    decimals: int = 0


MEASURES: Mapping[Efficiency, Measure] = {
    Efficiency.APPEALS: Measure(gettext_lazy("Appeals")),
    Efficiency.WAITING: Measure(gettext_lazy("Waiting")),
    Efficiency.OVERDUE: Measure(gettext_lazy("Overdue")),
    Efficiency.IN_TIME: Measure(gettext_lazy("In time"), "%", less_is_better=False),
    Efficiency.REOPENED: Measure(gettext_lazy("Sent back"), "%", less_is_better=True, decimals=1),
    Efficiency.RATING: Measure(gettext_lazy("Rating"), less_is_better=False, decimals=1),
    Efficiency.DECLINED: Measure(gettext_lazy("Declined"), "%", less_is_better=True, decimals=1),
    Efficiency.REACTION: Measure(gettext_lazy("First reaction"), "h", less_is_better=True),
    Efficiency.REACTION_P90: Measure(gettext_lazy("Nine of ten within"), "h", less_is_better=True),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """label: what is told. median: of those like it, empty without any. worse: than that; None: as good, or none."""

    label: Any
    value: str
    median: str = ""
    worse: bool | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: an executor, a topic or a zone. page: of the executor."""

    name: str
    more: str
    cells: list[Cell]
    page: str = ""


def lines(rows: Sequence[Compared], filters: Filters, query: str) -> list[Line]:
    """Executors; the number of appeals leads to their list, the name to the executor's work."""
    return [
        Line(
            row.organisation.name,
            capfirst(str(ORGANISATION_KINDS[OrganisationKind(row.organisation.kind)])),
            cells(row, filters.list_address(executor=str(row.organisation.pk))),
            f"{reverse('web:executor_work', args=[row.organisation.pk])}?{query}",
        )
        for row in rows
    ]


def cells(row: Compared, address: str) -> list[Cell]:
    found = []
    for code in Efficiency:
        value, middle = row.worker.facts.value(code), row.medians.get(code)
        shown, beside = told(code, value), "" if middle is None else told(code, middle)
        # What reads the same is not told apart.
        worse = None if shown == beside else _worse(code, value, middle)
        found.append(
            Cell(MEASURES[code].name, shown, beside, worse, address if code == Efficiency.APPEALS else "")
        )
    return found


def part_lines(parts: Parts, named: Callable[[int | None], tuple[str, str]]) -> list[Line]:
    """Parts of an executor's work, most appeals first. named: name and address of the list by key of the part."""
    ordered = sorted(parts.items(), key=lambda item: (-item[1].tally.appeals, str(item[0][1])))
    return [Line(named(key)[0], "", _plain(facts, named(key)[1])) for (_executor, key), facts in ordered]


def _plain(facts: WorkFacts, address: str) -> list[Cell]:
    return [
        Cell(
            MEASURES[code].name,
            told(code, facts.value(code)),
            address=address if code == Efficiency.APPEALS else "",
        )
        for code in Efficiency
    ]


def topic_names(parts: Parts, filters: Filters, executor_id: int) -> Callable[[int | None], tuple[str, str]]:
    topics = Topic.objects.in_bulk([key for _executor, key in parts if key is not None])

    def named(key: int | None) -> tuple[str, str]:
        topic = topics[key or 0]
        return topic.name, filters.list_address(executor=str(executor_id), topic=topic.code)

    return named


def zone_words(parts: Parts) -> dict[str, int | None]:
    """Zones by the word that the page's address has for each."""
    return {NO_ZONE if key is None else str(key): key for _executor, key in parts}


def zone_names(parts: Parts, query: str) -> Callable[[int | None], tuple[str, str]]:
    """The list has no filter by zone: the page itself shows the appeals of one. query: of the page."""
    zones = ServiceZone.objects.defer("geom").in_bulk([key for _executor, key in parts if key is not None])
    begun = f"?{query}&" if query else "?"

    def named(key: int | None) -> tuple[str, str]:
        if key is None:
            return _("Not by a zone: by contract, authority or by hand"), f"{begun}zone={NO_ZONE}#appeals"
        name = zones[key].name or _("Zone %(number)s") % {"number": key}
        return name, f"{begun}zone={key}#appeals"

    return named


def told(code: Efficiency, value: float | None) -> str:
    """A value with its unit: «93 %», «5,2 ч», «3,1 дня»; a dash for None."""
    if value is None:
        return NOTHING
    measure = MEASURES[code]
    if measure.unit == "h":
        return _hours(value)
    text = rounded(value, measure.decimals)
    return f"{text}\u00a0%" if measure.unit == "%" else text


def _hours(hours: float) -> str:
    if hours < _LONG_H:
        return _("%(hours)s h") % {"hours": rounded(hours, 1)}
    return _("%(days)s d") % {"days": rounded(hours / HOURS_A_DAY, 1)}


def _worse(code: Efficiency, value: float | None, middle: float | None) -> bool | None:
    less = MEASURES[code].less_is_better
    if less is None or value is None or middle is None or value == middle:
        return None
    return (value > middle) == less


def ordered(rows: list[Compared], order: str) -> list[Compared]:
    """By a column, the worst first; most appeals first unless another column is named. Without a value: last."""
    code = next((code for code in Efficiency if code == order), None)
    if code is None:
        return sorted(rows, key=lambda row: row.organisation.name.lower()) if order == "name" else rows
    sign = 1 if MEASURES[code].less_is_better is False else -1

    def key(row: Compared) -> tuple[bool, float]:
        value = row.worker.facts.value(code)
        return value is None, sign * (value or 0)

    return sorted(rows, key=key)


def columns(params: QueryDict) -> list[Column]:
    asked = params.get("sort", "")
    current = asked if asked == "name" or asked in list(Efficiency) else Efficiency.APPEALS.value
    named = {"name": (gettext_lazy("Executor"), "ascending")} | {
        code.value: (
            measure.name,
            "ascending" if measure.less_is_better is False else "descending",
        )
        for code, measure in MEASURES.items()
    }
    return [
        Column(word, name, direction if word == current else "", f"?{kept(params, sort=word)}#executors")
        for word, (name, direction) in named.items()
    ]


def kept(params: QueryDict, **changed: str) -> str:
    """The page's own parameters as a query, some of them changed."""
    found = QueryDict(mutable=True)
    for name in ("category", "since", "until", "sort"):
        value = changed.get(name, str(params.get(name, "")))
        if value:
            found[name] = value
    return str(found.urlencode())


def heads() -> list[str]:
    """Columns of the file: shares in per cent, times in hours, each with the median of those like it."""
    found = [_("Executor"), _("Kind")]
    for code, measure in MEASURES.items():
        unit = {"%": ", %", "h": _(", hours")}.get(measure.unit, "")
        found.append(f"{measure.name}{unit}")
        if code in COMPARED:
            found.append(_("%(name)s: median of those alike") % {"name": f"{measure.name}{unit}"})
    return [*found, _("How many are alike")]


def sheet_rows(rows: Sequence[Compared]) -> Iterator[list[Any]]:
    for row in rows:
        kind = str(ORGANISATION_KINDS[OrganisationKind(row.organisation.kind)])
        found: list[Any] = [harmless(row.organisation.name), harmless(kind)]
        for code in Efficiency:
            found.append(_number(row.worker.facts.value(code)))
            if code in COMPARED:
                found.append(_number(row.medians.get(code)))
        yield [*found, row.peers]


def _number(value: float | None) -> float | str:
    return "" if value is None else round(value, 2)
