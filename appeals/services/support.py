"""«У меня тоже»: counts who supports a published appeal, each person and each browser once."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.types import Viewer
from appeals.errors import NotFound, NotSupportable
from appeals.models import Appeal, Mark, Support
from appeals.services.events import record
from appeals.services.submission import violated
from appeals.types import OPEN_STATES, EventType, Supported, Visibility

_ONCE = {"support_once_per_user", "support_once_per_visitor"}


def support(*, actor: Viewer, visitor_hash: str = "", number: str, now: datetime) -> Supported:
    """Support a published, open appeal. Again by the same person or browser changes nothing.

    visitor_hash: hash of the browser's cookie, for whoever has no account. Raises NotFound, NotSupportable,
    ValueError when nobody supports.
    """
    if actor.user_id is None and not visitor_hash:
        raise ValueError("a support needs a user or a visitor")
    with transaction.atomic():
        # No row lock: two supporters at once both insert, and the counter adds up in the database.
        appeal = Appeal.objects.filter(number=number, visibility=Visibility.PUBLIC).first()
        if appeal is None:
            raise NotFound
        if appeal.state not in OPEN_STATES:
            raise NotSupportable
        if not _insert(appeal, actor, visitor_hash, now):
            return Supported(appeal.supports, is_new=False)
        Appeal.objects.filter(pk=appeal.pk).update(supports=F("supports") + 1)
        count = Appeal.objects.values_list("supports", flat=True).get(pk=appeal.pk)
        Mark.objects.filter(pk=appeal.pk).update(supports=count)
        record(appeal, EventType.SUPPORTED, actor=actor, now=now, new={"supports": count}, is_public=False)
    return Supported(count, is_new=True)


def _insert(appeal: Appeal, actor: Viewer, visitor_hash: str, now: datetime) -> bool:
    """True when the row is new; the unique constraints decide, also between two requests at once."""
    # A signed-in person is known by the account alone: the browser may be shared.
    visitor = "" if actor.user_id is not None else visitor_hash
    try:
        with transaction.atomic():
            Support(appeal=appeal, user_id=actor.user_id, visitor_hash=visitor, at=now).save(
                force_insert=True
            )
    except IntegrityError as problem:
        if violated(problem) not in _ONCE:
            raise
        return False
    return True
