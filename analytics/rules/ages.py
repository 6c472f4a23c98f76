"""Age groups as statistics write them: which of them add up to everybody; pure.

Tables hold single ages beside «65+», «70+» and «Всего»: adding the rows up counts the old three times.
"""

import re
from collections import defaultdict
from collections.abc import Collection

# Nobody's age: the end of an open group.
EVER = 1000
# «100» ends real tables as an open group without a sign.
OLDEST = 100


def ages_of(label: str) -> tuple[int, int] | None:
    """First and last age of a group, both inclusive; «70+», «70 и старше» end at EVER; None: no group of ages."""
    text = label.strip().lower()
    if match := re.fullmatch(r"(\d{1,3})(?:\s*(?:лет|год|года))?", text):
        age = int(match[1])
        return age, EVER if age >= OLDEST else age
    if match := re.fullmatch(r"(\d{1,3})\s*[-–—]\s*(\d{1,3})(?:\s*лет)?", text):
        first, last = int(match[1]), int(match[2])
        return (first, last) if first <= last else None
    if match := re.fullmatch(r"(?:от\s*)?(\d{1,3})\s*(?:лет\s*)?(?:\+|и\s+(?:старше|более|больше))", text):
        return int(match[1]), EVER
    return None


def everybody(labels: Collection[str]) -> frozenset[str] | None:
    """Groups that together are all ages, each once, the narrowest that do; None when no choice of them is.

    From the oldest down: a group is a way to the end when another goes on where it stops.
    """
    beginning: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for label in labels:
        if span := ages_of(label):
            beginning[span[0]].append((span[1], label))
    ways: dict[int, frozenset[str]] = {EVER + 1: frozenset()}
    for first in sorted(beginning, reverse=True):
        for last, label in sorted(beginning[first]):
            if first not in ways and last + 1 in ways:
                ways[first] = ways[last + 1] | {label}
    return ways.get(0)
