"""Puts drawn columns together into appeals for the bulk service; draws nothing that its neighbours draw."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from appeals.models import RefusalReason, Topic
from appeals.services.assigning import topic_ref
from appeals.services.bulk import BulkAppeal, write_appeals
from appeals.types import HIDDEN_STATES, Channel, Kind, State, Visibility
from demo.organisations import BAD_COMPANY, Offices
from demo.stories import fates
from demo.stories.batch import KINDS, Batch, draw
from demo.stories.fates import STATES
from demo.stories.places import Gazetteer
from demo.stories.texts import Writer
from demo.town.layout import Town
from geo.models import House
from territories.bulk import Answers, BulkIndex
from territories.types import Decision

# Above this number a town's appeals share ready-made texts and have no history: the bench reads neither.
WITH_HISTORY = 60_000
NEAR_M = 60.0
FIRST_NUMBER = 100_000_000
# A number is the appeal's position times a prime modulo this prime: nine digits that tell no count.
NUMBERS = 899_999_963


class Chronicle:
    """Draws and writes appeals of towns; one index of who answers serves them all."""

    def __init__(self, *, seed: int, now: datetime, history: bool) -> None:
        self.now, self.history, self._seed = now, history, seed
        self.topics = list(Topic.objects.select_related("category").order_by("code"))
        self.reasons = list(RefusalReason.objects.order_by("position").values_list("pk", flat=True))
        self.ready: dict[tuple[str, Kind], list[str]] = {}
        self._refs = [topic_ref(topic) for topic in self.topics]
        self._index = BulkIndex(on=timezone.localdate(now))
        self._written = 0

    def write(self, town: Town, houses: list[House], offices: Offices, count: int) -> None:
        """`count` appeals of one town."""
        rng = np.random.default_rng([self._seed, town.index, 2])
        gazetteer = Gazetteer(rng, town, offices.company_of_house)
        batch = draw(rng, town, gazetteer, self.topics, count, self.now)
        page = Page(self, rng, batch, self._answers(batch, houses), houses, offices)
        self._written += write_appeals(page.rows(self._written), explained=self.history)

    def _answers(self, batch: Batch, houses: list[House]) -> Answers:
        ids = [houses[n].pk if n >= 0 else None for n in batch.house.tolist()]
        refs = [self._refs[n] for n in batch.topic.tolist()]
        return self._index.answers(batch.lons, batch.lats, refs, house_ids=ids)


class Page:
    """The appeals of one town on their way out, oldest first."""

    def __init__(
        self,
        book: Chronicle,
        rng: np.random.Generator,
        batch: Batch,
        answers: Answers,
        houses: list[House],
        offices: Offices,
    ) -> None:
        self._book, self._rng, self._batch, self._answers, self._houses = book, rng, batch, answers, houses
        self._administration = offices.by_key["okrug"].pk
        kinds = np.array([decision.organisation_id or 0 for decision in answers.kinds], dtype=np.int64)
        executor: NDArray[np.int64] = kinds[answers.which]
        slow = executor == offices.companies[BAD_COMPANY].pk
        self._fates = fates.draw(rng, batch.age_s, slow, executor > 0)
        self._supports = _supports(rng, batch)
        self._private = rng.random(len(batch)) < 0.06
        self._writer = Writer(rng)

    def rows(self, written: int) -> Iterator[BulkAppeal]:
        """written: how many appeals have been numbered before."""
        for n in range(len(self._batch)):
            yield self._row(n, _number(written + n))

    def _row(self, n: int, number: str) -> BulkAppeal:
        batch, fate = self._batch, self._fates
        topic, kind = self._book.topics[batch.topic[n]], KINDS[batch.kind[n]]
        state = STATES[fate.state[n]]
        sent = self._book.now - timedelta(seconds=int(batch.age_s[n]))
        road = [(new, sent + timedelta(seconds=int(seconds))) for new, seconds in self._steps(n, state)]
        answered = next((at for new, at in road if new == State.ANSWERED), None)
        address = self._address(n)
        hidden = state in HIDDEN_STATES or state == State.WITHDRAWN or bool(self._private[n])
        return BulkAppeal(
            topic=topic,
            kind=kind,
            text=self._text(topic, kind, address),
            lon=float(batch.lons[n]),
            lat=float(batch.lats[n]),
            submitted_at=sent,
            decision=self._decision(n, state),
            state=state,
            visibility=Visibility.PRIVATE if hidden else Visibility.PUBLIC,
            address=address,
            channel=self._channel(),
            number=number,
            client_key=uuid.UUID(bytes=self._rng.bytes(16)),
            answer=self._writer.answer(topic) if answered else "",
            rating=int(fate.rating[n]) or None,
            supports=0 if hidden else int(self._supports[n]),
            refusal_reason_id=self._reason(state),
            published_at=None if hidden else sent + timedelta(seconds=int(fate.moderated_s[n])),
            answered_at=answered,
            changed_at=road[-1][1] if road else sent,
            reached=tuple(road) if self._book.history else (),
        )

    def _steps(self, n: int, state: State) -> list[tuple[State, float]]:
        fate = self._fates
        return fates.steps(
            state, float(fate.moderated_s[n]), float(fate.answered_s[n]), float(fate.closed_s[n])
        )

    def _decision(self, n: int, state: State) -> Decision:
        """By rule; what nobody was found for and is done all the same went to the administration by hand."""
        which = int(self._answers.which[n])
        decision, border = self._answers.kinds[which], float(self._answers.border_m[n])
        if decision.organisation_id is None and state in fates.ANSWERED_STATES:
            decision = replace(decision, organisation_id=self._administration)
        return decision if np.isnan(border) else replace(decision, border_m=border)

    def _text(self, topic: Topic, kind: Kind, address: str) -> str:
        if not self._book.history:
            return self._ready(topic, kind)
        text = self._writer.text(topic, kind, address)
        if kind == Kind.PROBLEM and self._rng.random() < 0.02:
            text = self._writer.with_phone(text)
        return text

    def _ready(self, topic: Topic, kind: Kind) -> str:
        """One of a few texts made before, for the bench."""
        pool = self._book.ready.setdefault((topic.code, kind), [])
        if len(pool) < 40:
            pool.append(self._writer.text(topic, kind, ""))
        return pool[int(self._rng.integers(0, len(pool)))]

    def _address(self, n: int) -> str:
        """The house's address, or the nearest one's within NEAR_M, else none."""
        batch = self._batch
        if batch.house[n] >= 0:
            return str(self._houses[batch.house[n]].address)
        return str(self._houses[batch.near[n]].address) if batch.near_m[n] <= NEAR_M else ""

    def _channel(self) -> Channel:
        drawn = self._rng.random()
        return Channel.WEB if drawn < 0.78 else Channel.API if drawn < 0.9 else Channel.OPERATOR

    def _reason(self, state: State) -> int | None:
        if state != State.REFUSED:
            return None
        return self._book.reasons[int(self._rng.integers(0, min(len(self._book.reasons), 8)))]


def _supports(rng: np.random.Generator, batch: Batch) -> NDArray[np.int64]:
    """Most have none or one, a few have dozens; repetitions fewer."""
    mean = rng.lognormal(-0.2, 1.25, len(batch)) * np.where(batch.copy, 0.4, 1.0)
    return rng.poisson(np.minimum(mean, 60))


def _number(position: int) -> str:
    return str(FIRST_NUMBER + (position * 618_033_983 + 271_828_183) % NUMBERS)
