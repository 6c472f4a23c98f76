"""Figures of any selection for any viewer, by kind, state, category, executor, area and month; not their drawing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.db.models import Case, F, Func, Q, QuerySet, When
from django.utils import timezone

from accounts.types import Viewer
from appeals.days import begins
from appeals.models import Mark
from appeals.queries.counting import DEAR_NUMBER
from appeals.queries.stretches import read_selected
from appeals.seeing import near
from appeals.selecting import canonical
from appeals.types import OPEN_STATES, Dimension, Figures, Selection
from geo import sql
from territories.models import Area, Boundary, Organisation
from territories.types import is_administrative

FIRST_YEAR = 2000
MOST_ROWS = 200
# Of five million appeals the statement takes some ten seconds: its figures may be some minutes old then, and who
# comes while they are counted anew gets the old ones, up to a day.
FRESH, KEPT_S, COUNTING_S = timedelta(minutes=15), 86_400, 120
KEPT_AS = "statistics 1"
_OPEN = sorted(state.value for state in OPEN_STATES)
# Columns of the statement in the order in which its number of a dimension has their bits, the first the highest.
_COLUMNS = {
    Dimension.KIND: "kind",
    Dimension.STATE: "state",
    Dimension.CATEGORY: "category_id",
    Dimension.EXECUTOR: "executor_id",
    Dimension.AREA: "areas",
    Dimension.MONTH: "month",
}
_BITS = (1 << len(_COLUMNS)) - 1
_DIMENSIONS = {_BITS - (1 << (len(_COLUMNS) - 1 - bit)): name for bit, name in enumerate(_COLUMNS)}


_FIGURES = tuple(figure.name for figure in fields(Figures))
Key = str | int | date | None


@dataclass(frozen=True, slots=True)
class Row:
    """key: word, id or first day of a month; None: no executor, or before FIRST_YEAR. name: of executors and areas."""

    key: Key
    figures: Figures
    name: str = ""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Rows, most appeals first, months in order; `omitted`: how many more there are."""

    rows: list[Row]
    omitted: int = 0


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures of all and by each dimension. Appeals lie in several areas at once; only administrative ones are told."""

    total: Figures
    by: Mapping[Dimension, Breakdown]
    counted_at: datetime
    kept: bool = False


def statistics(
    viewer: Viewer, selection: Selection, *, now: datetime, fresh: timedelta = FRESH
) -> Statistics:
    """Figures of what the viewer may see of a selection: `total.appeals` is the list's `numberMatched`.

    Where there are some hundred thousand appeals and more, the figures are those of `counted_at`, at most `fresh`
    before, unless somebody else is counting them anew just now. Six queries; two for what is kept.
    """
    ((estimated,),) = sql.rows("appeals", "marks_estimated", {})
    if estimated < DEAR_NUMBER:
        return counted_now(viewer, selection, now=now)
    keep, key = caches["figures"], key_of(viewer, selection)
    known: Statistics | None = keep.get(key)
    if known and (now - known.counted_at < fresh or not keep.add(f"{key}-anew", True, COUNTING_S)):
        return known
    counted = replace(counted_now(viewer, selection, now=now), kept=True)
    keep.set(key, counted, KEPT_S)
    keep.delete(f"{key}-anew")
    return counted


def key_of(viewer: Viewer, selection: Selection) -> str:
    """Under what figures are kept: one reader's are nobody else's."""
    return sha256(f"{KEPT_AS} {_spelled(viewer)} {canonical(selection)}".encode()).hexdigest()


def _spelled(viewer: Viewer) -> str:
    """A viewer as text, the same in every process: sets have no order of their own."""
    parts = (getattr(viewer, known.name) for known in fields(viewer))
    return repr([sorted(part) if isinstance(part, frozenset) else part for part in parts])


def counted_marks(viewer: Viewer, selection: Selection) -> QuerySet[Any] | str:
    """What the figures are counted from: the list's own marks, with the areas that the viewer may know."""
    found = Mark.objects.visible_to(viewer).matching(selection, viewer).annotate(areas=known_areas(viewer))
    columns = ("kind", "state", "category_id", "executor_id", "submitted_at", "in_time", "rating")
    return read_selected(found.values(*columns, "areas", "mk"), selection)


def known_areas(viewer: Viewer) -> Any:
    """Expression on Mark: ids of the areas by which the viewer's own filter finds it."""
    told, known = F("area_ids"), near(viewer)
    if known is None:
        return told
    every = Func(
        told, F("hidden_area_ids"), function="array_cat", output_field=Mark._meta.get_field("area_ids")
    )
    return every if known == Q() else Case(When(known, then=every), default=told)


def statement_params(now: datetime) -> dict[str, Any]:
    return {"months": [begins(day) for day in _months(now)], "open": _OPEN}


def counted_now(viewer: Viewer, selection: Selection, *, now: datetime) -> Statistics:
    """The figures of this moment, whatever is kept. Five queries, one of them reads every mark of the selection."""
    relations = {"marks": counted_marks(viewer, selection)}
    rows = sql.records("appeals", "statistics", statement_params(now), relations)
    figures: dict[Dimension, dict[Any, Figures]] = {dimension: {} for dimension in Dimension}
    months = _months(now)
    for row in rows:
        dimension = _DIMENSIONS[row["dimension"]]
        of_row = Figures(*(int(row[name] or 0) for name in _FIGURES))
        known = figures[dimension]
        for key in _keys(dimension, row[_COLUMNS[dimension]], months):
            known[key] = known[key] + of_row if key in known else of_row
    total = sum(figures[Dimension.KIND].values(), Figures())
    return Statistics(total, _breakdowns(figures, now), now)


def _keys(dimension: Dimension, value: Any, months: list[date]) -> Iterable[Key]:
    if dimension == Dimension.AREA:
        return value or ()
    if dimension == Dimension.MONTH:
        return (months[value - 1] if value else None,)
    return (value,)


def _breakdowns(figures: Mapping[Dimension, dict[Any, Figures]], now: datetime) -> dict[Dimension, Breakdown]:
    found = {dimension: _by_number(of.items()) for dimension, of in figures.items()}
    months = sorted(figures[Dimension.MONTH].items(), key=lambda item: item[0] or date.min)
    found[Dimension.MONTH] = [Row(key, of) for key, of in months]
    executors = _shown(found[Dimension.EXECUTOR])
    areas = _shown(_administrative(found[Dimension.AREA]))
    whole = {dimension: Breakdown(rows) for dimension, rows in found.items()}
    return {
        **whole,
        Dimension.EXECUTOR: _named(executors, executor_names),
        Dimension.AREA: _named(areas, lambda ids: area_names(ids, timezone.localdate(now))),
    }


def _by_number(items: Iterable[tuple[Key, Figures]]) -> list[Row]:
    # Equals by their keys, which are words or ids in one dimension; what has none comes last.
    ordered = sorted(items, key=lambda item: (-item[1].appeals, item[0] is None, item[0] or ""))
    return [Row(key, of) for key, of in ordered]


def _administrative(rows: list[Row]) -> list[Row]:
    kinds: dict[Any, str] = dict(Area.objects.filter(pk__in=_ids(rows)).values_list("pk", "kind"))
    return [row for row in rows if row.key in kinds and is_administrative(kinds[row.key])]


def _ids(rows: list[Row]) -> list[int]:
    """Keys of rows whose keys are ids, without the one of nobody."""
    return [row.key for row in rows if isinstance(row.key, int)]


def _shown(rows: list[Row]) -> Breakdown:
    return Breakdown(rows[:MOST_ROWS], max(len(rows) - MOST_ROWS, 0))


def _named(found: Breakdown, names_of: Callable[[list[int]], Mapping[Any, str]]) -> Breakdown:
    names = names_of(_ids(found.rows))
    return Breakdown([Row(row.key, row.figures, names.get(row.key, "")) for row in found.rows], found.omitted)


def executor_names(ids: list[int]) -> dict[Any, str]:
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))


def area_names(ids: list[int], on: date) -> dict[Any, str]:
    """What they are called on a local day, which the newest version that has begun says."""
    own = dict(Area.objects.filter(pk__in=ids).values_list("pk", "name"))
    newest_first = Boundary.objects.begun(on).filter(area__in=ids).exclude(name="")
    return own | dict(reversed(newest_first.values_list("area_id", "name")))


def _months(now: datetime) -> list[date]:
    """First days of all months from FIRST_YEAR to the present one."""
    today = timezone.localdate(now)
    every = (date(year, month, 1) for year in range(FIRST_YEAR, today.year + 1) for month in range(1, 13))
    return [day for day in every if day <= today]
