"""By what the moderators' queue is narrowed down: pure; whose appeals they are at all is the query's to say."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

LONGEST_CODE = 60
_LARGEST_ID = 2**63 - 1


class Held(StrEnum):
    """Who has it open. FREE: nobody, or oneself; MINE: oneself."""

    ANY = ""
    FREE = "free"
    MINE = "mine"


class Waits(StrEnum):
    """For what: to be checked, or, when that is done, for an executor chosen by hand."""

    ANY = ""
    CHECK = "check"
    EXECUTOR = "executor"


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which of the waiting appeals a desk shows; empty fields narrow nothing. overdue: its 48 hours are over."""

    category: str = ""
    area: int | None = None
    held: Held = Held.ANY
    waits: Waits = Waits.ANY
    overdue: bool = False

    @property
    def query(self) -> str:
        """The filter as a query string, the same for the same filter; empty for the whole queue."""
        parts = {
            "category": self.category,
            "area": self.area or "",
            "held": self.held.value,
            "waits": self.waits.value,
            "overdue": "1" if self.overdue else "",
        }
        return urlencode({name: value for name, value in parts.items() if value})


def queue_filter(
    *, category: str = "", area: str = "", held: str = "", waits: str = "", overdue: str = ""
) -> QueueFilter:
    """The filter that words of an address ask for; what cannot be read narrows nothing."""
    number = int(area) if area.isascii() and area.isdecimal() and len(area) < 20 else 0
    return QueueFilter(
        category=category if "\x00" not in category and len(category) <= LONGEST_CODE else "",
        area=number if 0 < number <= _LARGEST_ID else None,
        held=next((one for one in Held if one == held), Held.ANY),
        waits=next((one for one in Waits if one == waits), Waits.ANY),
        overdue=bool(overdue),
    )
