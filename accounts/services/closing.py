"""Takes an organisation out of the service: its duties, its people's access, what is offered; not its appeals."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import Invitation, Membership
from territories.services.register import Ended, end_duties, set_active


@dataclass(frozen=True, slots=True)
class Closed:
    """What ended with the organisation."""

    duties: Ended
    people: int


@transaction.atomic
def close_organisation(*, organisation_id: int, now: datetime) -> Closed:
    """End all that the organisation holds, from today on. Its open appeals stay until they are passed on.

    Needs an administrator's `changing`. Raises Organisation.DoesNotExist.
    """
    set_active(organisation_id=organisation_id, active=False)
    duties = end_duties(organisation_id=organisation_id, on=timezone.localdate(now))
    running = Membership.objects.filter(Q(until=None) | Q(until__gt=now), organisation_id=organisation_id)
    people = running.update(until=Greatest(F("since"), now))
    waiting = Invitation.objects.filter(organisation_id=organisation_id, taken_at=None, ends_at__gt=now)
    waiting.update(ends_at=now)
    return Closed(duties, people)
