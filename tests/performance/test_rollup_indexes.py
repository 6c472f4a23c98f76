"""The roll-up is read from its own index alone, by name; not what it costs."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from accounts.types import PUBLIC
from analytics.queries.rollup import changes_of
from analytics.services.compacting import FIRST_BATCH
from appeals.types import Selection
from geo import hexgrid, sql
from tests.builders import TOWN
from tests.performance.large import without_seqscan
from tests.performance.test_map_indexes import plan
from tests.sharing import written_once

pytestmark = pytest.mark.django_db
CELLS = [hexgrid.cell_at(TOWN, 7)]


@pytest.fixture(scope="module", autouse=True)
def many_cells(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with written_once(django_db_blocker):
        write_cells()
        yield


def write_cells() -> None:
    """Cells beside each other over five years. Statistics are fresh."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO analytics_cellmonth
            SELECT
                %s + n::bigint * 262144, n, date '2020-01-01' + n %% 60 * interval '1 month',
                1, 0, 1, 1, 0, 0, 0, TRUE, FALSE
            FROM generate_series(1, 20000) AS n
            """,
            [hexgrid.parent(hexgrid.cell_at(TOWN), 9).index],
        )
        cursor.execute("ANALYZE analytics_cellmonth")


def test_cells_are_ranges_of_the_index() -> None:
    changes = changes_of(PUBLIC, Selection(), 9, CELLS)
    params = hexgrid.parent_bits(9) | {"zone": "Europe/Moscow"}
    text = plan(sql.compose("analytics", "rollup", params, {"changes": changes}))
    assert "Index Only Scan using cellmonth_cell" in text
    assert "Index Cond: ((cell >= stretch.low) AND (cell <= stretch.high)" in text
    assert "Seq Scan" not in text


def test_compaction_walks_the_index_in_its_order() -> None:
    text = plan(sql.compose("analytics", "compact_rollup", FIRST_BATCH))
    assert "Index Only Scan using cellmonth_cell" in text
    assert "GroupAggregate" in text


def test_a_chunk_of_marks_begins_where_its_appeals_do() -> None:
    without_seqscan()
    text = plan(sql.compose("analytics", "verify_marks", {"after_id": 7, "limit": 20}))
    assert "appeals_mark_pkey" in text
    assert "appeal_id > 7" in text
