"""The words of the floor: what is added up; not how it is read (queries)."""

from dataclasses import dataclass, fields
from datetime import date
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


class Spot(StrEnum):
    """How a cell's neighbourhood stands against the whole region: significantly above it, below it, or neither."""

    HOT = "hot"
    COLD = "cold"
    NONE = "none"


class Course(StrEnum):
    """How a hot spot came about over the periods; NONE: never hot, or it comes and goes."""

    NEW = "new"
    EMERGING = "emerging"
    PERSISTENT = "persistent"
    DIMINISHING = "diminishing"
    NONE = "none"


class Period(StrEnum):
    """The step of a series."""

    MONTH = "month"
    QUARTER = "quarter"


class Audience(StrEnum):
    """Viewers who see by state and visibility alone. SENT: all but drafts."""

    PUBLIC = "public"
    SENT = "sent"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class MonthSpan:
    """Whole months by their first days: from `first` on, before `end`; None: without bound."""

    first: date | None = None
    end: date | None = None


class ExportState(StrEnum):
    """How far an export is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
