"""The appeals of a worker's own organisations, overdue first; not what a moderator or the public sees."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.gis.db.models import Extent
from django.db.models import Case, Count, F, When

from accounts.types import Viewer
from appeals.models import Appeal
from appeals.querysets import AppealQuerySet, late_at
from appeals.types import STATE_GROUPS, StateGroup
from territories.queries import name_on

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Workload:
    """Own appeals of one group of states. overdue: how many of all of them are past their day.

    rows have `area_name`, as on that day, and `is_overdue`.
    topics: (code, Topic, count), most first. bounds: west, south, east, north
    degrees; None without any.
    """

    rows: list[Appeal]
    count: int
    overdue: int
    topics: list[dict[str, Any]]
    bounds: tuple[float, float, float, float] | None


def workload(
    viewer: Viewer,
    *,
    group: StateGroup,
    topic: str,
    on: date,
    now: datetime,
    overdue_only: bool = False,
) -> Workload:
    """What the viewer's organisations have in hand at a moment of a local day, at most 200 rows. Five queries."""
    late = _own(viewer, StateGroup.PROGRESS).overdue(now)
    of_group = late if overdue_only else _own(viewer, group)
    chosen = of_group.filter(topic__code=topic) if topic else of_group
    is_overdue = Case(When(late_at(now), then=True), default=False)
    named = chosen.annotate(area_name=name_on(on), is_overdue=is_overdue)
    rows = named.select_related("topic", "executor").order_by(F("due_at").asc(nulls_last=True), "pk")
    shown = rows if group == StateGroup.PROGRESS else rows.order_by("-changed_at", "-pk")
    names = {"name_ru": F("topic__name_ru"), "name_en": F("topic__name_en"), "code": F("topic__code")}
    topics = of_group.values(**names).annotate(number=Count("pk")).order_by("-number", "code")
    return Workload(
        rows=list(shown[:MOST_ROWS]),
        count=chosen.count(),
        overdue=late.count(),
        topics=list(topics),
        bounds=chosen.aggregate(box=Extent("location"))["box"],
    )


def _own(viewer: Viewer, group: StateGroup) -> AppealQuerySet:
    states = sorted(state.value for state, of in STATE_GROUPS.items() if of == group)
    own: AppealQuerySet = Appeal.objects.visible_to(viewer).filter(
        executor_id__in=sorted(viewer.organisation_ids)
    )
    return own.filter(state__in=states)
