"""Puts drawn columns together into appeals for the bulk service; draws nothing that its neighbours draw."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from appeals.models import RefusalReason, Topic
from appeals.services.assigning import topic_ref
from appeals.services.bulk import BulkAppeal, write_appeals
from appeals.types import HIDDEN_STATES, Channel, Kind, State, Visibility
from demo.loading import Houses
from demo.organisations import BAD_COMPANY, Offices
from demo.stories import fates, sites
from demo.stories.batch import KINDS, Batch, Floats, Integers, draw
from demo.stories.fates import STATES, Fates
from demo.stories.places import Gazetteer
from demo.stories.texts import Writer, answers_to
from demo.town.layout import Town
from territories.bulk import Answers, BulkIndex
from territories.types import Decision

# Above this number the appeals share ready-made texts and have no history: the bench reads neither.
WITH_HISTORY = 60_000
READY = 40
REASONS = 8
NEAR_M = 60.0
FIRST_NUMBER = 100_000_000
# A number is the appeal's position times a prime modulo this prime: nine digits that tell no count.
NUMBERS = 899_999_963
CHANNELS = (Channel.WEB, Channel.API, Channel.PHONE)
_UNSEEN = [n for n, state in enumerate(STATES) if state in HIDDEN_STATES or state == State.WITHDRAWN]

Chosen = TypeVar("Chosen")


class Chronicle:
    """Draws and writes appeals of towns; one index of who answers serves them all."""

    def __init__(self, *, seed: int, now: datetime, history: bool) -> None:
        self.now, self.history, self._seed = now, history, seed
        self.topics = list(Topic.objects.select_related("category").order_by("code"))
        self.answers = [answers_to(topic) for topic in self.topics]
        self.reasons = list(RefusalReason.objects.order_by("position").values_list("pk", flat=True))[:REASONS]
        self.ready = {} if history else _ready(np.random.default_rng([seed, 4]), self.topics)
        self._refs = [topic_ref(topic) for topic in self.topics]
        self._index = BulkIndex(on=timezone.localdate(now))
        self._written = 0

    def write(self, town: Town, houses: Houses, offices: Offices, count: int) -> None:
        """The container sites of one town and `count` appeals."""
        rng = np.random.default_rng([self._seed, town.index, 2])
        gazetteer = Gazetteer(rng, town, offices.company_of_house)
        places = np.random.default_rng([self._seed, town.index, 5])
        sites.write(places, town, gazetteer, self._index, houses, offices)
        batch = draw(rng, town, gazetteer, self.topics, count, self.now)
        twins = np.random.default_rng([self._seed, town.index, 7])
        page = Page(self, rng, batch, self._answers(batch, houses), houses, offices, twins)
        self._written += write_appeals(page.rows(self._written), explained=self.history)

    def _answers(self, batch: Batch, houses: Houses) -> Answers:
        ids = [houses.first_id + n if n >= 0 else None for n in batch.house.tolist()]
        refs = [self._refs[n] for n in batch.topic.tolist()]
        return self._index.answers(batch.lons, batch.lats, refs, house_ids=ids)


def _ready(rng: np.random.Generator, topics: list[Topic]) -> dict[tuple[int, int], list[str]]:
    """Texts by positions of topic and kind that the appeals of a large run share."""
    writer = Writer(rng)
    return {
        (n, k): [writer.text(topic, kind, "") for _again in range(READY)]
        for n, topic in enumerate(topics)
        for k, kind in enumerate(KINDS)
    }


@dataclass(frozen=True, slots=True)
class _Columns:
    """What a row is put together from, drawn for a whole town at once. *_s: seconds after submission.

    luck: uniform numbers for what is chosen row by row.
    """

    state: list[int]
    unseen: list[bool]
    moderated_s: list[float]
    answered_s: list[float | None]
    changed_s: list[float]
    rating: list[int]
    into: list[int]
    supports: list[int]
    channel: list[int]
    luck: list[list[float]]
    keys: bytes


def _columns(
    rng: np.random.Generator, batch: Batch, fate: Fates, into: Integers, private: NDArray[np.bool_]
) -> _Columns:
    """into: what each was merged into, −1: nothing. private: which ones are not published by their topic."""
    count = len(batch)
    unseen = np.isin(fate.state, _UNSEEN) | (rng.random(count) < 0.06) | private
    answered = zip(fates.is_answered(fate).tolist(), fate.answered_s.tolist(), strict=True)
    return _Columns(
        state=fate.state.tolist(),
        unseen=unseen.tolist(),
        moderated_s=fate.moderated_s.tolist(),
        answered_s=[seconds if given else None for given, seconds in answered],
        changed_s=fates.changed_s(fate).tolist(),
        rating=fate.rating.tolist(),
        into=into.tolist(),
        supports=np.where(unseen, 0, _supports(rng, batch)).tolist(),
        channel=np.searchsorted((0.78, 0.9), rng.random(count)).tolist(),
        luck=rng.random((3, count)).tolist(),
        keys=rng.bytes(16 * count),
    )


class Page:
    """The appeals of one town on their way out, oldest first."""

    def __init__(
        self,
        book: Chronicle,
        rng: np.random.Generator,
        batch: Batch,
        answers: Answers,
        houses: Houses,
        offices: Offices,
        twins: np.random.Generator,
    ) -> None:
        self._book, self._rng, self._houses, self._writer = book, rng, houses, Writer(rng)
        kinds = np.array([decision.organisation_id or 0 for decision in answers.kinds], dtype=np.int64)
        executor: Integers = kinds[answers.which]
        slow = executor == offices.companies[BAD_COMPANY].pk
        self._fate = fates.draw(rng, batch.age_s, slow, executor > 0)
        into = fates.merge(twins, self._fate, batch.original)
        self._joined = frozenset(into[into >= 0].tolist())
        private = np.array([topic.is_private for topic in book.topics])[batch.topic]
        self._columns = _columns(rng, batch, self._fate, into, private)
        self._decisions, self._which = _done_by_hand(answers, self._fate, offices.by_key["okrug"].pk)
        self._border_m: list[float | None] = [
            None if np.isnan(border_m) else border_m for border_m in answers.border_m.tolist()
        ]
        self._topic, self._kind = batch.topic.tolist(), batch.kind.tolist()
        self._age_s, self._lons, self._lats = batch.age_s.tolist(), batch.lons.tolist(), batch.lats.tolist()
        # The house itself, or the nearest one within reach, else none.
        near = np.where(batch.near_m <= NEAR_M, batch.near, -1)
        self._at = np.where(batch.house >= 0, batch.house, near).tolist()

    def __len__(self) -> int:
        return len(self._topic)

    def rows(self, written: int) -> Iterator[BulkAppeal]:
        """written: how many appeals have been numbered before."""
        for n in range(len(self)):
            into = self._columns.into[n]
            yield self._row(n, _number(written + n), _number(written + into) if into >= 0 else "")

    def _row(self, n: int, number: str, duplicate_of: str) -> BulkAppeal:
        columns, topic_at = self._columns, self._topic[n]
        state, kind = columns.state[n], KINDS[self._kind[n]]
        sent = self._book.now - timedelta(seconds=int(self._age_s[n]))
        answered_s, unseen = columns.answered_s[n], columns.unseen[n]
        address = self._houses.addresses[self._at[n]] if self._at[n] >= 0 else ""
        return BulkAppeal(
            topic=self._book.topics[topic_at],
            kind=kind,
            text=self._text(n, kind, address),
            lon=self._lons[n],
            lat=self._lats[n],
            submitted_at=sent,
            decision=self._decisions[self._which[n]],
            border_m=self._border_m[n],
            state=STATES[state],
            visibility=Visibility.PRIVATE if unseen else Visibility.PUBLIC,
            address=address,
            channel=CHANNELS[columns.channel[n]],
            number=number,
            duplicate_of=duplicate_of,
            joined=n in self._joined,
            client_key=uuid.UUID(bytes=columns.keys[16 * n : 16 * n + 16]),
            answer="" if answered_s is None else _pick(self._book.answers[topic_at], columns.luck[0][n]),
            rating=columns.rating[n] or None,
            supports=columns.supports[n],
            refusal_reason_id=self._reason(n, STATES[state]),
            published_at=None if unseen else _after(sent, columns.moderated_s[n]),
            answered_at=None if answered_s is None else _after(sent, answered_s),
            changed_at=_after(sent, columns.changed_s[n]),
            reached=self._road(n, state, sent) if self._book.history else (),
        )

    def _road(self, n: int, state: int, sent: datetime) -> tuple[tuple[State, datetime], ...]:
        fate = self._fate
        moments = float(fate.moderated_s[n]), float(fate.answered_s[n]), float(fate.closed_s[n])
        return tuple((new, _after(sent, seconds)) for new, seconds in fates.steps(state, *moments))

    def _text(self, n: int, kind: Kind, address: str) -> str:
        if not self._book.history:
            return _pick(self._book.ready[self._topic[n], self._kind[n]], self._columns.luck[1][n])
        text = self._writer.text(self._book.topics[self._topic[n]], kind, address)
        if kind == Kind.PROBLEM and self._columns.luck[1][n] < 0.02:
            text = self._writer.with_phone(text)
        return text

    def _reason(self, n: int, state: State) -> int | None:
        return _pick(self._book.reasons, self._columns.luck[2][n]) if state is State.REFUSED else None


def _done_by_hand(answers: Answers, fate: Fates, administration: int) -> tuple[list[Decision], list[int]]:
    """What nobody was found for and is done all the same went to the administration by hand."""
    free = {n: len(answers.kinds) + k for k, n in enumerate(_without_executor(answers))}
    decisions = answers.kinds + [replace(answers.kinds[n], organisation_id=administration) for n in free]
    moved = np.arange(len(answers.kinds))
    moved[list(free)] = list(free.values())
    done = fates.is_answered(fate)
    return decisions, np.where(done, moved[answers.which], answers.which).tolist()


def _without_executor(answers: Answers) -> list[int]:
    return [n for n, decision in enumerate(answers.kinds) if decision.organisation_id is None]


def _pick(choices: Sequence[Chosen], luck: float) -> Chosen:
    return choices[int(luck * len(choices))]


def _after(sent: datetime, seconds: float) -> datetime:
    return sent + timedelta(seconds=int(seconds))


def _supports(rng: np.random.Generator, batch: Batch) -> Integers:
    """Most have none or one, a few have dozens; repetitions fewer."""
    mean: Floats = rng.lognormal(-0.2, 1.25, len(batch)) * np.where(batch.copy, 0.4, 1.0)
    return rng.poisson(np.minimum(mean, 60))


def _number(position: int) -> str:
    return str(FIRST_NUMBER + (position * 618_033_983 + 271_828_183) % NUMBERS)
