"""What the moderators' desk shows of the opened appeal: text and what is hidden of it, twins, forms; not its steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone

from accounts.types import Viewer
from appeals.models import Appeal
from appeals.queries.card import Card, card_by_number
from appeals.queries.covering import covered_of
from appeals.queries.duplicates import Twin, duplicates
from appeals.queries.joining import Joining, joining
from appeals.queries.photos import passable
from appeals.queries.talk import notes_for
from appeals.rules.lifecycle import actions_for
from appeals.types import OPEN_STATES, Action, State
from geo.types import LonLat
from web.marking import marked, pieces
from web.moderation_forms import AcceptForm, CorrectForm, MergeForm, RefuseForm
from web.views.appeal import page_context
from web.views.map import urls
from web.views.moderation_history import history

MOST_TWINS = 6
Typed = Mapping[str, forms.Form]


@dataclass(frozen=True, slots=True)
class Pair:
    """An appeal beside the one that it may be merged into. found: as a possible twin, with its score."""

    card: Card
    found: Twin | None
    joining: Joining


def opened(viewer: Viewer, card: Card, typed: Typed, twin: str) -> dict[str, Any]:
    """Context of the opened appeal. twin: number of the one to compare it with, empty for none."""
    appeal = card.appeal
    context = page_context(card)
    context["page_data"] |= {"urls": {name: urls()[name] for name in ("suggest", "reverse")}}
    return {
        **context,
        **_forms(card, typed),
        **_text(appeal),
        **_twins(viewer, card, typed, twin),
        "passable": passable(card.photos),
        "history": history(card.events, notes_for(viewer, appeal)),
        "sent_back": list(typed.values()),
        "waits": appeal.state == State.MODERATION,
        # What was typed for a step that is over meanwhile stays to be read and copied.
        "decidable": appeal.state == State.MODERATION or not typed.keys().isdisjoint({"accept", "refuse"}),
        "correctable": appeal.state in OPEN_STATES or "correct" in typed,
        "left": appeal.moderate_by - timezone.now() if appeal.moderate_by else None,
        "rivals": _rivals(card.explanation or {}),
    }


def _forms(card: Card, typed: Typed) -> dict[str, Any]:
    appeal = card.appeal
    initial = {
        "address": appeal.address,
        "lon": round(appeal.location.x, 7),
        "lat": round(appeal.location.y, 7),
        "topic": appeal.topic.code,
        "kind": appeal.kind,
        "public_text": appeal.public_text,
    }
    return {
        "accept_form": typed.get("accept") or AcceptForm(photo_ids=[photo.pk for photo in card.photos]),
        "refuse_form": typed.get("refuse") or RefuseForm(),
        "correct_form": typed.get("correct") or CorrectForm(initial=initial),
        "merge_form": typed.get("merge") or MergeForm(),
    }


def _text(appeal: Appeal) -> dict[str, Any]:
    """The text cut where something is hidden or could be; cut by words where the public text is another one."""
    covered = covered_of(appeal)
    if covered is None:
        return {"rewritten": True, "pieces": pieces(appeal.text, appeal.public_text), "masked": True}
    parts = marked(appeal.text, covered)
    return {"rewritten": False, "parts": parts, "masked": any(part.kind for part in parts)}


def _twins(viewer: Viewer, card: Card, typed: Typed, twin: str) -> dict[str, Any]:
    appeal = card.appeal
    possible = any(row.action == Action.MERGE for row in actions_for(State(appeal.state), card.parts))
    if not possible and "merge" not in typed:
        return {"mergeable": False}
    now, place = timezone.now(), LonLat(appeal.location.x, appeal.location.y)
    found = duplicates(
        viewer,
        location=place,
        topic=appeal.topic,
        text=appeal.text,
        of=appeal,
        now=now,
        limit=MOST_TWINS,
    )
    asked = twin or (typed["merge"].data.get("duplicate_of", "") if "merge" in typed else "")
    pair = _pair(viewer, appeal, found, asked.strip()) if asked else None
    return {"mergeable": True, "twins": found, "pair": pair, "no_twin": bool(asked) and pair is None}


def _pair(viewer: Viewer, appeal: Appeal, found: list[Twin], number: str) -> Pair | None:
    other = card_by_number(viewer, number) if number != appeal.number else None
    if other is None:
        return None
    known = next((one for one in found if one.appeal.pk == other.appeal.pk), None)
    return Pair(other, known, joining(appeal, other.appeal))


def _rivals(explanation: dict[str, Any]) -> list[str]:
    """Names of those between whom the place is disputed: across a near border, or equal by the rule; else empty."""
    if explanation.get("tied"):
        return [one["name"] for one in explanation["tied"]]
    if not explanation.get("ambiguous"):
        return []
    across = explanation["runner_up"] or explanation["neighbour"]
    return [one["name"] for one in (explanation["organisation"], across) if one]
