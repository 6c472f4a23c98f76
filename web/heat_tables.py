"""Cells of the heat map as lines of a table; not the counting, nor what the cells are called (cell_names)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy

from analytics.labels import AMONG_NUMBERS, AMONG_TROUBLES, COURSES, NUMBERS, TROUBLES
from analytics.measures import Measure
from analytics.queries.heatmap import CellFigures
from analytics.queries.hotspots import HotSpots, SpotCell
from analytics.types import Course, Spot
from web.cell_names import cell_names, map_of
from web.heat_words import told

PAGE_SIZE = 25
MOST_SPOTS = 25


@dataclass(frozen=True, slots=True)
class Line:
    """A cell. map: the place on the map, as its address has it. appeals: address of the list of what is in it."""

    cell: str
    place: str
    value: str
    count: int
    open: int
    map: str
    appeals: str


@dataclass(frozen=True, slots=True)
class SpotLine:
    """A cell that stands out. words: how, of its course too. level: how sure, as the greatest share of false ones."""

    cell: str
    place: str
    words: str
    course: str
    count: int
    around: float
    map: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column that orders the table. direction: of its order where it is the present one, else empty."""

    name: str
    direction: str
    address: str


ORDERS: Mapping[str, tuple[Any, Callable[[CellFigures], int]]] = {
    "count": (gettext_lazy("Appeals"), lambda cell: cell.count),
    "open": (gettext_lazy("Waiting"), lambda cell: cell.open),
}


def ordered(cells: Sequence[CellFigures], measure: Measure, order: str) -> list[CellFigures]:
    """Worst first by the measure, what has no value last; or most first by another column."""
    if order in ORDERS:
        key = ORDERS[order][1]
        return sorted(cells, key=lambda cell: (-key(cell), cell.cell.index))
    sign = 1 if measure.worse is False else -1

    def worst(cell: CellFigures) -> tuple[bool, float, int]:
        value = measure.of_facts(cell.facts).value
        return value is None, sign * (value or 0.0), -cell.count

    return sorted(cells, key=worst)


def columns(measure: Measure, params: QueryDict) -> list[Column]:
    """The measure's own first; where it is one of the others, that one is not said twice."""
    asked = params.get("sort", "")
    current = asked if asked in ORDERS else "value"
    own = "ascending" if measure.worse is False else "descending"
    names = {"value": measure.name, **{word: ORDERS[word][0] for word in others(measure)}}
    return [
        Column(
            str(name),
            (own if word == "value" else "descending") if word == current else "",
            f"?{with_params(params, sort=word)}#cells",
        )
        for word, name in names.items()
    ]


def others(measure: Measure) -> list[str]:
    """Columns beside the measure's own."""
    return [word for word in ORDERS if word != measure.code]


def lines(cells: Sequence[CellFigures], measure: Measure, filters: QueryDict) -> list[Line]:
    places = cell_names([cell.cell for cell in cells])
    return [_line(cell, place, measure, filters) for cell, place in zip(cells, places, strict=True)]


def spot_lines(found: HotSpots, *, troubles: bool) -> list[SpotLine]:
    """Cells that are significantly above the region, the surest first. troubles: whether more of them is worse."""
    words = (TROUBLES, AMONG_TROUBLES) if troubles else (NUMBERS, AMONG_NUMBERS)
    hot = sorted(
        (cell for cell in found.rows(significant=True) if cell.spot == Spot.HOT), key=lambda cell: -cell.z
    )[:MOST_SPOTS]
    places = cell_names([cell.cell for cell in hot])
    return [_spot(cell, place, words) for cell, place in zip(hot, places, strict=True)]


def with_params(params: QueryDict, **changed: str) -> str:
    """The page's own query with some of it replaced; the page of the table is left out."""
    kept: Any = params.copy()
    kept.pop("page", None)
    for name, value in changed.items():
        kept[name] = value
    return str(kept.urlencode(safe=",;"))


def _line(cell: CellFigures, place: str, measure: Measure, filters: QueryDict) -> Line:
    measured = measure.of_facts(cell.facts)
    kept = filters.copy()
    kept["cell"] = str(cell.cell)
    return Line(
        str(cell.cell),
        place,
        told(measure, measured.value, measured.why),
        cell.count,
        cell.open,
        map_of(cell.cell),
        f"{reverse('web:list')}?{kept.urlencode(safe=',')}",
    )


def _spot(cell: SpotCell, place: str, words: tuple[Mapping[Spot, Any], Mapping[Spot, Any]]) -> SpotLine:
    course = str(COURSES[cell.course]) if cell.course != Course.NONE else ""
    own, among = words
    said = own[cell.spot] if cell.count >= cell.around else among[cell.spot]
    return SpotLine(str(cell.cell), place, str(said), course, cell.count, cell.around, map_of(cell.cell))
