"""Addresses as people write them, into parts and keys; pure: no database, no list of towns."""

import re
import unicodedata
from dataclasses import dataclass, field

from geo.addresses.numbers import HouseNumber, number_key, parse_number
from geo.addresses.streets import has_kind, is_kind, street_key, street_title
from geo.addresses.tokens import fold, settlement_key, tokens
from geo.addresses.words import ADJECTIVE, INNER_WORDS, REGION_WORDS, SETTLEMENT_OF, SETTLEMENT_TAILS

__all__ = ["ParsedAddress", "number_key", "parse_address", "settlement_key", "street_key", "street_title"]

POSTCODE = re.compile(r"^\s*(\d{6})(?!\d)\s*|^\s*(\d{5})\s+(?=[^\W\d_])")
HOUSE_MARK = re.compile(
    r"^(?:д|дом|вл|владение|уч|участок|уч-к|зд|здание|соор|сооружение|двлд|домовладение|№)$"
)
PART_MARK = re.compile(r"^(?:к|корп|корпус|кор|с|ст|стр|строение|строен|л|лит|литер|литера|литеры)$")
GLUED = re.compile(
    r"^(?:(?:к|корп|с|ст|стр|лит|литер|литера|д|вл|уч|соор|№)\.?\d+|лит[а-я]{1,2}\d?(?:-[а-я]\d?)?$)",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"^№?\d+(?:(?!я$|й$)[а-яa-z]{1,3})?(?:[/\\-](?:\d+[а-яa-z]{0,3}|[а-я]))*(?:(?:к|с|лит|стр|корп)\.?\d*[а-я]?\d*)*$"
)
ORDINAL = re.compile(r"^\d+-?(?:я|й|ая|ый|ой|ий|го|ого|е|ье|летия|лет|летие|го|ти)$")
INNER_GLUED = re.compile(rf"^(?:{'|'.join(sorted(INNER_WORDS))})\.?\d")
# Types that stand alone as a village street's whole name.
NAMES_ALONE = frozenset({"набережная", "дорога", "аллея", "городок"})
# Parts of a house that a street may be called after: «Парадная улица, 4».
STREETS_TOO = frozenset({"парадная"})
WESTERN = re.compile(r"^[a-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParsedAddress:
    """An address in parts; empty strings for what the text does not say.

    settlement is the innermost town or village named, above holds the outer ones («Санкт-Петербург» above
    «Кронштадт») and regions. street is as written without its number; keys are what the database compares.
    """

    text: str
    postcode: str = ""
    above: tuple[str, ...] = ()
    settlement: str = ""
    settlement_kind: str = ""
    settlement_key: str = ""
    street: str = ""
    street_kind: str = ""
    street_key: str = ""
    number: str = ""
    number_key: str = ""
    house: HouseNumber = field(default_factory=HouseNumber)


@dataclass(slots=True)
class _Reader:
    """What has been read so far; segments come in the order of the text."""

    postcode: str = ""
    regions: list[str] = field(default_factory=list)
    settlements: list[tuple[str, str]] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    street: str = ""
    number: str = ""
    closed: bool = False


def parse_address(text: str) -> ParsedAddress:
    """Read a Russian address in any usual spelling and order; other languages as far as they are alike.

    Never fails: text without any sense comes back as a street of that name, empty text as empty parts.
    When several addresses stand in one text (a corner house), the first is read.
    """
    reader = _Reader()
    segments = [part.strip() for part in re.split(r"[,;\n\r\t]", _clean(text))]
    segments = [part for part in segments if part.strip(" .-")]
    for place, segment in enumerate(segments):
        following = segments[place + 1] if place + 1 < len(segments) else ""
        _read_segment(reader, segment, following)
    return _finish(reader, text)


def _clean(text: str) -> str:
    # NFKC would make «No» of «№».
    text = unicodedata.normalize("NFKC", text.replace("\x00", " ").replace("№", " "))[:500]
    text = re.sub(r"[«»\"“”„]", " ", text).replace("\\", "/")
    # Brackets with digits or «дубль» are remarks; with words alone they tell two streets of one name apart.
    return re.sub(r"\([^)]*(?:\d|дубль)[^)]*\)?", " ", text)


def _read_segment(reader: _Reader, segment: str, following: str) -> None:
    segment = _take_postcode(reader, segment)
    words = tokens(segment)
    if not words or reader.closed:
        return
    if _is_region(words):
        reader.regions.append(segment)
    elif not reader.street:
        _before_street(reader, segment, words)
    elif _is_house(words):
        _add_number(reader, segment)
    elif not reader.number:
        _second_name(reader, segment, words)
    else:
        _after_number(reader, segment, words, following)


def _take_postcode(reader: _Reader, segment: str) -> str:
    found = POSTCODE.match(segment)
    if not found:
        return segment
    reader.postcode = reader.postcode or found.group().strip()
    return segment[found.end() :]


def _is_region(words: list[str]) -> bool:
    ends = words[0] in REGION_WORDS or words[-1] in REGION_WORDS
    return ends and not any(NUMBER.match(word) for word in words) and not has_kind(words[:-1] + words[1:])


def _is_house(words: list[str]) -> bool:
    """Whether a segment is (a part of) a house number rather than a name."""
    first = words[0]
    if first in STREETS_TOO and has_kind(words[1:]):
        return False
    if first in INNER_WORDS or GLUED.match(first):
        return True
    if HOUSE_MARK.match(first) and has_kind(words[2:]):
        return False
    if HOUSE_MARK.match(first) or PART_MARK.match(first):
        return (
            len(words) == 1
            or bool(re.match(r"\d|[а-яa-z]{1,2}\d?$|б/н$|д$", words[1]))
            or bool(PART_MARK.match(words[1]))
        )
    if NUMBER.match(first):
        return len(words) == 1 or _continues_number(words[1])
    return len(words) == 1 and bool(re.match(r"^[а-яa-z]\d?$", first))


def _continues_number(word: str) -> bool:
    """Whether a word after digits says that they were a house number («28 лит …»), not a name («8 марта»)."""
    if is_kind(word):
        return False
    return word in INNER_WORDS or any(
        pattern.match(word) for pattern in (PART_MARK, GLUED, NUMBER, re.compile(r"^[а-яa-z]$"))
    )


def _before_street(reader: _Reader, segment: str, words: list[str]) -> None:
    if reader.number and _is_house(words):
        _add_number(reader, segment)
        return
    if len(words) > 2 and words[0] == "д" and is_kind(words[1]):
        # «д. Улица Правды»: a form's field filled with the wrong thing.
        segment, words = segment.split(maxsplit=1)[1], words[1:]
    town = _settlement(segment, words)
    if town:
        reader.settlements.append(town[:2])
        if town[2]:
            _read_segment(reader, town[2], "")
        return
    # Where no house was named yet, an entrance is none.
    if _is_house(words) and words[0] not in STREETS_TOO:
        if reader.unmarked:
            reader.street = reader.unmarked.pop()
        _add_number(reader, segment)
        return
    street, number = _split_number(segment)
    if not has_kind(words) and not number:
        reader.unmarked.append(segment)
        return
    reader.street = street
    if number:
        _add_number(reader, number)


def _settlement(segment: str, words: list[str]) -> tuple[str, str, str] | None:
    """(name, kind, rest of the segment) of a marked settlement, or None."""
    if len(words) < 2:
        return None
    raw = segment.split()
    marked = _marker(words)
    if marked:
        kind, length = marked
        name = re.sub(r"^\W*", "", _after_marker(segment, words[:length]))
        return _cut_town(name, kind)
    if words[-1] in SETTLEMENT_TAILS and not re.search(r"\d", segment) and not has_kind(words[:-1]):
        return " ".join(raw[:-1]), SETTLEMENT_OF[words[-1]], ""
    return None


def _marker(words: list[str]) -> tuple[str, int] | None:
    """(kind, number of words) of a settlement's mark at the start of a segment."""
    for length in (2, 1):
        mark = " ".join(words[:length])
        if len(words) > length and mark in SETTLEMENT_OF and not re.match(r"\d", words[length]):
            # «д. Горки» is a village, «д. к5» or «с. 1» a house.
            single = len(words) == length + 1 and len(words[length]) <= 2 and len(mark) == 1
            return None if single and not is_kind(words[length]) else (SETTLEMENT_OF[mark], length)
    return None


def _after_marker(segment: str, marks: list[str]) -> str:
    pattern = (
        r"^\W*"
        + r"[.\s]*".join(r"\.?".join(map(re.escape, mark.replace("_", " "))) for mark in marks)
        + r"[.\s]*"
    )
    return re.sub(pattern, "", segment, count=1, flags=re.IGNORECASE)


def _cut_town(name: str, kind: str) -> tuple[str, str, str]:
    """Split «Санкт-Петербург Невский пр. 28», which lacks a comma, after the town's name."""
    words = tokens(name)
    if not has_kind(words) and not re.search(r"\d", name):
        return name, kind, ""
    raw = name.split()
    length = (
        2 if ADJECTIVE.search(fold(raw[0])) and len(raw) > 2 and not is_kind(fold(raw[1]).strip(".")) else 1
    )
    return " ".join(raw[:length]), kind, " ".join(raw[length:])


def _split_number(segment: str) -> tuple[str, str]:
    """Split a segment into street and number, either of them possibly empty."""
    raw = re.sub(r"\.(?=[^\W\d_]{2})", ". ", segment).split()
    words = [fold(word).strip(".,") for word in raw]
    if WESTERN.match(words[-1]) and NUMBER.match(words[0]) and len(words) > 1:
        return " ".join(raw[1:]), raw[0]
    if HOUSE_MARK.match(words[0]) and len(words) > 2 and NUMBER.match(words[1]):
        return " ".join(raw[2:]), " ".join(raw[:2])
    for place in range(1, len(words)):
        if _number_starts(words, place):
            return " ".join(raw[:place]), " ".join(raw[place:])
    return segment, ""


def _number_starts(words: list[str], place: int) -> bool:
    word, after = words[place], words[place + 1] if place + 1 < len(words) else ""
    if HOUSE_MARK.match(word) and re.match(r"№?\d", after):
        return True
    if GLUED.match(word) and not ORDINAL.match(word):
        return True
    before = words[:place]
    named = len(before) > has_kind(before) or before[0] in NAMES_ALONE
    if not named or ORDINAL.match(word) or not NUMBER.match(word):
        return False
    return not after or _continues_number(after)


def _add_number(reader: _Reader, segment: str) -> None:
    """Append a segment to the number; flats and entrances end it, letters alone continue «лит. А,Б»."""
    words = re.split(r"\s+", segment.strip())
    kept: list[str] = []
    for word in words:
        plain = fold(word).strip(".,")
        if plain in INNER_WORDS or INNER_GLUED.match(plain):
            break
        kept.append(word)
    text = " ".join(kept)
    if not text or (reader.number and re.match(r"^\d+\.?$", text)):
        return
    glue = "," if re.match(r"^[^\W\d_]\d?\.?$", text) and re.search(r"лит|[ск]", reader.number) else " "
    reader.number = f"{reader.number}{glue}{text}".strip(" ,")


def _second_name(reader: _Reader, segment: str, words: list[str]) -> None:
    """A name after the street and before any number: the street was a settlement or an area."""
    street, number = _split_number(segment)
    if has_kind(words) and not has_kind(tokens(reader.street)):
        reader.settlements.append((reader.street, ""))
        reader.street = street
    elif number:
        reader.street = f"{reader.street} {street}" if is_kind(words[0]) else reader.street
    elif _settlement(segment, words):
        town = _settlement(segment, words)
        reader.settlements.append((town[0], town[1]) if town else (segment, ""))
    elif not reader.settlements:
        reader.settlements.append((segment, ""))
    if number:
        _add_number(reader, number)


def _after_number(reader: _Reader, segment: str, words: list[str], following: str) -> None:
    """A name after the number: the town of a western address, or the second address of a corner house."""
    town = _settlement(segment, words)
    second = has_kind(words) or bool(re.search(r"\d", segment)) or bool(re.match(r"\W*\d", following))
    if not reader.settlements and not second:
        reader.settlements.append(town[:2] if town else (segment, ""))
    reader.closed = True


def _finish(reader: _Reader, text: str) -> ParsedAddress:
    names, street = list(reader.unmarked), reader.street
    if names and not street:
        # «Невский» alone is a street; «Москва, Арбат» a town and a street.
        street = names.pop()
    settlements = [*((name, "") for name in names), *reader.settlements]
    name, kind = settlements[-1] if settlements else ("", "")
    key, street_type = street_key(street)
    house = parse_number(reader.number)
    return ParsedAddress(
        text=text,
        postcode=reader.postcode,
        above=(*reader.regions, *(outer for outer, _kind in settlements[:-1])),
        settlement=name.strip(" ."),
        settlement_kind=kind,
        settlement_key=settlement_key(name),
        street=_trimmed(street),
        street_kind=street_type,
        street_key=key,
        number=shown_number(reader.number, house),
        number_key=house.key,
        house=house,
    )


def _trimmed(street: str) -> str:
    """Without outer spaces and final dot, which only an initial («В.О.») keeps."""
    street = re.sub(r"^[^\w(«\"]+", "", street.strip(" ,-"))
    return street if re.search(r"\b\w\.$", street) else street.rstrip(" .")


def shown_number(text: str, house: HouseNumber) -> str:
    """A number for people: in one form where it is Russian, as written («12a») where it is not; empty for none."""
    if not house:
        return ""
    if re.search("[a-z]", text, re.IGNORECASE) and not re.search("[а-я]", text, re.IGNORECASE):
        return re.sub(r"\s+", " ", text).strip(" .,")[:60]
    return house.shown
