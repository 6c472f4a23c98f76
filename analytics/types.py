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


class ExportState(StrEnum):
    """How far an export is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
