"""A councillor's precincts: figures, appeals to choose from, drafts for the council's agenda."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import viewer_in
from analytics.errors import NoSubject
from analytics.exporting.agendas import agenda_pdf
from analytics.queries.agendas import Draft, agendas_of, draft_of, own_precincts, precincts_of
from analytics.services import agendas
from analytics.types import ReportKind
from appeals.errors import InvalidFilter
from appeals.queries.listing import uncounted_page
from appeals.queries.statistics import counted_now
from web.figures import Filters, tables
from web.precinct_forms import AgendaForm, ChosenForm, asked_precinct, worded
from web.reporting import offers

PAGE_SIZE = 25
_TABLES = ("month", "state", "category", "executor")


@never_cache
@require_safe
def precinct(request: HttpRequest) -> HttpResponse:
    """The viewer's own precincts or one of them; a page of the appeals there. Raises Http404 for another's."""
    viewer, areas = viewer_in(request), precincts_of(viewer_in(request))
    chosen = asked_precinct(request.GET, areas)
    if not areas:
        return render(request, "web/precinct.html", {"areas": [], "agendas": agendas_of(viewer)})
    selection = own_precincts(viewer, chosen)
    filters = Filters(QueryDict(f"area={','.join(map(str, selection.area_ids))}"))
    found = counted_now(viewer, selection, now=timezone.now())
    try:
        page = uncounted_page(viewer, selection, cursor=request.GET.get("cursor", ""), limit=PAGE_SIZE)
    except InvalidFilter:
        raise Http404 from None
    further = {"cursor": page.next_cursor or ""} | ({"precinct": str(chosen)} if chosen else {})
    params = QueryDict(mutable=True)
    params.update(further)
    context = {
        "areas": areas,
        "chosen": chosen,
        "total": found.total,
        "list_address": filters.list_address(),
        "open_address": filters.list_address(state="open"),
        "tables": [table for table in tables(found, filters, selection) if table.name in _TABLES],
        "reports": offers(viewer, ReportKind.AREA, selection.area_ids),
        "items": page.items(),
        "next": f"?{params.urlencode()}#appeals" if page.next_cursor else "",
        "agendas": agendas_of(viewer),
        "suggested": _("Questions of %(day)s") % {"day": date_format(timezone.localdate(), "j E Y")},
    }
    return render(request, "web/precinct.html", context)


@require_POST
def gather(request: HttpRequest) -> HttpResponse:
    """The ticked appeals become questions of a draft, a new one unless one is chosen. Raises Http404."""
    form = ChosenForm(request.POST)
    numbers = request.POST.getlist("number")
    if not form.is_valid() or not numbers:
        messages.error(request, _("Tick the appeals that the council is to deal with."))
        return redirect("web:precinct")
    try:
        made = agendas.gather(
            actor=viewer_in(request),
            numbers=numbers,
            name=form.cleaned_data["name"] or _("Questions for the council's agenda"),
            agenda_id=form.cleaned_data["agenda"],
            now=timezone.now(),
        )
    except NoSubject:
        raise Http404 from None
    return redirect("web:agenda", made.pk)


@never_cache
def agenda(request: HttpRequest, agenda_id: int) -> HttpResponse:
    """The draft to word and to put in order. Raises Http404 for anybody else's."""
    draft = _draft(request, agenda_id)
    form = AgendaForm(request.POST if request.method == "POST" else None, initial={"name": draft.agenda.name})
    if request.method == "POST" and form.is_valid():
        agendas.arrange(
            actor=viewer_in(request),
            agenda_id=agenda_id,
            name=form.cleaned_data["name"],
            rows=worded(request.POST, draft.questions),
            now=timezone.now(),
        )
        messages.success(request, _("The draft is kept."))
        return HttpResponseRedirect(reverse("web:agenda", args=[agenda_id]))
    return render(request, "web/agenda.html", _context(draft, form), status=422 if form.errors else 200)


def _context(draft: Draft, form: AgendaForm) -> dict[str, Any]:
    return {"draft": draft, "agenda": draft.agenda, "questions": draft.questions, "form": form}


@never_cache
@require_safe
def agenda_print(request: HttpRequest, agenda_id: int) -> HttpResponse:
    """The document as a page that prints well."""
    draft = _draft(request, agenda_id)
    return render(request, "web/agenda_print.html", {"agenda": draft.agenda, "questions": draft.questions})


@never_cache
@require_safe
def agenda_file(request: HttpRequest, agenda_id: int) -> HttpResponse:
    """The document as PDF."""
    body = agenda_pdf(_draft(request, agenda_id))
    headers = {"Content-Disposition": f'attachment; filename="metka-agenda-{agenda_id}.pdf"'}
    return HttpResponse(body, "application/pdf", headers=headers)


@require_POST
def agenda_drop(request: HttpRequest, agenda_id: int) -> HttpResponse:
    """Raises Http404 for anybody else's."""
    try:
        agendas.drop(actor=viewer_in(request), agenda_id=agenda_id)
    except NoSubject:
        raise Http404 from None
    messages.success(request, _("The draft is deleted."))
    return redirect("web:precinct")


def _draft(request: HttpRequest, agenda_id: int) -> Draft:
    draft = draft_of(viewer_in(request), agenda_id) if agenda_id < 1 << 63 else None
    if draft is None:
        raise Http404
    return draft
