"""What an executor's desk does beside the single steps: a step once however often it is sent, and saved filters."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from accounts.types import Viewer
from appeals.errors import AnswerReplaced, MissingInput, NotAllowed, TooManyFilters
from appeals.models import Appeal, SavedFilter, SentForm
from appeals.rules.desk import DeskFilter
from appeals.rules.texts import clean
from appeals.services.answering import approve
from appeals.services.steps import locked_for
from appeals.services.work import register, start
from appeals.types import ReplyState, State

MOST_FILTERS = 30
NAME_MAX = 60
_REMEMBERED = timedelta(days=1)


def once(*, actor: Viewer, number: str, digest: str, now: datetime, step: Callable[[], object]) -> bool:
    """Take the step, unless the actor has sent the very same form for this appeal already; answers whether.

    digest: `form_digest`. Whoever presses twice is one who pressed once, and is told of no error. Raises NotFound and
    what the step raises.
    """
    if actor.user_id is None:
        raise NotAllowed
    with transaction.atomic():
        # Locked first: the second of two forms at once waits here until the first is through.
        appeal = locked_for(actor, number)
        sent = SentForm.objects.filter(user_id=actor.user_id)
        sent.filter(at__lt=now - _REMEMBERED).delete()
        if sent.filter(digest=digest, appeal=appeal).exists():
            return False
        step()
        SentForm.objects.create(user_id=actor.user_id, digest=digest, appeal=appeal, at=now)
        return True


def form_digest(*parts: object) -> str:
    """One digest of all that makes two forms the same: the page's key, the step, every value in order."""
    return sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def take_on(*, actor: Viewer, number: str, now: datetime) -> Appeal:
    """Take an appeal on and begin its work at once. Raises NotFound, NotAllowed, WrongState."""
    with transaction.atomic():
        if locked_for(actor, number).state == State.ASSIGNED:
            register(actor=actor, number=number, now=now)
        return start(actor=actor, number=number, now=now)


def approve_read(*, actor: Viewer, number: str, reply_id: int, text: str, now: datetime) -> Appeal:
    """Give the answer that the head has read, and no other. Raises AnswerReplaced and as `answering.approve`."""
    with transaction.atomic():
        waiting = locked_for(actor, number).replies.filter(state=ReplyState.WAITING).first()
        if waiting is not None and waiting.pk != reply_id:
            raise AnswerReplaced
        return approve(actor=actor, number=number, text=text, now=now)


def save_filter(*, actor: Viewer, name: str, wanted: DeskFilter, now: datetime) -> SavedFilter:
    """Keep a filter under a name; one of the same name is replaced. Raises MissingInput, TooManyFilters."""
    name = clean(name).replace("\n", " ")[:NAME_MAX].strip()
    if not name or actor.user_id is None:
        raise MissingInput(need="name")
    own = SavedFilter.objects.filter(user_id=actor.user_id)
    if own.exclude(name=name).count() >= MOST_FILTERS:
        raise TooManyFilters(limit=MOST_FILTERS)
    kept: SavedFilter = own.update_or_create(
        user_id=actor.user_id, name=name, defaults={"query": wanted.query, "saved_at": now}
    )[0]
    return kept


def drop_filter(*, actor: Viewer, filter_id: int) -> None:
    """Forget a filter of one's own; anybody else's, and one that has gone, is let be."""
    SavedFilter.objects.filter(pk=filter_id, user=actor.user_id).delete()
