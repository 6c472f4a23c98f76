"""The hot statements of the map use the index made for them, by name; plans are of a table with enough rows."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from accounts.types import PUBLIC, Viewer
from appeals.models import Mark
from appeals.queries.nearby import _around, _params, operator_of
from appeals.queries.stretches import marks, marks_within, read_stretches
from appeals.types import Ordering, Selection
from geo import hexgrid, sql, tilegrid
from geo.types import BBox, LonLat
from tests.builders import TOWN, make_appeal, make_topic
from tiles.sources.appeals import clusters_statement, points_statement
from tiles.types import LayerName, TileRequest

pytestmark = pytest.mark.django_db
ROWS = 30_000


@pytest.fixture(autouse=True)
def many_marks(db: None) -> Iterator[None]:
    """Copies of one mark over a square of two degrees; a tenth are open. Statistics are fresh."""
    topic = make_topic()
    appeal = make_appeal(topic=topic)
    with connection.cursor() as cursor:
        # Marks of appeals that do not exist: the foreign key is checked at the end, when they are gone.
        cursor.execute(
            """
            INSERT INTO appeals_mark (
                appeal_id, number, supports, submitted_at, kind, category_id, topic_id, state, visibility,
                executor_id, area_ids, hidden_area_ids, h3, qx, qy, mk, geom_3857
            )
            SELECT
                one.appeal_id + n, 'M' || n, n %% 7, one.submitted_at + n * interval '1 minute', one.kind,
                one.category_id, one.topic_id + n %% 40,
                CASE WHEN n %% 10 = 0 THEN 'assigned' ELSE 'closed' END, 'public', n %% 20, '{}', '{}',
                one.h3 + n * 1000, one.qx + n * 37 %% 1000003, one.qy + n * 91 %% 1000003,
                one.mk + n::bigint * 48271000, ST_Translate(one.geom_3857, n %% 997 * 10, n %% 991 * 10)
            FROM appeals_mark AS one, generate_series(1, %s) AS n
            WHERE one.appeal_id = %s
            """,
            [ROWS, appeal.pk],
        )
        cursor.execute("ANALYZE appeals_mark")
    yield
    Mark.objects.exclude(pk=appeal.pk).delete()


def plan(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + statement.replace("%", "%%"), {})
        return "\n".join(row[0] for row in cursor.fetchall())


def heat(found: Any) -> str:
    params = {"kept": 0, "marked": 0, "open": ["assigned"], "limit": None}
    return sql.compose("analytics", "cell_tallies", params, {"marks": found})


BOX = BBox(TOWN.lon, TOWN.lat - 0.01, TOWN.lon + 0.02, TOWN.lat)


VIEWERS = [PUBLIC, Viewer(7), Viewer(7, organisation_ids=frozenset({3}))]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_tile_is_one_range_of_the_morton_index(viewer: Viewer) -> None:
    request = TileRequest(LayerName.APPEALS, tilegrid.tile_at(TOWN, 14), viewer)
    params, found = points_statement(request)
    text = plan(sql.compose("tiles", "tile_points", params, {"marks": found}))
    assert "Index Only Scan using mark_mk" in text
    assert "Index Cond: ((mk >=" in text


@pytest.mark.parametrize("z", [8, 11])
def test_single_appeals_among_clusters_are_looked_up_by_their_keys(z: int) -> None:
    request = TileRequest(LayerName.APPEALS, tilegrid.tile_at(TOWN, z))
    params, found = clusters_statement(request, grid_bits=2)
    text = plan(sql.compose("tiles", "tile_clusters", params, {"marks": found}))
    assert "Index Cond: ((mk >= stretch.low) AND (mk <= stretch.high))" in text
    assert "Index Cond: (appeal_id = " in text


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_heat_map_of_a_box_is_read_index_only_for_every_viewer(viewer: Viewer) -> None:
    found = marks_within(viewer, Selection(bbox=BOX))
    assert "Index Only Scan using mark_mk" in plan(heat(found))


def test_the_publics_filter_by_area_is_read_index_only() -> None:
    found = marks_within(PUBLIC, Selection(bbox=BOX, area_ids=(7,)))
    assert "Index Only Scan using mark_mk" in plan(heat(found))


def test_cells_are_ranges_of_the_cell_index() -> None:
    cell = hexgrid.parent(hexgrid.cell_at(TOWN), 9)
    ((low, high),) = hexgrid.finest_ranges([cell])
    found = sql.compose(
        "analytics", "marks_of_cells", {"lows": [low], "highs": [high]}, {"marks": marks(PUBLIC, Selection())}
    )
    assert "Index Only Scan using mark_h3" in plan(heat(found))


@pytest.mark.parametrize(("topic", "index"), [(1, "mark_open_topic_place"), (None, "mark_open_place")])
def test_nearby_searches_the_open_ones_by_place(topic: int | None, index: str) -> None:
    around = _around(PUBLIC, TOWN, 300, topic, open_only=True)
    relations = {"marks": around, "meets": operator_of(topic)}
    text = plan(sql.compose("appeals", "nearby", _params(TOWN, 300, 20), relations))
    assert f"using {index}" in text or f"on {index}" in text
    if topic:
        assert "topic_id = '1'::bigint" in text


def test_the_newest_come_from_the_index_of_dates() -> None:
    found = marks(PUBLIC, Selection())
    text = plan(sql.compose("appeals", f"page_by_{Ordering.DATE}", {"limit": 101}, {"marks": found}))
    assert "Backward using mark_date" in text


def test_a_stretch_is_a_condition_of_the_index_not_a_filter() -> None:
    ranges = [tilegrid.morton_range(tilegrid.tile_at(LonLat(30.0, 60.0), z)) for z in (12, 13)]
    text = plan(heat(read_stretches(marks(PUBLIC, Selection()), ranges)))
    assert "Index Cond: ((mk >= stretch.low) AND (mk <= stretch.high))" in text
