"""Street names: their type, their key and their full spelling; pure, not which street of which town."""

import re
from functools import lru_cache

from geo.addresses.tokens import fold, tokens
from geo.addresses.words import (
    ABBREVIATIONS,
    ADJECTIVE,
    KIND_OF,
    KIND_ORDER,
    ORDINALS,
    SILENT_WORDS,
    SIZE_LETTERS,
    SIZES,
    TENS,
    WEAK_KINDS,
)

NUMERAL = re.compile(r"^(\d+)-?(?:я|й|ая|ый|ой|ий|го|ого|е|ье|ти|th|st|nd|rd)$")
JUBILEE = re.compile(r"^(\d+)-?(?:лет|летия|летие|летья)$")
QUALIFIERS = ("во", "пс")
# An adjective agrees with the type: «Флотская улица», but «улица Невзоровой».
MASCULINE = ("ий", "ый", "ой")
ENDINGS = {
    ("ая", "яя", "ья"): frozenset(
        "улица линия аллея площадь набережная дорога просека магистраль территория".split()
    ),
    ("ое", "ее"): frozenset({"шоссе", "кольцо"}),
}


def is_kind(word: str) -> bool:
    """Whether a folded word (without dots) is a type of street."""
    return word in KIND_OF


def has_kind(words: list[str]) -> bool:
    return any(word in KIND_OF for word in words)


@lru_cache(maxsize=20_000)
def street_key(name: str) -> tuple[str, str]:
    """(key, kind) of a street's name: «2-я Берёзовая ал.» is («2 березовая», «аллея»).

    The key has no type word; numerals are plain and first, sizes in one gender, the other words in
    alphabetical order, so that word order does not matter; «В.О.» and «П.С.» stand last. Kind is "" when
    the name says none.
    """
    words = tokens(name)
    place = _kind_place(words)
    kind = KIND_OF[words[place]] if place is not None else ""
    rest = [word for number, word in enumerate(words) if number != place]
    if not rest:
        return " ".join(words)[:200], ""
    return _ordered(_canonical(rest))[:200], kind


@lru_cache(maxsize=20_000)
def street_title(name: str) -> str:
    """The name with its type written out, in the usual order: «пр-кт. Богатырский» is «Богатырский проспект»."""
    # Before the name stands what a scanner or a broken encoding left: «?Лиговский проспект».
    raw = re.sub(r"\.(?=[^\W\d_]{2})", ". ", re.sub(r"^[^\w(«\"]+", "", name)).split()
    folded = [fold(word).strip(".,") for word in raw]
    place = _kind_place(folded)
    if place is None or len(raw) < 2 or not re.search("[а-я]", KIND_OF[folded[place]]):
        return " ".join(raw).strip(" .,")
    if folded[place] == KIND_OF[folded[place]] and not raw[place].endswith("."):
        return " ".join(raw).strip(" ,")
    kind = KIND_OF[folded[place]]
    rest = [_small(word) for number, word in enumerate(raw) if number != place]
    return " ".join(_in_order(rest, kind)).strip(" ,")


def _in_order(rest: list[str], kind: str) -> list[str]:
    """Adjectives stand before the type, names of people and things after it; «В.О.» stays at the end."""
    tail = [word for word in rest if re.match(r"^(?:В\.?О\.?|П\.?С\.?|\(.*)$", word)]
    if "(" in " ".join(rest):
        start = next(number for number, word in enumerate(rest) if "(" in word)
        tail = rest[start:]
    head = rest[: len(rest) - len(tail)] if tail else rest
    last = fold(head[-1]) if head else ""
    agrees = next((ending for ending in ENDINGS if kind in ENDINGS[ending]), MASCULINE)
    adjective = last.endswith(agrees) or bool(NUMERAL.match(last))
    return [*head, kind, *tail] if adjective else [kind, *head, *tail]


def _small(word: str) -> str:
    return word.lower() if fold(word) in {"реки", "канала", "имени"} else word


def _kind_place(words: list[str]) -> int | None:
    """Which word is the type: strong ones before weak ones, then by the table's order."""
    places = [number for number, word in enumerate(words) if word in KIND_OF]
    if not places:
        return None
    return min(
        places, key=lambda number: (KIND_OF[words[number]] in WEAK_KINDS, KIND_ORDER[KIND_OF[words[number]]])
    )


def _canonical(words: list[str]) -> list[str]:
    result: list[str] = []
    for place, word in enumerate(words):
        after = words[place + 1] if place + 1 < len(words) else ""
        result += _canonical_word(word, after)
    spoken = [word for word in result if word not in SILENT_WORDS]
    return _joined_numerals(spoken or result)


def _canonical_word(word: str, after: str) -> list[str]:
    numeral = NUMERAL.match(word) or JUBILEE.match(word)
    if numeral:
        return [numeral.group(1), "лет"] if JUBILEE.match(word) else [numeral.group(1)]
    if word in SIZE_LETTERS and ADJECTIVE.search(after):
        return [SIZE_LETTERS[word]]
    if word in ORDINALS:
        return [str(ORDINALS[word])]
    word = ABBREVIATIONS.get(word, word)
    if word.endswith(("str", "strasse")) and len(word) > 6:
        word = re.sub(r"str(?:asse)?$", "strasse", word)
    if word in {"летия", "летие"}:
        word = "лет"
    return [SIZES.get(part, part) for part in re.split(r"[-/'’№]", word) if part]


def _joined_numerals(words: list[str]) -> list[str]:
    """«двадцать 5» is 25."""
    result: list[str] = []
    for word in words:
        if result and result[-1] in TENS and word.isdigit() and int(word) < 10:
            result[-1] = str(TENS[result[-1]] + int(word))
        else:
            result.append(word)
    return result


def _ordered(words: list[str]) -> str:
    numerals = [word for word in words if word.isdigit()]
    qualifiers = [word for word in words if word in QUALIFIERS]
    names = sorted(word for word in words if not word.isdigit() and word not in QUALIFIERS)
    return " ".join([*numerals, *names, *qualifiers])
