"""Container sites and the complaints about them: for a waste operator its own, for administrators all."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.guards import viewer_in
from accounts.rules import may
from accounts.types import Permission, Viewer
from analytics.queries.waste import WasteFigures, sites_extent, waste_change, waste_figures
from analytics.rules.waste import NORMS, WARM_FROM_C, windows_of
from analytics.seeing import operators_seen, sites_seen
from analytics.types import ReportKind
from territories.types import WasteKind
from web.limiting import limited_file
from web.reporting import Offer, offers
from web.sheets import refused, sheet
from web.views.map import map_data
from web.waste_forms import WasteFilterForm
from web.waste_sheets import HEADS, rows_of
from web.waste_tables import (
    PAGE_SIZE,
    by_day,
    cells,
    columns,
    days_of_week,
    lags,
    ordered,
    page_address,
    weekdays,
)
from web.waste_words import changed, routes, told, topics, zones


@never_cache
@require_safe
def waste(request: HttpRequest) -> HttpResponse:
    """Figures of the viewer's own sites; a filter that cannot be read is told, and the usual days are shown."""
    viewer, form = viewer_in(request), _form(request)
    asked = form.asked()
    found = waste_figures(viewer, **asked)
    pages = Paginator(ordered(found.sites, request.GET.get("sort", "")), PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "found": found,
        "total": found.total,
        "told": told(found.total),
        "routes": routes(found),
        "topics": topics(),
        "operators": [(row.name, row) for row in found.operators],
        "zones": zones(found),
        "period": form.period(),
        "reports": _reports(viewer, form),
        "file_query": _file_query(request, form),
        "several": len(form.named) > 1,
        "page": page,
        "days": days_of_week(),
        "by_day": by_day(page),
        "kept": page_address(request.GET),
        "all_sites": page_address(request.GET, site=""),
        "columns": columns(request.GET),
        "weekdays": weekdays(found),
        "lags": lags(found),
        "cells": cells(found),
        "edits": may(viewer, Permission.ADMINISTER),
        "norm": NORMS[WasteKind.MIXED],
        "warm_from": WARM_FROM_C,
        "page_data": _page_data(request, viewer, found),
        **_measured(viewer, form, asked),
    }
    return render(request, "web/waste.html", context, status=200 if form.is_valid() else 400)


@never_cache
@require_safe
@limited_file
def waste_table(request: HttpRequest, table: str, shape: str) -> HttpResponse:
    """The sites in the order of the page, the operators, zones or cells, as CSV or XLSX. Raises Http404 for another."""
    if table not in HEADS:
        raise Http404
    form = _form(request)
    if wrong := refused(form):
        return wrong
    found = waste_figures(viewer_in(request), **form.asked())
    found = replace(found, sites=ordered(found.sites, request.GET.get("sort", "")))
    return sheet(
        rows_of(found, table), [str(name) for name in HEADS[table]], shape=shape, name=f"waste-{table}"
    )


def _form(request: HttpRequest) -> WasteFilterForm:
    viewer = viewer_in(request)
    return WasteFilterForm(
        request.GET,
        operators=operators_seen(viewer),
        sites=sites_seen(viewer),
        today=timezone.localdate(),
    )


def _file_query(request: HttpRequest, form: WasteFilterForm) -> str:
    """The query string of the files: days, operator and order of the page."""
    since, last = form.period()
    return page_address(request.GET, since=since.isoformat(), until=last.isoformat(), measure="", site="")


def _reports(viewer: Viewer, form: WasteFilterForm) -> list[Offer]:
    """The own zone's for whoever works for an operator that is shown; for others the one that is chosen."""
    chosen = form.asked()["operator_ids"]
    own = viewer.organisation_ids.intersection(chosen or (pk for pk, _name in form.named))
    if own:
        return offers(viewer, ReportKind.OWN, own, form.period())
    return offers(viewer, ReportKind.ORGANISATION, chosen, form.period())


def _measured(viewer: Viewer, form: WasteFilterForm, asked: dict[str, Any]) -> dict[str, Any]:
    day = form.cleaned_data.get("measure") if form.is_valid() else None
    if day is None:
        return {}
    site, windows = form.cleaned_data["site"], windows_of(day, form.today)
    if windows is None:
        return {"measured": day, "measured_at": site}
    change = waste_change(
        viewer, windows, operator_ids=asked["operator_ids"], site_id=site.pk if site else None
    )
    return {
        "measured": day,
        "measured_at": site,
        "windows": windows,
        "change": change,
        "change_told": changed(change),
    }


def _page_data(request: HttpRequest, viewer: Viewer, found: WasteFigures) -> dict[str, Any]:
    named = {name: request.GET[name] for name in ("since", "until", "operator") if request.GET.get(name)}
    return {
        "map": map_data(sites_extent([row.site for row in found.sites])),
        "url": reverse("api:waste_sites"),
        "asked": named,
    }
