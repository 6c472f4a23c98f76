"""The report form: place, topic, text, photos; one service call decides. What comes after sending is `sent`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.guards import viewer_in
from accounts.visits import address_of
from appeals.errors import AppealError, NotProved
from appeals.labels import EMERGENCY
from appeals.models import Appeal, SavedDraft, Topic
from appeals.queries.card import card_by_token
from appeals.services.places import resolve
from appeals.services.proving import check_proof, new_challenge, opened_at, suspected
from appeals.services.submission import submit
from appeals.services.throttling import Limited, count_attempt_by
from appeals.timing import why_due
from appeals.types import Kind
from geo.errors import GeoError
from web.alike import alike
from web.forms import ReportForm
from web.secrecy import secret_address
from web.throttled import noting_wait
from web.views.drafts import own_draft
from web.views.reporting import report_data, tried

PREFILLED = ("topic", "kind", "address", "lon", "lat")


@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """The form; after sending it leads to the author's private page. Nothing typed is lost when it is refused."""
    if request.method != "POST":
        draft = own_draft(request, request.GET.get("draft", ""))
        typed = _typed(draft) if draft else {n: request.GET[n] for n in PREFILLED if n in request.GET}
        return _page(request, ReportForm(initial=typed), status=200, draft=draft)
    form = ReportForm(request.POST, request.FILES)
    twins = _unseen_twins(request, form) if form.is_valid() else []
    if twins:
        return _page(request, form, status=422, twins=twins)
    asks: list[bool] = []
    appeal = tried(form, lambda: _taken_in(request, form, asks)) if form.is_valid() else None
    if appeal is None:
        return _page(request, form, status=422, asks=bool(asks))
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


def _unseen_twins(request: HttpRequest, form: ReportForm) -> list[dict[str, Any]]:
    """What is alike and has not been shown: scripts show it while somebody types, without them the page comes back."""
    values, draft = form.cleaned_data, form.draft()
    if values["confirmed"] or values["website"].strip():
        return []
    topic = Topic.objects.filter(code=draft.topic_code).first()
    if topic is None or Appeal.objects.filter(client_key=draft.client_key).exists():
        return []
    try:
        place = resolve(topic, location=draft.location, address=draft.address, house_id=draft.house_id)
    except (AppealError, GeoError):
        # Why the place cannot be used, the sending says.
        return []
    return alike(
        viewer_in(request), location=place.location, topic=topic, text=draft.text, now=timezone.now()
    )


def _taken_in(request: HttpRequest, form: ReportForm, asks: list[bool]) -> Appeal:
    """Takes in what was sent. Raises what the form then says beside a field.

    asks: told when the next sending needs a proof: this one had none, or used it up.
    """
    viewer, now = viewer_in(request), timezone.now()
    with noting_wait(request):
        count_attempt_by(Limited.SUBMIT, user_id=viewer.user_id, address=address_of(request), now=now)
    try:
        _refuse_programs(request, form, now=now)
    except NotProved:
        asks.append(True)
        raise
    if form.cleaned_data["proof"]:
        asks.append(True)
    return submit(actor=viewer, draft=form.draft(), photos=form.cleaned_data["photos"], now=now)


def _refuse_programs(request: HttpRequest, form: ReportForm, *, now: datetime) -> None:
    """Whoever signed in is known: only the trap makes them look odd. Raises NotProved."""
    values = form.cleaned_data
    trap, opened = values["website"], values["opened"]
    if request.user.is_authenticated:
        odd = bool(trap.strip())
    else:
        odd = bool(suspected(trap=trap, opened=opened, address=address_of(request), now=now))
    if odd:
        check_proof(values["proof"], now=now)


def _typed(draft: SavedDraft) -> dict[str, Any]:
    return {
        "client_key": draft.key,
        "kind": draft.kind or Kind.PROBLEM,
        "topic": draft.topic_code,
        "text": draft.text,
        "address": draft.address,
        "house_id": draft.house_id,
        "lon": draft.lon,
        "lat": draft.lat,
    }


def _page(
    request: HttpRequest,
    form: ReportForm,
    *,
    status: int,
    draft: SavedDraft | None = None,
    asks: bool = False,
    twins: Sequence[dict[str, Any]] = (),
) -> HttpResponse:
    """asks: whether the browser must prove that no program typed this. twins: shown before it is sent all the same."""
    now = timezone.now()
    viewer, fresh = viewer_in(request), request.method != "POST" and draft is None
    kept = SavedDraft.objects.filter(user_id=viewer.user_id) if viewer.user_id and fresh else None
    context = {
        "opened": form["opened"].value() or opened_at(now),
        "challenge": new_challenge(now=now) if asks else None,
        "twins": twins,
        "confirmed": "1" if twins else form["confirmed"].value() or "",
        "draft": draft,
        "last_draft": kept.first() if kept is not None else None,
        "keeps_drafts": viewer.user_id is not None,
        "form": form,
        "photos_lost": bool(request.FILES),
        "emergency": EMERGENCY,
        "page_data": _page_data(),
    }
    return render(request, "web/report.html", context, status=status)


def _page_data() -> dict[str, Any]:
    data = report_data()
    return {**data, "urls": {**data["urls"], "similar": reverse("web:similar")}}
