"""Every way in which marks come, change and go is followed in the same transaction; what changes no figure is not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction

from accounts.types import PUBLIC, SYSTEM
from analytics.models import CellMonth
from analytics.queries.rollup import tallies
from analytics.queries.verifying import verify
from analytics.types import Tally
from appeals.models import Mark, Topic
from appeals.services.answering import answer
from appeals.services.bulk import write_appeals
from appeals.services.moderation import accept
from appeals.services.rating import rate, reopen
from appeals.services.support import support
from appeals.services.work import register, start
from appeals.types import OPEN_STATES, Selection, State, Visibility
from geo.types import LonLat
from tests.analytics.counting import counted
from tests.appeals.test_bulk import row
from tests.builders import NOON, TOWN, head, make_appeal, make_organisation, moderator

EVERYTHING = Selection()


def total() -> Tally:
    return sum(tallies(SYSTEM, EVERYTHING, 0).values(), Tally())


@pytest.mark.django_db
@pytest.mark.parametrize("state", list(State))
def test_the_database_knows_the_same_open_states(state: State) -> None:
    make_appeal(state=state, rating=3, answered_at=NOON, due_at=NOON)
    assert total().waiting == int(state in OPEN_STATES)
    assert total().rated == total().answered == int(state not in OPEN_STATES)


@pytest.mark.django_db
def test_an_import_by_copy_counts(catalogue: dict[str, Topic]) -> None:
    places = [LonLat(TOWN.lon + number / 100, TOWN.lat) for number in range(20)]
    rows = [row(catalogue["pothole"], place, state=State.CLOSED, rating=4, supports=2) for place in places]
    assert write_appeals([*rows, row(catalogue["no_heating"], TOWN)]) == 21
    assert (total().appeals, total().ratings, total().supports) == (21, 80, 40)
    assert tallies(SYSTEM, EVERYTHING, 9) == counted(SYSTEM, EVERYTHING, 9)
    # One statement appends one row for each cell, month and visibility.
    assert CellMonth.objects.count() == CellMonth.objects.values("cell", "is_public").distinct().count()


@pytest.mark.django_db
def test_what_changes_no_figure_writes_nothing() -> None:
    appeal = make_appeal()
    rows = CellMonth.objects.count()
    Mark.objects.filter(pk=appeal.pk).update(
        executor_id=make_organisation().pk, state=State.IN_PROGRESS.value
    )
    Mark.objects.filter(pk=appeal.pk).update(topic_id=7, area_ids=[1, 2], answer_h=3)
    Mark.objects.filter(pk=0).update(supports=5)
    assert CellMonth.objects.count() == rows


@pytest.mark.django_db
def test_two_that_change_places_with_each_other_write_nothing() -> None:
    one, other = make_appeal(state=State.CLOSED), make_appeal(state=State.ASSIGNED)
    rows = CellMonth.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE appeals_mark SET state = CASE state WHEN 'closed' THEN 'assigned' ELSE 'closed' END"
        )
    assert CellMonth.objects.count() == rows
    assert Mark.objects.get(pk=one.pk).state == State.ASSIGNED
    assert Mark.objects.get(pk=other.pk).state == State.CLOSED


@pytest.mark.django_db
def test_what_is_taken_back_was_never_counted() -> None:
    make_appeal()
    before = total()
    with transaction.atomic():
        make_appeal()
        Mark.objects.update(supports=9)
        assert total().supports == 18
        transaction.set_rollback(True)
    assert total() == before


def truncate(tables: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {', '.join(tables)} CASCADE")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "tables",
    [
        ["appeals_mark"],
        ["appeals_appeal"],
        ["appeals_mark", "analytics_cellmonth"],
        ["analytics_cellmonth", "appeals_mark"],
    ],
)
def test_an_emptied_table_empties_the_roll_up(tables: list[str]) -> None:
    make_appeal()
    truncate(tables)
    assert not CellMonth.objects.exists()
    make_appeal()
    assert total().appeals == 1


@pytest.mark.django_db
def test_the_life_of_an_appeal_is_followed_step_by_step() -> None:
    company = make_organisation(head_approves=False)
    appeal = make_appeal(state=State.MODERATION, executor=company, due_at=NOON + timedelta(days=1))
    assert tallies(PUBLIC, EVERYTHING, 9) == {}
    token = {"number": appeal.number, "follow_token": appeal.follow_token}
    steps: list[tuple[Callable[[], object], Tally]] = [
        (
            lambda: accept(actor=moderator(), number=appeal.number, visibility=Visibility.PUBLIC, now=NOON),
            Tally(appeals=1, waiting=1),
        ),
        (
            lambda: support(actor=PUBLIC, visitor_hash="v", number=appeal.number, now=NOON),
            Tally(appeals=1, waiting=1, supports=1),
        ),
        (
            lambda: (
                register(actor=head(company), number=appeal.number, now=NOON),
                start(actor=head(company), number=appeal.number, now=NOON),
            ),
            Tally(appeals=1, waiting=1, supports=1),
        ),
        (
            lambda: answer(actor=head(company), number=appeal.number, text="Готово", now=NOON),
            Tally(appeals=1, answered=1, in_time=1, supports=1),
        ),
        (
            lambda: rate(actor=PUBLIC, rating=2, now=NOON, **token),
            Tally(appeals=1, answered=1, in_time=1, rated=1, ratings=2, supports=1),
        ),
        (
            lambda: reopen(actor=PUBLIC, comment="Не решено", now=NOON, **token),
            Tally(appeals=1, waiting=1, reopened=1, supports=1),
        ),
    ]
    for step, expected in steps:
        step()
        assert list(tallies(PUBLIC, EVERYTHING, 9).values()) == [expected]
        assert verify().sound
