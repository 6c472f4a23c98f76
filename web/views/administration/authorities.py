"""Authorities of areas: who answers where nobody more special does, for what, from when to when."""

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
from appeals.models import Category
from geo.stamps import stamp
from territories.errors import AuthorityConflict, TerritoriesError
from territories.models import Authority, not_over
from territories.queries import name_on
from territories.services.offices import add_office, change_office, end_office
from web.admin_forms.duties import AuthorityForm, EndForm, of_authority
from web.views.administration.frame import again, done, shown, with_value

PAGE_SIZE = 100


@never_cache
def authorities(request: HttpRequest) -> HttpResponse:
    """Those that are not over, or those that are; narrowed by words, an organisation, an area."""
    today = timezone.localdate()
    over = request.GET.get("show") == "over"
    rows = (
        Authority.objects.filter(valid_to__lte=today) if over else Authority.objects.filter(not_over(today))
    )
    words = request.GET.get("words", "").strip()[:100]
    if words:
        rows = rows.filter(Q(organisation__name__icontains=words) | Q(area__name__icontains=words))
    for name in ("organisation", "area"):
        if request.GET.get(name, "").isdecimal():
            rows = rows.filter(**{f"{name}_id": int(request.GET[name])})
    named = rows.select_related("organisation", "area").annotate(area_name=name_on(today))
    page = Paginator(named.order_by("area_name", "organisation__name", "pk"), PAGE_SIZE)
    names = dict(Category.objects.in_bulk(field_name="code"))
    told = page.get_page(request.GET.get("page"))
    lines = [(row, [names[code].name if code in names else code for code in row.categories]) for row in told]
    return shown(request, "authorities", {"page": told, "lines": lines, "words": words, "over": over})


@never_cache
def authority_new(request: HttpRequest) -> HttpResponse:
    """A new one; the matrix names area and category of a hole."""
    start = {
        "organisation": request.GET.get("organisation"),
        "area": request.GET.get("area"),
        "categories": request.GET.getlist("category"),
        "valid_from": timezone.localdate(),
    }
    form = AuthorityForm(request.POST if request.method == "POST" else None, initial=start)
    return _kept(request, form, None, lambda: add_office(office=form.office()))


@never_cache
def authority_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes one."""
    authority = get_object_or_404(Authority.objects.select_related("organisation", "area"), pk=pk)
    start: dict[str, Any] = {**of_authority(authority), "seen": stamp(authority)}
    form = AuthorityForm(request.POST if request.method == "POST" else None, initial=start)

    def change() -> Authority:
        return change_office(authority_id=pk, seen=form.cleaned_data["seen"], office=form.office())

    return _kept(request, form, authority, change, start)


def _kept(
    request: HttpRequest, form: AuthorityForm, authority: Authority | None, change: Any, start: Any = None
) -> HttpResponse:
    if form.is_valid() and done(request, form, change):
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("web:admin_authorities"))
    context = {
        "form": form,
        "authority": authority,
        "stored": again(form, start),
        "conflict": _meant(form),
        "ending": EndForm(),
    }
    return shown(request, "authority_form", context, status=422 if form.is_bound else 200)


def _meant(form: AuthorityForm) -> bool:
    """After conflicts were told, the same form sent again is meant so."""
    told = any(error.code == AuthorityConflict.__name__ for error in form.non_field_errors().as_data())
    if told:
        with_value(form, "meant", "on")
    return told


@require_POST
def authority_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends one with a last day."""
    authority = get_object_or_404(Authority, pk=pk)
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            with changing(viewer_in(request)):
                end_office(authority_id=authority.pk, on=form.on())
        except TerritoriesError as problem:
            messages.error(request, str(problem))
            return HttpResponseRedirect(reverse("web:admin_authority", args=[pk]))
        messages.success(request, _("Its end is noted."))
        return HttpResponseRedirect(reverse("web:admin_authorities"))
    messages.error(request, _("Name the last day."))
    return HttpResponseRedirect(reverse("web:admin_authority", args=[pk]))
