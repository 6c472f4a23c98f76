"""Keeps robots out of what anybody may do without an account: a rate per address, of signing in too.

One counter in the database for every way in (pages, API) and every process. Rates are settings: METKA_SUBMIT_RATE,
METKA_SUPPORT_RATE, METKA_SUPPORT_OF_ONE_RATE, METKA_SIGN_IN_RATE, METKA_ALERT_RATE, METKA_EXPORT_RATE,
METKA_COMMENT_RATE, METKA_SUSPECT_RATE, METKA_HOT_SPOTS_RATE.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from hmac import new as hmac

from django.conf import settings
from django.db import connection

from appeals.errors import TooMany
from appeals.models import Attempt
from appeals.rules.rates import Rate, network_of, parse_rates, window
from geo import sql

_KEPT = timedelta(days=1)


class Limited(StrEnum):
    """What is limited."""

    SUBMIT = "submit"
    SUPPORT = "support"
    # Of one appeal.
    SUPPORT_OF_ONE = "support_of_one"
    SIGN_IN = "sign_in"
    ALERT = "alert"
    EXPORT = "export"
    COMMENT = "comment"
    HOT_SPOTS = "hot_spots"
    # More than this asks for a proof; what is refused is SUBMIT's.
    SUSPECT = "suspect"


def count_attempt(action: Limited, *, address: str, now: datetime) -> None:
    """Count one attempt from a network address. Raises TooMany with the seconds to wait.

    Call it outside a transaction: an attempt that fails counts too.
    """
    wait = _wait(action, network_of(address), now)
    if wait:
        raise TooMany(wait=wait)


def count_attempt_at(action: Limited, *, address: str, number: str, now: datetime) -> None:
    """Count one attempt from a network address at one appeal. Raises TooMany. Call it outside a transaction."""
    wait = _wait(action, f"{network_of(address)} {number}", now)
    if wait:
        raise TooMany(wait=wait)


def count_attempt_of(action: Limited, *, user_id: int, now: datetime) -> None:
    """Count one attempt of an account, wherever it is signed in. Raises TooMany. Call it outside a transaction."""
    wait = _wait(action, f"account:{user_id}", now)
    if wait:
        raise TooMany(wait=wait)


def count_attempt_by(action: Limited, *, user_id: int | None, address: str, now: datetime) -> None:
    """Count one attempt of an account, without one of a network address. Raises TooMany, outside a transaction."""
    if user_id is None:
        count_attempt(action, address=address, now=now)
    else:
        count_attempt_of(action, user_id=user_id, now=now)


def within_rate(action: Limited, *, address: str, now: datetime) -> bool:
    """Count one attempt and tell whether the rate still holds. Call it outside a transaction."""
    return not _wait(action, network_of(address), now)


def spend(secret: str, *, until: datetime, now: datetime) -> bool:
    """Use something up that works once, until its end; False when it was used before."""
    key = _key(f"spent:{secret}")
    [(count,)] = sql.rows("appeals", "count_attempt", {"key": key, "starts_at": until, "ends_at": until})
    _forget(count, now)
    return bool(count == 1)


def _wait(action: Limited, who: str, now: datetime) -> int:
    """Seconds until the next attempt may pass, 0: at once."""
    return max((_count(action, rate, who, now) for rate in parse_rates(_rates_of(action))), default=0)


def _rates_of(action: Limited) -> str:
    """The setting of an action; read at each attempt."""
    rates: dict[Limited, str] = {
        Limited.SUBMIT: settings.SUBMIT_RATE,
        Limited.SUPPORT: settings.SUPPORT_RATE,
        Limited.SUPPORT_OF_ONE: settings.SUPPORT_OF_ONE_RATE,
        Limited.SIGN_IN: settings.SIGN_IN_RATE,
        Limited.ALERT: settings.ALERT_RATE,
        Limited.EXPORT: settings.EXPORT_RATE,
        Limited.COMMENT: settings.COMMENT_RATE,
        Limited.HOT_SPOTS: settings.HOT_SPOTS_RATE,
        Limited.SUSPECT: settings.SUSPECT_RATE,
    }
    return rates[action]


def _count(action: Limited, rate: Rate, who: str, now: datetime) -> int:
    """Seconds to wait under one rate, 0: go on."""
    starts_at, ends_at = window(now, rate)
    key = _key(f"{action}:{rate.limit}/{rate.seconds}:{who}")
    params = {"key": key, "starts_at": starts_at, "ends_at": ends_at}
    [(count,)] = sql.rows("appeals", "count_attempt", params)
    _forget(count, now)
    return 0 if count <= rate.limit else max(1, int((ends_at - now).total_seconds()))


def _key(secret: str) -> str:
    return hmac(settings.SECRET_KEY.encode(), secret.encode(), sha256).hexdigest()


def _forget(count: int, now: datetime) -> None:
    """With each new row, delete those that are over."""
    if count == 1 and not connection.in_atomic_block:
        Attempt.objects.filter(ends_at__lt=now - _KEPT).delete()
