"""Heat maps: whole cells, the metrics, and the same totals as the list at every resolution."""

from typing import Any

import pytest
from django.utils.translation import override

from accounts.types import PUBLIC
from analytics.queries.heatmap import (
    COARSEST,
    FINEST,
    ORDINARY,
    Metric,
    fitted_heatmap,
    heatmap,
    heatmap_of_cells,
)
from appeals.errors import InvalidFilter
from appeals.models import Mark
from appeals.queries.counting import number_matched
from appeals.types import Selection, State, Visibility
from geo import hexgrid
from geo.types import BBox, HexCell, LonLat
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


def cells_at(resolution: int) -> int:
    """How many cells the marks really fill, by the library."""
    finest = [HexCell(number) for number in Mark.objects.values_list("h3", flat=True)]
    return len({hexgrid.parent(cell, resolution).index for cell in finest})


def limit(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr("analytics.queries.heatmap.MOST_CELLS", most)


@pytest.mark.parametrize("most", [25, 24, 12, 5, 2])
@pytest.mark.parametrize("box", [None, BBox(TOWN.lon - 0.001, TOWN.lat - 0.001, TOWN.lon + 1, TOWN.lat + 1)])
def test_the_finest_resolution_that_fits_is_taken(
    monkeypatch: pytest.MonkeyPatch, most: int, box: BBox | None
) -> None:
    scattered()
    limit(monkeypatch, most)
    found = fitted_heatmap(moderator(), Selection(bbox=box), FINEST)
    fitting = [r for r in range(COARSEST, FINEST + 1) if cells_at(r) <= most]
    assert found.resolution == max(fitting)
    assert len(found.cells) == cells_at(found.resolution)
    assert sum(cell.count for cell in found.cells) == 25


def test_without_a_wish_it_is_the_ordinary_resolution_at_most() -> None:
    scattered()
    assert fitted_heatmap(PUBLIC, Selection()).resolution == ORDINARY
    assert fitted_heatmap(PUBLIC, Selection(topics=("none",))).cells == []


def test_a_resolution_that_is_too_fine_is_refused_with_one_that_fits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scattered()
    limit(monkeypatch, 12)
    fits = fitted_heatmap(PUBLIC, Selection(), FINEST).resolution
    with override("en"), pytest.raises(InvalidFilter, match=f"at most {fits}") as refused:
        heatmap(PUBLIC, Selection(), fits + 1)
    assert refused.value.parameter == "resolution"
    assert heatmap(PUBLIC, Selection(), fits) == fitted_heatmap(PUBLIC, Selection(), FINEST).cells


def test_no_cell_is_ever_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    scattered()
    limit(monkeypatch, 0)
    for ask in (lambda: heatmap(PUBLIC, Selection(), 8), lambda: fitted_heatmap(PUBLIC, Selection())):
        with pytest.raises(InvalidFilter) as refused:
            ask()
        assert refused.value.parameter == "bbox"


def test_asking_costs_one_statement_where_it_fits(
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Any,
) -> None:
    scattered()
    with django_assert_num_queries(1):
        fitted_heatmap(PUBLIC, Selection())
    limit(monkeypatch, 1)
    with django_assert_num_queries(3):
        fitted_heatmap(PUBLIC, Selection())
