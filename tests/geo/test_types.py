"""Points, boxes, tiles and cells refuse what is no place."""

from math import inf, nan

import pytest

from geo.errors import OutOfGrid, OutOfWorld
from geo.types import BBox, HexCell, LonLat, TileId


@pytest.mark.parametrize(("lon", "lat"), [(181, 0), (-180.1, 0), (0, 90.1), (0, -91), (nan, 0), (0, inf)])
def test_a_point_lies_in_the_world(lon: float, lat: float) -> None:
    with pytest.raises(OutOfWorld):
        LonLat(lon, lat)


@pytest.mark.parametrize("box", [(1, 0, 0, 1), (0, 1, 1, 0), (0, 0, 0, 91)])
def test_a_box_has_its_sides_in_order(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(OutOfWorld):
        BBox(*box)


def test_a_box_contains_its_edge() -> None:
    assert BBox(0, 0, 1, 1).contains(LonLat(1, 1))
    assert not BBox(0, 0, 1, 1).contains(LonLat(1.0001, 1))


@pytest.mark.parametrize("tile", [(-1, 0, 0), (23, 0, 0), (1, 2, 0), (1, 0, 2), (3, -1, 0)])
def test_a_tile_lies_in_the_grid(tile: tuple[int, int, int]) -> None:
    with pytest.raises(OutOfGrid):
        TileId(*tile)


def test_a_cell_is_written_as_hex_digits() -> None:
    cell = HexCell(0x8911AA6A8C3FFFF)
    assert (str(cell), cell.resolution) == ("8911aa6a8c3ffff", 9)


def test_an_error_says_what_is_wrong() -> None:
    assert "180" in str(OutOfWorld())
