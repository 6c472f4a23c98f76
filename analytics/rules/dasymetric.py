"""The population of areas onto the cells of the hex grid; pure.

Where buildings are known they say where people are, and the statistic says how many: the buildings' numbers are scaled
to the area's population. Where the buildings of an area hold less than half of its people, they are a part of its
houses and not all of them: they keep their numbers, and the rest is spread evenly over the area's other cells. Without
buildings all of it is. Whatever is done, the numbers of an area add up to its population.

Source: binary and three-class dasymetric mapping as of J. Mennis, "Generating Surface Models of Population Using
Dasymetric Mapping", The Professional Geographer 55 (2003).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

# Below this share of the population the buildings known are taken for a part of an area's houses.
WHOLE_FROM = 0.5
Key = TypeVar("Key")


@dataclass(slots=True)
class Spread(Generic[Key]):
    """counted: people by building row. each: of every other cell. unplaced: for whom there is no cell."""

    counted: dict[Key, float] = field(default_factory=dict)
    each: float = 0.0
    unplaced: float = 0.0


def spread(total: float, counted: Mapping[Key, float], cells: int) -> Spread[Key]:
    """People of one area, those of smaller areas with a number of their own taken off: by building row and by cell.

    counted: people of rows of buildings. cells: how many, of nearly one size, there are without a known building.
    """
    known = sum(counted.values())
    if known and (known >= total * WHOLE_FROM or not cells):
        return Spread({key: value * total / known for key, value in counted.items()})
    rest = total - known
    if not cells:
        return Spread(dict(counted), unplaced=rest)
    return Spread(dict(counted), each=rest / cells)


@dataclass(frozen=True, slots=True)
class Level:
    """An area with a population. inside: positions of the areas with one that lie in it, and in no smaller such."""

    total: float
    inside: tuple[int, ...] = ()


def left_over(levels: Sequence[Level]) -> list[float]:
    """By position what of each area's population its inner areas leave; negative when they have more than it.

    levels: every area behind those inside of it.
    """
    whole: list[float] = []
    rest: list[float] = []
    for level in levels:
        inner = sum(whole[position] for position in level.inside)
        rest.append(level.total - inner)
        whole.append(max(level.total, inner))
    return rest
