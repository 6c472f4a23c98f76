"""Public statistics: figures of a filter, and the table of its appeals; not the desks' own views."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.guards import viewer_in
from accounts.types import Viewer
from appeals.errors import InvalidFilter
from appeals.exporting.tables import MOST_ROWS
from appeals.queries.listing import uncounted_page
from appeals.queries.statistics import statistics
from appeals.selecting import PARAMETERS, ordering_from_params, selection_from_params
from appeals.types import Dimension, Ordering, Selection
from web.all_appeals import all_appeals
from web.choices import choices
from web.figures import Filters, tables
from web.kept_fields import filter_fields
from web.reporting import offers_of_filter
from web.words import words

PAGE_SIZE = 25
# What orders the table, column by column; a column shows all that is named in it.
COLUMNS = (
    ((Ordering.NUMBER, _("Number")), (Ordering.DATE, _("Day"))),
    ((Ordering.TOPIC, _("Topic")), (Ordering.CATEGORY, _("Category"))),
    ((Ordering.EXECUTOR, _("Executor")),),
    ((None, _("State")),),
    ((Ordering.POPULARITY, _("Supporters")),),
)
DESCENDING = (Ordering.DATE, Ordering.POPULARITY)
FIELDS = ("category", "topic", "kind", "state", "area", "executor", "since", "until")


@dataclass(frozen=True, slots=True)
class Order:
    """A word in the head of a column. address: of the page in this order; empty: nothing is ordered by it."""

    name: Any
    current: bool
    address: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table. sorted_as: how it orders the table now, a value of aria-sort; empty: it does not."""

    orders: list[Order]
    sorted_as: str


@require_safe
def statistics_page(request: HttpRequest) -> HttpResponse:
    """Figures and one page of the table; a filter that cannot be read is said above the form."""
    viewer, filters = viewer_in(request), Filters(request.GET)
    context: dict[str, Any] = {
        "words": words(),
        "chosen": {name: request.GET.get(name, "") for name in PARAMETERS},
        "kept": [(name, request.GET[name]) for name in ("bbox", "text") if request.GET.get(name)],
        "filtered": bool(filters.query()),
        "export_fields": filter_fields(request.GET),
        "query": filters.query(),
        "most_exported": MOST_ROWS,
        "narrowed": sum(bool(request.GET.get(name)) for name in FIELDS),
    }
    try:
        selection = selection_from_params(request.GET)
        ordering = ordering_from_params(request.GET)
        context |= _shown(viewer, selection, filters, ordering, request.GET)
    except InvalidFilter as problem:
        return render(request, "web/statistics.html", {**context, "problem": str(problem)}, status=400)
    return render(request, "web/statistics.html", context)


def _shown(
    viewer: Viewer, selection: Selection, filters: Filters, ordering: Ordering, params: QueryDict
) -> dict[str, Any]:
    cursor = params.get("cursor", "")
    page = uncounted_page(viewer, selection, ordering, None, cursor, PAGE_SIZE)
    found = statistics(viewer, selection, now=timezone.now())
    return {
        "found": found,
        "columns": [_column(column, filters, ordering) for column in COLUMNS],
        "ordering": ordering,
        "total": found.total,
        "tables": [] if cursor else tables(found, filters, selection),
        "list_address": filters.list_address(),
        "total_address": filters.figure_address(),
        "open_address": "" if selection.states else filters.figure_address(state="open"),
        "all_appeals": None if cursor or filters.query() else all_appeals(timezone.localdate()),
        "areas": choices(found, Dimension.AREA, params.get("area", ""), selection),
        "executors": choices(found, Dimension.EXECUTOR, params.get("executor", ""), selection),
        "reports": offers_of_filter(viewer, selection),
        "items": page.items(),
        "further": bool(cursor),
        "next": _with_order(filters, ordering, cursor=page.next_cursor) if page.next_cursor else "",
    }


def _column(
    orderings: tuple[tuple[Ordering | None, Any], ...], filters: Filters, current: Ordering
) -> Column:
    orders = [
        Order(name, ordering == current, _with_order(filters, ordering) if ordering else "")
        for ordering, name in orderings
    ]
    direction = "descending" if current in DESCENDING else "ascending"
    return Column(orders, direction if any(order.current for order in orders) else "")


def _with_order(filters: Filters, ordering: Ordering, **more: str) -> str:
    changed = more if ordering == Ordering.DATE else {"ordering": ordering.value, **more}
    return f"?{filters.query(**changed)}#appeals"
