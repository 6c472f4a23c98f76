"""Exports as GeoPackage on pages: the button, the page that tells how far one is, the file; the worker makes it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import viewer_in
from analytics.asking import OF_CELLS
from analytics.files import file_response
from analytics.models import Export
from analytics.queries.exports import export_of, state_of
from analytics.services.exports import KEPT, ask
from analytics.types import ExportState
from appeals.errors import InvalidFilter
from web.limiting import limited_file
from web.secrecy import secret_address

LOOK_AGAIN_S = 3


@require_POST
@limited_file
def exports_asked(request: HttpRequest) -> HttpResponse:
    """Ask for the filter that the form holds, the heat map's with its cells; leads to the page of the export."""
    now = timezone.now()
    params = {name: request.POST.getlist(name) for name in request.POST}
    try:
        export = ask(actor=viewer_in(request), params=params, language=get_language() or "ru", now=now)
    except InvalidFilter as problem:
        return HttpResponse(str(problem), "text/plain; charset=utf-8", status=400)
    return redirect("web:export", export.token)


@require_safe
@secret_address
def export_page(request: HttpRequest, token: str) -> HttpResponse:
    """How far it is; the page asks again by itself, without scripts."""
    export = _own(request, token)
    state = state_of(export, now=timezone.now())
    waits = state in {ExportState.QUEUED, ExportState.RUNNING}
    context = {
        "export": export,
        "state": state,
        "waits": waits,
        "expires_at": export.asked_at + KEPT,
        "with_cells": any(name in export.params for name in OF_CELLS),
    }
    answer = render(request, "web/export.html", context)
    if waits:
        answer["Refresh"] = str(LOOK_AGAIN_S)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@secret_address
def export_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file."""
    answer = file_response(_own(request, token))
    if answer is None:
        raise Http404
    return answer


def _own(request: HttpRequest, token: str) -> Export:
    export = export_of(viewer_in(request), token)
    if export is None:
        raise Http404
    return export
