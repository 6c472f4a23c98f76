"""An executor's public page: zone on the map, what it answers for, figures, latest answers; not its desk."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.guards import viewer_in
from analytics.types import ReportKind
from appeals.queries.executors import Executor, executor_by_id, latest_answers
from appeals.queries.statistics import statistics
from appeals.types import Selection
from territories.labels import ORGANISATION_KINDS
from territories.types import OrganisationKind
from web.reporting import offers
from web.views.map import map_data

ANSWERS = 5
# Areas whose outlines the map asks for, one request each.
MOST_OUTLINES = 6


@require_safe
def executor_page(request: HttpRequest, executor_id: int) -> HttpResponse:
    """Everybody may know who answers for what; contacts are for whoever has the permission. Raises Http404."""
    viewer, now = viewer_in(request), timezone.now()
    executor = executor_by_id(executor_id, on=timezone.localdate(now)) if executor_id < 1 << 63 else None
    if executor is None:
        raise Http404
    found = statistics(viewer, Selection(executor_ids=(executor_id,)), now=now)
    context = {
        "executor": executor,
        "organisation": executor.organisation,
        "kind": ORGANISATION_KINDS[OrganisationKind(executor.organisation.kind)],
        "found": found,
        "total": found.total,
        "list_address": f"{reverse('web:list')}?executor={executor_id}",
        "statistics_address": f"{reverse('web:statistics')}?executor={executor_id}",
        "map_address": f"{reverse('web:map')}?executor={executor_id}",
        "answers": latest_answers(viewer, executor_id, ANSWERS),
        "reports": offers(viewer, ReportKind.ORGANISATION, [executor_id]),
        "page_data": _page_data(executor),
    }
    return render(request, "web/executor.html", context)


def _page_data(executor: Executor) -> dict[str, Any]:
    held = executor.duties
    return {
        "map": map_data(held.bounds),
        "zones": held.zone_ids,
        "areas": list(held.areas)[:MOST_OUTLINES],
        "executor": executor.organisation.pk,
    }
