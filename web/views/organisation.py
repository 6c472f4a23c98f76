"""The executor's desk: list and map of exactly its own appeals, overdue first; not the work on one of them."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.guards import viewer_in
from accounts.types import Viewer
from appeals.exporting.desk import MOST_ROWS
from appeals.labels import STATES
from appeals.models import SavedFilter
from appeals.queries.workplace import Workload, workload
from appeals.rules.desk import DeskFilter, DeskView, Due, desk_filter, states_of
from appeals.services.looking import note_shown
from appeals.types import State
from territories.models import Organisation
from web.batching import Batch
from web.desk_forms import DeskBatchForm, FilterForm
from web.views.map import map_data

DUES = ((Due.ANY, _("Any day")), (Due.OVERDUE, _("Overdue")), (Due.SOON, _("Within a week")))


@never_cache
def organisation(request: HttpRequest) -> HttpResponse:
    """Own appeals of the organisations whose worker this is; nobody else's, and nobody else gets in."""
    return desk_page(request, viewer_in(request))


def filter_of(params: QueryDict) -> DeskFilter:
    """The filter that an address asks for."""
    return desk_filter(**{name: params.get(name, "") for name in ("state", "topic", "text", "due")})


def desk_page(
    request: HttpRequest,
    viewer: Viewer,
    *,
    batch: Batch | None = None,
    naming: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """The desk; with what was typed and why it was not done, when a step for chosen rows is sent back."""
    batch = batch or Batch.none(DeskBatchForm())
    wanted = filter_of(request.GET)
    now = timezone.now()
    load = workload(viewer, wanted, page=request.GET.get("page", ""), now=now)
    note_shown(viewer, load.rows, now=now)
    context = {
        "own": load,
        "wanted": wanted,
        "views": _views(load, wanted),
        "states": [(state.value, capfirst(str(STATES[state]))) for state in _ordered(wanted.view)],
        "dues": DUES if wanted.view != DeskView.DONE else (),
        "narrowed": bool(wanted.topic or wanted.text or wanted.due or wanted.state),
        "organisations": Organisation.objects.filter(pk__in=viewer.organisation_ids).order_by("name"),
        "saved": SavedFilter.objects.filter(user=viewer.user_id),
        "batch": batch.form,
        "act": batch.act,
        "astray": batch.picked - {row.number for row in load.rows},
        "failed": batch.failed,
        "picked": batch.picked,
        "naming": naming or FilterForm(),
        "pages": load.rows.paginator.get_elided_page_range(load.rows.number, on_each_side=1, on_ends=1),
        "page_data": _page_data(load, wanted),
        "most_exported": MOST_ROWS,
    }
    return render(request, "web/organisation.html", context, status=status)


def _views(load: Workload, wanted: DeskFilter) -> list[dict[str, Any]]:
    """The tabs: what is in hand, what of it waits for the head, what is answered."""
    tabs = (
        (DeskView.WORK, _("In work"), load.in_hand),
        (DeskView.APPROVAL, _("Awaiting approval"), load.waiting),
        (DeskView.DONE, _("Answered"), None),
    )
    return [
        {"query": DeskFilter(view=view).query, "name": name, "count": count, "current": view == wanted.view}
        for view, name, count in tabs
    ]


def _ordered(view: DeskView) -> list[State]:
    """The states of a view in the order of an appeal's life; none where the view is one question of its own."""
    return [] if view == DeskView.APPROVAL else [state for state in State if state in states_of(view)]


def _page_data(load: Workload, wanted: DeskFilter) -> dict[str, Any]:
    query = f"?{wanted.query}" if wanted.query else ""
    return {
        "map": map_data(load.bounds),
        "places": reverse("web:desk_places") + query,
        "opens": reverse("web:desk_work", args=["NUMBER"]) + query,
    }
