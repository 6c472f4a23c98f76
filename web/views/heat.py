"""The heat map as a page: map, legend and player by scripts; sentence, table and files without; not the counting."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.guards import viewer_in
from accounts.types import Viewer
from accounts.visits import address_of
from analytics.asking import resolution_of
from analytics.errors import AnalyticsError
from analytics.filter_words import filter_words
from analytics.labels import NUMBERS, TROUBLES
from analytics.measures import Measure
from analytics.queries.heatmap import COARSEST, ORDINARY, HeatMap, fitted_heatmap
from analytics.queries.hotspots import Asked as AskedSpots
from analytics.queries.hotspots import HotSpots
from analytics.rules.hotspots import more_is_worse
from analytics.services.hotspots import spots_for
from analytics.types import Period
from appeals.errors import AppealError, InvalidFilter
from appeals.queries.statistics import area_names, statistics
from appeals.selecting import PARAMETERS
from appeals.types import Dimension, Selection
from web.cell_extent import extent
from web.choices import choices
from web.heat_asking import METHODS, Asked, asked_of, chosen_measure, completed, division_query, finest_of
from web.heat_tables import PAGE_SIZE, SpotLine, columns, lines, ordered, others, spot_lines, with_params
from web.heat_words import SIZES, groups, period
from web.kept_fields import filter_fields
from web.reporting import offers_of_filter
from web.views.map import map_data
from web.words import words

# Parameters of the page beside the filter; what the scripts add: at, drawn, month; and ask with: table.
OWN = ("measure", "compare", "resolution", "classes", "bounds", "spots", "against")
FOLDED = ("category", "topic", "kind", "state", "area", "executor", "since", "until")
# What no field shows and the form sends along.
KEPT = ("text", "polygon", "cell", "workplace", "compare")


@dataclass(frozen=True, slots=True)
class Spots:
    """Hot spots of the page, or in words why there are none."""

    found: HotSpots | None = None
    problem: str = ""

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day of the months that were counted; None: those of the filter."""
        starts = self.found.starts if self.found else []
        return (starts[0], starts[-1] - timedelta(days=1)) if starts else None


@dataclass(frozen=True, slots=True)
class Side:
    """One map of the page, in words. name: what it shows where two are compared, else empty."""

    name: str
    total: int
    spots: Spots
    lines: list[SpotLine]


@require_safe
def heat(request: HttpRequest) -> HttpResponse:
    """What cannot be read is said above the form, which keeps what was typed."""
    viewer, now = viewer_in(request), timezone.now()
    params = completed(request.GET, now)
    context: dict[str, Any] = {
        "words": words(),
        "chosen": {name: params.get(name, "") for name in (*PARAMETERS, *OWN)},
        "kept": [(name, params[name]) for name in KEPT if params.get(name)],
        "measures": groups(),
        "measure_code": chosen_measure(params),
        "sizes": SIZES,
        "methods": METHODS,
        "narrowed": sum(bool(params.get(name)) for name in FOLDED),
    }
    try:
        asked = asked_of(params, now)
        context |= _shown(request, viewer, asked, params)
    except InvalidFilter as problem:
        return render(request, "web/heat.html", {**context, "problem": str(problem)}, status=400)
    return render(request, "web/heat.html", context)


def _shown(request: HttpRequest, viewer: Viewer, asked: Asked, params: QueryDict) -> dict[str, Any]:
    measure, selection = asked.question.measure, asked.question.selection
    found = fitted_heatmap(viewer, selection, _resolution(asked, params), asked.question.asked)
    figures = statistics(viewer, selection, now=timezone.now())
    pages = Paginator(ordered(found.cells, measure, params.get("sort", "")), PAGE_SIZE)
    page = pages.get_page(params.get("page"))
    sides = _sides(request, viewer, asked, sum(cell.count for cell in found.cells))
    return {
        "asked": asked,
        "found": found,
        "sides": sides,
        "measure": measure,
        "period": period(selection),
        "size": SIZES.get(found.resolution),
        "columns": columns(measure, params),
        "others": others(measure),
        "lines": lines(list(page), measure, asked.filters),
        "page": page,
        "page_query": with_params(params),
        "list_query": asked.filters.urlencode(safe=","),
        "file_query": f"{asked.query}{'&' if asked.query else ''}resolution={found.resolution}",
        "division_query": division_query(asked),
        "export_fields": [*filter_fields(asked.filters), *_cell_fields(params, measure, found)],
        "reports": offers_of_filter(viewer, selection),
        "areas": choices(figures, Dimension.AREA, params.get("area", ""), selection),
        "executors": choices(figures, Dimension.EXECUTOR, params.get("executor", ""), selection),
        "page_data": _page_data(asked, found, sides),
    }


def _resolution(asked: Asked, params: QueryDict) -> int:
    """The finest of the table's cells: chosen, else those that the script's map has (`table`), else the ordinary."""
    shown = resolution_of(params.get("table", ""))
    return asked.resolution or min(shown or ORDINARY, finest_of(asked.question.measure))


def _cell_fields(params: QueryDict, measure: Measure, found: HeatMap) -> list[tuple[str, str]]:
    """Of the GeoPackage's layer of cells: those that the page shows."""
    compare = [("compare", str(params["compare"]))] if params.get("compare") else []
    return [("measure", measure.code.value), ("resolution", str(found.resolution)), *compare]


def _spots(request: HttpRequest, viewer: Viewer, selection: Selection) -> Spots:
    """By months unless the filter says since when: a series has its own beginning."""
    asked = AskedSpots(step=None if selection.since else Period.MONTH)
    now = timezone.now()
    try:
        return Spots(spots_for(viewer, selection, asked, address=address_of(request), now=now))
    except (AnalyticsError, AppealError) as problem:
        return Spots(problem=str(problem))


def _is_trouble(selection: Selection) -> bool:
    return more_is_worse(frozenset(selection.kinds), frozenset(selection.states))


def _sides(request: HttpRequest, viewer: Viewer, asked: Asked, total: int) -> list[Side]:
    """The map's own side, and behind it the other one where two are compared. total: appeals of the own side."""
    selection, beside = asked.question.selection, asked.beside
    shown = [(beside.own if beside else "", selection, total)]
    if beside:
        # Whatever the size of the cells, they hold all appeals: the fewest are counted.
        cells = fitted_heatmap(viewer, beside.selection, COARSEST).cells
        shown.append((beside.other, beside.selection, sum(cell.count for cell in cells)))
    return [
        _side(request, viewer, name, selection, total, spots=asked.spots) for name, selection, total in shown
    ]


def _side(
    request: HttpRequest, viewer: Viewer, name: str, selection: Selection, total: int, *, spots: bool
) -> Side:
    found = _spots(request, viewer, selection) if spots else Spots()
    told = spot_lines(found.found, troubles=_is_trouble(selection)) if found.found else []
    return Side(name, total, found, told)


def _page_data(asked: Asked, found: HeatMap, sides: list[Side]) -> dict[str, Any]:
    """What the scripts draw; each address of theirs answers for the viewer alone."""
    measure, selection, beside = asked.question.measure, asked.question.selection, asked.beside
    spoken = TROUBLES if _is_trouble(selection) else NUMBERS
    return {
        "map": map_data(extent(found.cells).as_tuple() if found.cells else None),
        "urls": {
            "classes": reverse("api:heatmap_classes"),
            "figures": reverse("api:heatmap_figures"),
            "months": reverse("api:heatmap_months"),
            "hotspots": reverse("api:hotspots"),
            "list": reverse("web:list"),
        },
        "query": asked.query,
        "filters": asked.filters.urlencode(safe=","),
        "measure": {
            "code": measure.code.value,
            "name": str(measure.name),
            "unit": str(measure.unit),
            "scale": measure.scale.value,
            "decimals": measure.decimals,
            "worse": measure.worse,
            "finest": finest_of(measure),
        },
        "resolution": asked.resolution,
        "table": found.resolution,
        "sizes": {str(resolution): str(name) for resolution, name in SIZES.items()},
        "method": asked.method,
        "bounds": asked.bounds,
        "period": period(selection),
        "area": ", ".join(area_names(list(selection.area_ids), timezone.localdate()).values()),
        "words": filter_words(selection, timezone.localdate()),
        "since": bool(selection.since),
        "total": sides[0].total,
        "spots": asked.spots,
        "spotWords": {spot.value: str(word) for spot, word in spoken.items()},
        "beside": beside
        and {
            "query": beside.query,
            "filters": beside.filters.urlencode(safe=","),
            "since": bool(beside.selection.since),
            "total": sides[1].total,
            "own": beside.own,
            "other": beside.other,
            "difference": beside.difference,
        },
    }
