"""Executors' work: each figure from the events, who may compare whom, who is like whom, queries that do not grow."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.types import PUBLIC, Role, Viewer
from analytics.queries.efficiency import Compared, efficiency, work_by_topic, work_by_zone
from analytics.rules.peers import (
    FEWEST,
    LEAST_APPEALS,
    Efficiency,
    Worker,
    WorkFacts,
    by_likeness,
)
from analytics.types import Tally
from appeals.models import Appeal, Assignment
from appeals.services.events import record
from appeals.types import EventType, Selection, State, Visibility
from territories.models import Organisation
from territories.types import OrganisationKind, Rule
from tests.builders import (
    NOON,
    district_head,
    head,
    make_appeal,
    make_area,
    make_organisation,
    make_topic,
    make_zone,
    worker,
)

pytestmark = pytest.mark.django_db
BOSS = Viewer(roles=frozenset({Role.ADMINISTRATOR}))
NOW = NOON + timedelta(days=30)


def happened(
    appeal: Appeal, hours: float, old: State, new: State, *, action: str = "", actor: Viewer = BOSS
) -> None:
    told = {"state": new.value, **({"action": action} if action else {})}
    before = {"state": old.value, "executor": appeal.executor_id}
    at: datetime = NOON + timedelta(hours=hours)
    record(appeal, EventType.STATE_CHANGED, actor=actor, now=at, old=before, new=told)


def handed_over(executor: Organisation, hours: float = 1.0, **fields: object) -> Appeal:
    """An appeal that was passed on an hour after noon, with a reaction so many hours later."""
    appeal = make_appeal(executor=executor, **fields)
    happened(appeal, 1, State.ACCEPTED, State.ASSIGNED)
    happened(appeal, 1 + hours, State.ASSIGNED, State.REGISTERED, action="register")
    return appeal


def told(viewer: Viewer) -> dict[str, Compared]:
    return {row.organisation.name: row for row in efficiency(viewer, Selection(), now=NOW)}


def test_figures_of_an_executor() -> None:
    one = make_organisation("One")
    for number in range(5):
        handed_over(
            one,
            2.0 * (number + 1),
            state=State.CLOSED,
            due_at=NOON + timedelta(days=10),
            answered_at=NOON + timedelta(days=11 if number == 0 else 5),
            rating=number + 1,
        )
    handed_over(one, 100, due_at=NOON + timedelta(days=3))
    facts = told(BOSS)["One"].worker.facts
    assert (facts.tally.appeals, facts.tally.waiting, facts.overdue, facts.reacted) == (6, 1, 1, 6)
    assert facts.value(Efficiency.IN_TIME) == 80
    assert facts.value(Efficiency.RATING) == 3
    assert facts.value(Efficiency.REACTION) == 7
    assert facts.p90_h == pytest.approx(55)
    assert facts.value(Efficiency.REACTION_P90) is None, "of six the 90th percentile says nothing"
    assert facts.value(Efficiency.DECLINED) == 0


def test_a_reaction_is_counted_from_the_last_handing_over_and_declines_stay_with_who_declined() -> None:
    first, second = make_organisation("First"), make_organisation("Second")
    appeal = make_appeal(executor=first)
    happened(appeal, 1, State.ACCEPTED, State.ASSIGNED)
    happened(appeal, 5, State.ASSIGNED, State.ACCEPTED, action="decline", actor=worker(first))
    appeal.executor = second
    Appeal.objects.filter(pk=appeal.pk).update(executor=second)
    appeal.mark.__class__.objects.filter(pk=appeal.pk).update(executor_id=second.pk)
    happened(appeal, 8, State.ACCEPTED, State.ASSIGNED, action="assign")
    happened(appeal, 9, State.ASSIGNED, State.ASSIGNED, action="plan", actor=worker(second))
    happened(appeal, 11, State.ASSIGNED, State.REGISTERED, action="register", actor=worker(second))
    taken = make_appeal(executor=first)
    happened(taken, 3, State.ASSIGNED, State.ACCEPTED, action="decline")
    found = told(BOSS)
    assert (found["First"].worker.facts.declined, found["First"].worker.facts.tally.appeals) == (1, 1)
    assert (found["Second"].worker.facts.declined, found["Second"].worker.facts.median_h) == (0, 3)


def test_who_may_compare_whom() -> None:
    here, there = make_area("Here"), make_area("There")
    mine, theirs = make_organisation("Mine"), make_organisation("Theirs")
    handed_over(mine, areas=(here,), visibility=Visibility.PRIVATE)
    handed_over(theirs, areas=(here,))
    handed_over(theirs, areas=(there,), visibility=Visibility.PRIVATE)
    seen = {
        viewer: {name: row.worker.facts.tally.appeals for name, row in told(viewer).items()}
        for viewer in (PUBLIC, worker(mine), head(mine), district_head(here), BOSS)
    }
    assert list(seen.values()) == [{}, {}, {"Mine": 1}, {"Mine": 1, "Theirs": 1}, {"Theirs": 2, "Mine": 1}]


def test_parts_of_the_work_by_topic_and_zone() -> None:
    one, other = make_organisation(), make_organisation()
    zone = make_zone(one)
    for topic in ("pits", "pits", "signs"):
        appeal = handed_over(one, topic=make_topic(topic))
        Assignment.objects.create(
            appeal=appeal, at=NOON, organisation=one, rule=Rule.ZONE, zone=zone if topic == "pits" else None
        )
    handed_over(other, topic=make_topic("pits"))
    topics = work_by_topic(BOSS, Selection(), one.pk, now=NOW)
    pits, signs = make_topic("pits").pk, make_topic("signs").pk
    assert {key: facts.tally.appeals for key, facts in topics.items()} == {
        (one.pk, pits): 2,
        (one.pk, signs): 1,
    }
    zones = work_by_zone(BOSS, Selection(), one.pk, now=NOW)
    assert {key: facts.tally.appeals for key, facts in zones.items()} == {
        (one.pk, zone.pk): 2,
        (one.pk, None): 1,
    }


def like(
    number: int, in_time: int, *, kind: str = "department", category: int = 1, appeals: int = 20
) -> Worker:
    facts = WorkFacts(Tally(appeals=appeals, answered=20, in_time=in_time))
    return Worker(number, kind, facts, {category: appeals, 9: 1})


def test_peers_are_of_the_same_kind_and_category_and_not_few() -> None:
    one = like(0, 10)
    others = [like(1, 12), like(2, 16), like(3, 20), like(4, 0, kind="authority"), like(5, 0, category=2)]
    few = like(6, 0, appeals=LEAST_APPEALS - 1)
    assert one.likeness is not None
    group = by_likeness([one, *others, few])[one.likeness]
    assert group.executor_ids == {0, 1, 2, 3}
    assert (group.peers(one), group.peers(few)) == (3, 4)
    assert group.medians(one)[Efficiency.IN_TIME] == 80
    assert group.medians(few)[Efficiency.IN_TIME] == 70, (
        "one that has few appeals is beside all, itself apart"
    )
    assert Efficiency.APPEALS not in group.medians(one)
    assert by_likeness([one, *others[: FEWEST - 1]])[one.likeness].medians(one) == {}
    assert by_likeness([Worker(7, "department", WorkFacts())]) == {}


def test_the_number_of_queries_does_not_grow() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            told(BOSS)
        return len(queries)

    handed_over(make_organisation(kind=OrganisationKind.DEPARTMENT))
    few = asked()
    for _ in range(5):
        handed_over(make_organisation())
    assert asked() == few == 3


def test_events_are_read_by_their_appeal_and_declines_alone() -> None:
    handed_over(make_organisation())
    with CaptureQueriesContext(connection) as queries:
        told(BOSS)
    plans = {}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for told_by in ("reaction_h", "AS declined"):
            statement = next(query["sql"] for query in queries if told_by in query["sql"])
            cursor.execute("EXPLAIN " + statement)
            plans[told_by] = "\n".join(row[0] for row in cursor.fetchall())
    assert "event_seq_once" in plans["reaction_h"]
    assert "event_decline" in plans["AS declined"]
