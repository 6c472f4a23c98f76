"""One appeal with all that its page shows, cut to what the reader may know; not the lists it stands in."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.queries import name_with_consent
from accounts.types import Viewer
from appeals.explanations import in_current_language
from appeals.models import Appeal, Assignment, Event, Photo
from appeals.queries.history import told_events
from appeals.queries.photos import seen_photos
from appeals.rules.explanations import shown_explanation
from appeals.rules.privacy import mask, may_see_exact_place, may_see_full_text
from appeals.standing import parts_in
from appeals.types import Part, Privacy, Visibility
from geo.types import LonLat
from territories.queries import name_on


@dataclass(frozen=True, slots=True)
class Twin:
    """The appeal that another was merged into. is_public: whether everybody may open it."""

    number: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class Card:
    """An appeal as one reader may know it. location: WGS84 lon/lat, exact or coarsened as `exact` says.

    photos and events are in order; explanation is in the current language, None while nobody was looked for.
    twin: what it was merged into, as far as the reader may know of it. area: its name today. author: the name that its
    bearer agreed to show, or empty. text, answer and the events' comments are masked for whoever may not read them in
    full.
    """

    appeal: Appeal
    parts: frozenset[Part]
    text: str
    answer: str
    address: str
    area: str | None
    author: str
    location: LonLat
    exact: bool
    photos: list[Photo]
    events: list[Event]
    explanation: dict[str, Any] | None
    twin: Twin | None


def card_by_number(viewer: Viewer, number: str) -> Card | None:
    """The card of an appeal the viewer may see, None for any other. Four queries whatever it holds."""
    appeal = _loaded(Appeal.objects.visible_to(viewer)).filter(number=number).first()
    if appeal is None:
        return None
    return _card(appeal, parts_in(viewer, appeal))


def card_by_token(token: str) -> Card | None:
    """The author's own card by the secret of the follow link, also before publication. Four queries."""
    appeal = _loaded(Appeal.objects.all()).filter(follow_token=token).first() if token else None
    return None if appeal is None else _card(appeal, frozenset({Part.AUTHOR}))


def _loaded(appeals: QuerySet[Any]) -> QuerySet[Any]:
    called: QuerySet[Any] = appeals.annotate(
        area_name=name_on(timezone.localdate()), shown_author=name_with_consent("author")
    )
    return called.select_related("topic__category", "executor", "refusal_reason", "deadline", "duplicate_of")


def _card(appeal: Any, parts: frozenset[Part]) -> Card:
    precise = may_see_exact_place(parts)
    full = may_see_full_text(parts)
    point = appeal.location if precise else appeal.public_location
    # A place that was coarsened once stays so when its topic's privacy is changed: distances would find it again.
    kept_back = appeal.topic.privacy != Privacy.STREET or appeal.public_location != appeal.location
    exact = precise or not kept_back
    photos = appeal.photos.filter(seen_photos(parts)).order_by("position", "pk")
    return Card(
        appeal=appeal,
        parts=parts,
        text=appeal.text if full else appeal.public_text,
        answer=appeal.answer if full else mask(appeal.answer),
        address=appeal.address if precise else appeal.public_address,
        area=appeal.area_name,
        author=appeal.shown_author or "",
        location=LonLat(point.x, point.y),
        exact=exact,
        photos=list(photos),
        events=_events(appeal, parts, full=full),
        explanation=_explanation(appeal, exact=exact),
        twin=_twin(appeal, parts),
    )


def _twin(appeal: Appeal, parts: frozenset[Part]) -> Twin | None:
    """The public learns of no appeal that it may not see; whoever is something to this one learns the number."""
    other = appeal.duplicate_of
    if other is None:
        return None
    is_public = other.visibility == Visibility.PUBLIC
    return Twin(other.number, is_public) if is_public or parts else None


def _events(appeal: Appeal, parts: frozenset[Part], *, full: bool) -> list[Event]:
    """Steps that the reader may see, in order; a comment may quote what the author wrote, so it is masked alike."""
    events = told_events(parts).filter(appeal=appeal)
    shown = list(events if parts else events.filter(is_public=True))
    if not full:
        # In these objects alone: they are read for one card and never saved.
        for event in shown:
            event.comment = mask(event.comment)
    return shown


def _explanation(appeal: Appeal, *, exact: bool) -> dict[str, Any] | None:
    last = Assignment.objects.filter(appeal=appeal).order_by("-at", "-pk").first()
    if last is None:
        return None
    told = appeal.told_area_ids
    return shown_explanation(in_current_language(last.explanation), exact=exact, told=told)
