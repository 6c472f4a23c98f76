"""The words of the floor: what is added up; not how it is read (queries)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum

from appeals.types import Figures, Selection
from geo.types import HexCell


@dataclass(frozen=True, slots=True)
class Tally(Figures):
    """What can be added up over cells, areas and months; reopened: ever sent back by the author, supports: of all."""

    reopened: int = 0
    supports: int = 0


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


class MeasureCode(StrEnum):
    """What a cell, an area or a polygon can be measured by, as links and files name it."""

    COUNT = "count"
    PER_KM2 = "per_km2"
    PER_1000 = "per_1000"
    OPEN = "open"
    OVERDUE_SHARE = "overdue_share"
    MEDIAN_DAYS = "median_days"
    P90_DAYS = "p90_days"
    IN_TIME = "in_time"
    REOPENED_SHARE = "reopened_share"
    RATING = "rating"
    PLACES = "places"
    REPEATS = "repeats"
    SUPPORTS = "supports"
    TREND = "trend"


class Aggregation(StrEnum):
    """How a measure of parts becomes that of their whole.

    ADDITIVE: the values are added. RATIO: what it divides is added, then divided. QUANTILE: not from the parts at all.
    DISTINCT: added over cells, since a place lies in one, and never over periods.
    """

    ADDITIVE = "additive"
    RATIO = "ratio"
    QUANTILE = "quantile"
    DISTINCT = "distinct"


class Scale(StrEnum):
    """SEQUENTIAL: from little to much. DIVERGING: both ways from zero."""

    SEQUENTIAL = "sequential"
    DIVERGING = "diverging"


class Need(StrEnum):
    """What a measure is computed from beside the tally."""

    KM2 = "km2"
    RESIDENTS = "residents"
    OVERDUE = "overdue"
    DAYS = "days"
    PLACES = "places"
    BEFORE = "before"


class Lack(StrEnum):
    """Why there is no value."""

    TOO_FEW = "too_few"
    NO_RESIDENTS = "no_residents"
    PARTLY_KNOWN = "partly_known"
    NOTHING_BEFORE = "nothing_before"
    NO_PLACE = "no_place"


@dataclass(frozen=True, slots=True)
class Facts:
    """What measures of one place and period are computed from; None: was not asked for, or is not known.

    residents_known: on which share (0…1) of the ground they are. overdue: of those that wait, by a moment. timed: how
    many were answered after a known time; median_h, p90_h: of their hours. places: unique ones. before: the tally of
    the period that is compared with.
    """

    tally: Tally
    km2: float | None = None
    residents: float | None = None
    residents_known: float = 1.0
    overdue: int | None = None
    timed: int | None = None
    median_h: float | None = None
    p90_h: float | None = None
    places: int | None = None
    before: Tally | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure's value, of how many appeals it is told, and why there is none.

    residents_known: of one by residents, on which share (0…1) of the ground they are known.
    """

    value: float | None
    n: int
    why: Lack | None = None
    residents_known: float = 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted of each cell beside the tally, and what it takes.

    now: when an open appeal is overdue, and of which year the residents are; None: at this moment. before: what is
    compared with. residents: of cells of the heat map's resolution, as far as they are known; None: looked up where a
    measure needs them.
    """

    needs: frozenset[Need] = frozenset()
    now: datetime | None = None
    before: Selection | None = None
    residents: Mapping[HexCell, float] | None = None


TALLIES = Asked()


class ResidentsMethod(StrEnum):
    """Where the residents of a cell come from: its buildings, or an even share of its area's population."""

    BUILDINGS = "buildings"
    AREA = "area"


# The indicator that Metka counts with: people, at the beginning of the year unless the source says otherwise.
POPULATION = "population"
PEOPLE = "people"
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


class ReportKind(StrEnum):
    """What a report tells of. OWN: an organisation to its own people, with addresses; others: what the reader sees."""

    OWN = "own"
    ORGANISATION = "organisation"
    AREA = "area"


class Rhythm(StrEnum):
    """How often a report comes: of the week on Monday, of the month on its first day."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


class LetterState(StrEnum):
    """DROPPED: no longer the subscriber's to know."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
