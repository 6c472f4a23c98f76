"""Open appeals after a new boundary version or a changed zone: who changes executor, first shown, then written.

Closed appeals are never rewritten, and a choice by hand is kept: where the rule would say otherwise it is told.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.rules import may_administer
from accounts.types import Role, Viewer
from appeals.errors import NotAllowed
from appeals.models import Appeal, Assignment
from appeals.services import assigning
from appeals.services.correction import follow
from appeals.services.events import record
from appeals.services.steps import save
from appeals.types import OPEN_STATES, EventType, State
from geo.types import LonLat
from territories.bulk import BulkIndex
from territories.models import Organisation
from territories.services import boundaries
from territories.types import Decision

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Change:
    """One open appeal whose answer is another one now. Names are empty where nobody is named."""

    appeal_id: int
    number: str
    before_id: int | None
    before: str
    decision: Decision
    areas_only: bool = False

    @property
    def after_id(self) -> int | None:
        return self.decision.organisation_id

    @property
    def after(self) -> str:
        return self.decision.chosen.organisation if self.decision.chosen else ""


@dataclass(slots=True)
class Review:
    """changed: another executor. moved: only the areas changed. kept: chosen by hand, though the rule differs."""

    examined: int = 0
    changed: list[Change] = field(default_factory=list)
    moved: list[Change] = field(default_factory=list)
    kept: list[Change] = field(default_factory=list)


def preview(*, now: datetime, on: date | None = None, within: GEOSGeometry | None = None) -> Review:
    """What re-examination would change; writes nothing. on: the day whose boundaries and zones count (today).

    within: only appeals whose pin lies there (EPSG:4326). Index then: appeal_open_location.
    """
    day = on or timezone.localdate(now)
    review = Review()
    index = BulkIndex(on=day)
    names = dict(Organisation.objects.values_list("pk", "name"))
    for chunk in _open_appeals(within):
        review.examined += len(chunk)
        by_hand = _chosen_by_hand([appeal.pk for appeal in chunk])
        decisions = index.decide(
            [LonLat(appeal.location.x, appeal.location.y) for appeal in chunk],
            [assigning.topic_ref(appeal.topic) for appeal in chunk],
            house_ids=[appeal.house_id for appeal in chunk],
        )
        for appeal, decision in zip(chunk, decisions, strict=True):
            _sort_in(appeal, decision, names, by_hand, review)
    return review


def _open_appeals(within: GEOSGeometry | None) -> Iterator[list[Appeal]]:
    """Open appeals in chunks, in the order of their ids."""
    last = 0
    while True:
        chunk = list(_chunk(within, after=last))
        if not chunk:
            return
        yield chunk
        last = chunk[-1].pk


def _chunk(within: GEOSGeometry | None, *, after: int) -> QuerySet[Appeal]:
    rows = Appeal.objects.filter(pk__gt=after, state__in=sorted(state.value for state in OPEN_STATES))
    if within is not None:
        rows = rows.filter(location__intersects=within)
    return rows.select_related("topic__category").order_by("pk")[:CHUNK]


def _chosen_by_hand(appeal_ids: list[int]) -> set[int]:
    """Appeals whose last assignment is a choice by hand."""
    last = Assignment.objects.filter(appeal__in=appeal_ids).order_by("appeal_id", "-at", "-pk")
    rows = last.distinct("appeal_id").values_list("appeal_id", "is_manual")
    return {appeal_id for appeal_id, is_manual in rows if is_manual}


def _sort_in(
    appeal: Appeal, decision: Decision, names: dict[int, str], by_hand: set[int], review: Review
) -> None:
    before = names.get(appeal.executor_id or 0, "")
    # Of the preview's own copy, which is not saved.
    same_areas = not assigning.place_in(appeal, decision.areas)
    if decision.organisation_id == appeal.executor_id:
        if not same_areas:
            change = Change(appeal.pk, appeal.number, appeal.executor_id, before, decision, areas_only=True)
            review.moved.append(change)
        return
    by_rule = appeal.pk not in by_hand
    change = Change(appeal.pk, appeal.number, appeal.executor_id, before, decision, areas_only=not by_rule)
    (review.changed if by_rule else review.kept).append(change)
    if not by_rule and not same_areas:
        review.moved.append(change)


def apply(
    *,
    actor: Viewer,
    now: datetime,
    on: date | None = None,
    within: GEOSGeometry | None = None,
    only: Collection[str] | None = None,
) -> Review:
    """Re-examine and write: a new assignment and an event for each change, all in one transaction.

    Areas take the names of versions that have begun since they were published. within: as in `preview`. only: numbers
    of the appeals that may change hands, of the others the areas alone are brought up to date; None: all may. Raises
    NotAllowed for anybody but an administrator and the system.
    """
    if not (may_administer(actor) or Role.SYSTEM in actor.roles):
        raise NotAllowed
    with transaction.atomic():
        boundaries.bring_up_to_date(on=timezone.localdate(now))
        review = preview(now=now, on=on, within=within)
        if only is not None:
            left = [change for change in review.changed if change.number not in only]
            review.changed = [change for change in review.changed if change.number in only]
            review.moved += [replace(change, areas_only=True) for change in left]
        written = [_write(change, actor=actor, now=now) for change in review.changed]
        review.changed = [change for change in written if change is not None]
        for change in review.moved:
            _write(change, actor=actor, now=now)
    return review


def _write(change: Change, *, actor: Viewer, now: datetime) -> Change | None:
    """None when the appeal was closed or given to somebody else in the meantime."""
    appeal = Appeal.objects.select_for_update(of=("self",)).select_related("topic").get(pk=change.appeal_id)
    if appeal.state not in OPEN_STATES or appeal.executor_id != change.before_id:
        return None
    old = {"executor": appeal.executor_id, "area": appeal.area_id, "state": str(State(appeal.state))}
    assigning.apply_areas(appeal, change.decision)
    if not change.areas_only:
        appeal.executor_id = change.after_id
        assigning.record_assignment(appeal, change.decision, actor=actor, now=now)
        follow(appeal, change.before_id, now=now)
        appeal.changed_at = now
        new = {"executor": appeal.executor_id, "area": appeal.area_id, "state": str(State(appeal.state))}
        record(appeal, EventType.ASSIGNED, actor=actor, now=now, old=old, new=new)
    save(appeal)
    return change
