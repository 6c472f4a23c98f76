"""The filter of appeals: parameters → Selection → one Q; not who may see what (`querysets.visible_to`)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from django.apps import apps
from django.contrib.gis.db.models import PointField
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Exists, Func, OuterRef, Q, Value
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.types import PUBLIC, Viewer
from appeals import drawn
from appeals.days import begins
from appeals.errors import InvalidFilter
from appeals.seeing import near
from appeals.types import (
    OPEN_STATES,
    PASSED_STATES,
    STATE_GROUPS,
    Kind,
    Ordering,
    Selection,
    State,
    StateGroup,
)
from geo import tilegrid
from geo.errors import OutOfWorld
from geo.types import BBox, LonLat
from territories.models import Piece

PARAMETERS = (
    "bbox",
    "area",
    "category",
    "topic",
    "kind",
    "state",
    "executor",
    "since",
    "until",
    "text",
    "polygon",
    "cell",
    "workplace",
)
OPEN_WORD, PASSED_WORD = "open", "passed"
# Instead of an executor's number: appeals for which nobody was chosen yet.
NOBODY_WORD = "none"
MOST_VALUES = 200
LONGEST_TEXT = 200
SEARCHED = SearchVector("public_text", "public_address", config="russian")

Word = TypeVar("Word", bound=StrEnum)


Params = Mapping[str, Sequence[str]] | QueryDict


def selection_from_params(params: Params) -> Selection:
    """Selection out of a query string's parameters, comma-separated or repeated; others are ignored.

    bbox: west,south,east,north degrees. area: ids or codes. state: states, groups of states, `open` or `passed`.
    executor: ids, or `none`: nobody was chosen yet. workplace: ids.
    since (inclusive) and until: ISO days or times in the municipality's time zone; an `until` that is a
    day means its end. Raises InvalidFilter.
    """
    executors = _values(params, "executor")
    return Selection(
        bbox=_bbox(_values(params, "bbox")),
        area_ids=_area_ids(_values(params, "area")),
        categories=_codes("category", "Category", _values(params, "category")),
        topics=_codes("topic", "Topic", _values(params, "topic")),
        kinds=_words("kind", Kind, _values(params, "kind")),
        states=_states(_values(params, "state")),
        executor_ids=tuple(sorted({_number("executor", word) for word in executors if word != NOBODY_WORD})),
        unassigned=NOBODY_WORD in executors,
        since=_moment(params, "since"),
        until=_moment(params, "until", day_after=True),
        text=_text(params),
        polygon=drawn.polygon(_values(params, "polygon")),
        cell=drawn.cell(_values(params, "cell")),
        workplace_ids=tuple(sorted({_number("workplace", word) for word in _values(params, "workplace")})),
    )


def ordering_from_params(params: QueryDict) -> Ordering:
    """The order of the list that a query string asks for, newest first without one. Raises InvalidFilter."""
    word = params.get("ordering") or Ordering.DATE
    try:
        return Ordering(word)
    except ValueError:
        raise InvalidFilter(
            "ordering",
            _("The list has no order “%(word)s”. Choose one of these: %(known)s."),
            word=word[:LONGEST_TEXT],
            known=", ".join(Ordering),
        ) from None


def canonical(selection: Selection) -> str:
    """One spelling of a selection whatever the order of its values, for cache keys and ETags."""
    parts = {
        "area": sorted(selection.area_ids),
        "bbox": selection.bbox.as_tuple() if selection.bbox else (),
        "boundary": sorted(selection.boundary_ids),
        "category": sorted(selection.categories),
        "cell": [selection.cell] if selection.cell else (),
        "executor": [*sorted(selection.executor_ids), *([NOBODY_WORD] if selection.unassigned else [])],
        "kind": sorted(selection.kinds),
        "polygon": [degrees for corner in selection.polygon for degrees in (corner.lon, corner.lat)],
        "since": [selection.since.isoformat()] if selection.since else (),
        "state": sorted(selection.states),
        "text": [selection.text] if selection.text else (),
        "topic": sorted(selection.topics),
        "until": [selection.until.isoformat()] if selection.until else (),
        "workplace": sorted(selection.workplace_ids),
    }
    return "&".join(f"{name}={','.join(map(str, values))}" for name, values in parts.items() if values)


def matching(selection: Selection, prefix: str = "", viewer: Viewer = PUBLIC) -> Q:
    """The selection as one condition on Mark, or on Appeal with prefix `mark__`: the same appeals.

    viewer: who asks; hidden areas find only appeals whose exact place this viewer may know, and to whom work was given
    only whoever works there. A box holds the points
    whose quantum (1.9 cm) lies between those of its corners, both inclusive.
    """
    found = _within(selection.bbox, prefix) & _since_until(selection, prefix)
    found &= drawn.in_cell(selection.cell, prefix)
    if selection.polygon:
        found &= _within(drawn.box_of(selection.polygon), prefix) & drawn.in_polygon(
            selection.polygon, prefix
        )
    if selection.area_ids:
        found &= _in_areas(list(selection.area_ids), prefix, viewer)
    if selection.boundary_ids:
        found &= _in_boundaries(selection.boundary_ids, prefix)
    for field, values in _lists(selection).items():
        found &= Q(**{f"{prefix}{field}__in": values})
    if selection.unassigned:
        executors = Q(**{f"{prefix}executor_id__in": sorted(selection.executor_ids)})
        found &= Q(**{f"{prefix}executor_id": None}) | executors
    if selection.workplace_ids:
        found &= _work_of(selection.workplace_ids, prefix, viewer)
    if selection.text:
        found &= words_found(selection.text)
    return found


def words_found(text: str) -> Q:
    """Condition on Mark and Appeal: the public words match, or the number is the text."""
    return Q(pk__in=_appeals_with(text))


def _in_areas(area_ids: list[int], prefix: str, viewer: Viewer) -> Q:
    """In one of the areas, as far as the viewer may know it."""
    told = Q(**{f"{prefix}area_ids__overlap": area_ids})
    known = near(viewer)
    return told if known is None else told | known & Q(**{f"{prefix}hidden_area_ids__overlap": area_ids})


def _in_boundaries(boundary_ids: Collection[int], prefix: str) -> Q:
    """In one of the polygons, their borders too. Index: piece_gist."""
    place = Func(
        OuterRef(f"{prefix}geom_3857"),
        Value(4326),
        function="ST_Transform",
        output_field=PointField(srid=4326),
    )
    return Q(Exists(Piece.objects.filter(boundary__in=sorted(boundary_ids), geom__intersects=place)))


def _work_of(workplace_ids: Collection[int], prefix: str, viewer: Viewer) -> Q:
    """What the organisations answer for, and what the viewer's own ones among them were given to do."""
    answered_for = Q(**{f"{prefix}executor_id__in": sorted(workplace_ids)})
    own = sorted(viewer.organisation_ids.intersection(workplace_ids))
    if not own:
        return answered_for
    given = apps.get_model("appeals", "Appeal")._base_manager.filter(delegate_id__in=own)
    return answered_for | Q(pk__in=given.values("pk"))


def _lists(selection: Selection) -> dict[str, list[Any]]:
    """Columns of Mark that a selection compares with lists; no entry where it has no condition."""
    lists: dict[str, list[Any]] = {}
    if selection.categories:
        lists["category_id"] = _ids("Category", selection.categories)
    if selection.topics:
        lists["topic_id"] = _ids("Topic", selection.topics)
    if selection.kinds:
        lists["kind"] = sorted(kind.value for kind in selection.kinds)
    if selection.states:
        lists["state"] = sorted(state.value for state in selection.states)
    if selection.executor_ids and not selection.unassigned:
        lists["executor_id"] = sorted(selection.executor_ids)
    return lists


@dataclass(frozen=True, slots=True)
class QuantumBox:
    """A box of Web-Mercator quanta, both ends inclusive; qy grows to the south."""

    west: int
    north: int
    east: int
    south: int

    def widened(self, by: int) -> "QuantumBox":
        """The box with a rim of so many quanta, as far as the world goes."""
        last = (1 << tilegrid.QUANTUM_BITS) - 1
        return QuantumBox(
            max(self.west - by, 0),
            max(self.north - by, 0),
            min(self.east + by, last),
            min(self.south + by, last),
        )


def quantum_box(box: BBox) -> QuantumBox:
    """The quanta that a box in degrees selects."""
    west, north = tilegrid.quantize(LonLat(box.west, box.north))
    east, south = tilegrid.quantize(LonLat(box.east, box.south))
    return QuantumBox(west, north, east, south)


def _within(box: BBox | None, prefix: str) -> Q:
    if box is None:
        return Q()
    quanta = quantum_box(box)
    return Q(
        **{
            f"{prefix}qx__range": (quanta.west, quanta.east),
            f"{prefix}qy__range": (quanta.north, quanta.south),
        }
    )


def _since_until(selection: Selection, prefix: str) -> Q:
    found = Q()
    if selection.since:
        found &= Q(**{f"{prefix}submitted_at__gte": selection.since})
    if selection.until:
        found &= Q(**{f"{prefix}submitted_at__lt": selection.until})
    return found


def _appeals_with(text: str) -> Any:
    """Appeals whose public words match, or whose number is the text; hidden words are never searched."""
    appeals = apps.get_model("appeals", "Appeal")._base_manager.alias(searched=SEARCHED)
    words = Q(searched=SearchQuery(text, config="russian", search_type="websearch"))
    return appeals.filter(words | Q(number=text.removeprefix("№").strip())).values("pk")


def _ids(model: str, codes: Iterable[str]) -> list[int]:
    rows = apps.get_model("appeals", model)._base_manager.filter(code__in=list(codes))
    return sorted(rows.values_list("pk", flat=True))


def _values(params: Params, name: str) -> list[str]:
    """Values of a parameter, repeated or comma-separated, without empty ones and in their order."""
    raw: Sequence[str] = params.getlist(name) if isinstance(params, QueryDict) else params.get(name, ())
    lines = [raw] if isinstance(raw, str) else raw
    values = [value.strip() for line in lines for value in line.split(",")]
    kept = [value for value in values if value]
    if any("\x00" in value for value in kept):
        raise InvalidFilter(name, _("The value holds a character that no text can have."))
    if len(kept) > MOST_VALUES:
        raise InvalidFilter(name, _("At most %(most)s values."), most=MOST_VALUES)
    return kept


def _bbox(values: list[str]) -> BBox | None:
    if not values:
        return None
    try:
        west, south, east, north = (float(value) for value in values)
    except ValueError:
        raise InvalidFilter("bbox", _("Four numbers: west, south, east, north in degrees.")) from None
    try:
        return BBox(west, south, east, north)
    except OutOfWorld:
        raise InvalidFilter(
            "bbox", _("West, south, east, north in degrees, west not above east, south not above north.")
        ) from None


def _number(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 18):
        raise InvalidFilter(name, _("“%(value)s” is not a number."), value=value)
    return int(value)


def _area_ids(values: list[str]) -> tuple[int, ...]:
    """Ids of areas named by id or by code; every area above holds its own appeals, so no tree is walked."""
    if not values:
        return ()
    ids = {int(value) for value in values if value.isascii() and value.isdigit() and len(value) <= 18}
    areas = apps.get_model("territories", "Area")._base_manager
    rows = list(areas.filter(Q(code__in=values) | Q(pk__in=ids)).values_list("pk", "code"))
    # A number that is an id is that area; only other words are codes, which several collections may share.
    known = {pk for pk, _code in rows}
    codes = {code: [pk for pk, other in rows if other == code] for _pk, code in rows}
    found: set[int] = set()
    for value in values:
        named = [int(value)] if value.isdigit() and int(value) in known else codes.get(value, [])
        if not named:
            raise InvalidFilter("area", _("There is no area “%(value)s”."), value=value)
        found.update(named)
    return tuple(sorted(found))


def _codes(name: str, model: str, values: list[str]) -> tuple[str, ...]:
    if not values:
        return ()
    rows = apps.get_model("appeals", model)._base_manager.filter(code__in=values)
    known = set(rows.values_list("code", flat=True))
    for value in values:
        if value not in known:
            raise InvalidFilter(name, _("There is no code “%(value)s” in the catalogue."), value=value)
    return tuple(sorted(known))


def _words(name: str, words: type[Word], values: list[str]) -> tuple[Word, ...]:
    try:
        return tuple(sorted({words(value) for value in values}))
    except ValueError:
        known = ", ".join(words)
        raise InvalidFilter(name, _("One of: %(known)s."), known=known) from None


def _states(values: list[str]) -> tuple[State, ...]:
    found: set[State] = set()
    for value in values:
        if value == OPEN_WORD:
            found |= OPEN_STATES
        elif value == PASSED_WORD:
            found |= PASSED_STATES
        elif value in list(StateGroup):
            found |= {state for state, group in STATE_GROUPS.items() if group == value}
        else:
            found |= _state(value)
    return tuple(sorted(found))


def _state(value: str) -> set[State]:
    try:
        return {State(value)}
    except ValueError:
        known = ", ".join([OPEN_WORD, PASSED_WORD, *StateGroup, *State])
        raise InvalidFilter("state", _("One of: %(known)s."), known=known) from None


def _moment(params: Params, name: str, *, day_after: bool = False) -> datetime | None:
    values = _values(params, name)
    if not values:
        return None
    try:
        return _parsed(values[-1], day_after=day_after)
    except (ValueError, OverflowError):
        raise InvalidFilter(
            name, _("A date such as 2026-05-31, or a time such as 2026-05-31T14:20.")
        ) from None


def _parsed(value: str, *, day_after: bool) -> datetime:
    if len(value) == len("2026-05-31"):
        day = date.fromisoformat(value) + timedelta(days=int(day_after))
        return begins(day)
    # A plus sign of an offset arrives as a space when the client did not escape it.
    moment = datetime.fromisoformat(value.replace(" ", "+") if "T" in value else value)
    aware = moment if moment.tzinfo else timezone.make_aware(moment)
    aware.astimezone(timezone.get_fixed_timezone(0))
    return aware


def _text(params: Params) -> str:
    raw: Sequence[str] = params.getlist("text") if isinstance(params, QueryDict) else params.get("text", ())
    text = " ".join((raw if isinstance(raw, str) else " ".join(raw)).split())
    if "\x00" in text or len(text) > LONGEST_TEXT:
        raise InvalidFilter("text", _("At most %(most)s characters of plain text."), most=LONGEST_TEXT)
    return text.encode("utf-8", "ignore").decode("utf-8")
