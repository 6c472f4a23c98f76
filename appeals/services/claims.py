"""Which moderator has an appeal open: two never take the same, and a claim ends by itself after METKA_CLAIM_MINUTES."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.types import Viewer
from appeals.errors import ClaimedByAnother
from appeals.models import Appeal, Claim
from appeals.services.steps import locked_for, require_moderator
from appeals.types import State


def claim(*, actor: Viewer, number: str, now: datetime) -> Claim:
    """Take an appeal, or take it for longer. Raises NotFound, NotAllowed, ClaimedByAnother."""
    require_moderator(actor)
    with transaction.atomic():
        appeal = locked_for(actor, number)
        require_moderator(actor, appeal)
        refuse_if_claimed(appeal, actor, now=now)
        return _put(appeal, actor, now)


def open_alone(*, actor: Viewer, number: str, now: datetime) -> Claim:
    """Take an appeal to work on it at the desk, and give back what the actor has had open there before.

    The one before is given back also when the new one is somebody else's. Raises as `claim`.
    """
    require_moderator(actor)
    Claim.objects.filter(user=actor.user_id).exclude(appeal__number=number).delete()
    return claim(actor=actor, number=number, now=now)


def take_over(*, actor: Viewer, number: str, now: datetime) -> Claim:
    """Take an appeal whoever has it open: they can take no step with it from now on. Raises NotFound, NotAllowed."""
    require_moderator(actor)
    with transaction.atomic():
        appeal = locked_for(actor, number)
        require_moderator(actor, appeal)
        return _put(appeal, actor, now)


def claim_next(*, actor: Viewer, now: datetime) -> Appeal | None:
    """Take what has least time left for moderation and is nobody else's; None: nothing waits. Raises NotAllowed.

    What somebody is taking at this moment is passed over, not waited for. Index: appeal_queue.
    """
    require_moderator(actor)
    while True:
        with transaction.atomic():
            appeal = _next_free(actor, now)
            if appeal is None:
                return None
            # Somebody may have claimed it after the search began and before it was locked: search again.
            if _holder(appeal, now) in {None, actor.user_id}:
                _put(appeal, actor, now)
                return appeal


def release_claim(*, actor: Viewer, number: str) -> None:
    """Give one's own claim back; with none it does nothing. Raises NotAllowed."""
    require_moderator(actor)
    Claim.objects.filter(appeal__number=number, user=actor.user_id).delete()


def refuse_if_claimed(appeal: Appeal, actor: Viewer, *, now: datetime) -> None:
    """Raises ClaimedByAnother while another moderator has the locked appeal."""
    if _holder(appeal, now) not in {None, actor.user_id}:
        raise ClaimedByAnother(action="moderate", state=appeal.state)


def drop_claim(appeal: Appeal) -> None:
    """End whatever claim there is: the appeal has left the queue."""
    Claim.objects.filter(appeal=appeal).delete()


def _next_free(actor: Viewer, now: datetime) -> Appeal | None:
    others = Claim.objects.filter(appeal=OuterRef("pk"), until__gt=now).exclude(user=actor.user_id)
    free = Appeal.objects.moderated_by(actor).filter(~Exists(others), state=State.MODERATION)
    rows = free.select_for_update(of=("self",), skip_locked=True).order_by(
        "moderate_by", "submitted_at", "pk"
    )
    appeal: Appeal | None = rows.first()
    return appeal


def _holder(appeal: Appeal, now: datetime) -> int | None:
    holders = Claim.objects.filter(appeal=appeal, until__gt=now).values_list("user", flat=True)
    holder: int | None = holders.first()
    return holder


def _put(appeal: Appeal, actor: Viewer, now: datetime) -> Claim:
    until = now + timedelta(minutes=settings.CLAIM_MINUTES)
    values = {"user_id": actor.user_id, "until": until}
    return Claim.objects.update_or_create(appeal=appeal, defaults=values)[0]
