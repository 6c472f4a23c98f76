"""What waits for an administrator: gaps of the reference data, each as a number or a short list; no decisions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Invitation, Membership
from accounts.types import ORGANISATION_ROLES
from appeals.models import Appeal, Deadline, Topic
from appeals.rules.deadlines import Stage
from appeals.types import OPEN_STATES, Track
from territories.models import Authority, HouseContract, Organisation, ServiceZone, held

# Invitations that ended longer ago are nobody's business any more.
REMEMBERED = timedelta(days=30)
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Attention:
    """by_hand: open appeals without an executor. without_staff: who answers for something, and nobody works there.

    without_deadline: topics whose answers have only the law's own limit. expired: invitations that nobody took.
    """

    by_hand: int
    without_staff: list[Organisation]
    without_staff_count: int
    without_deadline: list[Topic]
    without_deadline_count: int
    expired: list[Invitation]


def attention(*, now: datetime, on: date) -> Attention:
    """All of it on a local day; six queries whatever there is."""
    staffless = without_staff(on)
    unlimited = _without_deadline(on)
    expired = Invitation.objects.filter(taken_at=None, ends_at__lte=now, ends_at__gt=now - REMEMBERED)
    states = [state.value for state in OPEN_STATES]
    return Attention(
        by_hand=Appeal.objects.filter(executor=None, state__in=states).count(),
        without_staff=list(staffless.order_by("name")[:SHOWN]),
        without_staff_count=staffless.count(),
        without_deadline=list(unlimited.order_by("category__position", "position")[:SHOWN]),
        without_deadline_count=unlimited.count(),
        expired=list(expired.select_related("organisation", "area").order_by("-ends_at")[:SHOWN]),
    )


def without_staff(on: date) -> QuerySet[Organisation]:
    """Organisations that answer for something on a local day and in which nobody does the work of one."""
    own = OuterRef("pk")
    roles = [role.value for role in ORGANISATION_ROLES]
    works = Membership.objects.in_force().filter(organisation=own, role__in=roles)
    answers = (
        Exists(ServiceZone.objects.filter(held(on), organisation=own))
        | Exists(Authority.objects.filter(held(on), organisation=own))
        | Exists(HouseContract.objects.filter(held(on), organisation=own))
    )
    return Organisation.objects.filter(answers, ~Exists(works), is_active=True)


def _without_deadline(on: date) -> QuerySet[Topic]:
    """Of the message track, whose limit is the municipality's own."""
    rows = Deadline.objects.filter(held(on), stage=Stage.ANSWER, track=Track.MESSAGE, area=None)
    said = rows.filter(Q(topic=OuterRef("pk")) | Q(category=OuterRef("category")))
    if rows.filter(topic=None, category=None).exists():
        return Topic.objects.none()
    return Topic.objects.filter(~Exists(said))
