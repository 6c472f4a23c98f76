"""Organisations of the administrator's desk: list, card, form, and the end of one with what it holds told first."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guards import viewer_in
from accounts.services.changing import changing
from accounts.services.closing import close_organisation
from appeals.queries.attention import without_staff
from appeals.queries.holdings import holdings
from geo.stamps import stamp
from territories.models import Organisation
from territories.services.register import MANY, add_organisation, change_organisation, set_active
from web.admin_forms.duties import KINDS, OrganisationForm, of_organisation
from web.views.administration.frame import again, done, shown

PAGE_SIZE = 50


@never_cache
def organisations(request: HttpRequest) -> HttpResponse:
    """The register, searched by name or ИНН."""
    words, kind = request.GET.get("words", "").strip()[:100], request.GET.get("kind", "")
    show = request.GET.get("show", "")
    page = Paginator(_found(words, kind, show), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "words": words, "kind": kind, "show": show, "kinds": KINDS}
    return shown(request, "organisations", context)


def _found(words: str, kind: str, show: str) -> QuerySet[Organisation]:
    found = Organisation.objects.select_related("parent").order_by("name", "pk")
    found = found.filter(is_active=show != "inactive")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(name_en__icontains=words) | Q(inn=words))
    if kind:
        found = found.filter(kind=kind)
    if show == "without_staff":
        found = found.filter(pk__in=without_staff(timezone.localdate()).values("pk"))
    return found


@never_cache
def organisation_card(request: HttpRequest, pk: int) -> HttpResponse:
    """What it is, what it holds, who works there."""
    organisation = get_object_or_404(Organisation.objects.select_related("parent"), pk=pk)
    held = holdings(organisation, now=timezone.now(), on=timezone.localdate())
    context = {
        "organisation": organisation,
        "held": held,
        "contractors": organisation.contractors.order_by("name"),
    }
    return shown(request, "organisation", context)


@never_cache
def organisation_new(request: HttpRequest) -> HttpResponse:
    """A new one."""
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    made: list[Organisation] = []
    if form.is_valid() and done(request, form, lambda: made.append(add_organisation(values=form.values()))):
        messages.success(request, _("“%(name)s” is in the register.") % {"name": made[0].name})
        return HttpResponseRedirect(reverse("web:admin_organisation", args=[made[0].pk]))
    context = {"form": form, "back": reverse("web:admin_organisations")}
    return shown(request, "organisation_form", context, status=422 if form.is_bound else 200)


@never_cache
def organisation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes one; who was overtaken by another administrator sees what is stored now."""
    organisation = get_object_or_404(Organisation, pk=pk)
    start: dict[str, Any] = {**of_organisation(organisation), "seen": stamp(organisation, many=MANY)}
    form = OrganisationForm(request.POST if request.method == "POST" else None, initial=start)

    def change() -> None:
        change_organisation(organisation_id=pk, seen=form.cleaned_data["seen"], values=form.values())

    if form.is_valid() and done(request, form, change):
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("web:admin_organisation", args=[pk]))
    context = {
        "form": form,
        "organisation": organisation,
        "stored": again(form, start),
        "back": reverse("web:admin_organisation", args=[pk]),
    }
    return shown(request, "organisation_form", context, status=422 if form.is_bound else 200)


@never_cache
def organisation_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Tells what it holds, then ends all of it and offers it no more."""
    organisation = get_object_or_404(Organisation, pk=pk)
    if request.method == "POST":
        now = timezone.now()
        with changing(viewer_in(request)):
            closed = close_organisation(organisation_id=pk, now=now)
        told = _("“%(name)s” answers for nothing any more; %(people)d people lost their access.")
        messages.success(request, told % {"name": organisation.name, "people": closed.people})
        return HttpResponseRedirect(reverse("web:admin_organisation", args=[pk]))
    held = holdings(organisation, now=timezone.now(), on=timezone.localdate())
    return shown(request, "organisation_end", {"organisation": organisation, "held": held})


@require_POST
def organisation_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Offers it again; what it held stays ended."""
    organisation = get_object_or_404(Organisation, pk=pk)
    with changing(viewer_in(request)):
        set_active(organisation_id=pk, active=True)
    messages.success(request, _("“%(name)s” can be chosen again.") % {"name": organisation.name})
    return HttpResponseRedirect(reverse("web:admin_organisation", args=[pk]))
