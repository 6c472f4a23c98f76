"""Figures of districts are read from the covering index and the roll-up, by name; not what they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.types import PUBLIC
from analytics.queries.districts import levels, placed_marks
from analytics.queries.dynamics import months_beside
from appeals.models import Appeal
from appeals.types import Selection
from geo import sql
from tests.builders import NOON, make_area, resident
from tests.performance.large import without_seqscan
from tests.performance.test_map_indexes import many_marks, plan

__all__ = ["many_marks"]
pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def test_a_level_is_one_read_of_a_covering_index() -> None:
    area = make_area()
    (level,) = levels(TODAY)
    without_seqscan()
    with connection.cursor() as cursor:
        # Of so few marks those of a period are as near by their dates, and all of them as they were written.
        cursor.execute("DROP INDEX mark_date")
        cursor.execute("SET LOCAL seq_page_cost = 1000")
        # As after a vacuum, which no transaction can run.
        cursor.execute("UPDATE pg_class SET relallvisible = relpages WHERE relname = 'appeals_mark'")
    params = {"wanted": [area.pk], "open": ["assigned"], "kept": 0, "marked": 0}
    relations = {
        "marks": placed_marks(PUBLIC, Selection(until=NOON + timedelta(days=60)), level, by_place=False),
        "late": Appeal.objects.overdue(NOON).order_by().values("id"),
    }
    text = plan(sql.compose("analytics", "area_facts", params, relations))
    assert text.count(" on appeals_mark") == 1
    assert "Index Only Scan using mark_" in text, text


def test_months_of_everything_are_read_from_the_roll_up() -> None:
    with CaptureQueriesContext(connection) as asked:
        months_beside(PUBLIC, Selection(), today=TODAY)
    (query,) = asked.captured_queries
    assert "analytics_cellmonth" in query["sql"]
    assert "appeals_mark" not in query["sql"]
    with CaptureQueriesContext(connection) as asked:
        months_beside(resident(), Selection(), today=TODAY)
    assert "appeals_mark" in asked.captured_queries[-1]["sql"]
