"""What an organisation holds: duties, people, appeals; what an administrator is told before it is closed."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Membership
from appeals.models import Appeal
from territories.models import Authority, HouseContract, Organisation, ServiceZone, not_over
from territories.queries import name_on


@dataclass(frozen=True, slots=True)
class Holdings:
    """zones and offices: not over, the first to end first. open_appeals: in its hands, overdue of them so many."""

    zones: list[ServiceZone]
    offices: list[Authority]
    contracts: int
    people: list[Membership]
    open_appeals: int
    overdue: int


def holdings(organisation: Organisation, *, now: datetime, on: date) -> Holdings:
    """All of it on a local day. Six queries."""
    offices = Authority.objects.filter(not_over(on), organisation=organisation).annotate(
        area_name=name_on(on)
    )
    zones = ServiceZone.objects.filter(not_over(on), organisation=organisation).defer("geom")
    people = Membership.objects.in_force().filter(organisation=organisation)
    theirs = Appeal.objects.filter(executor=organisation).open()
    return Holdings(
        zones=list(zones.order_by("name", "pk")),
        offices=list(offices.order_by("area_name")),
        contracts=HouseContract.objects.filter(not_over(on), organisation=organisation).count(),
        people=list(people.select_related("user").order_by("user__full_name", "pk")),
        open_appeals=theirs.count(),
        overdue=theirs.overdue(now).count(),
    )
