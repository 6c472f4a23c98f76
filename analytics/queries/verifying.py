"""Whether marks are as their appeals and the roll-up as the marks; repairs nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from django.conf import settings

from analytics.types import TALLIED, Tally
from appeals.types import OPEN_STATES
from geo import gridarrays, sql
from geo.types import HexCell

APPEALS, MARKS = 20_000, 200_000
MOST = 20
# Before and after every cell.
FIRST, LAST = -(1 << 62), 1 << 62
_OPEN = sorted(state.value for state in OPEN_STATES)


@dataclass(frozen=True, slots=True)
class WrongMark:
    """columns: those in which it differs from its appeal; "mark" alone: there is none."""

    appeal_id: int
    number: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrongCell:
    """lacking: what the marks have more than the roll-up, negative where less."""

    cell: HexCell
    month: date
    is_public: bool
    is_draft: bool
    lacking: Tally


@dataclass(slots=True)
class Verdict:
    """How many differ, and the first `most` of them. zone: of the roll-up's months, when it is not the site's."""

    most: int = MOST
    appeals: int = 0
    wrong_marks: int = 0
    marks: list[WrongMark] = field(default_factory=list)
    wrong_cells: int = 0
    cells: list[WrongCell] = field(default_factory=list)
    zone: str = ""

    @property
    def sound(self) -> bool:
        return not (self.wrong_marks or self.wrong_cells or self.zone)

    def add_marks(self, wrong: list[WrongMark]) -> None:
        self.wrong_marks += len(wrong)
        self.marks += wrong[: max(self.most - len(self.marks), 0)]

    def add_cells(self, wrong: list[WrongCell]) -> None:
        self.wrong_cells += len(wrong)
        self.cells += wrong[: max(self.most - len(self.cells), 0)]


def verify(*, most: int = MOST, appeals: int = APPEALS, marks: int = MARKS) -> Verdict:
    """Compares all, chunk by chunk; each is one snapshot, so that what others write meanwhile is no difference.

    appeals, marks: how many a chunk has about. Index: primary keys, mark_h3, cellmonth_cell.
    """
    verdict = Verdict(most, zone=other_zone())
    for chunk, wrong in mark_chunks(appeals):
        verdict.appeals += chunk
        verdict.add_marks(wrong)
    for after, through in cell_ranges(marks):
        relations = {"differences": differences(after, through)}
        verdict.add_cells(wrong_cells(sql.rows("analytics", "differing_cells", {}, relations)))
    return verdict


def other_zone() -> str:
    """The zone of the roll-up's months; empty when it is the site's."""
    [(zone,)] = sql.rows("analytics", "zone", {})
    return "" if zone == settings.TIME_ZONE else str(zone)


def mark_chunks(size: int) -> Iterator[tuple[int, list[WrongMark]]]:
    """For each chunk of appeals, how many there were and whose marks differ."""
    last = 0
    while rows := sql.rows("analytics", "verify_marks", {"after_id": last, "limit": size}):
        last = rows[-1][0]
        yield len(rows), list(_wrong_marks(rows))


def _wrong_marks(rows: list[tuple[Any, ...]]) -> Iterator[WrongMark]:
    lons, lats = (np.array([row[column] for row in rows]) for column in (2, 3))
    cells = gridarrays.finest_cells(lons, lats).tolist()
    for (appeal_id, number, _lon, _lat, h3, wrong), cell in zip(rows, cells, strict=True):
        if h3 is None:
            yield WrongMark(appeal_id, number, ("mark",))
        elif wrong or h3 != cell:
            yield WrongMark(appeal_id, number, (*wrong, "cell") if h3 != cell else tuple(wrong))


def cell_ranges(marks: int) -> Iterator[tuple[int, int]]:
    """Ranges of res-9 cells, after one and through another, that leave none out; each of about so many marks."""
    after = FIRST
    while rows := sql.rows("analytics", "rollup_chunk", {"after": after, "marks": marks}):
        [(through,)] = rows
        yield after, through
        after = through
    yield after, LAST


def differences(after: int, through: int) -> str:
    """The statement that compares a range of cells."""
    params = {"after": after, "through": through, "open": _OPEN, "zone": settings.TIME_ZONE}
    return sql.compose("analytics", "rollup_compared", params)


def wrong_cells(rows: Iterable[tuple[Any, ...]]) -> list[WrongCell]:
    """Rows of key and figures as values."""
    return [
        WrongCell(HexCell(cell), month, is_public, is_draft, Tally(*map(int, figures)))
        for cell, month, is_public, is_draft, *figures in rows
    ]


def told(tally: Tally) -> str:
    """The figures that are not 0, with their signs."""
    return ", ".join(f"{name} {value:+}" for name in TALLIED if (value := getattr(tally, name)))
