"""Keeps robots out of what anybody may do without an account: a trap field and a rate per address, of signing in too.

One counter in the database for every way in (pages, API) and every process. Rates are settings: METKA_SUBMIT_RATE,
METKA_SUPPORT_RATE, METKA_SIGN_IN_RATE, METKA_ALERT_RATE, METKA_EXPORT_RATE.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from hmac import new as hmac

from django.conf import settings
from django.db import connection

from appeals.errors import Spam, TooMany
from appeals.models import Attempt
from appeals.rules.rates import Rate, network_of, parse_rates, window
from geo import sql

_KEPT = timedelta(days=1)


class Limited(StrEnum):
    """What is limited."""

    SUBMIT = "submit"
    SUPPORT = "support"
    SIGN_IN = "sign_in"
    ALERT = "alert"
    EXPORT = "export"


def refuse_robots(trap: str) -> None:
    """Raises Spam when the field that people do not see was filled in."""
    if trap.strip():
        raise Spam


def count_attempt(action: Limited, *, address: str, now: datetime) -> None:
    """Count one attempt from a network address. Raises TooMany with the seconds to wait.

    Call it outside a transaction: an attempt that fails counts too.
    """
    waits = [_count(action, rate, network_of(address), now) for rate in parse_rates(_rates_of(action))]
    wait = max(waits, default=0)
    if wait:
        raise TooMany(wait=wait)


def _rates_of(action: Limited) -> str:
    """The setting of an action; read at each attempt."""
    rates: dict[Limited, str] = {
        Limited.SUBMIT: settings.SUBMIT_RATE,
        Limited.SUPPORT: settings.SUPPORT_RATE,
        Limited.SIGN_IN: settings.SIGN_IN_RATE,
        Limited.ALERT: settings.ALERT_RATE,
        Limited.EXPORT: settings.EXPORT_RATE,
    }
    return rates[action]


def _count(action: Limited, rate: Rate, address: str, now: datetime) -> int:
    """Seconds to wait under one rate, 0: go on."""
    starts_at, ends_at = window(now, rate)
    secret = f"{action}:{rate.limit}/{rate.seconds}:{address}".encode()
    key = hmac(settings.SECRET_KEY.encode(), secret, sha256).hexdigest()
    params = {"key": key, "starts_at": starts_at, "ends_at": ends_at}
    [(count,)] = sql.rows("appeals", "count_attempt", params)
    if count == 1 and not connection.in_atomic_block:
        Attempt.objects.filter(ends_at__lt=now - _KEPT).delete()
    return 0 if count <= rate.limit else max(1, int((ends_at - now).total_seconds()))
