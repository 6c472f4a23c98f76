"""What the desk's list holds: the own appeals of a filter, overdue first; in the same number of queries for many."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.types import Viewer
from appeals.models import Reply
from appeals.queries.workplace import PAGE_SIZE, places, workload
from appeals.rules.desk import DeskFilter, DeskView, Due
from appeals.types import Privacy, ReplyKind, ReplyState, State
from geo.types import LonLat
from territories.models import Organisation
from tests.builders import NOON, TOWN, make_appeal, make_organisation, make_topic, worker

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
PLAIN = DeskFilter()


@pytest.fixture
def company() -> Organisation:
    return make_organisation()


def numbers(viewer: Viewer, wanted: DeskFilter = PLAIN) -> list[str]:
    return [row.number for row in workload(viewer, wanted, now=NOON).rows]


def test_overdue_first_then_by_day_then_without_one(company: Organisation) -> None:
    none = make_appeal(executor=company)
    later = make_appeal(executor=company, due_at=NOON + timedelta(days=5))
    today = make_appeal(executor=company, due_at=NOON + timedelta(hours=3))
    late = make_appeal(executor=company, due_at=NOON - timedelta(days=1))
    viewer = worker(company)
    assert numbers(viewer) == [late.number, today.number, later.number, none.number]
    load = workload(viewer, DeskFilter(), now=NOON)
    assert [row.is_overdue for row in load.rows] == [True, False, False, False]
    assert (load.count, load.in_hand, load.overdue) == (4, 4, 1)


def test_a_contractor_sees_what_it_was_given(company: Organisation) -> None:
    contractor = make_organisation()
    given = make_appeal(executor=company, delegate=contractor, state=State.IN_PROGRESS)
    make_appeal(executor=company)
    assert numbers(worker(contractor)) == [given.number]


def test_filters_narrow_down(company: Organisation) -> None:
    lamp = make_topic("lamp", category="light")
    viewer = worker(company)
    hold = make_appeal(executor=company, state=State.ON_HOLD, address="Садовая улица, 13")
    dark = make_appeal(executor=company, topic=lamp, text="Темно во дворе", due_at=NOON - timedelta(days=2))
    soon = make_appeal(executor=company, due_at=NOON + timedelta(days=7))
    done = make_appeal(executor=company, state=State.ANSWERED, due_at=NOON - timedelta(days=9))
    assert numbers(viewer, DeskFilter(state=State.ON_HOLD)) == [hold.number]
    assert numbers(viewer, DeskFilter(topic="lamp")) == [dark.number]
    assert numbers(viewer, DeskFilter(text="темно")) == [dark.number]
    assert numbers(viewer, DeskFilter(text="садовая улица, 1")) == [hold.number]
    assert numbers(viewer, DeskFilter(text=soon.number)) == [soon.number]
    assert numbers(viewer, DeskFilter(due=Due.OVERDUE)) == [dark.number]
    assert numbers(viewer, DeskFilter(due=Due.SOON)) == [soon.number]
    assert numbers(viewer, DeskFilter(view=DeskView.DONE)) == [done.number]
    assert numbers(viewer, DeskFilter(topic="unknown")) == []


def test_what_waits_for_the_head(company: Organisation) -> None:
    waits, _other = (make_appeal(executor=company, state=State.IN_PROGRESS) for _ in range(2))
    Reply.objects.create(
        appeal=waits, kind=ReplyKind.FINAL, state=ReplyState.WAITING, text="Готово", written_at=NOON
    )
    viewer = worker(company)
    assert numbers(viewer, DeskFilter(view=DeskView.APPROVAL)) == [waits.number]
    assert workload(viewer, DeskFilter(), now=NOON).waiting == 1


def test_the_map_has_the_rows_of_the_list_at_their_exact_place(company: Organisation) -> None:
    home = make_topic("flat", privacy=Privacy.HOME)
    place = LonLat(TOWN.lon + 0.00123, TOWN.lat + 0.00045)
    late = make_appeal(at=place, executor=company, topic=home, due_at=NOON - timedelta(days=1))
    make_appeal(executor=company)
    make_appeal(executor=make_organisation(), due_at=NOON - timedelta(days=1))
    (feature,) = places(worker(company), DeskFilter(due=Due.OVERDUE), now=NOON)
    assert feature["properties"] == {"number": late.number, "group": "progress"}
    assert feature["geometry"]["coordinates"] == pytest.approx([place.lon, place.lat], abs=1e-6)


def test_pages_hold_each_appeal_once(company: Organisation) -> None:
    made = {make_appeal(executor=company, due_at=NOON).number for _ in range(PAGE_SIZE + 3)}
    viewer = worker(company)
    first, second = (workload(viewer, DeskFilter(), page=str(page), now=NOON).rows for page in (1, 2))
    assert (len(first), len(second)) == (PAGE_SIZE, 3)
    assert {row.number for row in [*first, *second]} == made
    assert workload(viewer, DeskFilter(), page="nonsense", now=NOON).rows.number == 1
    assert workload(viewer, DeskFilter(), page="99", now=NOON).rows.number == 2


def test_statements_do_not_grow_with_appeals(company: Organisation) -> None:
    viewer = worker(company)
    counts = []
    for more in (1, 3):
        for _ in range(more):
            make_appeal(executor=company, delegate=make_organisation())
        with CaptureQueriesContext(connection) as queries:
            [row.delegate.name for row in workload(viewer, DeskFilter(), now=NOON).rows]
        counts.append(len(queries))
    assert counts == [5, 5]
