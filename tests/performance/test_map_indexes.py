"""The hot statements of the map use the index made for them, by name; plans are of a table with enough rows."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from accounts.types import PUBLIC, Viewer
from appeals.models import Mark
from appeals.queries.nearby import _around, _params, operator_of
from appeals.queries.stretches import marks, marks_within, read_stretches
from appeals.types import Ordering, Selection
from geo import hexgrid, sql, tilegrid
from geo.types import BBox, LonLat
from tests.builders import TOWN
from tests.performance.large import many_marks_of_one
from tests.sharing import written_once
from tiles.sources.appeals import clusters_statement, points_statement
from tiles.types import LayerName, TileRequest

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def many_marks(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with written_once(django_db_blocker):
        many_marks_of_one()
        yield


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


@pytest.mark.parametrize(
    ("ordering", "index"), [(Ordering.DATE, "mark_date"), (Ordering.POPULARITY, "mark_popularity")]
)
def test_the_first_ones_of_everything_come_from_the_index_of_their_order(
    ordering: Ordering, index: str
) -> None:
    found = marks(PUBLIC, Selection())
    text = plan(sql.compose("appeals", f"page_by_{ordering}", {"limit": 101}, {"marks": found}))
    assert f"Backward using {index}" in text


def test_the_first_ones_of_a_topic_are_a_walk_of_its_index() -> None:
    topic_id = Mark.objects.order_by("topic_id").values_list("topic_id", flat=True)[0]
    found = marks(PUBLIC, Selection()).filter(topic_id__in=[topic_id])
    text = plan(sql.compose("appeals", "page_by_date", {"limit": 26}, {"marks": found}))
    assert "Backward using mark_topic" in text
    assert "Sort" not in text


def test_a_stretch_is_a_condition_of_the_index_not_a_filter() -> None:
    ranges = [tilegrid.morton_range(tilegrid.tile_at(LonLat(30.0, 60.0), z)) for z in (12, 13)]
    text = plan(heat(read_stretches(marks(PUBLIC, Selection()), ranges)))
    assert "Index Cond: ((mk >= stretch.low) AND (mk <= stretch.high))" in text
