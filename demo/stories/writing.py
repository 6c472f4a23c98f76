"""Writes the appeals of a town with their marks and history by COPY; draws nothing that its neighbours draw."""

import json
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import numpy as np
import shapely
from django.utils import timezone
from numpy.typing import NDArray

from appeals.models import RefusalReason, Topic
from appeals.rules.deadlines import due_on
from appeals.rules.privacy import coarse_quantum, mask, public_address
from appeals.services.assigning import explanation_of, topic_ref
from appeals.types import HIDDEN_STATES, Channel, EventType, Kind, Privacy, State, Visibility
from demo.organisations import BAD_COMPANY, Offices
from demo.stories import fates
from demo.stories.batch import KINDS, Batch, draw
from demo.stories.fates import STATES, Fates
from demo.stories.places import Gazetteer
from demo.stories.texts import Writer
from demo.town.layout import Town
from geo import sql
from geo.gridarrays import finest_cells, mercator, morton, quantize
from geo.models import House
from geo.tilegrid import QUANTUM_BITS
from territories.bulk import Answers, BulkIndex

Strings = NDArray[np.str_]
# Above this number a town's appeals share ready-made texts and have no history: the bench reads neither.
WITH_HISTORY = 60_000
APPEAL = (
    "id", "number", "client_key", "follow_token", "kind", "topic_id", "text", "public_text", "location", "public_location",
    "address", "public_address", "house_id", "area_id", "area_ids", "executor_id", "state", "visibility", "channel",
    "author_name", "author_email", "refusal_reason_id", "answer", "rating", "supports", "source_key", "submitted_at",
    "published_at", "due_on", "answered_at", "changed_at",
)  # fmt: skip
MARK = (
    "appeal_id", "number", "supports", "submitted_at", "kind", "category_id", "topic_id", "state", "visibility",
    "executor_id", "area_ids", "h3", "qx", "qy", "mk", "geom_3857",
)  # fmt: skip
EVENT = ("appeal_id", "type", "at", "actor_role", "old", "new", "comment", "is_public")
ASSIGNMENT = (
    "appeal_id", "at", "organisation_id", "rule", "is_manual", "ambiguous", "border_m", "zone_id", "version_id",
    "runner_up_id", "explanation",
)  # fmt: skip


class Chronicle:
    """Draws and writes appeals of towns; one index of who answers serves them all."""

    def __init__(self, *, seed: int, now: datetime, history: bool) -> None:
        self._now, self._history, self._seed = now, history, seed
        self._topics = list(Topic.objects.select_related("category").order_by("code"))
        self._refs = [topic_ref(topic) for topic in self._topics]
        self._reasons = list(RefusalReason.objects.order_by("position").values_list("pk", flat=True))
        self._index = BulkIndex(on=timezone.localdate(now))

    def write(self, town: Town, houses: list[House], offices: Offices, count: int) -> None:
        """`count` appeals of one town."""
        rng = np.random.default_rng([self._seed, town.index, 2])
        gazetteer = Gazetteer(rng, town, offices.company_of_house)
        batch = draw(rng, town, gazetteer, self._topics, count, self._now)
        answers = self._answers(batch, houses)
        page = Page(self, rng, batch, answers, houses, offices)
        page.copy()

    def _answers(self, batch: Batch, houses: list[House]) -> Answers:
        ids = [houses[n].pk if n >= 0 else None for n in batch.house.tolist()]
        refs = [self._refs[n] for n in batch.topic.tolist()]
        return self._index.answers(batch.lons, batch.lats, refs, house_ids=ids)

    @property
    def topics(self) -> list[Topic]:
        return self._topics

    @property
    def reasons(self) -> list[int]:
        return self._reasons

    @property
    def now(self) -> datetime:
        return self._now

    @property
    def history(self) -> bool:
        return self._history


class Page:
    """The appeals of one town on their way into the tables: every list has one entry per appeal."""

    def __init__(
        self,
        book: Chronicle,
        rng: np.random.Generator,
        batch: Batch,
        answers: Answers,
        houses: list[House],
        offices: Offices,
    ) -> None:
        self._book, self._rng, self._batch, self._answers = book, rng, batch, answers
        self._houses, self._offices = houses, offices
        count = len(batch)
        last = int(sql.rows("demo", "reserve_ids", {"name": "appeals_appeal", "count": count})[0][0])
        self._first_id = last - count + 1
        self._manual = offices.by_key["okrug"].pk
        self._executor = self._executors()
        slow = self._executor == offices.companies[BAD_COMPANY].pk
        decided = self._executor > 0
        self._fates: Fates = fates.draw(rng, batch.age_s, slow, decided)
        self._numbers = _numbers(rng, self._first_id, count)
        self._writer = Writer(rng)
        self._settle_by_hand()

    def copy(self) -> None:
        """Four COPY runs, parents first. Explanations read the database, so their rows are made before COPY holds it."""
        rows = list(self._appeal_rows())
        sql.copy_rows("appeals_appeal", APPEAL, rows)
        sql.copy_rows("appeals_mark", MARK, self._mark_rows(rows))
        if self._book.history:
            sql.copy_rows("appeals_assignment", ASSIGNMENT, list(self._assignment_rows(rows)))
            sql.copy_rows("appeals_event", EVENT, self._event_rows(rows))

    def _executors(self) -> NDArray[np.int64]:
        """Organisation of each appeal, 0 where the choice is made by hand."""
        kinds = np.array([decision.organisation_id or 0 for decision in self._answers.kinds], dtype=np.int64)
        chosen: NDArray[np.int64] = kinds[self._answers.which]
        return chosen

    def _settle_by_hand(self) -> None:
        """Old appeals that nobody was found for were given to the administration by a moderator."""
        done = {STATES.index(state) for state in (*fates.ANSWERED_STATES, State.REOPENED)}
        self._by_hand = (self._executor == 0) & np.isin(self._fates.state, list(done))
        self._executor = np.where(self._by_hand, self._manual, self._executor)

    def _appeal_rows(self) -> Iterator[list[Any]]:
        batch, fate, book = self._batch, self._fates, self._book
        supports = self._supports()
        private = self._rng.random(len(batch)) < 0.06
        exact = shapely.to_wkb(
            shapely.set_srid(shapely.points(batch.lons, batch.lats), 4326), hex=True, include_srid=True
        )
        public = self._public_points()
        shown = shapely.to_wkb(shapely.set_srid(shapely.points(*public), 4326), hex=True, include_srid=True)
        home = self._is_home()
        areas = [[hit.area_id for hit in decision.areas] for decision in self._answers.kinds]
        for n in range(len(batch)):
            topic = book.topics[batch.topic[n]]
            state = STATES[fate.state[n]]
            visible = state not in HIDDEN_STATES and state != State.WITHDRAWN and not private[n]
            address = self._address(n)
            text, kind = self._text(n, topic, address), KINDS[batch.kind[n]]
            at = book.now - timedelta(seconds=float(batch.age_s[n]))
            moderated = at + timedelta(seconds=float(fate.moderated_s[n]))
            answered = (
                at + timedelta(seconds=float(fate.answered_s[n])) if state in fates.ANSWERED_STATES else None
            )
            changed = {State.MODERATION: at, State.CLOSED: at + timedelta(seconds=float(fate.closed_s[n]))}
            which = areas[self._answers.which[n]]
            yield [
                self._first_id + n, self._numbers[n], uuid.UUID(bytes=self._rng.bytes(16)), self._rng.bytes(21).hex()[:43],
                kind.value, topic.pk, text, mask(text), exact[n], shown[n],
                address, public_address(address, Privacy(topic.privacy)), self._house_id(n),
                which[0] if which else None, which, int(self._executor[n]) or None, state.value,
                (Visibility.PUBLIC if visible else Visibility.PRIVATE).value, self._channel(),
                "", "", self._reason(state), self._writer.answer(topic.category.code) if answered else "",
                int(fate.rating[n]) or None, int(supports[n]) if visible else 0, "", at,
                moderated if visible else None, _due(timezone.localdate(at), topic.answer_days, topic.working_days),
                answered, changed.get(state) or answered or moderated,
            ]  # fmt: skip
        self._home = home

    def _mark_rows(self, rows: list[list[Any]]) -> Iterator[tuple[Any, ...]]:
        lons, lats = self._public_points()
        qx, qy = quantize(lons, lats)
        cells, codes = finest_cells(lons, lats), morton(qx, qy)
        x, y = mercator(lons, lats)
        places = shapely.to_wkb(shapely.set_srid(shapely.points(x, y), 3857), hex=True, include_srid=True)
        at = {name: APPEAL.index(name) for name in APPEAL}
        categories = {topic.pk: topic.category_id for topic in self._book.topics}
        for n, row in enumerate(rows):
            topic_id = row[at["topic_id"]]
            yield (
                row[0], row[1], row[at["supports"]], row[at["submitted_at"]], row[at["kind"]], categories[topic_id],
                topic_id, row[at["state"]], row[at["visibility"]], row[at["executor_id"]], row[at["area_ids"]],
                int(cells[n]), int(qx[n]), int(qy[n]), int(codes[n]), places[n],
            )  # fmt: skip

    def _assignment_rows(self, rows: list[list[Any]]) -> Iterator[tuple[Any, ...]]:
        told = [json.dumps(explanation_of(decision), ensure_ascii=False) for decision in self._answers.kinds]
        submitted = APPEAL.index("submitted_at")
        for n, row in enumerate(rows):
            which = int(self._answers.which[n])
            decision = self._answers.kinds[which]
            border = float(self._answers.border_m[n])
            yield (
                row[0], row[submitted], decision.organisation_id, decision.rule.value, False, decision.ambiguous,
                None if np.isnan(border) else border, decision.chosen.zone_id if decision.chosen else None,
                decision.version_id, decision.runner_up.organisation_id if decision.runner_up else None, told[which],
            )  # fmt: skip
            if self._by_hand[n]:
                at = row[submitted] + timedelta(seconds=float(self._fates.moderated_s[n]))
                yield row[0], at, self._manual, "manual", True, False, None, None, None, None, told[which]

    def _event_rows(self, rows: list[list[Any]]) -> Iterator[tuple[Any, ...]]:
        fate = self._fates
        submitted, state_at, answer_at = (APPEAL.index(name) for name in ("submitted_at", "state", "answer"))
        for n, row in enumerate(rows):
            at, state = row[submitted], State(row[state_at])
            decision = self._answers.kinds[self._answers.which[n]]
            proposed = {"executor": decision.organisation_id, "rule": decision.rule.value, "proposed": True}
            yield row[0], EventType.SUBMITTED.value, at, "resident", "{}", '{"state": "moderation"}', "", True
            yield row[0], EventType.ASSIGNED.value, at, "system", "{}", json.dumps(proposed), "", True
            road = fates.steps(
                state, float(fate.moderated_s[n]), float(fate.answered_s[n]), float(fate.closed_s[n])
            )
            for kind, old, new, seconds in road:
                comment = row[answer_at] if kind == EventType.ANSWERED else ""
                role = "moderator" if kind in {EventType.ACCEPTED, EventType.REFUSED} else "worker"
                moment = at + timedelta(seconds=seconds)
                yield row[0], kind.value, moment, role, _state(old), _state(new), comment, True

    def _text(self, n: int, topic: Topic, address: str) -> str:
        kind = KINDS[self._batch.kind[n]]
        if not self._book.history:
            return self._ready(topic, kind)
        text = self._writer.text(topic, kind, address)
        if kind == Kind.PROBLEM and self._rng.random() < 0.02:
            text = self._writer.with_phone(text)
        return text

    def _ready(self, topic: Topic, kind: Kind) -> str:
        """One of a few texts made before, for the bench."""
        pool = _POOLS.setdefault((topic.code, kind), [])
        if len(pool) < 40:
            pool.append(self._writer.text(topic, kind, ""))
        return pool[int(self._rng.integers(0, len(pool)))]

    def _address(self, n: int) -> str:
        """The house's address, or the nearest one's within 60 m, else none."""
        batch = self._batch
        if batch.house[n] >= 0:
            return str(self._houses[batch.house[n]].address)
        return str(self._houses[batch.near[n]].address) if batch.near_m[n] <= 60 else ""

    def _house_id(self, n: int) -> int | None:
        return self._answers.kinds[self._answers.which[n]].house_id

    def _supports(self) -> NDArray[np.int64]:
        """Most have none, a few have dozens; repetitions fewer."""
        mean = self._rng.lognormal(-0.2, 1.25, len(self._batch)) * np.where(self._batch.copy, 0.4, 1.0)
        return self._rng.poisson(np.minimum(mean, 60))

    def _is_home(self) -> NDArray[np.bool_]:
        private = np.array([topic.privacy == Privacy.HOME for topic in self._book.topics])
        chosen: NDArray[np.bool_] = private[self._batch.topic]
        return chosen

    def _public_points(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Degrees that the public sees, as `privacy.public_place` gives them, for whole columns."""
        batch, home = self._batch, self._is_home()
        qx, qy = quantize(batch.lons, batch.lats)
        size = float(1 << QUANTUM_BITS)
        lons = (np.array(coarse_quantum(qx)) + 0.5) / size * 360 - 180  # type: ignore[arg-type]  # works on arrays, says its docstring
        lats = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * (np.array(coarse_quantum(qy)) + 0.5) / size))))  # type: ignore[arg-type]  # as above
        return np.where(home, lons, batch.lons), np.where(home, lats, batch.lats)

    def _channel(self) -> str:
        drawn = self._rng.random()
        return (Channel.WEB if drawn < 0.78 else Channel.API if drawn < 0.9 else Channel.OPERATOR).value

    def _reason(self, state: State) -> int | None:
        if state != State.REFUSED:
            return None
        return int(self._book.reasons[int(self._rng.integers(0, min(len(self._book.reasons), 8)))])


_POOLS: dict[tuple[str, Kind], list[str]] = {}


def _state(state: State) -> str:
    return json.dumps({"state": state.value})


@cache
def _due(day: Any, days: int, working: bool) -> Any:
    return due_on(day, days, working=working)


def _numbers(rng: np.random.Generator, first_id: int, count: int) -> list[str]:
    """Nine digits each, all different: a bijection of the ids over the numbers from 100000000 on."""
    prime, offset = 618_033_983, int(rng.integers(0, 1)) + 271_828_183
    ids = np.arange(first_id, first_id + count, dtype=object)
    return [str(100_000_000 + (int(n) * prime + offset) % 899_999_963) for n in ids]

