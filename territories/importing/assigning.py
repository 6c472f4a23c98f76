"""Executors for a table of points, row by row into another table; not the choice itself (bulk, rules)."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from math import isfinite
from pathlib import Path

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.errors import MissingField
from geo.importing.checking import check_points
from geo.importing.progress import Progress
from geo.importing.reading import LAT_NAMES, LON_NAMES
from geo.importing.report import Reason, Report, require_writable
from geo.importing.streams import opened, whole
from geo.spreadsheets import harmless, harmless_cell
from territories.bulk import BulkIndex
from territories.importing.days import day_of
from territories.importing.reasons import Refused
from territories.types import Decision, TopicRef

CHUNK = 50_000
ANSWERS = ("executor", "rule", "ambiguous", "border_distance_m")
# Degrees that a longitude and a latitude may have.
HALF_TURN, QUARTER_TURN = 180, 90


@dataclass(frozen=True, slots=True)
class PointFields:
    """Which columns say what; given: named by the user, so that they must exist."""

    lon: str = "lon"
    lat: str = "lat"
    topic: str = "topic"
    on: str = "on"
    address: str = "address"
    given: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Placed:
    """What an address came to. house_id: None when only its street was found."""

    house_id: int | None
    lon: float
    lat: float


TopicOf = Callable[[str], TopicRef | None]
PlaceOf = Callable[[str], Placed | None]


@dataclass(slots=True)
class _Columns:
    """Positions of the columns in the input, None: the file has none."""

    lon: int | None
    lat: int | None
    topic: int | None
    on: int | None
    address: int | None
    kept: dict[int, str] = field(default_factory=dict)


def assign_table(
    path: Path,
    output: Path,
    *,
    index: BulkIndex,
    fields: PointFields,
    topic_of: TopicOf,
    place_of: PlaceOf,
    report: Report,
    progress: Progress,
) -> None:
    """Copy a delimited table with areas, executor, rule, ambiguity and distance to the border added to each row.

    Chunks bound the memory. Rows without usable coordinates, with exchanged ones, or with an unreadable day keep
    their cells, get empty answers and are told as refused. No text can be a formula. The output appears only when it
    is whole. Raises UnreadableFile, UnwritableFile, MissingField.
    """
    kinds = sorted({owner.hit.kind for owner in index.area_owners})
    added = [name for kind in kinds for name in (f"area_{kind}", f"area_{kind}_code")] + list(ANSWERS)
    unknown: Counter[str] = Counter()
    require_writable(output)
    with opened(path) as (rows, header), whole(output) as target:
        columns = _positions(header, fields, added)
        _tell_renamed(header, columns, report)
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow([*map(harmless_cell, columns.kept.values()), *added])
        work = _Work(index, kinds, columns, header, topic_of, place_of, report, unknown)
        progress.step("assign")
        while chunk := list(islice(rows, CHUNK)):
            writer.writerows(work.answered(chunk))
            progress.advance(len(chunk))
    report.details["unknown_topics"] = dict(unknown.most_common(20))
    _tell_swapped(report)


def _tell_renamed(header: Sequence[str], columns: _Columns, report: Report) -> None:
    renamed = [f"{header[i]} → {name}" for i, name in columns.kept.items() if header[i] != name]
    if renamed:
        report.note(_("Columns named like answers were kept as: %(names)s.") % {"names": ", ".join(renamed)})


class _Work:
    """Answers of chunks, with what they share."""

    def __init__(
        self,
        index: BulkIndex,
        kinds: Sequence[str],
        columns: _Columns,
        header: Sequence[str],
        topic_of: TopicOf,
        place_of: PlaceOf,
        report: Report,
        unknown: "Counter[str]",
    ) -> None:
        self._index, self._kinds, self._columns, self._header = index, kinds, columns, header
        self._topic_of, self._place_of = topic_of, place_of
        self._report, self._unknown = report, unknown
        self._topics: dict[str, TopicRef] = {"": TopicRef()}
        self._places: dict[str, Placed | None] = {}

    def answered(self, chunk: list[list[str]]) -> Iterator[list[str]]:
        """Rows of a chunk with their answers, in order."""
        width, first = len(self._header), self._report.read + 1
        rows = [row + [""] * (width - len(row)) if len(row) < width else row[:width] for row in chunk]
        self._report.read += len(rows)
        lons, lats, houses = self._points(rows)
        days = [self._day(row) for row in rows]
        reasons = [
            self._reason(row, reason, day)
            for row, reason, day in zip(rows, check_points(lons, lats), days, strict=True)
        ]
        good = [i for i, reason in enumerate(reasons) if reason is None]
        answers = self._index.answers(
            lons[good],
            lats[good],
            [self._topic(rows[i]) for i in good],
            on=[days[i] or date.min for i in good],
            house_ids=[houses[i] for i in good],
        )
        at = dict(zip(good, answers.which.tolist(), strict=True))
        outside = [i for i, kind in at.items() if not answers.kinds[kind].areas]
        outside += [i for i, reason in enumerate(reasons) if reason == Reason.IMPOSSIBLE_COORDINATES]
        for i in self._swapped(lons, lats, days, outside):
            reasons[i] = Reason.AXES_SWAPPED
        border = dict(zip(good, answers.border_m.tolist(), strict=True))
        told = [list(map(harmless, self._cells(decision))) for decision in answers.kinds]
        empty = [""] * (2 * len(self._kinds) + len(ANSWERS))
        for i, row in enumerate(rows):
            kept = [harmless_cell(row[position]) for position in self._columns.kept]
            if reasons[i] is not None:
                values = dict(zip(self._header, row, strict=True))
                self._report.refuse(first + i, str(reasons[i]), row=values)
                yield kept + empty
            else:
                self._report.created += 1
                yield kept + told[at[i]] + [f"{border[i]:.2f}" if isfinite(border[i]) else ""]

    def _swapped(
        self, lons: np.ndarray, lats: np.ndarray, days: Sequence[date | None], outside: Iterable[int]
    ) -> Iterator[int]:
        """Rows of those outside every area whose point with its axes exchanged lies inside one on their day."""
        dated = [(i, day) for i in sorted(outside) if (day := days[i]) is not None]
        known = [(i, day) for i, day in dated if abs(lats[i]) <= HALF_TURN and abs(lons[i]) <= QUARTER_TURN]
        if known:
            where = np.array([i for i, _day in known])
            at, _owners = self._index.areas(lats[where], lons[where], on=[day for _i, day in known])
            yield from where[np.unique(at)].tolist()

    def _reason(self, row: list[str], reason: str | None, day: date | None) -> str | None:
        """Why a row is refused, or None; an address that was not found says more than its lack of coordinates."""
        address = self._columns.address
        if reason == Reason.NO_COORDINATES and address is not None and row[address].strip():
            return Refused.UNKNOWN_ADDRESS
        return reason or (Refused.BAD_DATE if day is None else None)

    def _points(self, rows: list[list[str]]) -> tuple[np.ndarray, np.ndarray, list[int | None]]:
        """Coordinates and chosen house of each row; an address gives what the cells leave open."""
        lons, lats = (
            np.array([_number(row[place]) if place is not None else np.nan for row in rows], dtype=float)
            for place in (self._columns.lon, self._columns.lat)
        )
        houses: list[int | None] = [None] * len(rows)
        if self._columns.address is None:
            return lons, lats, houses
        for i, row in enumerate(rows):
            placed = self._placed(row[self._columns.address].strip())
            if placed is None:
                continue
            houses[i] = placed.house_id
            if np.isnan(lons[i]) or np.isnan(lats[i]):
                lons[i], lats[i] = placed.lon, placed.lat
        return lons, lats, houses

    def _placed(self, text: str) -> Placed | None:
        if not text:
            return None
        if text not in self._places:
            if len(self._places) > CHUNK:
                self._places.clear()
            self._places[text] = self._place_of(text)
        return self._places[text]

    def _day(self, row: list[str]) -> date | None:
        text = "" if self._columns.on is None else row[self._columns.on].strip()
        return day_of(text) if text else self._index.on

    def _topic(self, row: list[str]) -> TopicRef:
        """Topic of a row; an unknown code is told and answered by organisations that answer for everything."""
        code = "" if self._columns.topic is None else row[self._columns.topic].strip()
        if code not in self._topics:
            self._topics[code] = self._topic_of(code) or TopicRef(code=code)
        topic = self._topics[code]
        if topic.code and not topic.category:
            self._unknown[code] += 1
        return topic

    def _cells(self, decision: Decision) -> list[str]:
        """Areas, executor, rule and ambiguity of a decision."""
        smallest: dict[str, tuple[str, str]] = {}
        for hit in decision.areas:
            smallest.setdefault(hit.kind, (hit.name, hit.code))
        cells = [text for kind in self._kinds for text in smallest.get(kind, ("", ""))]
        executor = decision.chosen.organisation if decision.chosen else ""
        return [*cells, executor, str(decision.rule.value), "true" if decision.ambiguous else "false"]


def _tell_swapped(report: Report) -> None:
    """One sentence for all rows whose axes are exchanged: mostly the columns were named the wrong way round."""
    rows = [refusal.row_number for refusal in report.refusals if refusal.reason == Reason.AXES_SWAPPED]
    if rows:
        told = ngettext(
            "In %(count)s row longitude and latitude are exchanged (row %(first)s): it lies outside every area"
            " as it stands, and inside one the other way round.",
            "In %(count)s rows longitude and latitude are exchanged (the first is row %(first)s): they lie outside"
            " every area as they stand, and inside one the other way round. If it is the whole file, exchange"
            " --lon-field and --lat-field.",
            len(rows),
        )
        report.warn(told % {"count": len(rows), "first": rows[0]})


def _number(text: str) -> float:
    try:
        return float(text.replace(",", ".").strip() or "nan")
    except ValueError:
        return float("nan")


def _positions(header: list[str], fields: PointFields, added: Sequence[str]) -> _Columns:
    """Raises MissingField. A table of addresses needs no coordinates."""
    address = _optional(header, fields, "address")
    return _Columns(
        lon=_coordinate(header, fields, "lon", LON_NAMES, needed=address is None),
        lat=_coordinate(header, fields, "lat", LAT_NAMES, needed=address is None),
        topic=_optional(header, fields, "topic"),
        on=_optional(header, fields, "on"),
        address=address,
        kept=_kept(header, added),
    )


def _kept(header: Sequence[str], added: Sequence[str]) -> dict[int, str]:
    """Positions of the input's columns and their names in the output.

    Answers of an earlier run, which wrote all of ANSWERS, give way to the new ones; any other column that is
    called like an answer is the user's own, and only its name gives way.
    """
    again = set(ANSWERS) <= set(header)
    kept = {place: name for place, name in enumerate(header) if not (again and name in added)}
    for place, name in kept.items():
        if name in added:
            kept[place] = _free_name(name, {*header, *added})
    return kept


def _free_name(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_input"
    return name


def _coordinate(
    header: list[str], fields: PointFields, noun: str, usual: Iterable[str], *, needed: bool
) -> int | None:
    name = getattr(fields, noun)
    if name in header:
        return header.index(name)
    by_lower = {column.strip().lower(): i for i, column in reversed(list(enumerate(header)))}
    found = next((by_lower[word] for word in usual if word in by_lower), None)
    if (found is None and needed) or noun in fields.given:
        raise MissingField(field=name, fields=", ".join(header))
    return found


def _optional(header: list[str], fields: PointFields, noun: str) -> int | None:
    name = getattr(fields, noun)
    if name in header:
        return header.index(name)
    if noun in fields.given:
        raise MissingField(field=name, fields=", ".join(header))
    return None
