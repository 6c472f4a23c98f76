"""Signed tokens of the links in letters: what to stop or to confirm, without a sign-in and without a name in it."""

from dataclasses import dataclass
from enum import StrEnum

from django.core import signing


class Purpose(StrEnum):
    """STOP_USER: letters on appeals to a user. STOP_WORK: on their work. MUTE: on one appeal to its author without an
    account. END: an area alert. END_REPORT: a report. UNFOLLOW: an appeal, by a follower without an account.
    CONFIRM, CONFIRM_FOLLOW: that an address belongs to whoever asked for an alert or to follow an appeal.
    """

    STOP_USER = "u"
    STOP_WORK = "w"
    MUTE = "m"
    END = "e"
    END_REPORT = "r"
    UNFOLLOW = "f"
    CONFIRM = "c"
    CONFIRM_FOLLOW = "d"


@dataclass(frozen=True, slots=True)
class Token:
    """pk: of the user, the appeal, the subscription or the follower."""

    purpose: Purpose
    pk: int

    def encode(self) -> str:
        return signing.dumps([self.purpose.value, self.pk], salt="channels.link")


def read(text: str) -> Token | None:
    """The token that was signed here, None for any other text. It does not age: letters are kept for years."""
    try:
        purpose, pk = signing.loads(text, salt="channels.link")
        return Token(Purpose(purpose), int(pk))
    except (signing.BadSignature, ValueError, TypeError):
        return None
