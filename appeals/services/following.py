"""Following an appeal without being its author: by account, or by an e-mail address that its owner confirms."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.types import Viewer
from appeals.errors import NotFound, UnknownLink, WrongEmail
from appeals.models import Appeal, Follow
from appeals.services.events import record
from appeals.services.steps import locked_for
from appeals.types import EventType


def follow(*, actor: Viewer, number: str, email: str = "", language: str = "", now: datetime) -> Follow:
    """Follow an appeal that the actor may see; again changes nothing.

    Without an account an address is needed, which gets a link to confirm (FOLLOW_ASKED; the event holds the id of the
    row, never the address). The answer is the same whether the address follows already. Raises NotFound, WrongEmail.
    """
    address = "" if actor.user_id is not None else _usable(email)
    with transaction.atomic():
        appeal = locked_for(actor, number)
        who = {"email": address} if address else {"user_id": actor.user_id}
        values = {"language": language, "asked_at": now, "confirmed_at": None if address else now}
        row, is_new = Follow.objects.get_or_create(appeal=appeal, **who, defaults=values)
        if is_new and address:
            _ask(appeal, row, actor=actor, now=now)
    return row


def confirm_follow(*, token: str, now: datetime) -> Follow:
    """Confirm an address by the link's secret; again changes nothing. Raises UnknownLink."""
    with transaction.atomic():
        row = _by_token(token)
        if row.confirmed_at is None:
            row.confirmed_at = now
            row.save(update_fields=["confirmed_at"])
    return row


def unfollow(*, actor: Viewer, number: str) -> None:
    """Follow no longer; whoever does not follow is left alone. Raises NotFound for the public."""
    if actor.user_id is None:
        raise NotFound
    Follow.objects.filter(appeal__number=number, user=actor.user_id).delete()


def unfollow_by_link(*, token: str) -> Appeal:
    """Follow no longer, by the secret of any notice's link; answers which appeal it was. Raises UnknownLink."""
    with transaction.atomic():
        row = _by_token(token)
        row.delete()
    return row.appeal


def _usable(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as problem:
        raise WrongEmail from problem
    return email


def _by_token(token: str) -> Follow:
    rows = Follow.objects.select_for_update(of=("self",)).select_related("appeal")
    row: Follow | None = rows.filter(token=token).first() if token else None
    if row is None:
        raise UnknownLink
    return row


def _ask(appeal: Appeal, row: Follow, *, actor: Viewer, now: datetime) -> None:
    new = {"follow": row.pk}
    record(appeal, EventType.FOLLOW_ASKED, actor=actor, now=now, new=new, is_public=False)
