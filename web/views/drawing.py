"""The drawing desk: one drawing of a zone or an area, edited, checked, saved; not how it is put in force."""

import json
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guards import viewer_in
from accounts.models import User
from geo.errors import GeoError
from territories import drawn, surroundings
from territories.errors import DrawingError
from territories.history import history_of
from territories.models import Drawing
from territories.services import drawing as drafts
from web.drawing_forms import DrawingForm, drawing_form
from web.drawing_words import as_json, features, geojson, happened
from web.views.map import map_data

# Degrees: whoever asks for more at once sees a region, where no border can be drawn.
WIDEST_DEG = 20.0


def own(request: HttpRequest, pk: int) -> Drawing:
    """A drawing of whoever asks; another's is another's. Raises Http404."""
    rows = Drawing.objects.select_related("organisation", "collection", "zone__source", "area", "parent")
    user_id = viewer_in(request).user_id
    row = rows.filter(pk=pk, drawn_by=user_id).first() if user_id is not None and pk < 1 << 63 else None
    if row is None:
        raise Http404
    return row


@never_cache
def drawing(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor; POST saves. What is refused comes back as it was typed, with the reason."""
    row = own(request, pk)
    if request.method != "POST":
        return _page(request, row, drawing_form(row), row.shape)
    form = drawing_form(row, request.POST, request.FILES)
    shape: Any = row.shape
    if form.is_valid():
        shape = form.cleaned_data["shape"]
        try:
            shape = drawn.read(form.pasted) if form.pasted else shape
            drafts.save(
                drawing=row,
                revision=form.cleaned_data["revision"],
                shape=shape,
                values=form.values(),
                now=timezone.now(),
            )
        except DrawingError as problem:
            field = "file" if problem.field == "text" and form.cleaned_data["file"] else problem.field
            form.add_error(field if field in form.fields else None, str(problem))
            row.refresh_from_db()
        else:
            messages.success(request, _("The drawing is kept. Nobody else sees it until you publish it."))
            where = "web:drawing_publish" if request.POST.get("then") == "publish" else "web:drawing"
            return HttpResponseRedirect(reverse(where, args=[pk]))
    return _page(request, row, form, shape, status=422)


def _page(
    request: HttpRequest, row: Drawing, form: DrawingForm, shape: Any, *, status: int = 200
) -> HttpResponse:
    shown = _as_drawn(row, shape)
    context = {
        "drawing": row,
        "form": form,
        "shape_json": json.dumps(shown.shape),
        "findings": as_json(surroundings.findings(shown, on=_day(shown))),
        "stale": row.base != surroundings.base_of(row),
        "others": _others(row),
        "events": happened(history_of(row)),
        "page_data": {**_page_data(shown), "unsaved": form.is_bound},
    }
    return render(request, "web/zones_drawing.html", context, status=status)


def _day(row: Drawing) -> date:
    return surroundings.day_of(row, today=timezone.localdate())


def _as_drawn(row: Drawing, shape: Any) -> Drawing:
    """The drawing with a polygon that was not saved; one that cannot be read leaves what was."""
    try:
        row.shape = drawn.checked(shape)
    except DrawingError:
        row.shape = Drawing.objects.values_list("shape", flat=True).get(pk=row.pk)
    return row


def _others(row: Drawing) -> list[dict[str, Any]]:
    """Who else is drawing the same, since when."""
    rows = Drawing.objects.exclude(drawn_by=row.drawn_by)
    same = rows.filter(zone=row.zone_id) if row.zone_id else rows.filter(area=row.area_id)
    if not (row.zone_id or row.area_id):
        return []
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=same.values("drawn_by"))}
    return [{"who": names.get(one.drawn_by, ""), "at": one.changed_at} for one in same]


def _page_data(row: Drawing) -> dict[str, Any]:
    return {
        "map": map_data(bounds(row)),
        "shape": row.shape,
        "before": geojson(surroundings.before(row)),
        "urls": {
            "around": reverse("web:drawing_around", args=[row.pk]),
            "check": reverse("web:drawing_check", args=[row.pk]),
        },
    }


def bounds(row: Drawing) -> tuple[float, float, float, float] | None:
    """West, south, east, north of the drawing, else of the municipality; None without either."""
    ground = drawn.geometry_of(row.shape) or surroundings.municipality(on=_day(row))
    if ground is None or ground.is_empty:
        return None
    west, south, east, north = ground.bounds
    return west, south, east, north


class _View(forms.Form):
    """What the map shows, degrees."""

    west = forms.FloatField(min_value=-180, max_value=180)
    south = forms.FloatField(min_value=-90, max_value=90)
    east = forms.FloatField(min_value=-180, max_value=180)
    north = forms.FloatField(min_value=-90, max_value=90)


@never_cache
def drawing_around(request: HttpRequest, pk: int) -> HttpResponse:
    """Neighbours in the box that the map shows, exact, to be snapped to; GeoJSON."""
    row = own(request, pk)
    view = _View(request.GET)
    if not view.is_valid():
        return JsonResponse({"detail": _("The box of the map is missing.")}, status=400)
    box = view.cleaned_data
    if box["east"] - box["west"] > WIDEST_DEG or box["north"] - box["south"] > WIDEST_DEG:
        return JsonResponse(features([]))
    seen = drawn.box(box["west"], box["south"], box["east"], box["north"])
    on = _day(row)
    around = surroundings.neighbours(row, on=on, within=seen)
    return JsonResponse(features(around, ground=surroundings.ground(row, on=on)))


@require_POST
def drawing_check(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be told of a polygon that is being drawn; nothing is kept. Body: JSON with `shape`."""
    row = own(request, pk)
    try:
        row.shape = drawn.checked(json.loads(request.body)["shape"])
    except (DrawingError, ValueError, KeyError, TypeError) as problem:
        text = str(problem) if isinstance(problem, GeoError) else _("What was drawn arrived damaged.")
        return JsonResponse({"detail": text}, status=422)
    return JsonResponse({"findings": as_json(surroundings.findings(row, on=_day(row)))})


@require_POST
def drawing_rebase(request: HttpRequest, pk: int) -> HttpResponse:
    """What is in force now becomes the basis: the other's change has been looked at."""
    drafts.rebase(drawing=own(request, pk), now=timezone.now())
    messages.success(request, _("Your drawing is now based on what is in force."))
    return HttpResponseRedirect(reverse("web:drawing", args=[pk]))


@require_POST
def drawing_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throws the drawing away."""
    row = own(request, pk)
    drafts.drop(drawing=row)
    messages.success(request, _("The drawing “%(name)s” is dropped.") % {"name": row})
    return HttpResponseRedirect(reverse("web:area_versions" if row.collection_id else "web:zones"))
