"""Answers that are due within a week or late, as far as the viewer may see them; not the desks' own lists."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.rules import may
from accounts.types import Permission, Viewer
from appeals.models import Appeal
from appeals.queries.workplace import SOON, own
from appeals.types import Selection

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Risks:
    """overdue, soon: how many. first: the appeals whose day comes first, with topic and executor."""

    overdue: int
    soon: int
    first: list[Appeal]


def risks(viewer: Viewer, selection: Selection, *, now: datetime) -> Risks:
    """Of a selection; of an executor's people only what their organisations answer for. Three queries. Index:
    appeal_due.
    """
    today = timezone.localdate(now)
    seen: Any = own(viewer) if may(viewer, Permission.WORK) else Appeal.objects.visible_to(viewer)
    waiting = seen.matching(selection, viewer).open()
    late = waiting.overdue(now)
    soon = waiting.filter(due_at__gt=now, due_on__lte=today + SOON)
    first = soon.order_by("due_at", "pk").select_related("topic", "executor")
    return Risks(late.count(), soon.count(), list(first[:SHOWN]))
