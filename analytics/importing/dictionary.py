"""A dictionary file: the codes of a place by its id in another table, over the years; not the table itself."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analytics.importing.reasons import Refused, RefusedKey
from geo.importing.reading import cell_text, read_table, require_fields

FIRST, LAST = "year_from", "year_to"
# What dictionaries write for «still so».
FOREVER = 9999


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    first: int
    last: int


class Dictionary:
    """Codes by key. Columns year_from and year_to (exclusive), where the file has them, say when a code held."""

    def __init__(self, entries: dict[str, list[_Entry]]) -> None:
        self._entries = entries

    def codes(self, key: str, year: int) -> Sequence[str]:
        """All codes that the place ever had, that of the year first, then the newest. Raises RefusedKey.

        A map may be older or newer than the number: a district that became an okrug kept its people and its ground.
        """
        entries = self._entries.get(key)
        if not entries:
            raise RefusedKey(Refused.NOT_IN_DICTIONARY, key)
        ordered = sorted(entries, key=lambda entry: (not entry.first <= year < entry.last, -entry.first))
        return list(dict.fromkeys(entry.code for entry in ordered))

    def holds(self, key: str, year: int) -> bool:
        """Whether the place was there in the year: a merged one stands in tables beside what it became."""
        return any(entry.first <= year < entry.last for entry in self._entries.get(key, ()))


def read_dictionary(path: Path, *, key_field: str, code_field: str) -> Dictionary:
    """Raises UnreadableFile, UnknownFormat, MissingField."""
    frame = read_table(path)
    require_fields(frame, key_field, code_field)
    keys, codes = frame[key_field].tolist(), frame[code_field].tolist()
    first = frame[FIRST].tolist() if FIRST in frame else [0] * len(keys)
    last = frame[LAST].tolist() if LAST in frame else [FOREVER] * len(keys)
    entries: dict[str, list[_Entry]] = defaultdict(list)
    for key, code, begins, ends in zip(keys, codes, first, last, strict=True):
        if cell_text(key) and cell_text(code):
            entries[cell_text(key)].append(_Entry(cell_text(code), _year(begins, 0), _year(ends, FOREVER)))
    return Dictionary(entries)


def _year(cell: object, default: int) -> int:
    text = cell_text(cell)
    return int(text) if text.isdigit() else default
