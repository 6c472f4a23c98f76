"""The appeals of a worker's own organisations, overdue first; not what a moderator or the public sees."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.gis.db.models import Extent
from django.db.models import Count, F, QuerySet

from accounts.types import Viewer
from appeals.models import Appeal
from appeals.types import STATE_GROUPS, StateGroup
from territories.queries import name_on

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Workload:
    """Own appeals of one group of states. overdue: how many of all of them are past their day.

    rows have `area_name`, as on that day. topics: (code, Topic, count), most first. bounds: west, south, east, north
    degrees; None without any.
    """

    rows: list[Appeal]
    count: int
    overdue: int
    topics: list[dict[str, Any]]
    bounds: tuple[float, float, float, float] | None


def workload(viewer: Viewer, *, group: StateGroup, topic: str, on: date) -> Workload:
    """What the viewer's organisations have in hand on a local day, at most 200 rows. Five queries."""
    of_group = _own(viewer, group)
    chosen = of_group.filter(topic__code=topic) if topic else of_group
    named = chosen.annotate(area_name=name_on(on)).select_related("topic", "executor")
    rows = named.order_by(F("due_on").asc(nulls_last=True), "pk")
    shown = rows if group == StateGroup.PROGRESS else rows.order_by("-changed_at", "-pk")
    names = {"name_ru": F("topic__name_ru"), "name_en": F("topic__name_en"), "code": F("topic__code")}
    topics = of_group.values(**names).annotate(number=Count("pk")).order_by("-number", "code")
    return Workload(
        rows=list(shown[:MOST_ROWS]),
        count=chosen.count(),
        overdue=_own(viewer, StateGroup.PROGRESS).filter(due_on__lt=on).count(),
        topics=list(topics),
        bounds=chosen.aggregate(box=Extent("location"))["box"],
    )


def _own(viewer: Viewer, group: StateGroup) -> "QuerySet[Any]":
    states = sorted(state.value for state, of in STATE_GROUPS.items() if of == group)
    own = Appeal.objects.visible_to(viewer).filter(executor_id__in=sorted(viewer.organisation_ids))
    return own.filter(state__in=states)
