"""«У меня тоже»: counts who supports an appeal, each person, each browser and each call once."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.rules import may
from accounts.types import Permission, Viewer
from appeals.errors import NotAllowed, NotFound, NotSupportable, OwnAppeal, SupportedHere, TooMany
from appeals.models import Appeal, Mark, Support
from appeals.services.events import record
from appeals.services.submission import violated
from appeals.services.throttling import Limited, count_attempt, count_attempt_at
from appeals.types import OPEN_STATES, EventType, Supported, Visibility

_ONCE = {"support_once_per_user", "support_once_per_visitor"}


def support(*, actor: Viewer, visitor_hash: str = "", number: str, now: datetime) -> Supported:
    """Support a published, open appeal. Again by the same person or browser changes nothing.

    visitor_hash: hash of the browser's cookie, for whoever has no account. Raises NotFound, NotSupportable, OwnAppeal,
    ValueError when nobody supports.
    """
    if actor.user_id is None and not visitor_hash:
        raise ValueError("a support needs a user or a visitor")
    with transaction.atomic():
        # No row lock: two supporters at once both insert, and the counter adds up in the database.
        appeal = Appeal.objects.filter(number=number, visibility=Visibility.PUBLIC).first()
        # A signed-in person is known by the account alone: the browser may be shared.
        visitor = "" if actor.user_id is not None else visitor_hash
        return _supported(appeal, actor, Support(user_id=actor.user_id, visitor_hash=visitor), now=now)


def support_from(*, actor: Viewer, visitor_hash: str, address: str, number: str, now: datetime) -> Supported:
    """`support` of a person who has signed in, or else of a browser at a network address, which may do so a few times.

    A browser that keeps no cookie is a new one each time, so that the address decides as well: its keyed hash is kept
    with that of the appeal until the window is over. Raises TooMany, SupportedHere and as `support`. Call it outside a
    transaction.
    """
    if actor.user_id is None:
        count_attempt(Limited.SUPPORT, address=address, now=now)
        if not Support.objects.filter(appeal__number=number, visitor_hash=visitor_hash).exists():
            _count_at(number, address, now)
    return support(actor=actor, visitor_hash=visitor_hash, number=number, now=now)


def _count_at(number: str, address: str, now: datetime) -> None:
    try:
        count_attempt_at(Limited.SUPPORT_OF_ONE, address=address, number=number, now=now)
    except TooMany as problem:
        raise SupportedHere(wait=problem.wait) from problem


def support_for_caller(*, actor: Viewer, number: str, call_key: UUID, now: datetime) -> Supported:
    """Support an open appeal for somebody on the phone, who is not known; again with the same key changes nothing.

    It need not be published yet: ten people call about one burst main before a moderator has looked. Nobody hears more
    of it than its number. Raises NotAllowed, NotFound (also for what the actor may not see), NotSupportable.
    """
    if not may(actor, Permission.REGISTER_CALL):
        raise NotAllowed
    with transaction.atomic():
        appeal = Appeal.objects.visible_to(actor).filter(number=number).first()
        row = Support(visitor_hash=f"call:{call_key.hex}")
        return _supported(appeal, actor, row, now=now, told={"caller": True})


def _supported(
    appeal: Appeal | None,
    actor: Viewer,
    row: Support,
    *,
    now: datetime,
    told: Mapping[str, Any] = MappingProxyType({}),
) -> Supported:
    """Count one support. told: what the event says beside the number of supports."""
    if appeal is None:
        raise NotFound
    if appeal.state not in OPEN_STATES:
        raise NotSupportable
    if row.user_id is not None and row.user_id == appeal.author_id:
        raise OwnAppeal
    row.appeal, row.at = appeal, now
    if not _insert(row):
        return Supported(appeal.supports, is_new=False)
    Appeal.objects.filter(pk=appeal.pk).update(supports=F("supports") + 1)
    count = Appeal.objects.values_list("supports", flat=True).get(pk=appeal.pk)
    Mark.objects.filter(pk=appeal.pk).update(supports=count)
    new = {"supports": count, **told}
    record(appeal, EventType.SUPPORTED, actor=actor, now=now, new=new, is_public=False)
    return Supported(count, is_new=True)


def _insert(row: Support) -> bool:
    """True when the row is new; the unique constraints decide, also between two requests at once."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as problem:
        if violated(problem) not in _ONCE:
            raise
        return False
    return True
