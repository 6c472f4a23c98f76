"""What the public may know of an appeal: its place, address and text; not who may see the appeal at all.

Places of `home` topics are snapped to the centre of a cell of the tile grid before anything public is stored, so that
list, card, tile, heat map and export cannot disagree, and none of them holds the exact pin.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from appeals.rules import numbers
from appeals.types import Part, Privacy, Secret, SecretKind
from geo.tilegrid import QUANTUM_BITS, dequantize, quantize
from geo.types import LonLat

# Cells of this zoom are 153 m wide at 60° N and 171 m at 56° N: about ten houses of a town, a few of a village.
HOME_CELL_ZOOM = 17
_FREE_BITS = QUANTUM_BITS - HOME_CELL_ZOOM
# The pin that the public sees is nearer than this to the exact one along either axis, in quanta.
COARSE_QUANTA = 1 << _FREE_BITS


def coarsen(point: LonLat) -> LonLat:
    """Centre of the cell that holds the point, degrees. The same point always gives the same centre."""
    qx, qy = quantize(point)
    return dequantize(coarse_quantum(qx), coarse_quantum(qy))


def coarse_quantum(quantum: Any) -> Any:
    """Middle of the cell along one axis of the 31-bit grid; of an integer or of a numpy array of them."""
    return (quantum >> _FREE_BITS << _FREE_BITS) + (1 << (_FREE_BITS - 1))


def public_place(point: LonLat, privacy: Privacy) -> LonLat:
    """The pin that the public sees."""
    return coarsen(point) if privacy == Privacy.HOME else point


_SEPARATORS = re.compile(r"[,;\n]")
_HOUSE_PART = re.compile(
    # One letter is a house only before a number: «д. 5», not «д. Ивановка»; «к2», not «К. Маркса».
    r"^([дксл]\.?\s*№?\s*\d"
    r"|(дом|вл(адение)?|корп(ус)?|стр(оение)?|лит(ера?)?|кв(артира)?|комн(ата)?|пом(ещение)?|оф(ис)?|зд(ание)?"
    r"|под(ъезд)?|эт(аж)?|уч(асток)?)(?=[\W\d]|$)"
    # A bare number, «13», «13а», «13/2 к1»; not «1-я Садовая» and not «8 Марта».
    r"|№?\s*\d+([/-]\d+)?\s?[а-яёa-z]?($|/|\s*(к|корп|корпус|стр|строение|лит|литера|кв|с)\.?\s*\w{1,4}(\s|$)))",
    re.IGNORECASE,
)
_HOUSE_WORDS = frozenset(
    "дом вл владение корп корпус стр строение лит литера кв квартира комн комната пом помещение оф офис "
    "зд здание под подъезд эт этаж уч участок house flat apartment apt".split()
)
_HOUSE_LETTERS = frozenset("дксл")
_STREET_KINDS = frozenset(
    "ул улица пр пр-т пр-кт просп проспект пер переулок б-р бульвар ш шоссе пл площадь наб набережная "
    "проезд туп тупик ал аллея".split()
)
# What a number at the beginning of a street's name stands before: «8 Марта», «50 лет Октября».
_NUMBERED = frozenset(
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря лет летия год года".split()
)
_ORDINAL = re.compile(r"^\d+-?(я|й|ая|ый|ой|ий|го|ого|е|ое|летия)$")


def public_address(address: str, privacy: Privacy) -> str:
    """The address that the public sees: of a `home` topic without house, flat and what follows them.

    People write in any order, and telephones too; where it is unsure whether a number is the house's, it is left out.
    """
    if privacy != Privacy.HOME:
        return mask(_without_flat(address))
    kept: list[str] = []
    for part in (part.strip() for part in _SEPARATORS.split(address)):
        if kept and _HOUSE_PART.match(part):
            break
        street, house_follows = _before_house(part)
        if len(street) > 1:
            kept.append(street)
        if house_follows:
            break
    return mask(", ".join(kept))


def _before_house(part: str) -> tuple[str, bool]:
    """The words of a part before its house, and whether there is a house; one in front of the street is passed over."""
    words = part.split()
    plain = [word.strip(".()№").casefold() for word in words]
    kept: list[str] = []
    for place, word in enumerate(words):
        before = plain[place - 1] if kept else ""
        after = plain[place + 1] if place + 1 < len(words) else ""
        if not _names_house(plain[place], before, after):
            kept.append(word)
        elif kept:
            return " ".join(kept), True
    return " ".join(kept), False


def _names_house(word: str, before: str, after: str) -> bool:
    """Whether a word (folded) between its neighbours belongs to a house rather than to a street's name."""
    if not any(map(str.isdigit, word)):
        return word in _HOUSE_WORDS or (word in _HOUSE_LETTERS and after[:1].isdigit())
    if _ORDINAL.match(word):
        return False
    in_name = after in _NUMBERED or (before in _STREET_KINDS and after.isalpha())
    return not in_name or after in _HOUSE_WORDS or not word.isdigit()


_FLAT = re.compile(r"[,\s]*\b(?:кв(?:артира)?|комн(?:ата)?)\.?\s*№?\s*\d+\s*[а-яё]?\b", re.IGNORECASE)


def _without_flat(address: str) -> str:
    return _FLAT.sub("", address).strip(" ,")


def may_see_exact_place(parts: Collection[Part]) -> bool:
    """The exact pin, house and flat: whoever must go there or check it, and the author."""
    return bool(parts)


def may_see_full_text(parts: Collection[Part]) -> bool:
    """The text as it was written, with the personal data that the public text masks."""
    return bool(parts)


_KNOW_THE_AUTHOR = frozenset({Part.AUTHOR, Part.MODERATOR, Part.OPERATOR, Part.ADMINISTRATOR, Part.SYSTEM})


def may_see_author(parts: Collection[Part]) -> bool:
    """Name and e-mail of the author: not even the executor's business, nor of whom it delegates to."""
    return not _KNOW_THE_AUTHOR.isdisjoint(parts)


_GAP = r"[\s().\-\u00ad\u2010-\u2015\u2212]*"
_DIGITS = r"(?<![\d№/])"
# "В квартире 17 градусов": how warm it is, not which it is.
_NO_MEASURE = r"(?!\s*(?:°|градус|человек|м²|метр|час(?:а|ов)?\b|дн(?:я|ей)\b|сут(?:ок|ки)\b|недел|месяц))"
# Several: «15, 16», «15 и 16»; not «15, 2 этаж».
_FLAT_NUMBER = (
    r"\d+[а-яёa-z]?(?:[-/]\d+)?\b(?:\s+и\s+\d+\b(?!\s*[а-яё])|\s*,\s*\d+\b(?=\s*(?:[,.;!?)]|и\s|$)))*"
)


@dataclass(frozen=True, slots=True)
class _Finder:
    """How to find one kind of personal data. pattern: its group `it` is what is hidden, without one the whole match.

    holds: looks closer at what the pattern found.
    """

    kind: SecretKind
    pattern: re.Pattern[str]
    holds: Callable[[re.Match[str]], bool] = lambda _match: True


def _finder(
    kind: SecretKind, pattern: str, holds: Callable[[re.Match[str]], bool] = lambda _match: True
) -> _Finder:
    return _Finder(kind, re.compile(pattern, re.IGNORECASE), holds)


_FINDERS: tuple[_Finder, ...] = (
    # Only from the beginning of a word: tried from each of its letters, a long one takes a second.
    _finder(SecretKind.EMAIL, r"(?<![\w.+\-])[\w.+\-]+\s?@\s?[\w\-]+(?:\.[\w\-]+)+"),
    _finder(SecretKind.SNILS, r"\bснилс\b\D{0,5}\d{3}[\s\-]?\d{3}[\s\-]?\d{3}[\s\-]?\d{2}\b"),
    # Nothing else is written like this.
    _finder(SecretKind.SNILS, _DIGITS + r"\d{3}-\d{3}-\d{3}[\s\-]\d{2}(?!\d)"),
    _finder(SecretKind.SNILS, _DIGITS + r"\d{3}[\s\-]?\d{3}[\s\-]?\d{3}[\s\-]?\d{2}(?!\d)", numbers.is_snils),
    _finder(
        SecretKind.CARD,
        _DIGITS + r"\d{4}[\s\-]?\d{4}[\s\-]?\d{4}[\s\-]?\d{4}(?:[\s\-]?\d{1,3})?(?!\d)",
        numbers.is_card,
    ),
    _finder(
        SecretKind.PASSPORT,
        r"\bпаспорт\w*\b(?:\s+(?:серии|серия|рф|гражданина|номер|№))*\D{0,5}\d{2}\s?\d{2}\D{0,8}\d{6}(?!\d)",
    ),
    _finder(
        SecretKind.PHONE,
        _DIGITS + r"(?:\+\s?7|\b8)" + _GAP + r"(?:\d" + _GAP + r"){9}\d(?!\d)",
        numbers.is_phone,
    ),
    _finder(SecretKind.PASSPORT, _DIGITS + r"\d{2}\s?\d{2}\s(?:№\s?)?\d{6}(?!\d)", numbers.is_passport),
    _finder(
        SecretKind.PHONE,
        _DIGITS + r"9\d{2}" + _GAP + r"\d{3}" + _GAP + r"\d{2}" + _GAP + r"\d{2}(?!\d)",
        numbers.is_phone,
    ),
    _finder(SecretKind.PHONE, r"\+\d(?:" + _GAP + r"\d){9,13}(?!\d)"),
    _finder(SecretKind.PHONE, r"(?<![\d№/])(?<!\d-)\d{2,3}-\d{2}-\d{2}(?![\d\-])", numbers.is_local_phone),
    # After the word any number is one: of a city, without its code, however it is grouped.
    _finder(SecretKind.PHONE, r"\bтел(?:ефон\w*)?\b[.:\s]*(?P<it>\d[\d\s()\-]{3,16}\d)(?!\d)"),
    _finder(SecretKind.FLAT, r"\bкв\.?\s*(?P<it>(?:№\s*|номер\s+)?" + _FLAT_NUMBER + ")"),
    _finder(
        SecretKind.FLAT, r"\bквартир[аеуы]\.?\s*(?P<it>(?:№\s*|номер\s+)?" + _FLAT_NUMBER + ")" + _NO_MEASURE
    ),
    _finder(SecretKind.FLAT, r"\b(?:комнат[аеуы]|комн\.)\s*(?P<it>№?\s*\d+\b)" + _NO_MEASURE),
    _finder(SecretKind.FLAT, r"\b(?P<it>\d+(?:-?[а-яё]{1,3})?)\s+квартир[аеуы]\b(?!\s+дом)"),
    _finder(SecretKind.FLAT, r"\b(?:flat|apartment|apt\.?)\s*(?P<it>(?:no\.?\s*|№\s*)?" + _FLAT_NUMBER + ")"),
)
COVERS: dict[SecretKind, str] = {
    SecretKind.EMAIL: "[почта скрыта]",
    SecretKind.SNILS: "[СНИЛС скрыт]",
    SecretKind.CARD: "[карта скрыта]",
    SecretKind.PASSPORT: "[паспорт скрыт]",
    SecretKind.PHONE: "[телефон скрыт]",
    SecretKind.FLAT: "[скрыто]",
    SecretKind.OTHER: "[скрыто]",
}


_FEWEST_DIGITS = 6


def _may_hold_secrets(text: str) -> bool:
    """A quick look before all patterns: each needs an @, a word for a flat, a room or a telephone, or six digits."""
    folded = text.casefold()
    named = any(word in folded for word in ("@", "кв", "комн", "тел", "flat", "apartment", "apt"))
    return named or sum(map(str.isdigit, text)) >= _FEWEST_DIGITS


def mask(text: str) -> str:
    """The text with phones, e-mails, cards, passports, SNILS and flat numbers covered; once more changes nothing."""
    return cover(text, secrets_in(text))


def cover(text: str, secrets: Iterable[Secret]) -> str:
    """The text with exactly these parts covered. secrets: in order and without overlaps."""
    parts, at = [], 0
    for secret in secrets:
        parts += [text[at : secret.start], COVERS[secret.kind]]
        at = secret.end
    return "".join(parts) + text[at:]


def secrets_in(text: str) -> list[Secret]:
    """What `mask` covers, in order and without overlaps: a moderator sees it marked and decides by hand."""
    if not _may_hold_secrets(text):
        return []
    found: list[Secret] = []
    left = text
    for finder in _FINDERS:
        # Again until nothing is left: what stands right behind another shows only once that is covered.
        while spans := list(_spans(finder, left)):
            for start, end in spans:
                found.append(Secret(start, end, finder.kind))
                # What is found is no part of anything else.
                left = left[:start] + "\x00" * (end - start) + left[end:]
    return sorted(found, key=lambda secret: secret.start)


def _spans(finder: _Finder, text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while match := finder.pattern.search(text, at):
        if finder.holds(match):
            yield match.span("it" if "it" in finder.pattern.groupindex else 0)
            at = match.end()
        else:
            at = match.start() + 1
