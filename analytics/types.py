"""The words of the floor: what is added up; not how it is read (queries)."""

from dataclasses import dataclass, fields
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Tally:
    """What can be added up over cells, areas and months.

    waiting: for an answer. answered: those that are over and had a day to be answered by, in_time: by that day.
    rated: how many ratings (1…5), ratings: their sum. reopened: ever sent back by the author. supports: of all.
    """

    appeals: int = 0
    waiting: int = 0
    answered: int = 0
    in_time: int = 0
    rated: int = 0
    ratings: int = 0
    reopened: int = 0
    supports: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, name) + getattr(other, name) for name in TALLIED))

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, name) - getattr(other, name) for name in TALLIED))


TALLIED = tuple(field.name for field in fields(Tally))


class ResidentsMethod(StrEnum):
    """Where the residents of a cell come from: its buildings, or an even share of its area's population."""

    BUILDINGS = "buildings"
    AREA = "area"


# The indicator that Metka counts with: people, at the beginning of the year unless the source says otherwise.
POPULATION = "population"
# H3 resolution at which residents are kept: some 0.1 km², below which a building no longer says where people are.
RESIDENTS_RESOLUTION = 9


@dataclass(frozen=True, slots=True)
class StatisticRow:
    """One number about an area; month None: of the whole year."""

    area_id: int
    year: int
    month: int | None
    value: float


@dataclass(frozen=True, slots=True)
class CountedResidents:
    """People counted in buildings in the part of a cell that lies in an area; cell: H3 of RESIDENTS_RESOLUTION."""

    cell: int
    area_id: int | None
    residents: float
