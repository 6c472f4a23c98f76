"""What a text may be: cleaned of what no reader sees, neither too short nor too long; not masked (privacy)."""

import re
import unicodedata

from appeals.errors import AddressTooLong, NameTooLong, NoText, TextTooLong, WrongPhone

TEXT_MIN = 5
TEXT_MAX = 4000
ADDRESS_MAX = 300
NAME_MAX = 200
PHONE_MAX = 40
# A short number of a switchboard; the longest that ITU-T E.164 knows, and an extension.
PHONE_DIGITS = range(5, 21)
_SPACES = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n\s*\n\s*\n+")


def clean(text: str) -> str:
    """Text in NFC without control characters, lone surrogates and needless space; lines are kept."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    # Cf holds marks that turn the direction of writing; the joiners of emoji are among them and are kept.
    kept = (
        c for c in text if c in "\n\t\u200d" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    text = _SPACES.sub(" ", "".join(kept))
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()


def usable_text(text: str) -> str:
    """The cleaned text of an appeal. Raises NoText, TextTooLong."""
    text = clean(text)
    if sum(character.isalnum() for character in text) < TEXT_MIN:
        raise NoText(limit=TEXT_MIN)
    if len(text) > TEXT_MAX:
        raise TextTooLong(limit=TEXT_MAX)
    return text


def usable_address(address: str) -> str:
    """The cleaned address on one line. Raises AddressTooLong."""
    address = clean(address).replace("\n", " ")
    if len(address) > ADDRESS_MAX:
        raise AddressTooLong
    return address


def usable_name(name: str) -> str:
    """The cleaned name on one line. Raises NameTooLong."""
    name = clean(name).replace("\n", " ")
    if len(name) > NAME_MAX:
        raise NameTooLong
    return name


def usable_phone(phone: str) -> str:
    """The cleaned phone number as it was written, empty for none. Raises WrongPhone."""
    phone = clean(phone).replace("\n", " ")
    digits = sum(character.isdigit() for character in phone)
    if phone and (digits not in PHONE_DIGITS or len(phone) > PHONE_MAX):
        raise WrongPhone
    return phone
