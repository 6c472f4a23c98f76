"""When a number that counts unpublished appeals may be told to everybody; pure. See docs/adr/0055-small-numbers.md.

Published appeals stand on the map one by one, so whoever reads a total may take them off: what must be large enough is
what is left, the unpublished ones, and not the total. A number is told of one cell of one partition alone (an area
without others inside it, a month that is over), and never added up, so that nothing else can be taken off it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

# Fewest people behind a number: the k of k-anonymity.
FEWEST = 5
# Days after a month in which its appeals are still moderated: later decisions no longer move its numbers.
SETTLING_DAYS = 14


@dataclass(frozen=True, slots=True)
class Cell:
    """What an area and month hold. unpublished: appeals, sent by `known` people, or by unknown ones as well."""

    published: int = 0
    unpublished: int = 0
    known: int = 0
    unknown: bool = False

    @property
    def people(self) -> int:
        """Fewest people who can have sent the unpublished ones: all that nobody signed may be of one."""
        return self.known + self.unknown


def told_total(cell: Cell) -> int | None:
    """All appeals of a cell; None: fewer than FEWEST people are behind the unpublished ones, or nobody."""
    return cell.published + cell.unpublished if cell.people >= FEWEST else None


def innermost(above: Sequence[int | None]) -> list[int]:
    """Positions of the areas that no other lies in. above: of each area the position of the one that it lies in."""
    outer = set(above)
    return [position for position in range(len(above)) if position not in outer]


def months_over(first: date, today: date, taken: Iterable[date]) -> list[date]:
    """First days of the months from that of `first` on that are over and settled by a day, without those taken."""
    known, month, found = set(taken), first.replace(day=1), []
    while following(month) + timedelta(days=SETTLING_DAYS) <= today:
        if month not in known:
            found.append(month)
        month = following(month)
    return found


def following(month: date) -> date:
    """First day of the next month."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)
