"""Container sites for the administrator: listed and on the map, added, moved, corrected, closed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guards import viewer_in
from accounts.services.changing import changing
from territories.errors import TerritoriesError
from territories.models import ContainerSite, not_over
from territories.services.containers import add_site, change_site, close_site
from web.admin_forms.duties import EndForm
from web.admin_forms.sites import SiteForm, of_site
from web.views.administration.frame import again, done, shown
from web.views.map import map_data

PAGE_SIZE = 100
# Sites drawn beside the one that is edited, so that nobody adds the same twice.
MOST_BESIDE = 2000


@never_cache
def sites(request: HttpRequest) -> HttpResponse:
    """Those that there are, or those that are closed; narrowed by words."""
    today = timezone.localdate()
    over = request.GET.get("show") == "over"
    rows = (
        ContainerSite.objects.filter(valid_to__lte=today)
        if over
        else ContainerSite.objects.filter(not_over(today))
    )
    words = request.GET.get("words", "").strip()[:100]
    if words:
        rows = rows.filter(
            Q(code__icontains=words)
            | Q(name__icontains=words)
            | Q(address__icontains=words)
            | Q(operator__name__icontains=words)
        )
    page = Paginator(rows.select_related("operator").order_by("code"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    return shown(request, "sites", {"page": page, "words": words, "over": over})


@never_cache
def site_new(request: HttpRequest) -> HttpResponse:
    """Adds one: a click on the map says where."""
    form = SiteForm(request.POST if request.method == "POST" else None)
    return _kept(request, form, None, lambda: add_site(code=form.cleaned_data["code"], values=form.values()))


@never_cache
def site_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Corrects one: its pin may be dragged."""
    site = get_object_or_404(ContainerSite.objects.select_related("operator"), pk=pk)
    start = of_site(site)
    form = SiteForm(request.POST if request.method == "POST" else None, initial=start, site=site)

    def change() -> ContainerSite:
        return change_site(site_id=pk, seen=form.cleaned_data["seen"], values=form.values())

    return _kept(request, form, site, change, start)


def _kept(
    request: HttpRequest, form: SiteForm, site: ContainerSite | None, change: Any, start: Any = None
) -> HttpResponse:
    if form.is_valid() and done(request, form, change):
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("web:admin_sites"))
    context = {
        "form": form,
        "site": site,
        "stored": again(form, start),
        "ending": EndForm(),
        "page_data": _page_data(site),
    }
    return shown(request, "site_form", context, status=422 if form.is_bound else 200)


def _page_data(site: ContainerSite | None) -> dict[str, Any]:
    beside = ContainerSite.objects.filter(not_over(timezone.localdate()))
    if site is not None:
        beside = beside.exclude(pk=site.pk)
    rows = beside.order_by("code").values_list("code", "location")[:MOST_BESIDE]
    return {"map": map_data(), "beside": [(code, round(at.x, 6), round(at.y, 6)) for code, at in rows]}


@require_POST
def site_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Notes the last day of one."""
    site = get_object_or_404(ContainerSite, pk=pk)
    form, here = EndForm(request.POST), reverse("web:admin_site", args=[pk])
    if not form.is_valid():
        messages.error(request, _("Name the last day."))
        return HttpResponseRedirect(here)
    try:
        with changing(viewer_in(request)):
            close_site(site_id=site.pk, on=form.on())
    except TerritoriesError as problem:
        messages.error(request, str(problem))
        return HttpResponseRedirect(here)
    messages.success(request, _("Its end is noted."))
    return HttpResponseRedirect(reverse("web:admin_sites"))
