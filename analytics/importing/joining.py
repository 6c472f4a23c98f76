"""Keys of a file to areas: each area gets one key, or none; not the numbers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from analytics.importing.dictionary import Dictionary
from analytics.importing.matching import Matcher
from analytics.importing.reasons import Refused, RefusedKey

Period = tuple[int, int | None]
Key = tuple[str, Period]


@dataclass(slots=True)
class Joined:
    """Areas of the keys that mean some, and why the others mean none."""

    areas: dict[Key, frozenset[int]] = field(default_factory=dict)
    refused: dict[Key, RefusedKey] = field(default_factory=dict)


def joined(keys: Iterable[Key], matcher: Matcher, dictionary: Dictionary | None) -> Joined:
    """Areas of every key in its period. Two keys of one area in one period are both refused, unless the dictionary
    says that one of the two places was no longer, or not yet, there.
    """
    found = Joined()
    sharing: dict[tuple[int, Period], list[str]] = defaultdict(list)
    for key, when in keys:
        try:
            areas = matcher.find_any(dictionary.codes(key, when[0])) if dictionary else matcher.find(key)
        except RefusedKey as refused:
            found.refused[key, when] = refused
            continue
        found.areas[key, when] = areas
        for area_id in areas:
            sharing[area_id, when].append(key)
    for (area_id, when), rivals in sharing.items():
        if len(rivals) == 1:
            continue
        there = [key for key in rivals if dictionary and dictionary.holds(key, when[0])]
        for key in rivals:
            if there != [key] and (key, when) in found.areas:
                del found.areas[key, when]
                what = f"{matcher.names[area_id]}: {', '.join(rivals)}"
                found.refused[key, when] = RefusedKey(Refused.SHARED_AREA, what)
    return found
