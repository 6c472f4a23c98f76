"""Sends the letters of invitations, for the worker; its words are templates of `web`, as those of allauth's letters."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from accounts.models import Invitation
from accounts.services.staff import secret_of

_WORDS = "account/email/invitation"


def send_invitation(invitation_id: int, *, language: str, now: datetime) -> None:
    """Send the link; an invitation that is over or gone needs no letter. Raises OSError when no server takes it.

    Sent again, it holds the same link. language: of whoever invites; of the guest nothing is known yet.
    """
    waiting = Invitation.objects.filter(taken_at=None, ends_at__gt=now).select_related("organisation", "area")
    invitation = waiting.filter(pk=invitation_id).first()
    if invitation is None:
        return
    # Not the host of a request, which may name any.
    url = f"{settings.PUBLIC_URL}{reverse('invitation', args=[secret_of(invitation)])}"
    told = {"invitation": invitation, "url": url, "site_url": settings.PUBLIC_URL}
    with override(language):
        subject, text = (render_to_string(f"{_WORDS}_{part}.txt", told) for part in ("subject", "message"))
        EmailMessage(subject.strip(), text, to=[invitation.email]).send()
