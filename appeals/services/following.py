"""Following an appeal without being its author: by account, or by an e-mail address that its owner confirms."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.types import Viewer
from appeals.errors import NotFound, WrongEmail
from appeals.models import Appeal, Follow
from appeals.services.events import record
from appeals.services.steps import locked_for
from appeals.types import EventType

CONFIRMED_WITHIN = timedelta(days=3)
# Asked for and not confirmed: so many letters go to one address in a day, whoever asks.
MOST_UNCONFIRMED = 3


def follow(
    *, actor: Viewer, number: str, email: str = "", language: str = "", now: datetime
) -> Follow | None:
    """Follow an appeal that the actor may see; again changes nothing.

    Without an account an address is needed, which gets a link to confirm (FOLLOW_ASKED; the event holds the id of the
    row, never the address). None: the address has had enough unconfirmed letters today. Whoever asks is told neither
    that nor whether the address follows already. Raises NotFound, WrongEmail.
    """
    address = "" if actor.user_id is not None else _usable(email)
    with transaction.atomic():
        appeal = locked_for(actor, number)
        if actor.user_id is None:
            return _ask(appeal, address, language, actor=actor, now=now)
        values = {"language": language, "asked_at": now, "confirmed_at": now}
        return Follow.objects.get_or_create(appeal=appeal, user_id=actor.user_id, defaults=values)[0]


def confirm_follow(*, follow_id: int, now: datetime) -> Follow | None:
    """Confirm an address; None: it follows no longer, or was asked too long ago. Again changes nothing."""
    with transaction.atomic():
        rows = Follow.objects.select_for_update(of=("self",)).select_related("appeal")
        row: Follow | None = rows.filter(pk=follow_id).first()
        if row is None or row.confirmed_at is not None:
            return row
        if _is_over(row, now):
            return None
        row.confirmed_at = now
        row.save(update_fields=["confirmed_at"])
    return row


def forget_unconfirmed(*, now: datetime) -> int:
    """Delete addresses that nobody confirmed in time; answers how many rows. For a periodic task."""
    return Follow.objects.filter(confirmed_at=None, asked_at__lt=now - CONFIRMED_WITHIN).delete()[0]


def unfollow(*, actor: Viewer, number: str) -> None:
    """Follow no longer; whoever does not follow is left alone. Raises NotFound for the public."""
    if actor.user_id is None:
        raise NotFound
    Follow.objects.filter(appeal__number=number, user=actor.user_id).delete()


def unfollow_by_letter(*, follow_id: int) -> None:
    """Follow no longer, by the link of a letter to an address; again changes nothing.

    What was not confirmed gets no letters and is forgotten in time. Until then it counts among those that its address
    was asked for: else whoever asks for a stranger's could go on.
    """
    Follow.objects.filter(pk=follow_id, user=None, confirmed_at__isnull=False).delete()


def _usable(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as problem:
        raise WrongEmail from problem
    return email


def _ask(appeal: Appeal, address: str, language: str, *, actor: Viewer, now: datetime) -> Follow | None:
    """Keep the address and ask it, by a letter; what was asked too long ago is asked anew."""
    known = Follow.objects.filter(appeal=appeal, email=address).first()
    if known is not None:
        if not _is_over(known, now):
            return known
        known.delete()
    today = Follow.objects.filter(email=address, confirmed_at=None, asked_at__gt=now - timedelta(days=1))
    if today.count() >= MOST_UNCONFIRMED:
        return None
    row = Follow.objects.create(appeal=appeal, email=address, language=language, asked_at=now)
    record(appeal, EventType.FOLLOW_ASKED, actor=actor, now=now, new={"follow": row.pk}, is_public=False)
    return row


def _is_over(row: Follow, now: datetime) -> bool:
    return row.confirmed_at is None and now - row.asked_at > CONFIRMED_WITHIN
