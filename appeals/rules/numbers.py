"""Which numbers in a text are somebody's and which only look alike: check digits, dates, lists of houses; pure."""

import re

_DATE = re.compile(
    r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](?:\d{4}|\d{2})(?!\d)|(?<!\d)(?:19|20)\d{2}-\d{2}-\d{2}(?!\d)"
)
_SHORT_DATE = re.compile(r"(\d{2})-(\d{2})-(\d{2})")
# What stands before a number and says whose it is, or that it is nobody's.
_NAMES_CARD = re.compile(r"\b(?:карт\w*|card)\W{0,3}(?:номер\w*|№|no\.?)?\W{0,3}$", re.IGNORECASE)
_NAMES_PHONE = re.compile(r"\b(?:тел\w*|звон\w*|номер\w*|phone|call)\W{0,3}$", re.IGNORECASE)
_NAMES_A_THING = re.compile(
    r"(?:\b(?:д|дом\w*|к|корп\w*|стр\w*|подъезд\w*|этаж\w*|маршрут\w*|автобус\w*|трамва\w*|троллейбус\w*"
    r"|обращени\w*|заявк\w*|заявлени\w*|акт\w*|договор\w*|house\w*|appeal\w*)|№)\W{0,3}$",
    re.IGNORECASE,
)
_NAMES_A_COMPANY = re.compile(r"\b(?:инн|огрн|кпп|бик|окпо|октмо)\W{0,3}$", re.IGNORECASE)
_COUNTS_MONEY = re.compile(r"\s*(?:руб|₽|р\.|тыс|млн|коп)", re.IGNORECASE)
_LOOKS_BACK = 30
CARD_DIGITS = 16


def digits_of(text: str) -> list[int]:
    return [int(character) for character in text if character.isdecimal()]


def passes_luhn(digits: list[int]) -> bool:
    """Whether the last digit is the check digit of a bank card. Source: ISO/IEC 7812-1, annex B."""
    doubled = (
        digit if place % 2 == 0 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(digits[::-1])
    )
    return sum(doubled) % 10 == 0


def passes_snils(digits: list[int]) -> bool:
    """Whether the last two of eleven digits check the nine before. Source: order of the Pension Fund No. 9p of 2016."""
    if len(digits) != 11:
        return False
    total = sum(weight * digit for weight, digit in zip(range(9, 0, -1), digits, strict=False))
    return total % 101 % 100 == digits[9] * 10 + digits[10]


def is_card(match: re.Match[str]) -> bool:
    """By its check digit, or because the text calls it a card: with a slip of the pen it is one still."""
    digits = digits_of(match[0])
    whole = passes_luhn(digits) or passes_luhn(digits[:CARD_DIGITS])
    return whole or _NAMES_CARD.search(_before(match)) is not None


def is_snils(match: re.Match[str]) -> bool:
    """By its check digits; eleven together that begin like a telephone number are taken for one."""
    return passes_snils(digits_of(match[0])) and not re.fullmatch(r"[78]\d{10}", match[0])


def is_passport(match: re.Match[str]) -> bool:
    """Neither a sum of money after a year nor the number of a company."""
    return not (_COUNTS_MONEY.match(match.string, match.end()) or _NAMES_A_COMPANY.search(_before(match)))


def is_phone(match: re.Match[str]) -> bool:
    """Whether eleven digits from an 8 on, or ten from a 9 on, are grouped like a telephone number, not like a list."""
    written = match[0]
    if written.startswith("+"):
        return True
    if holds_date(written) or _NAMES_A_COMPANY.search(_before(match)):
        return False
    groups = re.findall(r"\d+", written)
    if all(len(group) == 1 for group in groups):
        return True
    first = groups[1] if groups[0] in {"7", "8"} and len(groups) > 1 else groups[0]
    return len(first) >= 3


def is_local_phone(match: re.Match[str]) -> bool:
    """Whether «123-45-67» or «12-34-56» is a telephone number rather than a date, houses or floors."""
    before = _before(match)
    if _NAMES_PHONE.search(before):
        return True
    if _NAMES_A_THING.search(before):
        return False
    short = _SHORT_DATE.fullmatch(match[0])
    if short is None:
        return True
    first, middle, last = (int(part) for part in short.groups())
    return not (1 <= middle <= 12 and (1 <= first <= 31 or 1 <= last <= 31))


def holds_date(text: str) -> bool:
    """Whether a date stands among the digits: 8.10.2024, 2024-10-08."""
    return any(
        found[1] is None or (1 <= int(found[1]) <= 31 and 1 <= int(found[2]) <= 12)
        for found in _DATE.finditer(text)
    )


def _before(match: re.Match[str]) -> str:
    return match.string[max(match.start() - _LOOKS_BACK, 0) : match.start()]
