"""Writes many appeals at once by COPY, with mark, assignment and events; for imports and generators only.

What a single submission derives (public place, public text, deadline, mark) is derived here by the same rules, a chunk
at a time; the executor comes with the row, since `territories.bulk` decides many points at once.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from secrets import token_urlsafe
from struct import pack
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from django.db import connection, transaction

from appeals.models import Appeal, Assignment, Event, Mark, Topic
from appeals.rules.areas import told_areas
from appeals.rules.deadlines import answered_in_time, hours_to_answer
from appeals.rules.privacy import coarse_quantum, mask, public_address
from appeals.services.bulk_reasons import Reasons
from appeals.services.bulk_terms import TERMS, BulkTerms
from appeals.services.submission import new_number
from appeals.types import HIDDEN_STATES, Channel, EventType, Kind, Privacy, State, Visibility
from geo import gridarrays, sql
from geo.sql import escaped, or_null
from geo.tilegrid import dequantize
from territories.types import Decision

CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class BulkAppeal:
    """One appeal to write. lon, lat: the exact pin, WGS84 degrees. decision: its executor, areas and house.

    border_m: the pin's own distance where the decision is shared with others, as `territories.bulk` gives it.

    topic: with its category loaded. What is empty is derived as for a sent appeal: number and client_key at random,
    due_on from the book of deadlines, published_at from submitted_at when public, changed_at from the last other time.
    Hidden states (before moderation, refused) are private whatever visibility says. reached: states after the first
    with the time of each, for the history. source_key: what makes a second import of the row the same row.
    duplicate_of: number of the appeal into which it was merged, which stands before it and says `joined`.
    """

    topic: Topic
    kind: Kind
    text: str
    lon: float
    lat: float
    submitted_at: datetime
    decision: Decision
    border_m: float | None = None
    state: State = State.MODERATION
    visibility: Visibility = Visibility.PRIVATE
    address: str = ""
    channel: Channel = Channel.IMPORT
    source_key: str = ""
    number: str = ""
    client_key: UUID | None = None
    author_name: str = ""
    author_email: str = ""
    answer: str = ""
    rating: int | None = None
    supports: int = 0
    refusal_reason_id: int | None = None
    published_at: datetime | None = None
    answered_at: datetime | None = None
    changed_at: datetime | None = None
    due_on: date | None = None
    duplicate_of: str = ""
    joined: bool = False
    reached: tuple[tuple[State, datetime], ...] = ()


@transaction.atomic
def write_appeals(rows: Iterable[BulkAppeal], *, explained: bool = True) -> int:
    """Write the rows, all or nothing; answers how many. Some 10,000 rows a second; memory for one chunk only.

    explained: with False the assignments carry no explanation (half the time; for the bench). Run ANALYZE and VACUUM
    on the tables afterwards: index-only reads of the map need them. Raises IntegrityError when a number, client_key or
    source_key is there already.
    """
    reasons, terms, twins = Reasons(explained=explained), BulkTerms(), dict[str, int]()
    remaining, written = iter(rows), 0
    while chunk := list(islice(remaining, CHUNK)):
        _write_chunk(chunk, reasons, terms, twins)
        written += len(chunk)
    return written


def _write_chunk(
    rows: Sequence[BulkAppeal], reasons: Reasons, terms: BulkTerms, twins: dict[str, int]
) -> None:
    """twins: ids by number of those into which others are merged; the chunk's are added."""
    ids = _next_ids(len(rows))
    numbers = _free_numbers(rows)
    twins.update((number, key) for row, number, key in zip(rows, numbers, ids, strict=True) if row.joined)
    places = _Places(rows)
    decisions = _Decisions(reasons)
    _copy(Appeal, _APPEAL, _appeals(rows, ids, numbers, places, decisions, terms, twins))
    _copy(Mark, _MARK, _marks(rows, ids, numbers, places, decisions, terms))
    _copy(Assignment, _ASSIGNMENT, _assignments(rows, ids, decisions))
    _copy(Event, _EVENT, _events(rows, ids, numbers, twins))


class _Places:
    """Exact and public places of a chunk, as columns that COPY takes."""

    def __init__(self, rows: Sequence[BulkAppeal]) -> None:
        lons, lats = np.array([row.lon for row in rows]), np.array([row.lat for row in rows])
        home = np.array([row.topic.privacy == Privacy.HOME for row in rows])
        qx, qy = gridarrays.quantize(lons, lats)
        # The same snapping as `privacy.coarsen`: of a home topic nothing but its cell is public.
        self.qx = np.where(home, coarse_quantum(qx), qx)
        self.qy = np.where(home, coarse_quantum(qy), qy)
        public_lons, public_lats = lons.copy(), lats.copy()
        for index in np.flatnonzero(home).tolist():
            place = dequantize(int(self.qx[index]), int(self.qy[index]))
            public_lons[index], public_lats[index] = place.lon, place.lat
        self.exact = _points(lons, lats, 4326)
        self.public = _points(public_lons, public_lats, 4326)
        self.mk = gridarrays.morton(self.qx, self.qy)
        self.h3 = gridarrays.finest_cells(public_lons, public_lats)
        self.public_3857 = _points(*gridarrays.quantum_centres(self.qx, self.qy), 3857)


def _points(xs: Any, ys: Any, srid: int) -> list[str]:
    """EWKB of points as hex."""
    return [
        pack("<BIIdd", 1, 0x20000001, srid, x, y).hex() for x, y in zip(xs.tolist(), ys.tolist(), strict=True)
    ]


def _next_ids(count: int) -> list[int]:
    return [row[0] for row in sql.rows("appeals", "next_appeal_ids", {"count": count})]


def _free_numbers(rows: Sequence[BulkAppeal]) -> list[str]:
    """A number per row: its own, or a random one that nobody has."""
    given = {row.number for row in rows if row.number}
    free: set[str] = set()
    wanted = sum(not row.number for row in rows)
    while len(free) < wanted:
        tried = {new_number() for _again in range(wanted - len(free))} - free - given
        free |= tried - set(Appeal.objects.filter(number__in=tried).values_list("number", flat=True))
    left = iter(free)
    return [row.number or next(left) for row in rows]


_APPEAL = (
    *("id", "number", "client_key", "follow_token", "kind", "topic_id", "text", "public_text"),
    *("location", "public_location", "address", "public_address"),
    *("house_id", "area_id", "area_ids", "hidden_area_ids", "executor_id"),
    *("state", "visibility", "channel", "author_name", "author_email"),
    *("refusal_reason_id", "answer", "rating", "supports", "source_key", "reopenings"),
    "duplicate_of_id",
    *("submitted_at", "published_at", *TERMS, "answered_at", "changed_at"),
)
_MARK = (
    *("appeal_id", "number", "supports", "submitted_at", "kind", "category_id", "topic_id", "state"),
    *("visibility", "executor_id", "area_ids", "hidden_area_ids", "in_time", "rating", "answer_h"),
    "reopened",
    *("h3", "qx", "qy", "mk", "geom_3857"),
)
_ASSIGNMENT = (
    *("appeal_id", "at", "border_m", "organisation_id", "rule", "is_manual", "ambiguous", "zone_id"),
    *("version_id", "runner_up_id", "explanation"),
)
_EVENT = ("appeal_id", "type", "at", "actor_role", "old", "new", "comment", "is_public")


def _copy(
    model: type[Appeal | Mark | Assignment | Event], columns: Sequence[str], lines: Iterable[str]
) -> None:
    # Callers know Django's errors, not the driver's.
    with connection.wrap_database_errors:
        sql.copy_lines(model._meta.db_table, columns, lines)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a decision comes to in the lines of appeal, mark and assignment: many rows share one."""

    executor: str
    areas: str
    hidden_areas: str
    appeal: str
    assignment: str
    border_m: float | None


class _Decisions:
    """Each decision of a chunk is told once for each privacy."""

    def __init__(self, reasons: Reasons) -> None:
        self._reasons = reasons
        self._told: dict[tuple[int, str], _Told] = {}

    def of(self, row: BulkAppeal) -> _Told:
        # By identity: the rows of the chunk keep their decisions alive.
        key = id(row.decision), row.topic.privacy
        told = self._told.get(key)
        if told is None:
            told = self._told[key] = self._tell(row.decision, Privacy(row.topic.privacy))
        return told

    def _tell(self, decision: Decision, privacy: Privacy) -> _Told:
        around = told_areas(decision.areas, privacy)
        executor, hidden = or_null(decision.organisation_id), _array(around.hidden)
        every = _array(hit.area_id for hit in decision.areas)
        appeal = (or_null(decision.house_id), or_null(around.shown), every, hidden, executor)
        assignment = (
            *(executor, decision.rule, "f", "t" if decision.ambiguous else "f"),
            *(or_null(decision.chosen and decision.chosen.zone_id), or_null(decision.version_id)),
            or_null(decision.runner_up and decision.runner_up.organisation_id),
            escaped(self._reasons.as_json(decision)),
        )
        return _Told(
            executor,
            _array(around.told),
            hidden,
            "\t".join(appeal),
            "\t".join(assignment),
            decision.border_m,
        )


def _array(ids: Iterable[int]) -> str:
    """An array as COPY reads it; the driver takes ten times as long over a list."""
    return f"{{{','.join(map(str, ids))}}}"


def _appeals(
    rows: Sequence[BulkAppeal],
    ids: Sequence[int],
    numbers: Sequence[str],
    places: _Places,
    decisions: _Decisions,
    terms: BulkTerms,
    twins: Mapping[str, int],
) -> Iterator[str]:
    columns = zip(rows, ids, numbers, places.exact, places.public, strict=True)
    for row, key, number, exact, public in columns:
        seen = _visibility(row)
        published_at = (row.published_at or row.submitted_at) if seen == Visibility.PUBLIC else None
        yield "\t".join(
            (
                *(str(key), number, str(row.client_key or uuid4()), token_urlsafe(32), row.kind),
                *(str(row.topic.pk), escaped(row.text), escaped(_mask(row.text)), exact, public),
                *(escaped(row.address), escaped(_public_address(row.address, row.topic.privacy))),
                *(decisions.of(row).appeal, row.state, seen, row.channel),
                *(escaped(row.author_name), escaped(row.author_email), or_null(row.refusal_reason_id)),
                *(escaped(row.answer), or_null(row.rating), str(row.supports), escaped(row.source_key)),
                *(str(_reopenings(row)), or_null(twins[row.duplicate_of] if row.duplicate_of else None)),
                *(row.submitted_at.isoformat(), or_null(published_at)),
                terms.of(
                    row.topic,
                    row.decision,
                    row.submitted_at,
                    due_on=row.due_on,
                    is_waiting=row.state == State.MODERATION,
                ),
                *(or_null(row.answered_at), _changed_at(row).isoformat()),
            )
        )


def _marks(
    rows: Sequence[BulkAppeal],
    ids: Sequence[int],
    numbers: Sequence[str],
    places: _Places,
    decisions: _Decisions,
    terms: BulkTerms,
) -> Iterator[str]:
    grids = zip(places.h3.tolist(), places.qx.tolist(), places.qy.tolist(), places.mk.tolist(), strict=True)
    columns = list(zip(rows, ids, numbers, grids, places.public_3857, strict=True))
    # Along the curve: neighbours go to the same pages of the table and of its indexes.
    for position in np.argsort(places.mk, kind="stable").tolist():
        row, key, number, (h3, qx, qy, mk), geom = columns[position]
        told = decisions.of(row)
        yield (
            f"{key}\t{number}\t{row.supports}\t{row.submitted_at.isoformat()}\t{row.kind}"
            f"\t{row.topic.category_id}\t{row.topic.pk}\t{row.state}\t{_visibility(row)}"
            f"\t{told.executor}\t{told.areas}\t{told.hidden_areas}"
            f"\t{or_null(_in_time(row, terms))}\t{or_null(row.rating)}"
            f"\t{or_null(hours_to_answer(row.submitted_at, row.answered_at))}"
            f"\t{'t' if _reopenings(row) else 'f'}"
            f"\t{h3}\t{qx}\t{qy}\t{mk}\t{geom}"
        )


def _reopenings(row: BulkAppeal) -> int:
    """How often its author sent it back: once at least where it is open again."""
    often = sum(state == State.REOPENED for state, _at in row.reached)
    return max(often, int(row.state == State.REOPENED))


def _in_time(row: BulkAppeal, terms: BulkTerms) -> bool | None:
    if row.answered_at is None:
        return None
    due_at = terms.due_at(row.topic, row.decision, row.submitted_at, due_on=row.due_on)
    return answered_in_time(row.answered_at, due_at)


def _assignments(rows: Sequence[BulkAppeal], ids: Sequence[int], decisions: _Decisions) -> Iterator[str]:
    for row, key in zip(rows, ids, strict=True):
        told = decisions.of(row)
        border_m = told.border_m if row.border_m is None else row.border_m
        yield f"{key}\t{row.submitted_at.isoformat()}\t{or_null(border_m)}\t{told.assignment}"


def _events(
    rows: Sequence[BulkAppeal], ids: Sequence[int], numbers: Sequence[str], twins: Mapping[str, int]
) -> Iterator[str]:
    for row, key, number in zip(rows, ids, numbers, strict=True):
        kind = EventType.IMPORTED if row.channel == Channel.IMPORT else EventType.SUBMITTED
        before = State.MODERATION if row.reached else row.state
        yield _event(key, kind, row.submitted_at, "{}", _SILENT_JSON[before])
        for state, at in row.reached:
            kind = _EVENT_OF.get(state, EventType.STATE_CHANGED)
            yield _event(key, kind, at, _STATE_JSON[before], _reached_json(row, state))
            if state == State.MERGED and row.duplicate_of:
                joined = json.dumps({"twin": number, "silent": True})
                public = _visibility(row) == Visibility.PUBLIC
                yield _event(
                    twins[row.duplicate_of], EventType.TWIN_JOINED, at, "{}", joined, is_public=public
                )
            before = state


def _reached_json(row: BulkAppeal, state: State) -> str:
    if state == State.MERGED and row.duplicate_of:
        return json.dumps({"state": state.value, "duplicate_of": row.duplicate_of, "silent": True})
    return _SILENT_JSON[state]


def _event(key: int, kind: EventType, at: datetime, old: str, new: str, *, is_public: bool = True) -> str:
    return f"{key}\t{kind}\t{at.isoformat()}\tsystem\t{old}\t{new}\t\t{'t' if is_public else 'f'}"


_EVENT_OF = {
    State.ACCEPTED: EventType.ACCEPTED,
    State.REFUSED: EventType.REFUSED,
    State.ANSWERED: EventType.ANSWERED,
}


_STATE_JSON = {state: json.dumps({"state": state.value}) for state in State}
# Nobody is told of what came in bulk: no job is written for it, and `silent` keeps the sweep from writing one.
_SILENT_JSON = {state: json.dumps({"state": state.value, "silent": True}) for state in State}


def _visibility(row: BulkAppeal) -> Visibility:
    return Visibility.PRIVATE if row.state in HIDDEN_STATES else row.visibility


def _changed_at(row: BulkAppeal) -> datetime:
    if row.changed_at is not None:
        return row.changed_at
    return row.reached[-1][1] if row.reached else row.answered_at or row.submitted_at


_mask = lru_cache(maxsize=10_000)(mask)
_public_address = lru_cache(maxsize=10_000)(public_address)


def known_source_keys(keys: Iterable[str]) -> set[str]:
    """Which of the keys appeals have already. One query per chunk."""
    remaining, known = iter(keys), set[str]()
    while chunk := list(islice(remaining, CHUNK)):
        known.update(Appeal.objects.filter(source_key__in=chunk).values_list("source_key", flat=True))
    return known


def settle_tables() -> None:
    """Fresh statistics after a bulk write; VACUUM stays with the caller, outside its transaction."""
    sql.execute("appeals", "analyse_appeals", {})
