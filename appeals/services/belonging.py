"""Joins appeals sent without an account to the account of their author; parting them again is `erasing`'s."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower

from accounts.models import User
from accounts.types import Role, Viewer
from appeals.models import Appeal
from appeals.services.events import record
from appeals.types import EventType


def confirmed_addresses(user: User) -> list[str]:
    """E-mail addresses whose letters this person reads, in lower case."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return sorted({email.lower() for email in confirmed})


def claimable(user: User) -> QuerySet[Any]:
    """Appeals sent without an account under an address that this person has confirmed. Index: appeal_claimable."""
    unclaimed = Appeal.objects.filter(author=None).exclude(author_email="")
    found = unclaimed.alias(address_lower=Lower("author_email"))
    own: QuerySet[Any] = found.filter(address_lower__in=confirmed_addresses(user))
    return own.select_related("topic").order_by("-submitted_at")


def adopt(*, user: User, numbers: Collection[str], now: datetime) -> int:
    """Make the person the author of those of their appeals that were chosen; answers how many.

    The history of each tells it, to its author and the office. What its author muted stays muted.
    """
    actor = Viewer(user.pk, frozenset({Role.RESIDENT}))
    with transaction.atomic():
        chosen = claimable(user).filter(number__in=numbers).order_by("pk")
        appeals = list(chosen.select_for_update(of=("self",)))
        Appeal.objects.filter(pk__in=[appeal.pk for appeal in appeals]).update(author=user)
        for appeal in appeals:
            record(appeal, EventType.ADOPTED, actor=actor, now=now, is_public=False)
    return len(appeals)
