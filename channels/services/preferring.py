"""What people choose about notices: their paces and the bell, and the one click that ends letters."""

from datetime import datetime

from accounts.models import User
from analytics.services import reporting
from appeals.models import Appeal
from appeals.services.following import unfollow_by_letter
from channels.models import Mute, Preference, Subscription
from channels.tokens import Purpose, Token
from channels.types import Choices, Pace


def choose(*, user_id: int, choices: Choices) -> None:
    """Keep a person's choices."""
    Preference.objects.update_or_create(
        pk=user_id,
        defaults={"email": choices.email, "work_email": choices.work_email, "bell": choices.bell},
    )


def stop(token: Token, *, now: datetime) -> None:
    """End what the token names; again, or for somebody who is gone, it changes nothing. The bell stays."""
    if token.purpose in {Purpose.STOP_USER, Purpose.STOP_WORK}:
        _stop_letters(token)
    elif token.purpose == Purpose.MUTE:
        if Appeal.objects.filter(pk=token.pk).exists():
            Mute.objects.get_or_create(pk=token.pk, defaults={"at": now})
    elif token.purpose == Purpose.UNFOLLOW:
        unfollow_by_letter(follow_id=token.pk)
    elif token.purpose == Purpose.END_REPORT:
        reporting.end(subscription_id=token.pk, now=now)
    elif token.purpose == Purpose.END:
        Subscription.objects.filter(pk=token.pk, ended_at__isnull=True).update(ended_at=now)


def _stop_letters(token: Token) -> None:
    if not User.objects.filter(pk=token.pk).exists():
        return
    Preference.objects.get_or_create(pk=token.pk)
    column = "work_email" if token.purpose == Purpose.STOP_WORK else "email"
    Preference.objects.filter(pk=token.pk).update(**{column: Pace.NONE})
