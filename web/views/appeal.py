"""The page of one appeal: public by its number, private by the author's follow link; not moderation."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import viewer_in
from appeals.queries.answers import answers_of
from appeals.queries.card import Card, card_by_number, card_by_token
from appeals.queries.nearby import nearby
from appeals.rules.desk import WORK_PARTS
from appeals.services.looking import note_look
from appeals.timing import why_due
from appeals.types import OPEN_STATES, EventType, Part, PhotoStage, State, Visibility
from web.history import told_step
from web.own_steps import own_context
from web.secrecy import secret_address
from web.talking import CommentForm, FollowForm, talk_context
from web.views.map import map_data
from web.views.supporting import give_support

NEAR_M = 300
NEAR_COUNT = 4


@require_safe
def appeal(request: HttpRequest, number: str) -> HttpResponse:
    """The appeal as this reader may know it. Raises Http404 for one that they may not see."""
    return appeal_page(request, number)


def appeal_page(
    request: HttpRequest,
    number: str,
    typed: Mapping[str, forms.Form] | None = None,
    *,
    comment: CommentForm | None = None,
    follow: FollowForm | None = None,
) -> HttpResponse:
    """typed: forms of the author's steps that cannot be used and come back, by name. comment, follow: so too."""
    viewer = viewer_in(request)
    card = card_by_number(viewer, number)
    if card is None:
        raise Http404
    note_look(viewer, card, now=timezone.now())
    shown = card.appeal
    around = nearby(viewer, card.location, NEAR_M, NEAR_COUNT + 1).items()
    context = {
        **page_context(card),
        **_told(card),
        # Comments stand in a list of their own here.
        "steps": [told_step(event) for event in card.events if event.type != EventType.COMMENTED],
        **own_context(shown, card.parts, typed=typed),
        **talk_context(request, card, comment=comment, follow=follow),
        "near": [item for item in around if item["number"] != number][:NEAR_COUNT],
        "is_own": Part.AUTHOR in card.parts,
        "moderates": bool(card.parts & {Part.MODERATOR, Part.ADMINISTRATOR}),
        "works": bool(card.parts & WORK_PARTS),
        "share_url": request.build_absolute_uri(reverse("web:appeal", args=[number])),
    }
    sent_back = typed or comment or follow
    return render(request, "web/appeal.html", context, status=422 if sent_back else 200)


@require_POST
def support(request: HttpRequest, number: str) -> HttpResponse:
    """«У меня тоже» without scripts: counts it and returns to the appeal."""
    response = HttpResponseRedirect(reverse("web:appeal", args=[number]))
    give_support(request, response, number)
    return response


@never_cache
@secret_address
@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """The author's view by the secret link, before publication too; no referrer, no cache, no search engine."""
    return follow_page(request, token)


def follow_page(
    request: HttpRequest, token: str, typed: Mapping[str, forms.Form] | None = None
) -> HttpResponse:
    """typed: as for `appeal_page`."""
    card = card_by_token(token)
    if card is None:
        raise Http404
    context = {
        **page_context(card),
        **_told(card),
        **own_context(card.appeal, card.parts, token=token, typed=typed),
    }
    return render(request, "web/follow.html", {**context, "token": token}, status=422 if typed else 200)


def _told(card: Card) -> dict[str, Any]:
    """The answers, the newest apart from those before it, and the photos that are the author's."""
    answers = answers_of(card)
    return {
        "answer": answers[0] if answers else None,
        "earlier": answers[1:],
        "photos": [photo for photo in card.photos if photo.stage == PhotoStage.REPORT],
        "photos_again": [photo for photo in card.photos if photo.stage == PhotoStage.REOPENED],
    }


def page_context(card: Card) -> dict[str, Any]:
    shown = card.appeal
    is_open = shown.state in OPEN_STATES
    return {
        "card": card,
        "appeal": shown,
        "steps": [told_step(event) for event in card.events],
        "is_open": is_open,
        "waits": shown.state in {State.SUBMITTED, State.MODERATION},
        "why_due": why_due(shown),
        "is_public": shown.visibility == Visibility.PUBLIC,
        "overdue": is_open and shown.due_at is not None and shown.due_at <= timezone.now(),
        "page_data": {
            "map": map_data(),
            "place": {"lon": card.location.lon, "lat": card.location.lat, "exact": card.exact},
        },
    }
