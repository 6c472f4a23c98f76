"""Texts of the consents, each known by a hash: a changed text is another version, and asks for another consent."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from accounts.types import ConsentKind

_FOLDER = Path(__file__).parent / "consents"


@cache
def consent_text(kind: ConsentKind, language: str) -> str:
    """The text in Russian, or in English for "en"."""
    spoken = "en" if language == "en" else "ru"
    return (_FOLDER / f"{kind.value}.{spoken}.txt").read_text(encoding="utf-8").strip()


@cache
def consent_version(kind: ConsentKind) -> str:
    """Twelve hexadecimal digits of both texts' hash."""
    both = consent_text(kind, "ru") + "\n" + consent_text(kind, "en")
    return sha256(both.encode()).hexdigest()[:12]
