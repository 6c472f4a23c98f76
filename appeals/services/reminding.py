"""Reminds of answers that are due and carries late ones up to the heads of the areas; whom it tells is the table's."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import Membership
from accounts.types import SYSTEM, Role
from appeals.models import Event
from appeals.rules.reminders import Reminding, head_at, windows
from appeals.services.events import happening, record_all
from appeals.types import STATE_GROUPS, EventType, StateGroup
from geo import sql

_AT_ONCE = 500
_IN_HAND = sorted(state.value for state, group in STATE_GROUPS.items() if group == StateGroup.PROGRESS)
_EVENTS = {Reminding.OVERDUE: EventType.OVERDUE, Reminding.ESCALATED: EventType.ESCALATED}


def remind(*, now: datetime) -> int:
    """Write the events that remind of answers; answers how many. For a periodic task, 500 appeals at once.

    The same reminder of the same day is never written twice, whoever runs this at the same time. It is ready before the
    letters of the day are. At most five queries, whatever is due. Index: appeal_due.
    """
    with transaction.atomic():
        noted = sql.records("appeals", "note_reminders", _parameters(now))
        return len(record_all(_events(noted, now)))


def _parameters(now: datetime) -> dict[str, Any]:
    hour = max(settings.DIGEST_HOUR - 1, 0)
    found = windows(now, hour=hour, escalation_days=settings.ESCALATION_DAYS)
    return {
        "kinds": [one.kind.value for one in found],
        "levels": [one.level for one in found],
        "afters": [one.after for one in found],
        "untils": [one.until for one in found],
        "states": _IN_HAND,
        "at": now,
        "limit": _AT_ONCE,
    }


def _events(noted: Collection[Mapping[str, Any]], now: datetime) -> Iterator[Event]:
    """An area without a head above it hears nothing: the appeal has climbed as far as it can."""
    headed = _headed_areas() if any(row["kind"] == Reminding.ESCALATED for row in noted) else frozenset()
    for row in noted:
        kind = Reminding(row["kind"])
        new = {"kind": kind.value, "due_on": row["due_on"].isoformat()}
        if kind == Reminding.ESCALATED:
            area_id = head_at(row["level"], row["area_ids"], headed)
            if area_id is None:
                continue
            new |= {"level": row["level"], "area": area_id}
        yield happening(
            row["appeal_id"],
            _EVENTS.get(kind, EventType.REMINDED),
            actor=SYSTEM,
            now=now,
            new=new,
            is_public=kind == Reminding.OVERDUE,
        )


def _headed_areas() -> frozenset[int]:
    heads = Membership.objects.in_force().filter(role=Role.DISTRICT_HEAD, user__is_active=True)
    # The table lets no head of a district be without one.
    return frozenset(heads.values_list("area_id", flat=True))
