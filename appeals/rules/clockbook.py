"""The table of deadlines, the local calendars and the time zones as one value, and what follows for a case; pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from appeals.rules.deadlines import DEFAULTS, Due, Pause, Span, Stage, due, extended, lawful
from appeals.rules.workdays import Calendar, Exceptions, local_calendar
from appeals.types import Track


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table. No topic and no category: for all; no area: everywhere. valid_to: exclusive."""

    id: int
    stage: Stage
    track: Track
    span: Span
    topic_id: int | None = None
    category_id: int | None = None
    area_id: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What deadlines depend on. area_ids: those that cover the place, smallest first.

    counted_from: since when the time for the answer runs. pauses count on the message track only.
    """

    track: Track
    topic_id: int
    category_id: int
    area_ids: Sequence[int]
    submitted_at: datetime
    counted_from: datetime
    pauses: Sequence[Pause] = ()
    extended_days: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """By when what is due; None: no deadline. answer_row: the row that says answer_span, None for the default."""

    moderation: Due
    registration: Due | None
    forwarding: Due | None
    answer: Due
    answer_span: Span
    answer_row: int | None


@dataclass(frozen=True, slots=True)
class Ground:
    """What a place decides: its areas, nearest first, its zone and its calendar."""

    lineage: tuple[int, ...]
    zone: tzinfo
    is_working: Calendar


@dataclass(frozen=True, slots=True)
class Book:
    """parents: of the areas at or below one that rows, exceptions or zones name. zones: of the areas that have one."""

    rows: Collection[Row] = ()
    exceptions: Exceptions = field(default_factory=dict)
    parents: Mapping[int, int | None] = field(default_factory=dict)
    zones: Mapping[int, str] = field(default_factory=dict)
    default_zone: str = "UTC"

    def ground(self, area_ids: Sequence[int]) -> Ground:
        """The place that these areas cover, smallest first."""
        lineage = tuple(dict.fromkeys([*area_ids, *self._ancestors(area_ids)]))
        zone = next((self.zones[area] for area in lineage if area in self.zones), self.default_zone)
        return Ground(lineage, ZoneInfo(zone), local_calendar(self.exceptions, lineage))

    def row(self, stage: Stage, case: Case, ground: Ground, *, on: date) -> Row | None:
        """The most specific row in force on a local day: its topic goes before its category, then the nearest area."""
        fitting = [row for row in self.rows if row.stage == stage and _fits(row, case, ground, on)]
        return min(fitting, key=lambda row: _rank(row, ground), default=None)

    def span(
        self, stage: Stage, case: Case, ground: Ground, *, start: datetime
    ) -> tuple[Span | None, int | None]:
        """How long a stage that begins at a moment may take, None for ever; and the id of the row that says so."""
        row = self.row(stage, case, ground, on=start.astimezone(ground.zone).date())
        return (row.span, row.id) if row else (DEFAULTS.get((case.track, stage)), None)

    def terms(self, case: Case) -> Terms:
        """All deadlines of a case."""
        ground = self.ground(case.area_ids)
        moderation = self._due(Stage.MODERATION, case, ground, start=case.submitted_at)
        answer = self._due(Stage.ANSWER, case, ground, start=case.counted_from)
        span, row_id = self.span(Stage.ANSWER, case, ground, start=case.counted_from)
        # Both tracks have a default for these two.
        assert moderation is not None
        assert answer is not None
        assert span is not None
        return Terms(
            moderation=moderation,
            registration=self._due(Stage.REGISTRATION, case, ground, start=case.submitted_at),
            forwarding=self._due(Stage.FORWARDING, case, ground, start=case.counted_from),
            answer=extended(answer, case.extended_days, zone=ground.zone),
            answer_span=span,
            answer_row=row_id,
        )

    def _due(self, stage: Stage, case: Case, ground: Ground, *, start: datetime) -> Due | None:
        span, _row_id = self.span(stage, case, ground, start=start)
        if span is None:
            return None
        paused = stage == Stage.ANSWER and case.track == Track.MESSAGE
        pauses = case.pauses if paused else ()
        by_table = due(start, span, zone=ground.zone, is_working=ground.is_working, pauses=pauses)
        return lawful(by_table, start, case.track, stage, zone=ground.zone)

    def _ancestors(self, area_ids: Sequence[int]) -> Iterator[int]:
        """Level by level; a circle in the tree ends it."""
        seen, level = set(area_ids), list(area_ids)
        while level:
            above = [self.parents.get(area) for area in level]
            level = [area for area in dict.fromkeys(above) if area is not None and area not in seen]
            seen.update(level)
            yield from level


def _fits(row: Row, case: Case, ground: Ground, on: date) -> bool:
    return (
        row.track == case.track
        and row.topic_id in {None, case.topic_id}
        and row.category_id in {None, case.category_id}
        and (row.area_id is None or row.area_id in ground.lineage)
        and (row.valid_from is None or row.valid_from <= on)
        and (row.valid_to is None or on < row.valid_to)
    )


def _rank(row: Row, ground: Ground) -> tuple[int, int]:
    subject = 0 if row.topic_id is not None else 1 if row.category_id is not None else 2
    distance = len(ground.lineage) if row.area_id is None else ground.lineage.index(row.area_id)
    return subject, distance
