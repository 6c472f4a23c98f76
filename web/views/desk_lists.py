"""What the executor's desk does with its whole list: places for the map, the spreadsheet, steps for many, filters."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.guards import viewer_in
from appeals.errors import AppealError, Unacceptable
from appeals.exporting.desk import MOST_ROWS, desk_sheet
from appeals.queries.workplace import chosen, detailed, own, places
from appeals.services.batch import Outcome
from appeals.services.desk import drop_filter, save_filter
from appeals.services.looking import note_listed
from web.batching import BatchForm, take_batch
from web.desk_forms import DeskBatchForm, FilterForm
from web.desk_steps import BATCH
from web.sheets import download
from web.views.organisation import desk_page, filter_of


@never_cache
@require_GET
def desk_places(request: HttpRequest) -> HttpResponse:
    """The filter's appeals as GeoJSON for the desk's map."""
    features = places(viewer_in(request), filter_of(request.GET), now=timezone.now())
    return JsonResponse({"type": "FeatureCollection", "features": features})


@never_cache
@require_GET
def desk_export(request: HttpRequest) -> HttpResponse:
    """The filter's appeals as a spreadsheet; who has read their exact places is kept."""
    viewer, now = viewer_in(request), timezone.now()
    rows = list(detailed(chosen(viewer, filter_of(request.GET), now=now), now)[:MOST_ROWS])
    body = desk_sheet(rows, on=timezone.localdate(now))
    note_listed(viewer, rows, now=now)
    return download(body, shape="xlsx", name="appeals")


@require_POST
def desk_batch(request: HttpRequest) -> HttpResponse:
    """One step for the chosen rows; those that do not allow it are named with the reason and stay chosen."""
    viewer = viewer_in(request)

    def is_own(number: str) -> bool:
        return own(viewer).filter(number=number).exists()

    batch = take_batch(request, viewer, BATCH, DeskBatchForm, is_own, _unblamed)
    return (
        HttpResponseRedirect(_desk(request))
        if batch.done
        else desk_page(request, viewer, batch=batch, status=422)
    )


_FIELDS = {"comment": "why"}


def _unblamed(form: BatchForm, outcomes: list[Outcome]) -> list[Outcome]:
    """The outcomes; none when what was typed is to blame for all of them: the field says it then."""
    problems = [outcome.error for outcome in outcomes if isinstance(outcome.error, Unacceptable)]
    if len(problems) < len(outcomes):
        return outcomes
    name = _FIELDS.get(problems[0].field, problems[0].field)
    form.add_error(name if name in form.fields else None, str(problems[0]))
    return []


@require_POST
def save_desk_filter(request: HttpRequest) -> HttpResponse:
    """Keep the filter of the address under a name."""
    viewer, form = viewer_in(request), FilterForm(request.POST)
    if form.is_valid():
        wanted = filter_of(request.GET)
        try:
            save_filter(actor=viewer, name=form.cleaned_data["name"], wanted=wanted, now=timezone.now())
        except AppealError as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, _("The filter is saved."))
            return HttpResponseRedirect(_desk(request))
    return desk_page(request, viewer, naming=form, status=422)


@require_POST
def drop_desk_filter(request: HttpRequest, filter_id: int) -> HttpResponse:
    """Forget a saved filter of one's own."""
    drop_filter(actor=viewer_in(request), filter_id=filter_id)
    return HttpResponseRedirect(_desk(request))


def _desk(request: HttpRequest) -> str:
    query = filter_of(request.GET).query
    return reverse("web:organisation") + (f"?{query}" if query else "")
