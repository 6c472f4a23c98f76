"""Executors' efficiency: all of them for who oversees, the own organisation for its head; and the work of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.guards import viewer_in
from accounts.types import Viewer
from analytics.queries.efficiency import (
    Compared,
    appeals_of_zone,
    efficiency,
    work_by_topic,
    work_by_zone,
)
from analytics.rules.peers import FEWEST, LEAST_APPEALS
from analytics.seeing import executors_compared
from analytics.types import ReportKind
from appeals.models import Category
from appeals.queries.features import Page, features_of
from appeals.selecting import selection_from_params
from appeals.types import Selection
from web.district_tables import PAGE_SIZE
from web.efficiency_forms import EfficiencyForm
from web.efficiency_tables import (
    MEASURES,
    columns,
    heads,
    kept,
    lines,
    ordered,
    part_lines,
    sheet_rows,
    topic_names,
    zone_names,
    zone_words,
)
from web.figures import Filters
from web.limiting import limited_file
from web.reporting import Offer, offers, offers_of_overseen
from web.sheets import refused, sheet

APPEALS_AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class _Asked:
    viewer: Viewer
    now: datetime
    form: EfficiencyForm
    selection: Selection
    filters: Filters
    query: str

    @property
    def rows(self) -> list[Compared]:
        return efficiency(self.viewer, self.selection, now=self.now)

    @property
    def period(self) -> tuple[date, date]:
        """First and last day."""
        known: date | None = self.form.cleaned_data.get("until") if self.form.is_valid() else None
        until = known or self.form.today
        return timezone.localdate(self.selection.since) if self.selection.since else until, until


@require_safe
@never_cache
def executors_efficiency(request: HttpRequest) -> HttpResponse:
    """The table of executors, a page at a time; a filter that cannot be read is told, and the usual period is shown."""
    asked = _asked(request)
    rows = ordered(asked.rows, request.GET.get("sort", ""))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        **_context(asked),
        "columns": columns(request.GET),
        "page": page,
        "lines": lines(list(page), asked.filters, asked.query),
        "own": executors_compared(asked.viewer)[0] is not None,
        "reports": _reports(asked),
    }
    return render(request, "web/efficiency.html", context, status=200 if asked.form.is_valid() else 400)


def _reports(asked: _Asked) -> list[Offer]:
    """Of the own organisations for their head; for who oversees, of the areas."""
    own = executors_compared(asked.viewer)[0]
    if own is None:
        return offers_of_overseen(asked.viewer, asked.period)
    return offers(asked.viewer, ReportKind.OWN, own, asked.period)


@require_safe
@never_cache
def executor_work(request: HttpRequest, executor_id: int) -> HttpResponse:
    """One executor: its figures beside those like it, by topic and by zone. Raises Http404 for another's."""
    asked = _asked(request)
    row = next((row for row in asked.rows if row.organisation.pk == executor_id), None)
    if row is None:
        raise Http404
    topics = work_by_topic(asked.viewer, asked.selection, executor_id, now=asked.now)
    zones = work_by_zone(asked.viewer, asked.selection, executor_id, now=asked.now)
    named = zone_names(zones, asked.query)
    likeness = row.worker.likeness
    context = {
        **_context(asked),
        "row": row,
        "line": lines([row], asked.filters, asked.query)[0],
        "category": Category.objects.filter(pk=likeness[1]).first() if likeness else None,
        "topics": part_lines(topics, topic_names(topics, asked.filters, executor_id)),
        "zones": part_lines(zones, named),
        **_zone_shown(request, asked, executor_id, zone_words(zones), named),
        "reports": offers(asked.viewer, ReportKind.ORGANISATION, [executor_id], asked.period),
    }
    return render(request, "web/executor_work.html", context, status=200 if asked.form.is_valid() else 400)


def _zone_shown(
    request: HttpRequest,
    asked: _Asked,
    executor_id: int,
    words: dict[str, int | None],
    named: Callable[[int | None], tuple[str, str]],
) -> dict[str, Any]:
    """A page of the appeals of the zone that the address names, if it is one of the executor's."""
    word = request.GET.get("zone", "")
    if word not in words:
        return {}
    numbers = appeals_of_zone(asked.viewer, asked.selection, executor_id, words[word])
    page = Paginator(numbers, APPEALS_AT_ONCE).get_page(request.GET.get("page"))
    shown = Page(features_of(list(page)), len(page))
    return {"zone_name": named(words[word])[0], "zone": word, "page": page, "items": shown.items()}


@require_safe
@never_cache
@limited_file
def efficiency_export(request: HttpRequest, shape: str) -> HttpResponse:
    """The table as CSV or XLSX, whole and in the order of the page."""
    asked = _asked(request)
    if wrong := refused(asked.form):
        return wrong
    rows = ordered(asked.rows, request.GET.get("sort", ""))
    return sheet(sheet_rows(rows), heads(), shape=shape, name="efficiency")


def _asked(request: HttpRequest) -> _Asked:
    now = timezone.now()
    form = EfficiencyForm(request.GET, today=timezone.localdate(now))
    params: QueryDict = form.params()
    return _Asked(
        viewer_in(request),
        now,
        form,
        selection_from_params(params),
        Filters(params),
        kept(request.GET),
    )


def _context(asked: _Asked) -> dict[str, Any]:
    return {
        "form": asked.form,
        "period": asked.period,
        "query": asked.query,
        "heads": [measure.name for measure in MEASURES.values()],
        "least": LEAST_APPEALS,
        "fewest": FEWEST,
    }
