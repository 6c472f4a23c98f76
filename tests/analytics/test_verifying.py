"""verify_rollups finds what was damaged behind the services' and the triggers' backs, names it, and puts it right."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import StringIO
from threading import Event, Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings

from accounts.types import PUBLIC
from analytics.models import CellMonth
from analytics.queries.rollup import tallies
from analytics.queries.verifying import verify
from analytics.services.compacting import compact
from analytics.services.repairing import repair
from appeals.models import Appeal, Mark
from appeals.types import Selection, State
from geo import hexgrid
from geo.types import HexCell, LonLat
from tests.analytics.counting import counted
from tests.builders import NOON, TOWN, make_appeal, make_organisation, make_topic

EVERYTHING = Selection()


@contextmanager
def behind_the_triggers() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def run(*arguments: str) -> str:
    told = StringIO()
    call_command("verify_rollups", *arguments, stdout=told)
    return told.getvalue()


@pytest.fixture
def town(db: None) -> list[Appeal]:
    """Twelve appeals at as many places, of all sorts."""
    return [
        make_appeal(
            at=LonLat(TOWN.lon + number / 50, TOWN.lat),
            state=State.CLOSED if number % 2 else State.ASSIGNED,
            answered_at=NOON + timedelta(hours=30) if number % 2 else None,
            due_at=NOON + timedelta(hours=20 + number * 2),
            rating=4 if number % 4 == 1 else None,
            reopenings=number % 3,
            supports=number,
            executor=make_organisation() if number % 2 else None,
        )
        for number in range(12)
    ]


def test_what_is_as_it_should_be_is_sound_however_it_is_cut(town: list[Appeal]) -> None:
    for size in (1, 5, 1000):
        verdict = verify(appeals=size, marks=size)
        assert verdict.sound
        assert verdict.appeals == 12
    assert run() == "12 appeals: 0 marks and 0 cells and months differ\n"


@pytest.mark.parametrize(
    ("column", "value", "name"),
    [
        ("state", "merged", "state"),
        ("visibility", "private", "visibility"),
        ("kind", "idea", "kind"),
        ("topic_id", 0, "topic"),
        ("category_id", 0, "category"),
        ("executor_id", None, "executor"),
        ("submitted_at", NOON - timedelta(days=40), "submitted_at"),
        ("supports", 77, "supports"),
        ("rating", 1, "rating"),
        ("reopened", False, "reopened"),
        ("in_time", True, "in_time"),
        ("answer_h", 5, "answer_h"),
        ("area_ids", [5], "areas"),
        ("hidden_area_ids", [5], "hidden_areas"),
        ("h3", hexgrid.cell_at(LonLat(10, 10)).index, "cell"),
    ],
)
def test_a_mark_that_differs_is_named_and_written_anew(
    town: list[Appeal], column: str, value: Any, name: str
) -> None:
    damaged = town[1]
    Mark.objects.filter(pk=damaged.pk).update(**{column: value})
    verdict = verify(appeals=5)
    assert [(mark.number, mark.columns) for mark in verdict.marks] == [(damaged.number, (name,))]
    # The roll-up follows the mark, wrong as it is, and follows it back.
    assert verdict.wrong_cells == 0
    assert repair().wrong_marks == 1
    assert verify().sound
    assert tallies(PUBLIC, EVERYTHING, 9) == counted(PUBLIC, EVERYTHING, 9)


def test_a_mark_that_is_missing_is_written(town: list[Appeal]) -> None:
    Mark.objects.filter(pk=town[3].pk).delete()
    with pytest.raises(CommandError, match=f"№ {town[3].number}: the mark differs in mark"):
        run()
    assert "all put right" in run("--repair")
    assert verify().sound
    assert Mark.objects.count() == 12


def test_damage_of_the_roll_up_is_named_and_repaired(town: list[Appeal]) -> None:
    with behind_the_triggers():
        Mark.objects.filter(pk=town[0].pk).delete()
        Mark.objects.filter(pk=town[2].pk).update(state=State.CLOSED.value, supports=9)
    CellMonth.objects.filter(
        cell=hexgrid.parent(HexCell(Mark.objects.get(pk=town[4].pk).h3), 9).index
    ).delete()
    nowhere = dict.fromkeys(("waiting", "answered", "in_time", "rated", "ratings", "reopened", "supports"), 0)
    CellMonth.objects.create(
        cell=5, month=date(2020, 1, 1), is_public=True, is_draft=False, appeals=2, **nowhere
    )
    with pytest.raises(CommandError) as fault:
        run("--most", "3")
    lines = str(fault.value).splitlines()
    assert lines[0] == f"№ {town[0].number}: the mark differs in mark"
    assert lines[1] == f"№ {town[2].number}: the mark differs in state, supports"
    assert lines[2] == "5 2020-01 public: by the marks appeals -2"
    assert lines[-1] == "and 1 more"
    verdict = json.loads(run("--repair", "--json"))
    # Written anew under the triggers, the mark that had changed behind them leaves its cell as wrong as it was.
    assert (verdict["wrong_marks"], verdict["wrong_cells"]) == (2, 4)
    assert verify().sound
    assert tallies(PUBLIC, EVERYTHING, 9) == counted(PUBLIC, EVERYTHING, 9)
    assert len(tallies(PUBLIC, EVERYTHING, 9)) == 12


def test_the_ranges_leave_no_cell_out_and_the_figures_stay_when_compacted(town: list[Appeal]) -> None:
    CellMonth.objects.all().delete()
    assert verify(marks=2).wrong_cells == 12
    assert repair(marks=2).wrong_cells == 12
    compact()
    assert verify(marks=3).sound


def test_another_zone_is_told_and_its_months_counted_anew(db: None) -> None:
    make_appeal(submitted_at=NOON.replace(month=1, day=31, hour=19))
    make_appeal(submitted_at=NOON.replace(month=1, day=31, hour=21))
    with override_settings(TIME_ZONE="Asia/Omsk"):
        with pytest.raises(CommandError, match="the months are those of Europe/Moscow"):
            run()
        repair()
        assert verify().sound
        compact()
        assert [row.month.month for row in CellMonth.objects.all()] == [2]
        # What comes now is of the new zone, in a session that had planned with the old one.
        make_appeal(submitted_at=NOON.replace(month=1, day=31, hour=19))
        compact()
        assert [(row.month.month, row.appeals) for row in CellMonth.objects.all()] == [(2, 3)]
    repair()


@pytest.mark.django_db(transaction=True)
def test_repair_is_exact_while_others_write() -> None:
    """Another transaction has changed the damaged cell and is still open; neither waits for the other."""
    make_appeal(topic=make_topic())
    CellMonth.objects.all().delete()
    written, done = Event(), Event()

    def writer() -> None:
        try:
            with transaction.atomic():
                make_appeal()
                written.set()
                done.wait(20)
        finally:
            written.set()
            connection.close()

    other = Thread(target=writer)
    other.start()
    written.wait(20)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        assert repair().wrong_cells == 1
        assert [tally.appeals for tally in tallies(PUBLIC, EVERYTHING, 9).values()] == [1]
    finally:
        done.set()
        other.join(20)
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
    assert [tally.appeals for tally in tallies(PUBLIC, EVERYTHING, 9).values()] == [2]
    assert verify().sound
