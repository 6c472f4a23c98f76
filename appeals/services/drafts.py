"""Keeps what somebody with an account has typed, to go on with on another device; sending is `submission`'s."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.types import Viewer
from appeals.errors import NotAllowed, TooManyDrafts
from appeals.models import Appeal, SavedDraft
from geo.types import LonLat

MOST_DRAFTS = 20


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed so far; nothing of it need be right. location: WGS84 lon/lat."""

    kind: str = ""
    topic_code: str = ""
    text: str = ""
    address: str = ""
    house_id: int | None = None
    location: LonLat | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing that anybody would miss."""
        return not (self.topic_code or self.text.strip() or self.address.strip() or self.location)


def save_draft(*, actor: Viewer, key: UUID, typed: Typed, now: datetime) -> SavedDraft | None:
    """Keep a draft in the place of what was kept under its key. None: there is nothing to keep, or it was sent.

    Raises NotAllowed without an account, TooManyDrafts.
    """
    if actor.user_id is None:
        raise NotAllowed
    if typed.is_empty:
        return None
    values = {
        "kind": typed.kind,
        "topic_code": typed.topic_code,
        "text": typed.text,
        "address": typed.address,
        "house_id": typed.house_id,
        "lon": typed.location.lon if typed.location else None,
        "lat": typed.location.lat if typed.location else None,
        "saved_at": now,
    }
    with transaction.atomic():
        # Two tabs at once must not both be the last that fits.
        User.objects.select_for_update(of=("self",)).get(pk=actor.user_id)
        # Asked under the lock, for which an appeal of this author waits as well, or it for us.
        if Appeal.objects.filter(client_key=key).exists():
            return None
        own = SavedDraft.objects.filter(user_id=actor.user_id)
        if own.exclude(key=key).count() >= MOST_DRAFTS:
            raise TooManyDrafts(limit=MOST_DRAFTS)
        kept: SavedDraft = own.update_or_create(user_id=actor.user_id, key=key, defaults=values)[0]
    return kept


def drop_draft(*, actor: Viewer, key: UUID) -> None:
    """Forget a draft of one's own; anybody else's, and one that has gone, is let be."""
    if actor.user_id is not None:
        SavedDraft.objects.filter(user_id=actor.user_id, key=key).delete()
