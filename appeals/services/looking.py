"""Notes who looked at personal data of an appeal; the author's own looks and the public's are nobody's business."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from accounts.models import Look
from accounts.rules import role_in_history
from accounts.types import Looked, Viewer
from appeals.days import begins
from appeals.models import Appeal
from appeals.queries.card import Card
from appeals.rules.privacy import may_see_author
from appeals.types import Part, Visibility


def note_look(viewer: Viewer, card: Card, *, now: datetime) -> None:
    """Add a row for each kind of personal data that this reader was just shown."""
    if viewer.user_id is None or not card.parts or Part.AUTHOR in card.parts:
        return
    role = role_in_history(viewer)
    Look.objects.bulk_create(
        Look(user_id=viewer.user_id, role=role, appeal_number=card.appeal.number, what=what, at=now)
        for what in _shown(card)
    )


def _shown(card: Card) -> list[Looked]:
    appeal = card.appeal
    shown = []
    contacts = (appeal.author_id, appeal.author_name, appeal.author_email, appeal.author_phone)
    if may_see_author(card.parts) and any(contacts):
        shown.append(Looked.AUTHOR)
    hidden = (appeal.text, appeal.address, appeal.location) != (
        *(appeal.public_text, appeal.public_address, appeal.public_location),
    )
    if hidden or appeal.visibility != Visibility.PUBLIC or any(not photo.is_public for photo in card.photos):
        shown.append(Looked.CONTENT)
    return shown


def note_shown(viewer: Viewer, appeals: Iterable[Appeal], *, now: datetime) -> None:
    """`note_listed` for a list that is opened again and again: each appeal once a local day. Two queries."""
    begun = begins(timezone.localdate(now))
    rows = list(appeals)
    looks = Look.objects.filter(user=viewer.user_id, what=Looked.CONTENT, at__gte=begun)
    known = set(
        looks.filter(appeal_number__in=[row.number for row in rows]).values_list("appeal_number", flat=True)
    )
    note_listed(viewer, (row for row in rows if row.number not in known), now=now)


def note_listed(viewer: Viewer, appeals: Iterable[Appeal], *, now: datetime) -> None:
    """Add a row for each appeal whose place a list has told more exactly than everybody may know it. One query."""
    if viewer.user_id is None:
        return
    role = role_in_history(viewer)
    Look.objects.bulk_create(
        Look(user_id=viewer.user_id, role=role, appeal_number=appeal.number, what=Looked.CONTENT, at=now)
        for appeal in appeals
        if (appeal.address, appeal.location) != (appeal.public_address, appeal.public_location)
    )
