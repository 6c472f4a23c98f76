"""What of an appeal's text is hidden from the public now; deciding about it is a service."""

from typing import Any

from django.db.models import QuerySet

from appeals.models import Appeal
from appeals.rules.covering import covered_now
from appeals.rules.privacy import secrets_in
from appeals.types import EventType, Secret


def covered_of(appeal: Appeal) -> list[Secret] | None:
    """The covered parts of the text, in order; None when the public text was rewritten by hand. One query."""
    told = _decided(appeal).order_by("-at", "-pk").values_list("new__covered", flat=True).first()
    return covered_now(appeal.text, appeal.public_text, told or ())


def let_through(appeal: Appeal) -> frozenset[str]:
    """What looks like personal data and stands in the public text because a moderator decided so. One query.

    Without a decision nothing was let through: what stands there no rule had found yet.
    """
    if not _decided(appeal).exists():
        return frozenset()
    shown = appeal.public_text
    return frozenset(shown[secret.start : secret.end] for secret in secrets_in(shown))


def _decided(appeal: Appeal) -> "QuerySet[Any]":
    events: QuerySet[Any] = appeal.events.filter(type=EventType.CORRECTED, new__has_key="covered")
    return events
