"""How well a known house or street answers what was asked; pure rules, not the search."""

import re

from geo.addresses.numbers import HouseNumber, parse_number

# Below this a house of the same number is a neighbour (another block), not the house that was asked for.
SAME_HOUSE = 0.65

_LETTER_A = "А"


def number_closeness(asked: HouseNumber, key: str) -> float:
    """How well a house with this number key answers: 1 the same, 0 another number altogether.

    «13» and «13 литА» are one house in two sources; «13» and «13 к2» are neighbours.
    """
    if asked.key == key:
        return 1.0
    house = parse_number(key)
    if asked.first is None or asked.first != house.first:
        return 0.8 if _in_range(asked.first, house.main) else 0.0
    return (
        _mains(asked, house)
        * _blocks(asked, house)
        * _parts(asked.building, house.building, lacks=0.85, differs=0.5)
        * _letters(asked, house)
        * (1.0 if asked.plot == house.plot else 0.8)
    )


def _in_range(number: int | None, main: str) -> bool:
    """Whether «28-30» holds 30."""
    found = re.match(r"(\d+)-(\d+)", main)
    return bool(found and number is not None and int(found.group(1)) <= number <= int(found.group(2)))


def _mains(asked: HouseNumber, house: HouseNumber) -> float:
    ours, theirs = re.split(r"[/-]", asked.main), re.split(r"[/-]", house.main)
    score = _first_letters(asked, house, ours[0], theirs[0])
    if ours[1:] == theirs[1:]:
        return score
    # A corner house is often called by its first number only, or its first two.
    shared = min(len(ours), len(theirs))
    return score * (0.94 + 0.01 * (shared - 1) if ours[1:shared] == theirs[1:shared] else 0.8)


def _first_letters(asked: HouseNumber, house: HouseNumber, ours: str, theirs: str) -> float:
    if ours == theirs:
        return 1.0
    our_letter, their_letter = re.sub(r"\d", "", ours), re.sub(r"\d", "", theirs)
    if our_letter and their_letter:
        return 0.5
    # «13А» in one source is «13 лит. А» in another.
    other = house if our_letter else asked
    return 0.92 if (our_letter or their_letter) in other.letter.split(",") else 0.66


def _parts(ours: str, theirs: str, *, lacks: float, differs: float) -> float:
    if ours == theirs:
        return 1.0
    return differs if ours and theirs else lacks


def _blocks(asked: HouseNumber, house: HouseNumber) -> float:
    """«к. 3» and «к. 3Б» are neighbours, nearer than «к. 4»; «к. 3Б» and «к. 3 лит. Б» are one house."""
    ours, theirs = (re.fullmatch(r"(\d+)(\D?)", one.block) for one in (asked, house))
    if ours and theirs and ours[1] == theirs[1] and ours[2] != theirs[2]:
        letter, other = (ours[2], house) if ours[2] else (theirs[2], asked)
        one = letter in other.letter.split(",") and not (ours[2] and theirs[2])
        return 0.92 if one else 0.6
    return _parts(asked.block, house.block, lacks=0.6, differs=0.4)


def _letters(asked: HouseNumber, house: HouseNumber) -> float:
    ours, theirs = set(filter(None, asked.letter.split(","))), set(filter(None, house.letter.split(",")))
    if ours == theirs:
        return 1.0
    if ours and theirs:
        return 0.95 if ours & theirs else 0.6
    # Letter А is the main building, which most sources leave unsaid.
    return 0.97 if _LETTER_A in ours | theirs else 0.9


def street_closeness(asked_key: str, asked_kind: str, key: str, kind: str, similarity: float) -> float:
    """How well a street answers: similarity is that of trigrams, 0…1; another type counts against it."""
    same_name = 1.0 if asked_key == key else min(0.97, 0.35 + 0.62 * similarity) * _numerals(asked_key, key)
    if asked_kind == kind:
        return same_name
    return same_name * (0.97 if not asked_kind or not kind else 0.75)


def _numerals(ours: str, theirs: str) -> float:
    """A mistyped letter leaves «7-я Советская» what it was; another numeral is another street."""
    first, second = ({word for word in key.split() if word.isdigit()} for key in (ours, theirs))
    if first == second:
        return 1.0
    return 0.6 if first and second else 0.9
