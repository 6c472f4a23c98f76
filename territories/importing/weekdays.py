"""Days of the week as tables of routes spell them; pure, not the route itself."""

import re

DAILY = frozenset({"ежедневно", "каждый день", "daily", "every day"})
# Beginnings of the names, long and short, in Russian and English, and the ISO number.
_BEGINNINGS = {
    1: ("пн", "пон", "mo", "1"),
    2: ("вт", "tu", "2"),
    3: ("ср", "we", "3"),
    4: ("чт", "чет", "th", "4"),
    5: ("пт", "пят", "fr", "5"),
    6: ("сб", "суб", "sa", "6"),
    7: ("вс", "вос", "su", "7"),
}


def weekdays_of(text: str) -> tuple[int, ...] | None:
    """«пн, ср», «Mon Wed», `1;3` or «пн-пт» as ISO weekdays, ascending; empty for nothing, None for anything else."""
    text = re.sub(r"\s*[-–—]\s*", "-", text.strip().lower().rstrip("."))
    if text in DAILY:
        return tuple(range(1, 8))
    found: set[int] = set()
    for word in re.split(r"[\s,;/.]+", text):
        if word:
            days = [_weekday(end) for end in word.split("-")]
            if None in days or len(days) > 2:
                return None
            found |= _between(*(day for day in days if day))
    return tuple(sorted(found))


def _weekday(word: str) -> int | None:
    exact = word.isdigit()
    for day, beginnings in _BEGINNINGS.items():
        if any(word == one if exact else word.startswith(one) for one in beginnings):
            return day
    return None


def _between(first: int, last: int = 0) -> set[int]:
    """Both included; a range may go over the end of the week: «сб-пн»."""
    last = last or first
    length = (last - first) % 7
    return {(first + step - 1) % 7 + 1 for step in range(length + 1)}
