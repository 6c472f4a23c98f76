"""Builds letters: one notice, or the notices of a day; text and HTML, headers of threads and of unsubscribing."""

from collections.abc import Sequence
from hashlib import sha256
from hmac import new as hmac
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from appeals.models import Appeal
from channels.letters.links import choices_link, stop_link, stop_token
from channels.letters.parts import part_of
from channels.models import Notice
from channels.types import Standing
from channels.wording import REASONS


def letter(notice: Notice, *, address: str, language: str) -> EmailMultiAlternatives:
    """The letter of one notice, in a thread with the others on its appeal."""
    with override(language):
        part = part_of(notice)
        subject = f"№ {part.number}: {part.title}" + (f" · {part.topic}" if part.topic else "")
        reason = str(REASONS[Standing(notice.standing)])
        context = {"parts": [part], "heading": part.title, "reason": reason, "single": True}
        root = thread_of(notice.event.appeal)
        headers = {"In-Reply-To": root, "References": root}
        stop = stop_link(stop_token(notice))
        chooses = notice.user_id is not None
        return build(subject, context, address, notice.message_id, stop, headers, chooses=chooses)


def digest(notices: Sequence[Notice], *, address: str, language: str) -> EmailMultiAlternatives:
    """The letter of a day; its Message-ID is that of the digest, the same at each try."""
    with override(language):
        count = len(notices)
        heading = ngettext("%(count)d event on appeals", "%(count)d events on appeals", count) % {
            "count": count
        }
        reason = _("You receive this letter once a day, as you chose.")
        context = {
            "parts": [part_of(one) for one in notices],
            "heading": heading,
            "reason": reason,
            "single": False,
        }
        first = notices[0]
        message_id = f"{first.digest.hex}@{settings.PUBLIC_HOST}" if first.digest else ""
        chooses = first.user_id is not None
        return build(heading, context, address, message_id, stop_link(stop_token(first)), {}, chooses=chooses)


def thread_of(appeal: Appeal) -> str:
    """The Message-ID that all letters on an appeal answer; nobody can guess it, and no letter has it itself."""
    secret = hmac(settings.SECRET_KEY.encode(), f"thread:{appeal.pk}".encode(), sha256).hexdigest()
    return f"<{secret[:32]}@{settings.PUBLIC_HOST}>"


def build(
    subject: str,
    context: dict[str, Any],
    address: str,
    message_id: str,
    stop: str,
    headers: dict[str, str],
    *,
    chooses: bool = True,
) -> EmailMultiAlternatives:
    """Text and HTML of the shared template. stop: address of one click (RFC 8058), empty for none.

    chooses: whether the reader has an account, with a page of choices.
    """
    values = {
        **context,
        "subject": subject,
        "stop": stop,
        "choices": choices_link() if stop and chooses else "",
    }
    values["signature"] = settings.PUBLIC_URL
    all_headers = {"Message-ID": f"<{message_id}>", "Auto-Submitted": "auto-generated", **headers}
    if stop:
        all_headers["List-Unsubscribe"] = f"<{stop}>"
        all_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        " ".join(subject.split()),
        render_to_string("channels/letters/letter.txt", values),
        to=[address],
        headers=all_headers,
    )
    message.attach_alternative(render_to_string("channels/letters/letter.html", values), "text/html")
    return message
