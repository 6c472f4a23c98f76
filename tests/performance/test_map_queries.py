"""Map answers cost the same number of statements for one appeal and for three."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.types import PUBLIC, Viewer
from analytics.queries.heatmap import heatmap
from appeals.queries.listing import list_page
from appeals.queries.nearby import nearby
from appeals.types import Ordering, Selection
from tests.builders import TOWN, make_appeal, make_organisation

pytestmark = pytest.mark.django_db

ANSWERS: dict[str, tuple[Callable[[], object], int]] = {
    "list": (lambda: list_page(PUBLIC, Selection()), 3),
    "list by popularity": (lambda: list_page(PUBLIC, Selection(), Ordering.POPULARITY), 3),
    "list of topics": (lambda: list_page(PUBLIC, Selection(topics=("pothole",))), 5),
    "nearby": (lambda: nearby(PUBLIC, TOWN, 500), 2),
    "nearby, closed too": (lambda: nearby(PUBLIC, TOWN, 500, open_only=False), 2),
    "heat map": (lambda: heatmap(PUBLIC, Selection(), 9), 1),
    "heat map of a worker": (lambda: heatmap(Viewer(1, organisation_ids=frozenset({1})), Selection(), 9), 1),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_statements_do_not_grow_with_appeals(name: str) -> None:
    answer, expected = ANSWERS[name]
    for more in (1, 2):
        for _ in range(more):
            make_appeal(executor=make_organisation())
        with CaptureQueriesContext(connection) as queries:
            answer()
        assert len(queries) == expected
