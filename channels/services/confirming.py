"""Sends the letter that asks whether an address wants an area alert (double opt-in)."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from channels.errors import NotDelivered
from channels.letters.composing import build
from channels.letters.links import whole
from channels.letters.parts import Part
from channels.mailing import Refused, Unavailable, hand_over
from channels.models import Subscription
from channels.rules.pacing import wait_s
from channels.tokens import Purpose, Token


def send_confirmation(subscription_id: int) -> None:
    """Ask once; an alert that is confirmed, ended or gone needs no letter. Raises NotDelivered.

    A refused address ends the matter: nobody can confirm it.
    """
    asked = Subscription.objects.filter(pk=subscription_id, confirmed_at__isnull=True, ended_at__isnull=True)
    alert = asked.exclude(email="").first()
    if alert is None:
        return
    try:
        hand_over(_letter(alert))
    except Refused:
        alert.delete()
    except Unavailable as problem:
        raise NotDelivered(wait_s(2)) from problem


def _letter(alert: Subscription) -> EmailMultiAlternatives:
    with override(alert.language or settings.LANGUAGE_CODE):
        link = whole(reverse("channels:confirm", args=[Token(Purpose.CONFIRM, alert.pk).encode()]))
        part = Part(
            title="",
            number="",
            topic=alert.name,
            address="",
            sentence=_(
                "Somebody, probably you, asked us to write of new appeals here. Confirm it within three days."
            ),
            quote="",
            due="",
            link=link,
            press=_("Confirm"),
        )
        heading = _("Confirm your area alert")
        reason = _("If it was not you, do nothing: we write no more.")
        context = {"parts": [part], "heading": heading, "reason": reason, "single": True}
        message_id = f"alert-{alert.pk}@{settings.PUBLIC_HOST}"
        return build(heading, context, alert.email, message_id, "", {})
