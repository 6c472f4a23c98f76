"""The moderators' desk: what waits, on list and map, and one opened appeal with all that decides about it; no steps."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.guards import viewer_in
from accounts.types import Viewer
from appeals.errors import ClaimedByAnother
from appeals.queries.card import Card, card_by_number
from appeals.queries.queue import Holder, Queue, holder_of, moderation_queue
from appeals.rules.queue import Held, QueueFilter, Waits, queue_filter
from appeals.services.claims import open_alone, release_claim
from appeals.services.looking import note_look, note_shown
from appeals.types import OPEN_STATES, Part
from web.moderation_forms import QueueBatchForm
from web.views.map import map_data
from web.views.moderation_opened import opened

_MODERATES = frozenset({Part.MODERATOR, Part.ADMINISTRATOR})
HELD = ((Held.ANY, _("Whoever has it open")), (Held.FREE, _("Free ones")), (Held.MINE, _("Mine")))
WAITS = (
    (Waits.ANY, _("Whatever it waits for")),
    (Waits.CHECK, _("To be checked")),
    (Waits.EXECUTOR, _("Executor to be chosen")),
)


@never_cache
def moderation(request: HttpRequest) -> HttpResponse:
    """The queue; with `?number=` that appeal, taken so that nobody else works on it."""
    return desk_page(request, viewer_in(request), request.GET.get("number", ""))


def filter_of(params: QueryDict) -> QueueFilter:
    """The filter that an address asks for."""
    names = ("category", "area", "held", "waits", "overdue")
    return queue_filter(**{name: params.get(name, "") for name in names})


def address(request: HttpRequest, number: str = "") -> str:
    """The desk with the reader's filter, and an appeal opened on it."""
    query = filter_of(request.GET).query
    parts = [f"number={number}" if number else "", query]
    asked = "&".join(part for part in parts if part)
    return reverse("web:moderation") + (f"?{asked}" if asked else "")


def desk_page(
    request: HttpRequest,
    viewer: Viewer,
    number: str = "",
    *,
    typed: Mapping[str, forms.Form] | None = None,
    extra: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The desk. typed: forms that are sent back with what is wrong; extra: what else the page shows."""
    now, wanted = timezone.now(), filter_of(request.GET)
    card = moderated_card(viewer, number) if number else None
    holder: Holder | None = None
    if card is None and "left" in request.GET:
        # Said by the link, not by the list: that may be read in another tab while an appeal is open.
        release_claim(actor=viewer, number=request.GET["left"])
    if card is not None and card.appeal.state in OPEN_STATES:
        try:
            open_alone(actor=viewer, number=number, now=now)
        except ClaimedByAnother:
            holder = holder_of(viewer, card.appeal, now=now)
    appeal = card.appeal if card else None
    queue = moderation_queue(viewer, wanted, page=request.GET.get("page", ""), opened=appeal, now=now)
    note_shown(viewer, [row.appeal for row in queue.rows], now=now)
    context: dict[str, Any] = {
        **_queue_context(queue, wanted, number),
        "chosen": number,
        "page_data": {"queue": _queue_data(queue, wanted)},
    }
    if card is not None:
        note_look(viewer, card, now=now)
        shown = opened(viewer, card, typed or {}, request.GET.get("twin", ""))
        if shown.get("pair"):
            note_look(viewer, shown["pair"].card, now=now)
        shown["page_data"] |= context["page_data"]
        context |= {**shown, "holder": holder, "read_only": holder is not None and not typed}
    elif "batch" not in (extra or {}):
        context["batch"] = QueueBatchForm()
    context |= extra or {}
    context["astray"] = context.get("picked", frozenset()) - {row.appeal.number for row in queue.rows}
    return render(request, "web/moderation.html", context, status=status)


def moderated_card(viewer: Viewer, number: str) -> Card:
    """The card for whoever moderates the appeal: the desk shows its author, which no public page does."""
    card = card_by_number(viewer, number)
    if card is None or _MODERATES.isdisjoint(card.parts):
        raise Http404
    return card


def _queue_context(queue: Queue, wanted: QueueFilter, number: str) -> dict[str, Any]:
    numbers = [row.appeal.number for row in queue.rows]
    at = numbers.index(number) if number in numbers else None
    free = (row.appeal.number for row in queue.rows if row.holder is None or row.holder.is_viewer)
    return {
        "before": numbers[at - 1] if at else "",
        "after": numbers[at + 1] if at is not None and at + 1 < len(numbers) else "",
        "first_free": next((one for one in free if one != number), ""),
        "queue": queue,
        # Said in full: the page also answers forms that were sent elsewhere.
        "desk": reverse("web:moderation"),
        "wanted": wanted,
        "query": f"&{wanted.query}" if wanted.query else "",
        "kept": parse_qsl(wanted.query),
        "narrowed": wanted != QueueFilter(),
        "held_choices": HELD,
        "waits_choices": WAITS,
        "pages": queue.page.paginator.get_elided_page_range(queue.page.number, on_each_side=1, on_ends=1),
    }


def _queue_data(queue: Queue, wanted: QueueFilter) -> dict[str, Any]:
    query = f"?{wanted.query}" if wanted.query else ""
    opens = reverse("web:moderation") + "?number=NUMBER" + (f"&{wanted.query}" if wanted.query else "")
    return {
        "map": map_data(queue.bounds),
        "places": reverse("web:moderation_places") + query,
        "opens": opens,
    }
