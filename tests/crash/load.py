"""The load of the crash run: appeals that go their way through the services, and a record of what was acknowledged."""

import random
import time
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event, Lock, Thread
from uuid import UUID, uuid4

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from accounts.types import PUBLIC, Viewer
from appeals.errors import WrongState
from appeals.models import Appeal
from appeals.services import answering, moderation, submission, work
from appeals.types import Draft, Kind, State, Visibility
from channels.services.digesting import gather
from geo.types import LonLat
from tests.builders import TOWN

# Which step an appeal takes next, by its state.
_NEXT = {
    State.MODERATION: "accept",
    State.ASSIGNED: "register",
    State.REGISTERED: "start",
    State.IN_PROGRESS: "answer",
}
# Few enough that letters go out between two kills: jobs are done in their order, and a backlog would keep all letters
# for the end.
_PAUSE_S = 0.25
# A day of the daily letters, whose notices are those of the worker.
_DAY_S = 1.0


@dataclass
class Record:
    """What callers were told. sent: keys of appeals acknowledged. steps: (key, state reached) acknowledged.

    cut: operations that ended in an error of the database, whose fate the caller does not know.
    """

    tried: int = 0
    cut: int = 0
    sent: set[UUID] = field(default_factory=set)
    steps: set[tuple[UUID, State]] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    @property
    def acknowledged(self) -> int:
        return len(self.sent) + len(self.steps)


class Days(Thread):
    """Begins the daily letters again and again, as if each second were tomorrow morning, until it is told to end."""

    def __init__(self, record: Record, end: Event) -> None:
        super().__init__(daemon=True)
        self.record, self.end = record, end

    def run(self) -> None:
        while not self.end.wait(_DAY_S):
            try:
                begin_daily_letters()
            except (DatabaseError, InterfaceError):
                with self.record.lock:
                    self.record.cut += 1
                connection.close()
        connection.close()


def begin_daily_letters() -> int:
    """Of all that was gathered until now; answers how many."""
    return gather(now=timezone.now() + timedelta(days=1))


class Hand(Thread):
    """One thread that sends appeals and takes their steps until it is told to end."""

    def __init__(self, record: Record, moderator: Viewer, worker: Viewer, end: Event, seed: int) -> None:
        super().__init__(daemon=True)
        self.record, self.moderator, self.worker, self.end = record, moderator, worker, end
        self.chance = random.Random(seed)
        self.keys: list[UUID] = []

    def run(self) -> None:
        while not self.end.is_set():
            try:
                self._operate()
            except (DatabaseError, InterfaceError):
                with self.record.lock:
                    self.record.cut += 1
                connection.close()
                time.sleep(0.3)
            time.sleep(_PAUSE_S)
        connection.close()

    def _operate(self) -> None:
        with self.record.lock:
            self.record.tried += 1
        if not self.keys or self.chance.random() < 0.3:
            self._send(uuid4())
        else:
            self._step(self.chance.choice(self.keys[-40:]))

    def _send(self, key: UUID) -> None:
        place = LonLat(
            TOWN.lon + self.chance.uniform(-0.01, 0.01), TOWN.lat + self.chance.uniform(-0.01, 0.01)
        )
        # Known before it is sent: whether it arrived is looked up afterwards.
        self.keys.append(key)
        draft = Draft(
            Kind.PROBLEM,
            "pothole",
            "Глубокая яма",
            key,
            location=place,
            author_email=f"{key.hex}@example.org",
        )
        submission.submit(actor=PUBLIC, draft=draft, now=timezone.now())
        with self.record.lock:
            self.record.sent.add(key)

    def _step(self, key: UUID) -> None:
        appeal = Appeal.objects.filter(client_key=key).first()
        step = _NEXT.get(State(appeal.state)) if appeal else None
        if appeal is None or step is None:
            return
        now, number = timezone.now(), appeal.number
        try:
            if step == "accept":
                after = moderation.accept(
                    actor=self.moderator, number=number, visibility=Visibility.PUBLIC, now=now
                )
            elif step == "answer":
                after = answering.answer(actor=self.worker, number=number, text="Сделано.", now=now)
            else:
                after = getattr(work, step)(actor=self.worker, number=number, now=now)
        except WrongState:
            return
        with self.record.lock:
            self.record.steps.add((key, State(after.state)))
