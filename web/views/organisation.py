"""The organisation's view: map and list of exactly its own appeals, overdue first; not the executor's desk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.guards import viewer_in
from appeals.queries.workplace import Workload, workload
from appeals.types import StateGroup
from territories.models import Organisation
from web.views.map import map_data
from web.words import words

SHOWN_GROUPS = (StateGroup.PROGRESS, StateGroup.SOLVED)


@never_cache
def organisation(request: HttpRequest) -> HttpResponse:
    """Own appeals of the organisations whose worker this is; nobody else's, and nobody else gets in."""
    viewer = viewer_in(request)
    group = next((g for g in SHOWN_GROUPS if g == request.GET.get("state")), StateGroup.PROGRESS)
    topic = request.GET.get("topic", "")
    overdue_only = bool(request.GET.get("overdue"))
    own = workload(
        viewer,
        group=group,
        topic=topic,
        on=timezone.localdate(),
        now=timezone.now(),
        overdue_only=overdue_only,
    )
    context = {
        "own": own,
        "overdue_only": overdue_only,
        "organisations": Organisation.objects.filter(pk__in=viewer.organisation_ids).order_by("name"),
        "group": group,
        "groups": [entry for entry in words()["groups"] if entry["code"] in SHOWN_GROUPS],
        "topic": topic,
        "page_data": _page_data(own, viewer.organisation_ids, group, topic),
    }
    return render(request, "web/organisation.html", context)


def _page_data(
    own: Workload, organisation_ids: frozenset[int], group: StateGroup, topic: str
) -> dict[str, Any]:
    return {
        "map": {**map_data(), "bounds": own.bounds or map_data()["bounds"]},
        "filter": {"executor": sorted(organisation_ids), "state": group.value, "topic": topic},
    }
