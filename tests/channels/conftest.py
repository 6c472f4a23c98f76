"""A mail server on loopback that keeps what it accepts and refuses what it is told to refuse."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from socket import socket
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import override_settings

from config.mail import mail_settings


@dataclass
class Mailbox:
    """Accepted letters in order. replies: what is answered to the next letters instead of accepting them."""

    letters: list[EmailMessage] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.replies:
            return self.replies.pop(0)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 accepted"

    def to(self, address: str) -> list[EmailMessage]:
        return [one for one in self.letters if one["To"] == address]

    def texts(self) -> list[str]:
        return [text_of(one) for one in self.letters]


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    """The plain or HTML part of a letter."""
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A real SMTP server; Django's settings lead there."""
    box = Mailbox()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with override_settings(**mail_settings(f"smtp://127.0.0.1:{port}", Path())):
            yield box
    finally:
        controller.stop()
