"""Hot spots ask as many statements of one appeal as of three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.types import PUBLIC
from analytics.queries.hotspots import Asked, counted_now
from analytics.types import Period
from appeals.types import Selection
from geo.types import BBox
from tests.builders import NOON, TOWN, box, make_appeal, make_area

pytestmark = pytest.mark.django_db
BOX = BBox(TOWN.lon, TOWN.lat - 0.01, TOWN.lon + 0.02, TOWN.lat)
QUARTERS = Asked(resolution=8, step=Period.QUARTER, periods=4)


@pytest.mark.parametrize(
    ("selection", "asked", "expected"),
    [(Selection(), Asked(resolution=8), 3), (Selection(), QUARTERS, 3), (Selection(bbox=BOX), Asked(), 3)],
)
def test_statements_do_not_grow_with_appeals(selection: Selection, asked: Asked, expected: int) -> None:
    for _more in (1, 2):
        make_appeal()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            counted_now(PUBLIC, selection, asked, now=NOON)
        assert len(queries) == expected


def test_an_area_asks_twice_more_for_its_extent_and_its_neighbours_appeals() -> None:
    area = make_area(polygon=box())
    make_appeal(areas=[area])
    with CaptureQueriesContext(connection) as queries:
        counted_now(PUBLIC, Selection(area_ids=(area.pk,)), Asked(resolution=8), now=NOON)
    assert len(queries) == 6
