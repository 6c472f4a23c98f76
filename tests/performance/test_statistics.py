"""Statistics, executors and gallery cost the same number of statements for one appeal and for three."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.types import PUBLIC, Role, Viewer
from appeals.models import Photo
from appeals.queries import statistics as room
from appeals.queries.gallery import solved_page
from appeals.queries.listing import list_page
from appeals.queries.statistics import statistics
from appeals.types import Ordering, PhotoStage, Selection, State
from tests.builders import NOON, make_appeal, make_area, make_organisation, make_topic

pytestmark = pytest.mark.django_db
STAFF = Viewer(1, frozenset({Role.MODERATOR}), moderated_area_ids=frozenset({5}))


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def figures(viewer: Viewer) -> Callable[[], object]:
    return lambda: statistics(viewer, Selection(), now=NOON)


ANSWERS: dict[str, tuple[Callable[[], object], int]] = {
    "figures": (figures(PUBLIC), 6),
    "figures of a moderator": (figures(STAFF), 6),
    "gallery": (lambda: solved_page(PUBLIC, "", 24), 2),
    **{
        f"list by {ordering}": (partial(list_page, PUBLIC, Selection(), ordering), 6)
        for ordering in (Ordering.CATEGORY, Ordering.TOPIC, Ordering.EXECUTOR)
    },
}
PAGES = (
    "/statistics/",
    "/statistics/?ordering=category",
    "/statistics/?ordering=executor",
    "/solved/",
    "/statistics/appeals.csv",
)


def grow() -> None:
    """One more of everything that a page tells of."""
    topic = make_topic("lamp", category="light")
    appeal = make_appeal(
        topic=topic,
        executor=make_organisation(),
        areas=[make_area()],
        state=State.CLOSED,
        answered_at=NOON,
        due_on=NOON.date(),
    )
    Photo.objects.create(appeal=appeal, stage=PhotoStage.AFTER, is_public=True, width_px=4, height_px=3)


@pytest.mark.parametrize("name", ANSWERS)
def test_statements_do_not_grow_with_appeals(name: str) -> None:
    answer, expected = ANSWERS[name]
    for more in (1, 2):
        for _each in range(more):
            grow()
        with CaptureQueriesContext(connection) as queries:
            answer()
        assert len(queries) == expected


@pytest.mark.parametrize("path", PAGES)
def test_statements_of_a_page_do_not_grow_with_appeals(path: str, client: Client) -> None:
    counts = []
    grow()
    client.get(path)
    for more in (0, 2):
        for _each in range(more):
            grow()
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_statements_of_an_executors_page_do_not_grow_with_its_answers(client: Client) -> None:
    company = make_organisation()
    counts = []
    for more in (1, 2):
        for _each in range(more):
            make_appeal(executor=company, state=State.CLOSED, answered_at=NOON, answer="Готово")
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/executors/{company.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_is_kept_costs_two_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "DEAR_NUMBER", -2)
    make_appeal()
    statistics(PUBLIC, Selection(), now=NOON)
    with CaptureQueriesContext(connection) as queries:
        assert statistics(PUBLIC, Selection(), now=NOON + timedelta(minutes=5)).kept
    assert len(queries) == 2
