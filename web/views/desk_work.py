"""The work on one appeal at the executor's desk: all that is known of it, and a form for each step that it allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

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
from appeals.errors import AnswerReplaced, AppealError, NotFound
from appeals.models import Reply
from appeals.queries.card import Card, card_by_number
from appeals.queries.photos import passable
from appeals.queries.talk import notes_for
from appeals.queries.workplace import author_gets_letters, sent_before, waiting_reply, waits_for_head
from appeals.rules.desk import WORK_PARTS, extendable, offered
from appeals.rules.privacy import may_see_author
from appeals.services.desk import once
from appeals.services.looking import note_look
from appeals.services.photos import prepare_all
from appeals.types import Action, PhotoStage, State, Track
from web.desk_forms import StepForm
from web.desk_steps import BY_NAME, STEPS, DeskStep
from web.sending import digest_of
from web.views.appeal import page_context
from web.views.desk_history import history
from web.views.organisation import filter_of

# Fields of services → of the forms here.
_BLAMED = {"answer": "text", "why": "comment"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that may be taken now, with its form."""

    step: DeskStep
    form: StepForm
    title: str
    button: str
    folded: bool


@never_cache
def desk_work(request: HttpRequest, number: str) -> HttpResponse:
    """The appeal as its executor works on it. Raises Http404 for whoever does not."""
    return _page(request, viewer_in(request), number, {})


@require_POST
def desk_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Takes a step; a form that cannot be used comes back with what was typed and why."""
    taken = BY_NAME.get(step)
    if taken is None:
        raise Http404
    viewer, digest = viewer_in(request), digest_of(request, taken.name)
    if sent_before(viewer, number, digest):
        return _done(request, taken, number)
    card = _card(viewer, number)
    form = taken.form(request.POST, request.FILES, auto_id=f"{taken.name}_%s")
    form.about(card.appeal, waiting_reply(card.appeal))
    if form.is_valid():
        try:
            _take(viewer, number, taken, form.cleaned_data, digest)
        except NotFound as missing:
            raise Http404 from missing
        except AppealError as problem:
            name = _BLAMED.get(problem.field, problem.field)
            form.add_error(name if name in form.fields else None, str(problem))
            if isinstance(problem, AnswerReplaced):
                _renew(form, card)
        else:
            return _done(request, taken, number)
    return _page(request, viewer, number, {taken.name: form}, status=422)


def _done(request: HttpRequest, step: DeskStep, number: str) -> HttpResponse:
    messages.success(request, _told(step, number) % {"number": number})
    return HttpResponseRedirect(_address(request, "" if step.leaves else number))


def _told(step: DeskStep, number: str) -> str:
    """What is said after a step, by what came of it: an answer may only be proposed, an author out of reach."""
    if step.name == "answer" and waits_for_head(number):
        return _("The answer to № %(number)s waits for the head's approval.")
    if step.name == "extend" and not author_gets_letters(number):
        return _(
            "The time for the answer to № %(number)s is extended. The author left no e-mail: ask the hotline to tell "
            "them."
        )
    return str(step.done)


def _renew(form: StepForm, card: Card) -> None:
    """The form is about the answer that waits now, which the page shows: what was typed stays."""
    reply = waiting_reply(card.appeal)
    typed = dict(form.data.items())
    typed["reply"] = str(reply.pk) if reply else ""
    form.data = typed


def _take(viewer: Viewer, number: str, step: DeskStep, values: Mapping[str, Any], digest: str) -> None:
    now = timezone.now()
    # Decoded before the appeal is locked: others wait for it.
    pictures = {name: prepare_all(values[name]) for name in ("photos", "photos_before") if name in values}
    values = {**values, **pictures}
    once(
        actor=viewer,
        number=number,
        digest=digest,
        now=now,
        step=lambda: step.call(viewer, number, values, now),
    )


def _page(
    request: HttpRequest, viewer: Viewer, number: str, typed: Mapping[str, StepForm], *, status: int = 200
) -> HttpResponse:
    card = _card(viewer, number)
    note_look(viewer, card, now=timezone.now())
    appeal, reply = card.appeal, waiting_reply(card.appeal)
    query = filter_of(request.GET).query
    context = {
        **page_context(card),
        "history": history(card.events, notes_for(viewer, appeal)),
        "photos": _photos(card),
        "reply": reply,
        "offers": _offers(card, reply, typed),
        "sent_back": next(iter(typed.values()), None),
        "sees_author": may_see_author(card.parts),
        "back": _address(request, ""),
        "query": f"?{query}" if query else "",
    }
    return render(request, "web/desk_work.html", context, status=status)


def _offers(card: Card, reply: Reply | None, typed: Mapping[str, StepForm]) -> list[Offer]:
    """The steps that the lifecycle's table allows these parts now, each with an empty form or the one sent back."""
    appeal = card.appeal
    may_extend = extendable(Track(appeal.track), appeal.due_at, again=appeal.was_extended, now=timezone.now())
    actions = offered(State(appeal.state), card.parts, waiting=reply is not None, may_extend=may_extend)
    key = uuid4()
    offers = []
    for step in STEPS:
        possible = not step.actions or not actions.isdisjoint(step.actions)
        if step.name == "take-back" and appeal.delegate_id is None:
            possible = False
        # What was typed for a step that a colleague has made impossible meanwhile stays to be read and copied.
        if not possible and step.name not in typed:
            continue
        form = typed.get(step.name) or step.form(initial={"key": key}, auto_id=f"{step.name}_%s")
        form.about(appeal, reply)
        proposes = step.name == "answer" and Action.PROPOSE in actions
        title = _("Propose an answer to the head") if proposes else str(step.title)
        button = _("Send for approval") if proposes else str(step.button)
        # While an answer waits, it is decided about first: another one is the exception.
        folded = step.folded or (step.name == "answer" and reply is not None)
        offers.append(Offer(step, form, title, button, folded and not form.errors))
    return offers


def _photos(card: Card) -> list[dict[str, Any]]:
    """The photos by whose they are, in order; of answers, those that were given."""
    settled = passable(card.photos)
    shown = [photo for photo in card.photos if photo.pk in settled]
    titles = {
        PhotoStage.REPORT: _("Photos of the report"),
        PhotoStage.BEFORE: _("Before the work"),
        PhotoStage.AFTER: _("After the work"),
        PhotoStage.REOPENED: _("Photos of what was not solved"),
    }
    groups = ({"title": titles[stage], "photos": [p for p in shown if p.stage == stage]} for stage in titles)
    return [group for group in groups if group["photos"]]


def _card(viewer: Viewer, number: str) -> Card:
    card = card_by_number(viewer, number)
    if card is None or WORK_PARTS.isdisjoint(card.parts):
        raise Http404
    return card


def _address(request: HttpRequest, number: str) -> str:
    """The desk, or an appeal on it, with the filter that the reader came from."""
    query = filter_of(request.GET).query
    path = reverse("web:desk_work", args=[number]) if number else reverse("web:organisation")
    return path + (f"?{query}" if query else "")
