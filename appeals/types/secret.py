"""Personal data in a text."""

from dataclasses import dataclass
from enum import StrEnum


class SecretKind(StrEnum):
    """Personal data that a text may hold. OTHER: what no rule finds and a moderator hides, such as a name."""

    EMAIL = "email"
    PHONE = "phone"
    CARD = "card"
    PASSPORT = "passport"
    SNILS = "snils"
    FLAT = "flat"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Secret:
    """Personal data found in a text: characters from start (inclusive) to end."""

    start: int
    end: int
    kind: SecretKind
