"""The box of a map of cells: nearly all appeals fill it, whatever came from far away."""

import pytest

from analytics.queries.heatmap import CellFigures
from analytics.types import Facts, Tally
from geo import hexgrid
from geo.types import LonLat
from tests.builders import TOWN
from web.cell_extent import extent

HERE, BESIDE, FAR = 30.30, 30.32, 31.50


def cells(*counted: tuple[float, int]) -> list[CellFigures]:
    """Longitude and number of appeals of each."""
    return [
        CellFigures(hexgrid.cell_at(LonLat(lon, 60.0), 9), Facts(Tally(appeals=count)))
        for lon, count in counted
    ]


def holds(*counted: tuple[float, int]) -> list[bool]:
    found = cells(*counted)
    box = extent(found)
    return [box.contains(hexgrid.centre(cell.cell)) for cell in found]


def test_one_far_appeal_is_left_out() -> None:
    assert holds((HERE, 300), (BESIDE, 100), (FAR, 1)) == [True, True, False]
    assert holds((HERE, 15), (BESIDE, 5), (FAR, 1)) == [True, True, False]


def test_what_is_more_than_a_hundredth_is_shown_wherever_it_is() -> None:
    assert all(holds((HERE, 300), (BESIDE, 100), (FAR, 5)))
    assert all(holds((HERE, 3), (FAR, 1)))
    assert all(holds((FAR, 1)))


def test_near_cells_are_not_cut_off_for_little() -> None:
    assert all(holds((HERE, 300), (HERE + 0.005, 100), (BESIDE, 100), (BESIDE + 0.005, 1)))


def town() -> list[CellFigures]:
    """Ten by ten cells with ten appeals, each a tenth of a degree from the next."""
    return [
        cell(TOWN.lon + east / 10, TOWN.lat + north / 10, Facts(Tally(10)))
        for east in range(10)
        for north in range(10)
    ]


def cell(lon: float, lat: float, facts: Facts) -> CellFigures:
    return CellFigures(hexgrid.cell_at(LonLat(lon, lat), 8), facts)


def test_all_of_a_region_is_seen_its_thin_edges_too() -> None:
    found = extent([*town(), cell(TOWN.lon + 1.5, TOWN.lat, Facts(Tally(1)))])
    assert found.as_tuple() == pytest.approx((TOWN.lon, TOWN.lat, TOWN.lon + 1.5, TOWN.lat + 0.9), abs=0.02)


def test_a_few_far_off_to_both_sides_do_not_ruin_the_view() -> None:
    far = [cell(150, 60, Facts(Tally(2))), cell(20, 54, Facts(Tally(1)))]
    assert extent([*town(), *far]) == extent(town())


def test_what_had_appeals_only_before_is_seen_too() -> None:
    gone = cell(TOWN.lon + 0.1, TOWN.lat, Facts(Tally(0), before=Tally(5)))
    found = extent([cell(TOWN.lon, TOWN.lat, Facts(Tally(1))), gone])
    assert found.as_tuple() == pytest.approx((TOWN.lon, TOWN.lat, TOWN.lon + 0.1, TOWN.lat), abs=0.02)
