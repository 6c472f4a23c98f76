"""Compaction leaves one row per key and every figure as it was, whatever others write meanwhile."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from accounts.types import PUBLIC, SYSTEM
from analytics.models import CellMonth
from analytics.queries.rollup import tallies
from analytics.services.compacting import compact
from appeals.models import Mark
from appeals.types import Selection, State
from channels import tasks
from geo.types import LonLat
from tests.analytics.counting import counted
from tests.builders import TOWN, make_appeal

EVERYTHING = Selection()


@pytest.mark.django_db
@pytest.mark.parametrize("batch", [1, 2, 1000])
def test_one_row_per_key_remains_and_none_without_figures(batch: int) -> None:
    near, far = LonLat(TOWN.lon, TOWN.lat), LonLat(TOWN.lon + 0.1, TOWN.lat)
    for state in (State.ASSIGNED, State.CLOSED, State.DRAFT, State.MODERATION):
        make_appeal(at=near, state=state)
        make_appeal(at=far, state=state)
    gone = make_appeal(at=LonLat(TOWN.lon, TOWN.lat + 0.2))
    gone.delete()
    Mark.objects.update(supports=3)
    before = {viewer: tallies(viewer, EVERYTHING, 9) for viewer in (PUBLIC, SYSTEM)}
    rows = CellMonth.objects.count()
    assert compact(batch=batch) == rows - 6
    assert CellMonth.objects.count() == 6
    assert {viewer: tallies(viewer, EVERYTHING, 9) for viewer in (PUBLIC, SYSTEM)} == before
    assert before[SYSTEM] == counted(SYSTEM, EVERYTHING, 9)
    assert compact(batch=batch) == 0


@pytest.mark.django_db
def test_the_worker_compacts() -> None:
    make_appeal()
    make_appeal()
    tasks.compact_rollup(timestamp=0)
    assert CellMonth.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_transactions_on_one_cell_do_not_wait_and_compaction_for_neither() -> None:
    """The first is still open when the second one commits and the rows are put together."""
    make_appeal()
    make_appeal()
    written, done = Event(), Event()

    def first() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '5s'")
                make_appeal()
                written.set()
                done.wait(20)
        finally:
            written.set()
            connection.close()

    other = Thread(target=first)
    other.start()
    written.wait(20)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '100ms'")
            make_appeal(state=State.CLOSED)
        assert [tally.appeals for tally in tallies(PUBLIC, EVERYTHING, 9).values()] == [3]
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        assert compact() == 2
    finally:
        done.set()
        other.join(20)
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
    assert [tally.appeals for tally in tallies(PUBLIC, EVERYTHING, 9).values()] == [4]
    assert CellMonth.objects.count() == 2
    assert tallies(PUBLIC, EVERYTHING, 9) == counted(PUBLIC, EVERYTHING, 9)


@pytest.mark.django_db(transaction=True)
def test_where_another_compaction_is_at_work_there_is_nothing_to_do() -> None:
    make_appeal()
    make_appeal()
    held, done = Event(), Event()

    def another() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('roll-up', 0))")
                held.set()
                done.wait(20)
        finally:
            held.set()
            connection.close()

    other = Thread(target=another)
    other.start()
    held.wait(20)
    try:
        assert compact() == 0
    finally:
        done.set()
        other.join(20)
    assert compact() == 1
