"""The desks read what waits by indexes that hold nothing else, and ask as often for two rows as for thirty."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.types import Role, Viewer
from analytics.queries.zone import appeals_of_place, places_of
from analytics.seeing import own_zone
from appeals.queries.queue import moderation_queue
from appeals.queries.workplace import chosen
from appeals.rules.desk import DeskFilter
from appeals.types import Selection, State
from tests.builders import NOON, make_appeal, make_area, make_organisation, make_user
from tests.performance.large import many_closed, without_seqscan

pytestmark = pytest.mark.django_db


def plan(statement: str) -> str:
    without_seqscan()
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + statement.replace("%", "%%"), {})
        return "\n".join(row[0] for row in cursor.fetchall())


def statements(run: Any) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        run()
    return [str(query["sql"]) for query in captured.captured_queries]


def test_what_an_executor_has_in_hand_is_read_without_what_it_has_answered() -> None:
    company = make_organisation()
    make_appeal(executor=company)
    many_closed(executor=company)
    viewer = Viewer(make_user().pk, frozenset({Role.WORKER}), frozenset({company.pk}))
    without_seqscan()
    assert "appeal_in_hand" in chosen(viewer, DeskFilter(), now=NOON).explain()


def test_the_appeals_of_a_house_are_read_by_their_executor() -> None:
    company = make_organisation()
    make_appeal(executor=company, address="Садовая улица, 13")
    many_closed(executor=make_organisation())
    viewer = Viewer(make_user().pk, frozenset({Role.WORKER}), frozenset({company.pk}))
    own = own_zone(viewer, Selection())
    [place] = places_of(viewer, own, NOON).houses
    found = appeals_of_place(viewer, own, place)
    assert len(found) == 1
    without_seqscan()
    assert "appeal_executor" in found.explain()


def test_a_moderators_queue_is_read_by_its_areas() -> None:
    area = make_area()
    make_appeal(state=State.MODERATION, areas=[area])
    many_closed(areas=[area])
    viewer = Viewer(make_user().pk, frozenset({Role.MODERATOR}), moderated_area_ids=frozenset({area.pk}))
    asked = statements(lambda: moderation_queue(viewer, now=NOON))
    of_rows = [text for text in asked if "moderate_by" in text]
    assert of_rows
    assert all("appeal_queue_areas" in plan(text) for text in of_rows)


@pytest.mark.parametrize(
    ("path", "role", "state"),
    [
        ("/moderation/", Role.MODERATOR, State.MODERATION),
        ("/organisation/", Role.WORKER, State.ASSIGNED),
        ("/calls/", Role.OPERATOR, State.ASSIGNED),
    ],
)
def test_statements_of_a_desk_do_not_grow_with_its_rows(path: str, role: Role, state: State) -> None:
    company = make_organisation()
    client = Client()
    client.force_login(make_user(role=role, organisation=company if role == Role.WORKER else None))
    numbers = []
    for more in (2, 28):
        for _ in range(more):
            make_appeal(executor=company, state=state)
        client.get(path)
        numbers.append(len(statements(lambda: client.get(path))))
    assert numbers[0] == numbers[1]
