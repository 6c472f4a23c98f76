"""«My zone»: what an executor's own people read of all appeals to it at once; not the desk where they work on them."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.guards import viewer_in
from accounts.types import Viewer
from analytics.exporting.zone import HEADS, rows_of
from analytics.queries.heatmap import CellFigures
from analytics.queries.zone import Place, Zone, appeals_of_place, zone_of
from analytics.types import ReportKind
from appeals.queries.features import Page, features_of
from territories.models import Organisation
from web.cell_extent import extent
from web.cell_names import cell_names, map_of
from web.figures import Filters, tables
from web.limiting import limited_file
from web.reporting import offers
from web.sheets import refused, sheet
from web.utility_forms import ZoneForm
from web.views.map import map_data

FIRST_PLACES = 10
FIRST_CELLS = 10
PAGE_SIZE = 25
_TABLES = ("state", "category", "month")


@never_cache
@require_safe
def utility(request: HttpRequest) -> HttpResponse:
    """Figures of the viewer's own organisations; a filter that cannot be read is told, and the usual days are shown."""
    viewer = viewer_in(request)
    form = _form(request, viewer)
    zone = zone_of(viewer, form.selection(), now=timezone.now(), organisation_id=form.organisation_id())
    since, until = form.period()
    filters = _filters(zone, since.isoformat(), until.isoformat())
    context = {
        "form": form,
        "organisations": [name for _pk, name in form.named],
        "zone": zone,
        "total": zone.statistics.total,
        "overdue": zone.facts.overdue or 0,
        "period": (since, until),
        "list_address": filters.list_address(),
        "open_address": filters.list_address(state="open"),
        "tables": [
            table for table in tables(zone.statistics, filters, zone.selection) if table.name in _TABLES
        ],
        "again": len({place.address.lower() for place in zone.repeats}),
        "repeats": _linked(zone.repeats),
        "houses": _linked(zone.houses),
        "cells": _cells(zone.cells),
        "more_repeats": max(len(zone.repeats) - FIRST_PLACES, 0),
        "more_houses": max(len(zone.houses) - FIRST_PLACES, 0),
        "more_cells": max(len(zone.cells) - FIRST_CELLS, 0),
        "kept": _kept(form),
        **_place_shown(request, viewer, zone),
        "reports": offers(viewer, ReportKind.OWN, zone.selection.workplace_ids, (since, until)),
        "page_data": _page_data(zone, since.isoformat(), until.isoformat()),
    }
    return render(request, "web/utility.html", context, status=200 if form.is_valid() else 400)


@never_cache
@require_safe
@limited_file
def utility_table(request: HttpRequest, table: str, shape: str) -> HttpResponse:
    """The repeats, houses or cells of the own zone as CSV or XLSX. Raises Http404 for another table."""
    if table not in HEADS:
        raise Http404
    viewer = viewer_in(request)
    form = _form(request, viewer)
    if wrong := refused(form):
        return wrong
    zone = zone_of(viewer, form.selection(), now=timezone.now(), organisation_id=form.organisation_id())
    head = [str(name) for name in HEADS[table]]
    return sheet(rows_of(zone, table), head, shape=shape, name=table)


def _form(request: HttpRequest, viewer: Viewer) -> ZoneForm:
    own = Organisation.objects.filter(pk__in=viewer.organisation_ids).order_by("name")
    return ZoneForm(
        request.GET, organisations=own.values_list("pk", "name"), today=timezone.localdate(timezone.now())
    )


def _filters(zone: Zone, since: str, until: str) -> Filters:
    params = QueryDict(mutable=True)
    params["workplace"] = ",".join(map(str, zone.selection.workplace_ids))
    params["since"], params["until"] = since, until
    return Filters(params)


def _kept(form: ZoneForm) -> str:
    """The query string of the files: the same period and organisation."""
    since, until = form.period()
    kept: dict[str, Any] = {"since": since.isoformat(), "until": until.isoformat()}
    if chosen := form.organisation_id():
        kept["organisation"] = chosen
    return urlencode(kept)


def _linked(places: list[Place]) -> list[tuple[Place, str]]:
    """Each with the word by which the page's address asks for its appeals."""
    return [(place, _word(place)) for place in places[:FIRST_PLACES]]


def _word(place: Place) -> str:
    """A house in the page's address, and in logs, where whoever knows the town's houses cannot tell which one."""
    return salted_hmac("web.utility", f"{place.address.lower()}\0{place.topic}").hexdigest()[:16]


def _place_shown(request: HttpRequest, viewer: Viewer, zone: Zone) -> dict[str, Any]:
    """A page of the appeals of the house that the address asks for: no other list can be asked for exactly these."""
    word = request.GET.get("place", "")
    place = next((one for one in (*zone.repeats, *zone.houses) if word and _word(one) == word), None)
    if place is None:
        return {}
    page = Paginator(appeals_of_place(viewer, zone.selection, place), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    shown = Page(features_of(list(page)), len(page))
    return {"place": place, "place_word": word, "page": page, "items": shown.items()}


def _cells(cells: list[CellFigures]) -> list[tuple[CellFigures, str, str]]:
    """Each with its name and the fragment that opens the map there."""
    shown = cells[:FIRST_CELLS]
    names = cell_names([cell.cell for cell in shown])
    return [(cell, name, map_of(cell.cell)) for cell, name in zip(shown, names, strict=True)]


def _page_data(zone: Zone, since: str, until: str) -> dict[str, Any]:
    return {
        "map": map_data(extent(zone.cells).as_tuple() if zone.cells else None),
        "url": reverse("api:heatmap"),
        "asked": {
            "workplace": ",".join(map(str, zone.selection.workplace_ids)),
            "since": since,
            "until": until,
            "format": "geojson",
            **({"resolution": zone.cells[0].cell.resolution} if zone.cells else {}),
        },
    }
