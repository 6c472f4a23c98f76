"""Heat maps: whole cells, the metrics, and the same totals as the list at every resolution."""

import pytest

from accounts.types import PUBLIC
from appeals.errors import InvalidFilter
from appeals.queries.counting import number_matched
from appeals.queries.heatmap import COARSEST, FINEST, Metric, heatmap, heatmap_of_cells
from appeals.types import Selection, State, Visibility
from geo import hexgrid
from geo.types import BBox, LonLat
from tests.builders import TOWN, make_appeal, moderator

pytestmark = pytest.mark.django_db


def scattered(count: int = 25) -> None:
    for index in range(count):
        place = LonLat(TOWN.lon + index % 5 * 0.01, TOWN.lat + index // 5 * 0.005)
        state = State.CLOSED if index % 3 else State.ASSIGNED
        visibility = Visibility.PRIVATE if index % 7 == 6 else Visibility.PUBLIC
        make_appeal(at=place, state=state, visibility=visibility, supports=index % 2)


@pytest.mark.parametrize("resolution", range(COARSEST, FINEST + 1))
def test_totals_equal_the_list(resolution: int) -> None:
    scattered()
    box = Selection(bbox=BBox(TOWN.lon - 0.001, TOWN.lat - 0.001, TOWN.lon + 0.021, TOWN.lat + 0.011))
    for viewer in (PUBLIC, moderator()):
        for selection in (Selection(), box):
            cells = heatmap(viewer, selection, resolution)
            assert sum(cell.count for cell in cells) == number_matched(viewer, selection) > 0
            assert all(cell.cell.resolution == resolution for cell in cells)


def test_metrics() -> None:
    make_appeal(supports=3)
    make_appeal(state=State.CLOSED)
    (cell,) = heatmap(PUBLIC, Selection(), 9)
    assert cell.cell == hexgrid.parent(hexgrid.cell_at(TOWN), 9)
    assert [cell.value(metric) for metric in (Metric.COUNT, Metric.OPEN, Metric.SUPPORTS)] == [2, 1, 3]
    assert cell.value(Metric.PER_KM2) == pytest.approx(2 / hexgrid.area_km2(cell.cell), abs=0.001)


@pytest.mark.parametrize("resolution", range(COARSEST, FINEST + 1))
def test_named_cells_are_counted_alike(resolution: int) -> None:
    scattered()
    whole = heatmap(PUBLIC, Selection(), resolution)
    assert heatmap_of_cells(PUBLIC, Selection(), [cell.cell for cell in whole]) == whole
    assert heatmap_of_cells(PUBLIC, Selection(), [whole[0].cell]) == whole[:1]
    assert heatmap_of_cells(PUBLIC, Selection(), []) == []


def test_the_private_is_not_counted() -> None:
    make_appeal(visibility=Visibility.PRIVATE)
    make_appeal(state=State.MODERATION)
    assert heatmap(PUBLIC, Selection(), 9) == []
    (cell,) = heatmap(moderator(), Selection(), 9)
    assert cell.count == 2


@pytest.mark.parametrize("resolution", [-1, 3, 13, 15])
def test_other_resolutions_are_refused(resolution: int) -> None:
    with pytest.raises(InvalidFilter) as refused:
        heatmap(PUBLIC, Selection(), resolution)
    assert refused.value.parameter == "resolution"
