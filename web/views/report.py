"""The report form: place, topic, text, photos; one service call decides. What comes after sending is `sent`."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.guards import viewer_in
from accounts.visits import address_of
from appeals.labels import EMERGENCY
from appeals.models import Appeal
from appeals.queries.card import card_by_token
from appeals.services.submission import submit
from appeals.services.throttling import Limited, count_attempt, refuse_robots
from appeals.timing import why_due
from web.forms import ReportForm
from web.secrecy import secret_address
from web.views.reporting import report_data, tried

PREFILLED = ("topic", "kind", "address", "lon", "lat")


@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """The form; after sending it leads to the author's private page. Nothing typed is lost when it is refused."""
    if request.method != "POST":
        typed = {name: request.GET[name] for name in PREFILLED if name in request.GET}
        return _page(request, ReportForm(initial=typed), status=200)
    form = ReportForm(request.POST, request.FILES)
    appeal = tried(form, lambda: _taken_in(request, form)) if form.is_valid() else None
    if appeal is None:
        return _page(request, form, status=422)
    return HttpResponseRedirect(reverse("web:sent", args=[appeal.follow_token]))


@never_cache
@secret_address
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """The number in large figures, who answers and what happens next. Raises Http404."""
    card = card_by_token(token)
    if card is None:
        raise Http404
    follow_url = request.build_absolute_uri(reverse("web:follow", args=[token]))
    context = {
        "card": card,
        "appeal": card.appeal,
        "follow_url": follow_url,
        "is_open": True,
        "why_due": why_due(card.appeal),
    }
    if card.appeal.topic.is_emergency:
        context["emergency"] = EMERGENCY
    return render(request, "web/sent.html", context)


def _taken_in(request: HttpRequest, form: ReportForm) -> Appeal:
    """Takes in what was sent. Raises what the form then says beside a field."""
    viewer, now = viewer_in(request), timezone.now()
    if viewer.user_id is None:
        count_attempt(Limited.SUBMIT, address=address_of(request), now=now)
    refuse_robots(form.cleaned_data["website"])
    return submit(actor=viewer, draft=form.draft(), photos=form.cleaned_data["photos"], now=now)


def _page(request: HttpRequest, form: ReportForm, *, status: int) -> HttpResponse:
    context = {
        "form": form,
        "photos_lost": bool(request.FILES),
        "emergency": EMERGENCY,
        "page_data": report_data(),
    }
    return render(request, "web/report.html", context, status=status)
