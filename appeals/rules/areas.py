"""Which of the areas around a pin everybody may know, and which one an appeal is said to lie in; pure.

Areas come from the exact pin. Of a `home` topic the public knows a cell of some 150 m, so that an area that is small
against it, or one that cuts across the others, would say where in the cell the home is. See docs/adr.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from appeals.types import Privacy
from territories.types import is_administrative

# Ten cells of 60° N, eight of 56° N: about the smallest okrugs of a dense city, and more than any precinct there.
TOLD_FROM_M2 = 250_000.0


class Measured(Protocol):
    """What the rule asks of an area. area_m2: its size, square metres."""

    @property
    def area_id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def area_m2(self) -> float: ...


@dataclass(frozen=True, slots=True)
class ToldAreas:
    """Ids, in the order of the areas. shown: the one that names the place. hidden: only for whoever knows the pin."""

    shown: int | None
    told: tuple[int, ...]
    hidden: tuple[int, ...]


def told_areas(areas: Iterable[Measured], privacy: Privacy) -> ToldAreas:
    """Sort the areas that cover a pin, smallest first, into those told to everybody and those hidden.

    The area shown is the smallest administrative one of those told, the same for every reader: a list must not name
    another place than the card.
    """
    known = list(areas)
    hidden = tuple(area.area_id for area in known if privacy == Privacy.HOME and not _tells_little(area))
    told = [area for area in known if area.area_id not in hidden]
    shown = next((area.area_id for area in told if is_administrative(area.kind)), None)
    return ToldAreas(shown, tuple(area.area_id for area in told), hidden)


def _tells_little(area: Measured) -> bool:
    """Whether an area says of a home hardly more than its cell and its executor do."""
    return is_administrative(area.kind) and area.area_m2 >= TOLD_FROM_M2
