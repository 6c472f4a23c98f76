"""What the executor's desk does with its whole list: places for the map, the spreadsheet, steps for many, filters."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.guards import viewer_in
from accounts.types import Viewer
from appeals.errors import AppealError, NotFound, Unacceptable
from appeals.exporting.desk import MOST_ROWS, desk_sheet
from appeals.queries.workplace import chosen, detailed, own, places
from appeals.services.batch import MOST, Outcome, for_each
from appeals.services.desk import drop_filter, once, save_filter
from appeals.services.looking import note_listed
from web.desk_forms import BatchForm, FilterForm, digest_of
from web.desk_steps import BATCH, BatchStep
from web.views.organisation import desk_page, filter_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    response = HttpResponse(desk_sheet(rows, on=timezone.localdate(now)), content_type=XLSX)
    note_listed(viewer, rows, now=now)
    name = _("appeals-%(day)s") % {"day": timezone.localdate(now).isoformat()}
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


@require_POST
def desk_batch(request: HttpRequest) -> HttpResponse:
    """One step for the chosen rows; those that do not allow it are named with the reason and stay chosen."""
    viewer = viewer_in(request)
    numbers = list(dict.fromkeys(request.POST.getlist("numbers")))
    step = BATCH.get(request.POST.get("act", ""))
    form = BatchForm(request.POST, needed=step.fields if step else ())
    outcomes: list[Outcome] = []
    if step is None:
        form.add_error(None, _("Choose what to do."))
    elif not numbers:
        form.add_error(None, _("Choose at least one appeal."))
    elif len(numbers) > MOST:
        form.add_error(None, _("At most %(most)s appeals at once.") % {"most": MOST})
    elif form.is_valid():
        digest = digest_of(request, step.name)
        outcomes = _unblamed(form, _taken(viewer, step, numbers, form.cleaned_data, digest))
    failed = [outcome for outcome in outcomes if outcome.error]
    done = len(outcomes) - len(failed)
    if done:
        told = ngettext("Done for %(number)d appeal.", "Done for %(number)d appeals.", done)
        messages.success(request, told % {"number": done})
    if outcomes and not failed:
        return HttpResponseRedirect(_desk(request))
    left = frozenset(outcome.number for outcome in failed) if outcomes else frozenset(numbers)
    act = step.name if step else ""
    return desk_page(request, viewer, batch=form, act=act, failed=failed, picked=left, status=422)


def _taken(
    viewer: Viewer, step: BatchStep, numbers: list[str], values: dict[str, Any], digest: str
) -> list[Outcome]:
    now = timezone.now()

    def one(number: str) -> object:
        # A published appeal of others could be seen, and its state told; a desk knows its own alone.
        if not own(viewer).filter(number=number).exists():
            raise NotFound
        return once(
            actor=viewer,
            number=number,
            digest=digest,
            now=now,
            step=lambda: step.call(viewer, number, values, now),
        )

    return for_each(numbers, one)


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
