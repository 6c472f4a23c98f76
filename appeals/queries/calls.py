"""What one operator has written down today: the list beside the desk, and the number that was given; no contacts."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.types import Viewer
from appeals.models import Appeal, Event
from appeals.rules.calls import BY_OPERATOR
from appeals.types import EventType

MOST_CALLS = 12


@dataclass(frozen=True, slots=True)
class Call:
    """One that was taken. joined: the caller supports an appeal that was there before."""

    appeal: Appeal
    at: datetime
    joined: bool

    @property
    def address(self) -> str:
        """What the operator has typed, or what everybody may know of an appeal of somebody else."""
        return str(self.appeal.public_address if self.joined else self.appeal.address)


@dataclass(frozen=True, slots=True)
class Calls:
    """The last ones of today, newest first; count: how many there are of today in all."""

    rows: list[Call]
    count: int


def calls_of_today(viewer: Viewer, *, now: datetime) -> Calls:
    """The viewer's own, at most 12 rows, of the local day of `now`. Two queries. Index: event_actor."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    taken = _taken(viewer).filter(at__gte=midnight)
    rows = taken.select_related("appeal__topic").order_by("-at", "-pk")[:MOST_CALLS]
    return Calls([_call(event) for event in rows], taken.count())


def call_by_number(viewer: Viewer, number: str) -> Call | None:
    """One that the viewer took, whenever, with executor and topic loaded; None for any other. One query."""
    events = _taken(viewer).filter(appeal__number=number)
    event = events.select_related("appeal__topic", "appeal__executor").order_by("-at", "-pk").first()
    return None if event is None else _call(event)


def _taken(viewer: Viewer) -> QuerySet[Event]:
    written = Q(type=EventType.SUBMITTED, appeal__channel__in=sorted(BY_OPERATOR))
    return Event.objects.filter(
        written | Q(type=EventType.SUPPORTED, new__caller=True), actor_id=viewer.user_id
    )


def _call(event: Event) -> Call:
    return Call(event.appeal, event.at, joined=event.type == EventType.SUPPORTED)
