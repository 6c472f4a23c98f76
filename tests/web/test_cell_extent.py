"""The box of a map of cells: nearly all appeals fill it, whatever came from far away."""

from analytics.queries.heatmap import CellFigures
from analytics.types import Facts, Tally
from geo import hexgrid
from geo.types import LonLat
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
