"""Gives and withdraws consents; whether somebody agrees today is asked of `queries.agreed`."""

from datetime import datetime

from django.db import transaction

from accounts.models import Consent, User
from accounts.queries import agreed, keeps_by_consent
from accounts.services.profile import forget_profile
from accounts.texts import consent_text, consent_version
from accounts.types import ConsentKind


def set_consent(*, user: User, kind: ConsentKind, agrees: bool, language: str, now: datetime) -> None:
    """Record that the person agrees or no longer does; what says the same already changes nothing.

    language: in which the text was read. A consent to an older text is closed when a new one is given. What was kept
    by a consent goes with it.
    """
    with transaction.atomic():
        kept = User.objects.select_for_update().get(pk=user.pk)
        if agrees == agreed(user, kind):
            return
        Consent.objects.filter(user=user, kind=kind, withdrawn_at=None).update(withdrawn_at=now)
        if agrees:
            text = consent_text(kind, language)
            Consent.objects.create(
                user=user, kind=kind, version=consent_version(kind), text=text, given_at=now
            )
        elif kind == ConsentKind.PROCESSING and keeps_by_consent(kept):
            forget_profile(kept)
