"""Whatever is done to appeals and marks, by services, the ORM or SQL, the roll-up is what one counts from them."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.contrib.gis.geos import Point
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.types import PUBLIC, SYSTEM, Role, Viewer
from analytics.models import CellMonth
from analytics.queries.rollup import tallies
from analytics.queries.verifying import verify
from analytics.services.compacting import compact
from appeals.marks import write_mark
from appeals.models import Appeal, Mark
from appeals.services.correction import Correction, correct
from appeals.services.moderation import accept, refuse
from appeals.services.support import support
from appeals.types import Selection, State, Visibility
from geo.types import LonLat
from tests.analytics.counting import counted
from tests.builders import NOON, TOWN, make_appeal, make_organisation, make_reason, make_topic, moderator

VIEWERS = (PUBLIC, Viewer(roles=frozenset({Role.ADMINISTRATOR})), SYSTEM)
# Two cells beside each other, one far away, and one on the other half of the Earth.
PLACES = (TOWN, LonLat(TOWN.lon + 0.006, TOWN.lat), LonLat(TOWN.lon + 1, TOWN.lat - 1), LonLat(-70.0, -33.0))
# The last two are the same UTC month and two of Moscow's.
MOMENTS = (NOON, datetime(2026, 1, 31, 20, 59, tzinfo=UTC), datetime(2026, 1, 31, 21, tzinfo=UTC))
STATES, SEEN = list(State), list(Visibility)
# Some hundred edits in every run; thousands for whoever changes the triggers.
EXAMPLES = int(os.environ.get("METKA_ROLLUP_EXAMPLES", "6"))


@dataclass
class Town:
    """Those who act, and appeals in the order they came."""

    actor: Viewer
    topics: list[Any]
    executors: list[Any]
    ids: list[int] = field(default_factory=list)

    def one(self, number: int) -> Appeal | None:
        return Appeal.objects.filter(pk=self.ids[number % len(self.ids)]).first() if self.ids else None

    def marks(self, number: int) -> Any:
        """One mark, or every second or third of them."""
        if number % 3 == 0:
            return Mark.objects.filter(pk__in=[self.ids[number % len(self.ids)]] if self.ids else [])
        return Mark.objects.filter(pk__in=self.ids[:: number % 3 + 1])


@pytest.fixture
def town(db: None) -> Town:
    make_reason("no_facts")
    topics = [make_topic("pothole"), make_topic("lamp", category="light")]
    return Town(moderator(), topics, [make_organisation(), make_organisation()])


def add(town: Town, a: int, b: int, c: int) -> None:
    answered = c % 3 > 0
    appeal = make_appeal(
        at=PLACES[a % 4],
        topic=town.topics[b % 2],
        executor=[*town.executors, None][c % 3],
        state=STATES[b % len(STATES)],
        visibility=SEEN[c % len(SEEN)],
        submitted_at=MOMENTS[a % 3],
        answered_at=MOMENTS[b % 3] if answered else None,
        due_at=MOMENTS[c % 3],
        rating=b % 5 + 1 if a % 2 else None,
        reopenings=c % 2,
        supports=a % 7,
    )
    town.ids.append(appeal.pk)


def move(town: Town, a: int, b: int, c: int) -> None:
    if appeal := town.one(a):
        appeal.public_location = Point(PLACES[b % 4].lon, PLACES[b % 4].lat, srid=4326)
        appeal.save()
        write_mark(appeal)


def change_by_orm(town: Town, a: int, b: int, c: int) -> None:
    changes: list[dict[str, Any]] = [
        {"state": STATES[b % len(STATES)]},
        {"visibility": SEEN[b % len(SEEN)]},
        {"rating": b % 5 + 1},
        {"rating": None, "in_time": None, "answer_h": None},
        {"in_time": bool(b % 2), "answer_h": b},
        {"reopened": bool(b % 2)},
        {"topic_id": b, "category_id": b},
        {"executor_id": b},
        {"submitted_at": MOMENTS[b % 3]},
        {"supports": b},
    ]
    town.marks(a).update(**changes[c % len(changes)])


def change_by_sql(town: Town, a: int, b: int, c: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE appeals_mark SET supports = supports + %s, reopened = NOT reopened,"
            " state = CASE WHEN appeal_id %% 2 = 0 THEN state ELSE 'closed' END,"
            " submitted_at = submitted_at + %s * interval '20 days', h3 = %s WHERE appeal_id %% 3 = %s",
            [
                b % 4,
                c % 3 - 1,
                Mark.objects.filter(pk__in=town.ids).values_list("h3", flat=True).first() or 0,
                a % 3,
            ],
        )


def upsert(town: Town, a: int, b: int, c: int) -> None:
    marks = list(town.marks(a)[:5])
    for mark in marks:
        mark.rating, mark.state = b % 5 + 1, STATES[c % len(STATES)]
    Mark.objects.bulk_create(
        marks, update_conflicts=True, update_fields=["rating", "state"], unique_fields=["appeal"]
    )


def delete(town: Town, a: int, b: int, c: int) -> None:
    appeal = town.one(a)
    # One that has a history stays for good.
    if appeal and b % 2 and not appeal.events.exists():
        appeal.delete()
    else:
        town.marks(a).delete()


def truncate(town: Town, a: int, b: int, c: int) -> None:
    if a % 4 == 0:
        with connection.cursor() as cursor:
            cursor.execute(
                "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE appeals_mark; SET CONSTRAINTS ALL DEFERRED"
            )


def put_together(town: Town, a: int, b: int, c: int) -> None:
    compact(batch=a % 5 + 1)
    assert (
        CellMonth.objects.count()
        == CellMonth.objects.values("cell", "month", "is_public", "is_draft").distinct().count()
    )


def step(town: Town, a: int, b: int, c: int) -> None:
    """A service, where the appeal and its mark are as one may use them."""
    appeal = town.one(a)
    if appeal is None or not Mark.objects.filter(pk=appeal.pk).exists():
        return
    if appeal.state == State.MODERATION and b % 2:
        accept(actor=town.actor, number=appeal.number, visibility=Visibility.PUBLIC, now=NOON)
    elif appeal.state == State.MODERATION:
        refuse(actor=town.actor, number=appeal.number, reason="no_facts", comment="", now=NOON)
    elif appeal.state == State.ASSIGNED and b % 2:
        moved = Correction(topic_code=town.topics[c % 2].code, location=PLACES[c % 3])
        correct(actor=town.actor, number=appeal.number, correction=moved, now=NOON)
    elif appeal.state == State.ASSIGNED and appeal.visibility == Visibility.PUBLIC:
        support(actor=PUBLIC, visitor_hash=str(UUID(int=a * 99 + b)), number=appeal.number, now=NOON)


Action = Callable[[Town, int, int, int], None]
ACTIONS: list[Action] = [
    *(add, add, add, move, change_by_orm, change_by_orm, change_by_sql, upsert, delete),
    *(truncate, put_together, step, step),
]
numbers = st.integers(0, 100)
edits = st.tuples(st.sampled_from(ACTIONS), numbers, numbers, numbers)
# Some edits in a row, kept or taken back to the savepoint.
rows_of_edits = st.tuples(st.booleans(), st.lists(edits, min_size=3, max_size=12))


def done(town: Town, kept: bool, row: list[Any]) -> None:
    before = list(town.ids)
    try:
        with transaction.atomic():
            for action, a, b, c in row:
                action(town, a, b, c)
            transaction.set_rollback(not kept)
    finally:
        if not kept:
            town.ids = before


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(rows_of_edits, min_size=2, max_size=6))
def test_the_roll_up_is_a_plain_count(town: Town, rows: list[tuple[bool, list[Any]]]) -> None:
    town.ids = []
    with transaction.atomic():
        for kept, row in rows:
            done(town, kept, row)
            for viewer in VIEWERS:
                assert tallies(viewer, Selection(), 9) == counted(viewer, Selection(), 9)
        assert verify().wrong_cells == 0
        transaction.set_rollback(True)
