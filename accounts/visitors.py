"""A browser without an account, known by a random cookie; only the cookie's hash is kept. Not a session."""

from hashlib import sha256
from hmac import new as hmac
from secrets import token_urlsafe

from django.conf import settings

COOKIE = "visitor"
KEPT_S = 365 * 24 * 3600
_LENGTH = 43


def new_visitor() -> str:
    """A value for the cookie: 256 random bits."""
    return token_urlsafe(32)


def is_visitor(value: str) -> bool:
    """Whether a cookie's value looks like one of ours."""
    return len(value) == _LENGTH and value.isascii()


def visitor_hash(value: str) -> str:
    """What is kept of a visitor: 64 hexadecimal digits that do not lead back to the cookie."""
    return hmac(settings.SECRET_KEY.encode(), f"visitor:{value}".encode(), sha256).hexdigest()
