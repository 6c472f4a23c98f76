"""The moderators' list: what waits, one opened appeal, and what may be done with it; every step is a service's."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guards import viewer_in
from accounts.types import Viewer
from appeals.errors import AppealError, NotFound
from appeals.queries.card import Card, card_by_number
from appeals.queries.queue import moderation_queue
from appeals.services.correction import correct
from appeals.services.looking import note_look
from appeals.services.moderation import accept, refuse
from appeals.types import OPEN_STATES, Part, State, Visibility
from geo.errors import GeoError
from web.forms import AcceptForm, CorrectForm, RefuseForm
from web.marking import pieces
from web.views.appeal import page_context
from web.views.map import urls

View = Callable[..., HttpResponse]
_MODERATES = frozenset({Part.MODERATOR, Part.ADMINISTRATOR})


def for_moderators(view: View) -> View:
    """Hands the viewer on, who moderates: the address's permission has been asked already."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, viewer_in(request), *args, **kwargs)

    return guarded


@never_cache
@for_moderators
def moderation(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The queue, with the appeal of `?number=`, else the first one, opened."""
    return _page(request, viewer, request.GET.get("number", ""), {})


@require_POST
@for_moderators
def accepted(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """Accept, publish or not, pass on."""
    form = AcceptForm(request.POST, photo_ids=[photo.pk for photo in _card(viewer, number).photos])

    def step() -> None:
        accept(
            actor=viewer,
            number=number,
            visibility=Visibility(form.cleaned_data["visibility"]),
            photo_ids=form.cleaned_data["photos"],
            comment=form.cleaned_data["comment"],
            now=timezone.now(),
        )
        messages.success(request, _("№ %(number)s is accepted.") % {"number": number})

    return _done(request, viewer, number, form, "accept", step)


@require_POST
@for_moderators
def refused(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """Refuse for a reason."""
    form = RefuseForm(request.POST)

    def step() -> None:
        values = form.cleaned_data
        refuse(
            actor=viewer,
            number=number,
            reason=values["reason"],
            comment=values["comment"],
            now=timezone.now(),
        )
        messages.success(request, _("№ %(number)s is refused.") % {"number": number})

    return _done(request, viewer, number, form, "refuse", step)


@require_POST
@for_moderators
def corrected(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """Correct place, topic, kind, executor or text; the appeal stays open to look at what followed."""
    form = CorrectForm(request.POST)

    def step() -> None:
        appeal = _card(viewer, number).appeal
        correct(
            actor=viewer,
            number=number,
            correction=form.correction(appeal),
            comment=form.cleaned_data["comment"],
            now=timezone.now(),
        )
        messages.success(request, _("№ %(number)s is corrected.") % {"number": number})

    return _done(request, viewer, number, form, "correct", step, stays=True)


def _done(
    request: HttpRequest,
    viewer: Viewer,
    number: str,
    form: forms.Form,
    name: str,
    step: Callable[[], None],
    *,
    stays: bool = False,
) -> HttpResponse:
    """Runs a step; then on to the next appeal, or back to this one with what was typed and the reason."""
    if form.is_valid():
        try:
            step()
        except NotFound as missing:
            raise Http404 from missing
        except (AppealError, GeoError) as problem:
            field = getattr(problem, "field", "") or ("address" if isinstance(problem, GeoError) else "")
            form.add_error(field if field in form.fields else None, str(problem))
        else:
            return HttpResponseRedirect(reverse("web:moderation") + (f"?number={number}" if stays else ""))
    return _page(request, viewer, number, {name: form}, status=422)


def _page(
    request: HttpRequest, viewer: Viewer, number: str, typed: dict[str, forms.Form], *, status: int = 200
) -> HttpResponse:
    queue = moderation_queue(viewer, now=timezone.now())
    chosen = number or (queue.rows[0].appeal.number if queue.rows else "")
    context: dict[str, Any] = {"queue": queue, "chosen": chosen, "opened": bool(number)}
    if chosen:
        card = _card(viewer, chosen)
        note_look(viewer, card, now=timezone.now())
        context |= _opened(card, typed)
    return render(request, "web/moderation.html", context, status=status)


def _opened(card: Card, typed: dict[str, forms.Form]) -> dict[str, Any]:
    appeal = card.appeal
    initial = {
        "address": appeal.address,
        "lon": round(appeal.location.x, 7),
        "lat": round(appeal.location.y, 7),
        "topic": appeal.topic.code,
        "kind": appeal.kind,
        "public_text": appeal.public_text,
    }
    shown_forms = {
        "accept_form": typed.get("accept") or AcceptForm(photo_ids=[photo.pk for photo in card.photos]),
        "refuse_form": typed.get("refuse") or RefuseForm(),
        "correct_form": typed.get("correct") or CorrectForm(initial=initial),
    }
    context = page_context(card)
    context["page_data"] |= {"urls": {name: urls()[name] for name in ("suggest", "reverse")}}
    return {
        **context,
        **shown_forms,
        "waits": appeal.state == State.MODERATION,
        "correctable": appeal.state in OPEN_STATES,
        "masked": appeal.public_text != appeal.text,
        "pieces": pieces(appeal.text, appeal.public_text),
        "rivals": _rivals(card.explanation or {}),
    }


def _rivals(explanation: dict[str, Any]) -> list[str]:
    """Names of those between whom the place is disputed: across a near border, or equal by the rule; else empty."""
    if explanation.get("tied"):
        return [one["name"] for one in explanation["tied"]]
    if not explanation.get("ambiguous"):
        return []
    across = explanation["runner_up"] or explanation["neighbour"]
    return [one["name"] for one in (explanation["organisation"], across) if one]


def _card(viewer: Viewer, number: str) -> Card:
    """The card for whoever moderates the appeal: the desk shows its author, which no public page does."""
    card = card_by_number(viewer, number)
    if card is None or _MODERATES.isdisjoint(card.parts):
        raise Http404
    return card
