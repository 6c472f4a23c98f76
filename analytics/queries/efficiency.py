"""The work of executors from what a viewer may see: whole, by category, topic, zone; not how they compare (peers)."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from accounts.types import Role, Viewer
from analytics.rules.peers import NOBODY, Efficiency, Worker, WorkFacts, by_likeness
from analytics.seeing import executors_compared
from analytics.types import Tally
from appeals.models import Appeal, Assignment, Mark
from appeals.queries.stretches import read_selected
from appeals.types import OPEN_STATES, EventType, Selection, State
from geo import sql
from territories.models import Organisation

_OPEN = sorted(state.value for state in OPEN_STATES)
_REACTIONS = [
    EventType.PLANNED,
    EventType.DELEGATED,
    EventType.HELD,
    EventType.INTERIM_ANSWERED,
    EventType.ANSWER_PROPOSED,
    EventType.ANSWERED,
]
_WORKED = [State.REGISTERED, State.IN_PROGRESS, State.ON_HOLD, State.INTERIM_ANSWER, State.ANSWERED]
_COLUMNS = ("appeal_id", "executor_id", "mk", "state", "in_time", "rating", "reopened", "supports")
_CATEGORY, _TOPIC = F("category_id"), F("topic_id")
_ZONE = Subquery(
    Assignment.objects.filter(appeal=OuterRef("pk")).order_by("-at", "-pk").values("zone_id")[:1]
)
Parts = dict[tuple[int, int | None], WorkFacts]


@dataclass(frozen=True, slots=True)
class Compared:
    """An executor, the medians of those like it, and how many they are."""

    organisation: Organisation
    worker: Worker
    medians: dict[Efficiency, float]
    peers: int


def efficiency(viewer: Viewer, selection: Selection, *, now: datetime) -> list[Compared]:
    """Executors whose work the viewer may compare, most appeals first. Three queries, whatever there is.

    Peers are measured by what the viewer may see of their appeals, which of others' may be the published ones alone.
    """
    own, _areas = executors_compared(viewer)
    wholes, parts = _facts(viewer, limited(viewer, selection), _CATEGORY, now)
    known = Organisation.objects.in_bulk(sorted(wholes))
    categories: dict[int, dict[int, int]] = defaultdict(dict)
    for (executor_id, category), facts in parts.items():
        if category is not None and facts.tally.appeals:
            categories[executor_id][category] = facts.tally.appeals
    workers = [
        Worker(pk, known[pk].kind, facts, categories[pk])
        for pk, facts in sorted(wholes.items())
        if pk in known
    ]
    shown = [one for one in workers if own is None or one.executor_id in own]
    alike = by_likeness(workers)
    found = []
    for one in shown:
        group = alike.get(one.likeness, NOBODY) if one.likeness else NOBODY
        found.append(Compared(known[one.executor_id], one, group.medians(one), group.peers(one)))
    return sorted(found, key=lambda row: (-row.worker.facts.tally.appeals, row.organisation.name))


def work_by_topic(viewer: Viewer, selection: Selection, executor_id: int, *, now: datetime) -> Parts:
    """Of one executor by (its id, topic). Two queries."""
    return _parts(viewer, selection, executor_id, _TOPIC, now)


def work_by_zone(viewer: Viewer, selection: Selection, executor_id: int, *, now: datetime) -> Parts:
    """Of one executor by (its id, zone); None: no zone named it. Two queries."""
    return _parts(viewer, selection, executor_id, _ZONE, now)


def appeals_of_zone(
    viewer: Viewer, selection: Selection, executor_id: int, zone_id: int | None
) -> QuerySet[Any, int]:
    """Ids of the appeals that `work_by_zone` counts for a zone, newest first. zone_id: None: no zone named it."""
    theirs = replace(limited(viewer, selection), executor_ids=(executor_id,))
    found = _marks(viewer, theirs, _ZONE).filter(part=zone_id)
    return found.order_by("-submitted_at", "-pk").values_list("pk", flat=True)


def limited(viewer: Viewer, selection: Selection) -> Selection:
    """The selection within the areas that the viewer looks over."""
    _own, areas = executors_compared(viewer)
    if areas is None or selection.area_ids:
        return selection
    return replace(selection, area_ids=tuple(sorted(areas)))


def _parts(viewer: Viewer, selection: Selection, executor_id: int, part: Any, now: datetime) -> Parts:
    _wholes, parts = _facts(viewer, limited(viewer, selection), part, now, executor_id)
    return {key: facts for key, facts in parts.items() if key[0] == executor_id}


def _facts(
    viewer: Viewer, selection: Selection, part: Any, now: datetime, executor_id: int | None = None
) -> tuple[dict[int, WorkFacts], Parts]:
    """Of executors as wholes and by part. executor_id: of this one alone, for which less is read."""
    theirs = selection if executor_id is None else replace(selection, executor_ids=(executor_id,))
    marks = _marks(viewer, theirs, part).exclude(executor_id=None)
    params = {"open": _OPEN, "reactions": _REACTIONS, "worked": _WORKED}
    late = Appeal.objects.overdue(now).order_by().values("id")
    relations = {"marks": read_selected(marks, theirs), "late": late}
    wholes: dict[int, WorkFacts] = {}
    parts: Parts = {}
    for whole, executor, key, *figures in sql.rows("analytics", "executor_facts", params, relations):
        *tally, overdue, reacted, hours = figures
        median_h, p90_h = hours or (None, None)
        facts = WorkFacts(Tally(*tally), overdue, 0, reacted, median_h, p90_h)
        if whole:
            wholes[executor] = facts
        else:
            parts[executor, key] = facts
    for executor, key, declined in _declines(viewer, selection, part):
        wholes[executor] = _with(wholes.get(executor), declined)
        parts[executor, key] = _with(parts.get((executor, key)), declined)
    return wholes, parts


def _declines(viewer: Viewer, selection: Selection, part: Any) -> list[tuple[int, int | None, int]]:
    marks = read_selected(_marks(viewer, selection, part), selection)
    roles = {"roles": [Role.WORKER, Role.HEAD]}
    rows = sql.rows("analytics", "executor_declines", roles, {"marks": marks})
    return [(executor, key, declined) for executor, key, declined in rows]


def _with(facts: WorkFacts | None, declined: int) -> WorkFacts:
    known = facts or WorkFacts()
    return replace(known, declined=known.declined + declined)


def _marks(viewer: Viewer, selection: Selection, part: Any) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = Mark.objects.visible_to(viewer).matching(selection, viewer)
    parted: QuerySet[Any, Any] = found.annotate(part=part).values(*_COLUMNS, "part")
    return parted
