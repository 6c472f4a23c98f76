"""An executor's own zone: figures, houses, repeats, cells; whose it is decides `analytics.seeing.own_zone`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, Lower

from accounts.types import Viewer
from analytics.queries.figures import figures
from analytics.queries.heatmap import Asked, CellFigures, fitted_heatmap
from analytics.seeing import own_zone
from analytics.types import Facts, Need
from appeals.models import Appeal, Topic
from appeals.queries.statistics import Statistics, counted_now
from appeals.queries.stretches import marks, marks_within
from appeals.types import OPEN_STATES, Selection
from geo import sql

CELL_RESOLUTION = 9
MOST_CELLS = 30
REPEATED_FROM = 2
_OPEN = sorted(state.value for state in OPEN_STATES)


@dataclass(frozen=True, slots=True)
class Place:
    """Appeals about one house. topic: its code and name where they are of one topic, both empty for all of them."""

    address: str
    appeals: int
    waiting: int
    overdue: int
    first_at: datetime
    last_at: datetime
    topic: str = ""
    topic_name: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """repeats: one house and topic with two appeals or more; houses: all topics together; both most appeals first."""

    repeats: list[Place]
    houses: list[Place]


@dataclass(frozen=True, slots=True)
class Zone:
    """repeats, houses: as of Places.

    cells: of some 0.1 km² or larger, those with most appeals first.
    """

    selection: Selection
    facts: Facts
    statistics: Statistics
    repeats: list[Place]
    houses: list[Place]
    cells: list[CellFigures]


def zone_of(
    viewer: Viewer, selection: Selection, *, now: datetime, organisation_id: int | None = None
) -> Zone:
    """Everything of the viewer's own zone that a selection picks. Raises NotOwn.

    Eighteen queries or fewer, each over the marks of the own executors in the selection. Index: that of the selection.
    """
    own = own_zone(viewer, selection, organisation_id)
    places = places_of(viewer, own, now)
    cells = fitted_heatmap(
        viewer, own, CELL_RESOLUTION, Asked(needs=frozenset({Need.OVERDUE}), now=now)
    ).cells
    return Zone(
        selection=own,
        facts=figures(viewer, own, now=now).facts,
        statistics=counted_now(viewer, own, now=now),
        repeats=places.repeats,
        houses=places.houses,
        cells=sorted(cells, key=lambda cell: (-cell.count, cell.cell.index))[:MOST_CELLS],
    )


def places_of(viewer: Viewer, own: Selection, now: datetime) -> Places:
    """Houses of a selection that is the viewer's own zone (`own_zone`): their addresses are exact. Two queries."""
    relations = {"marks": marks_within(viewer, own)}
    rows = sql.records("analytics", "zone_houses", {"open": _OPEN, "now": now}, relations)
    topics = Topic.objects.in_bulk({row["topic_id"] for row in rows})
    # A house may be listed twice, or written by hand beside the list: people know it by its address.
    places = _merged(_place(row, topics) for row in rows)
    repeats = [place for place in places if place.appeals >= REPEATED_FROM]
    return Places(_most(repeats), _most(_merged(replace(place, topic="", topic_name="") for place in places)))


def appeals_of_place(viewer: Viewer, own: Selection, place: Place) -> QuerySet[Any, int]:
    """Ids of the appeals that `places_of` counts for a place of the same selection, newest first.

    Index: those of `worked_on_by`; by the marks' own condition all appeals would be read.
    """
    theirs = Appeal.objects.worked_on_by(own.workplace_ids).filter(pk__in=marks(viewer, own).values("pk"))
    address = Lower(Coalesce(F("house__address"), F("address")))
    found = theirs.annotate(place=address).filter(place=Lower(Value(place.address)))
    if place.topic:
        found = found.filter(topic__code=place.topic)
    ids: QuerySet[Any, int] = found.order_by("-submitted_at", "-pk").values_list("pk", flat=True)
    return ids


def _place(row: dict[str, Any], topics: dict[int, Topic]) -> Place:
    told = {name: row[name] for name in ("address", "appeals", "waiting", "overdue", "first_at", "last_at")}
    topic = topics[row["topic_id"]]
    return Place(**told, topic=topic.code, topic_name=topic.name)


def _merged(places: Iterable[Place]) -> list[Place]:
    """Those of one address and topic together."""
    found: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in places:
        found[place.address.lower(), place.topic].append(place)
    return [_together(parts) for parts in found.values()]


def _together(parts: list[Place]) -> Place:
    return replace(
        parts[0],
        appeals=sum(part.appeals for part in parts),
        waiting=sum(part.waiting for part in parts),
        overdue=sum(part.overdue for part in parts),
        first_at=min(part.first_at for part in parts),
        last_at=max(part.last_at for part in parts),
    )


def _most(places: list[Place]) -> list[Place]:
    return sorted(places, key=lambda place: (-place.appeals, place.address, place.topic))
