"""What the public may know of an appeal: its place, address and text; not who may see the appeal at all.

Places of `home` topics are snapped to the centre of a cell of the tile grid before anything public is stored, so that
list, card, tile, heat map and export cannot disagree, and none of them holds the exact pin.
"""

import re
from collections.abc import Collection
from typing import Any

from appeals.types import Part, Privacy
from geo.tilegrid import QUANTUM_BITS, dequantize, quantize
from geo.types import LonLat

# Cells of this zoom are 153 m wide at 60° N and 171 m at 56° N: about ten houses of a town, a few of a village.
HOME_CELL_ZOOM = 17
_FREE_BITS = QUANTUM_BITS - HOME_CELL_ZOOM


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


_HOUSE_PART = re.compile(
    r"^(д(ом)?\b|вл(адение)?\b|к(орп(ус)?)?\b|стр(оение)?\b|лит(ера?)?\b|кв(артира)?\b|пом(ещение)?\b|оф(ис)?\b"
    r"|под(ъезд)?\b|эт(аж)?\b"
    # A bare number, «13», «13а», «13/2 к1»; not «1-я Садовая» and not «8 Марта».
    r"|\d+([/-]\d+)?\s?[а-яёa-z]?($|/|\s*(к|корп|корпус|стр|строение|лит|литера|кв|с)\.?\s*\w{1,4}(\s|$)))",
    re.IGNORECASE,
)
_HOUSE_TAIL = re.compile(
    r"\s+(?:д(?:ом)?\.?\s*)?№?\s*\d+(?:[/-]\d+)?\s*[А-Яа-яA-Za-z]?"
    r"(?:\s*(?:к|корп|корпус|стр|лит|литера|с|кв|квартира)\.?\s*\w+)*\s*$",
    re.IGNORECASE,
)


def public_address(address: str, privacy: Privacy) -> str:
    """The address that the public sees: of a `home` topic without house, flat and what follows them."""
    if privacy != Privacy.HOME:
        return _without_flat(address)
    parts = [part.strip() for part in address.split(",")]
    kept: list[str] = []
    for part in parts:
        if kept and _HOUSE_PART.match(part):
            break
        kept.append(part)
    if kept:
        kept[-1] = _HOUSE_TAIL.sub("", kept[-1])
    return ", ".join(part for part in kept if part)


_FLAT = re.compile(r"[,\s]*\b(?:кв(?:артира)?|комн(?:ата)?)\.?\s*№?\s*\d+\s*[а-яё]?\b", re.IGNORECASE)


def _without_flat(address: str) -> str:
    return _FLAT.sub("", address).strip(" ,")


def may_see_exact_place(parts: Collection[Part]) -> bool:
    """The exact pin, house and flat: whoever must go there or check it, and the author."""
    return bool(parts)


def may_see_full_text(parts: Collection[Part]) -> bool:
    """The text as it was written, with the personal data that the public text masks."""
    return bool(parts)


def may_see_author(parts: Collection[Part]) -> bool:
    """Name and e-mail of the author: not even the executor's business."""
    return bool(set(parts) - {Part.EXECUTOR})


_GAP = r"[\s().\-\u00ad\u2010-\u2015\u2212]*"
_DIGITS = r"(?<![\d№/])"
_MASKS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), mask)
    for pattern, mask in (
        (r"[\w.+\-]+\s?@\s?[\w\-]+(?:\.[\w\-]+)+", "[почта скрыта]"),
        (r"\bснилс\b\D{0,5}\d{3}[\s\-]?\d{3}[\s\-]?\d{3}[\s\-]?\d{2}\b", "[СНИЛС скрыт]"),
        (_DIGITS + r"\d{3}-\d{3}-\d{3}[\s\-]\d{2}(?!\d)", "[СНИЛС скрыт]"),
        (_DIGITS + r"\d{4}[\s\-]?\d{4}[\s\-]?\d{4}[\s\-]?\d{4}(?:[\s\-]?\d{1,3})?(?!\d)", "[карта скрыта]"),
        (
            r"\bпаспорт\w*\b(?:\s+(?:серии|серия|рф|гражданина|номер|№))*\D{0,5}\d{2}\s?\d{2}\D{0,8}\d{6}(?!\d)",
            "[паспорт скрыт]",
        ),
        (_DIGITS + r"(?:\+\s?7|\b8)" + _GAP + r"(?:\d" + _GAP + r"){9}\d(?!\d)", "[телефон скрыт]"),
        (_DIGITS + r"\d{2}\s?\d{2}\s(?:№\s?)?\d{6}(?!\d)", "[паспорт скрыт]"),
        (_DIGITS + r"9\d{2}" + _GAP + r"\d{3}" + _GAP + r"\d{2}" + _GAP + r"\d{2}(?!\d)", "[телефон скрыт]"),
        (r"\+\d(?:" + _GAP + r"\d){9,13}(?!\d)", "[телефон скрыт]"),
        (_DIGITS + r"\d{2,3}-\d{2}-\d{2}(?![\d\-])", "[телефон скрыт]"),
        (r"\b(кв(?:артир[аеуы]|\b)\.?)\s*(?:№\s*|номер\s+)?\d+[а-яё]?\b", r"\1 [скрыто]"),
        (r"\b(комнат[аеуы]|комн\.)\s*№?\s*\d+\b", r"\1 [скрыто]"),
        (r"\b\d+(?:-?[а-яё]{1,3})?\s+(квартир[аеуы])\b(?!\s+дом)", r"[скрыто] \1"),
    )
)


_FEWEST_DIGITS = 6


def _may_hold_secrets(text: str) -> bool:
    """A quick look before thirteen patterns: each needs an @, the word for a flat or a room, or six digits."""
    folded = text.casefold()
    named = "@" in text or "кв" in folded or "комн" in folded
    return named or sum(map(str.isdigit, text)) >= _FEWEST_DIGITS


def mask(text: str) -> str:
    """The text with phones, e-mails, cards, passports, SNILS and flat numbers covered; once more changes nothing."""
    if not _may_hold_secrets(text):
        return text
    for pattern, cover in _MASKS:
        text = pattern.sub(cover, text)
    return text
