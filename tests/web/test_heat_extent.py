"""The box that the heat map opens with: all that was found, but for a few appeals far off."""

import pytest

from analytics.queries.heatmap import CellFigures
from analytics.types import Facts, Tally
from geo import hexgrid
from geo.types import LonLat
from tests.builders import TOWN
from web.heat_extent import extent


def cell(lon: float, lat: float, appeals: int) -> CellFigures:
    return CellFigures(hexgrid.cell_at(LonLat(lon, lat), 8), Facts(Tally(appeals)))


def town(appeals: int = 10) -> list[CellFigures]:
    """Ten by ten cells, each a tenth of a degree from the next."""
    return [
        cell(TOWN.lon + east / 10, TOWN.lat + north / 10, appeals)
        for east in range(10)
        for north in range(10)
    ]


def test_all_of_a_region_is_seen_its_thin_edges_too() -> None:
    found = extent([*town(), cell(TOWN.lon + 1.5, TOWN.lat, 1)])
    assert found == pytest.approx((TOWN.lon, TOWN.lat, TOWN.lon + 1.5, TOWN.lat + 0.9), abs=0.02)


def test_a_few_far_off_do_not_ruin_the_view() -> None:
    found = extent([*town(), cell(150, 60, 2), cell(20, 54, 1)])
    assert found == pytest.approx((TOWN.lon, TOWN.lat, TOWN.lon + 0.9, TOWN.lat + 0.9), abs=0.02)


def test_many_far_off_are_a_part_of_what_was_found() -> None:
    found = extent([*town(), cell(150, 60, 50)])
    assert found is not None
    assert found[2] == pytest.approx(150, abs=0.02)


def test_one_cell_is_seen_whole_and_none_is_no_place() -> None:
    (alone,) = [cell(TOWN.lon, TOWN.lat, 1)]
    assert extent([alone]) == hexgrid.box_around([alone.cell]).as_tuple()
    assert extent([]) is None


def test_what_had_appeals_only_before_is_seen_too() -> None:
    before = Facts(Tally(0), before=Tally(5))
    gone = CellFigures(hexgrid.cell_at(LonLat(TOWN.lon + 0.1, TOWN.lat), 8), before)
    found = extent([cell(TOWN.lon, TOWN.lat, 1), gone])
    assert found == pytest.approx((TOWN.lon, TOWN.lat, TOWN.lon + 0.1, TOWN.lat), abs=0.02)
