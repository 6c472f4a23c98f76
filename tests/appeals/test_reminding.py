"""Reminders of answers: once each, at the right morning, up to the heads of the areas, in a fixed number of queries."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.types import Role
from appeals.models import Appeal, Event, Reminder
from appeals.rules.reminders import head_at
from appeals.services.reminding import remind
from appeals.types import EventType, Privacy, State
from tests.builders import box, make_appeal, make_area, make_organisation, make_topic, make_user
from tests.performance.large import many_closed, without_seqscan

pytestmark = pytest.mark.django_db
DUE_ON = date(2026, 3, 10)
# Seven in the morning in Moscow, an hour before the letters of the day.
MORNING = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def in_hand(**fields: Any) -> Appeal:
    values = {"state": State.IN_PROGRESS, "executor": make_organisation(), "due_on": DUE_ON, **fields}
    return make_appeal(**values)


def reminders() -> list[tuple[str, str, int]]:
    kept = Event.objects.order_by("pk")
    return [(event.type, event.new["kind"], event.new.get("level", 0)) for event in kept]


def test_three_days_and_one_day_before_on_the_day_and_after() -> None:
    in_hand()
    expected = [
        (EventType.REMINDED, "soon", 0),
        (EventType.REMINDED, "tomorrow", 0),
        (EventType.REMINDED, "today", 0),
        (EventType.OVERDUE, "overdue", 0),
    ]
    for days in range(-6, 4):
        for hours in (-1, 0, 1):
            remind(now=MORNING + days * DAY + timedelta(hours=hours))
    assert reminders() == expected
    days_told = [(event.at - MORNING).days for event in Event.objects.order_by("pk")]
    assert days_told == [-3, -1, 0, 1]
    assert {event.actor_role for event in Event.objects.all()} == {"system"}


def test_never_twice_the_same_and_anew_for_another_day() -> None:
    appeal = in_hand()
    assert [remind(now=MORNING) for _run in range(3)] == [1, 0, 0]
    assert appeal.due_at is not None
    later = {"due_on": DUE_ON + DAY, "due_at": appeal.due_at + DAY}
    Appeal.objects.update(**later)
    assert remind(now=MORNING) == 1
    Appeal.objects.update(due_on=DUE_ON, due_at=appeal.due_at)
    assert remind(now=MORNING) == 0
    assert [one.kind for one in Reminder.objects.order_by("pk")] == ["today", "tomorrow"]


def test_a_worker_that_slept_reminds_of_where_it_stands_now() -> None:
    in_hand()
    remind(now=MORNING + 2 * DAY)
    assert reminders() == [(EventType.OVERDUE, "overdue", 0)]


@pytest.mark.parametrize(
    "state", [State.MODERATION, State.ACCEPTED, State.ANSWERED, State.CLOSED, State.MERGED]
)
def test_only_what_an_executor_has_in_hand(state: State) -> None:
    in_hand(state=state)
    make_appeal(state=State.IN_PROGRESS)
    assert remind(now=MORNING) == 0


def test_late_ones_climb_to_the_heads_of_the_areas(settings: Any) -> None:
    settings.ESCALATION_DAYS = 2
    city = make_area("City", kind="city", collection="city", polygon=box(30, 59, 31, 61))
    district = make_area("District", parent=city)
    make_user(role=Role.DISTRICT_HEAD, area=district)
    make_user(role=Role.DISTRICT_HEAD, area=city)
    in_hand(areas=[district, city])
    for days in range(1, 12):
        remind(now=MORNING + days * DAY)
    told = [event for event in Event.objects.order_by("pk") if event.type == EventType.ESCALATED]
    assert [(event.new["level"], event.new["area"]) for event in told] == [(1, district.pk), (2, city.pk)]
    assert [(event.at - MORNING).days for event in told] == [3, 5]
    assert not any(event.is_public for event in told)


def test_an_area_without_a_head_is_passed_over_and_none_at_all_is_no_event() -> None:
    city, district = make_area(kind="city", collection="city"), make_area()
    in_hand(areas=[district, city])
    assert remind(now=MORNING + 4 * DAY) == 0
    make_user(role=Role.DISTRICT_HEAD, area=city)
    in_hand(areas=[district, city])
    assert remind(now=MORNING + 4 * DAY) == 1
    assert Event.objects.get().new["area"] == city.pk


def test_an_area_that_would_tell_where_a_home_is_is_passed_over() -> None:
    city = make_area(kind="city", collection="city", polygon=box(30, 59, 31, 61))
    small = make_area(kind="precinct", collection="precincts")
    for area in (small, city):
        make_user(role=Role.DISTRICT_HEAD, area=area)
    home = in_hand(areas=[small, city], topic=make_topic("leak", privacy=Privacy.HOME))
    assert home.hidden_area_ids == [small.pk]
    assert remind(now=MORNING + 4 * DAY) == 1
    assert Event.objects.get().new["area"] == city.pk


def test_the_nearest_head_is_the_first_level() -> None:
    assert [head_at(level, [3, 2, 1], {1, 3}) for level in (1, 2, 3)] == [3, 1, None]


def test_as_many_queries_for_many_as_for_one() -> None:
    district = make_area()
    make_user(role=Role.DISTRICT_HEAD, area=district)

    def count(number: int) -> int:
        for _each in range(number):
            in_hand(areas=[district])
        with CaptureQueriesContext(connection) as queries:
            assert remind(now=MORNING + 4 * DAY) == number
        return len(queries)

    first = count(1)
    assert count(5) == first
    # The savepoint of the test's own transaction is two of them.
    assert first <= 7


def test_it_reads_the_index_of_what_is_due() -> None:
    many_closed(due_on=DUE_ON)
    without_seqscan()
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN SELECT id FROM appeals_appeal WHERE due_at > %s AND due_at <= %s AND state = ANY(%s)",
            [MORNING, MORNING + DAY, ["in_progress", "on_hold"]],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "appeal_due" in plan
