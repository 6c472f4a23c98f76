"""Laws of the grids: tiles and boxes, Morton ranges, hex cells in library, Python and SQL; numbers and keys."""

import h3.api.basic_int as h3
import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import hexgrid, tilegrid
from geo.addresses.numbers import HouseNumber, parse_number
from geo.addresses.parsing import parse_address
from geo.types import BBox, LonLat, TileId

points = st.builds(LonLat, st.floats(-180, 180), st.floats(-85, 85))
zooms = st.integers(0, 22)


@given(points, zooms)
def test_a_tile_holds_the_points_it_is_chosen_for(point: LonLat, z: int) -> None:
    box = tilegrid.bounds(tilegrid.tile_at(point, z))
    rounding = 1e-9
    assert box.west - rounding <= point.lon <= box.east + rounding
    assert box.south - rounding <= point.lat <= box.north + rounding


tiles = st.integers(0, 22).flatmap(
    lambda z: st.builds(TileId, st.just(z), *[st.integers(0, (1 << z) - 1)] * 2)
)
# Of a tile of zoom 22 a hundredth is five quanta: farther from the edge than any rounding.
shares = st.floats(0.01, 0.99)


@given(tiles, shares, shares)
def test_every_place_of_a_tiles_box_lies_in_the_tile(tile: TileId, east: float, north: float) -> None:
    box = tilegrid.bounds(tile)
    place = LonLat(box.west + (box.east - box.west) * east, box.south + (box.north - box.south) * north)
    assert tilegrid.tile_at(place, tile.z) == tile


@given(tiles)
def test_boxes_of_neighbours_share_their_edge_and_quarters_fill_their_tile(tile: TileId) -> None:
    box, last = tilegrid.bounds(tile), (1 << tile.z) - 1
    if tile.x < last:
        assert tilegrid.bounds(TileId(tile.z, tile.x + 1, tile.y)).west == box.east
    if tile.y < last:
        assert tilegrid.bounds(TileId(tile.z, tile.x, tile.y + 1)).north == box.south
    if tile.z < 22:
        first = tilegrid.bounds(TileId(tile.z + 1, 2 * tile.x, 2 * tile.y))
        fourth = tilegrid.bounds(TileId(tile.z + 1, 2 * tile.x + 1, 2 * tile.y + 1))
        assert (first.west, first.north, fourth.east, fourth.south) == (
            box.west,
            box.north,
            box.east,
            box.south,
        )


@pytest.mark.django_db
@settings(max_examples=40)
@given(tiles)
def test_a_tiles_box_is_that_of_postgis(tile: TileId) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)"
            " FROM ST_Transform(ST_TileEnvelope(%s, %s, %s), 4326) AS box",
            [tile.z, tile.x, tile.y],
        )
        assert tilegrid.bounds(tile).as_tuple() == pytest.approx(cursor.fetchone(), abs=1e-9)


@given(points, zooms)
def test_a_tile_is_one_range_of_morton_codes(point: LonLat, z: int) -> None:
    qx, qy = tilegrid.quantize(point)
    low, high = tilegrid.morton_range(tilegrid.tile_at(point, z))
    assert low <= tilegrid.morton(qx, qy) <= high


@given(points, points, st.integers(1, 22))
def test_no_other_tile_has_the_code(one: LonLat, other: LonLat, z: int) -> None:
    tile = tilegrid.tile_at(one, z)
    low, high = tilegrid.morton_range(tile)
    inside = low <= tilegrid.morton(*tilegrid.quantize(other)) <= high
    assert inside == (tilegrid.tile_at(other, z) == tile)


@given(points)
def test_a_quantum_is_a_place_of_two_centimetres(point: LonLat) -> None:
    back = tilegrid.dequantize(*tilegrid.quantize(point))
    assert abs(back.lon - point.lon) <= 360 / (1 << 31)
    assert tilegrid.quantize(back) == tilegrid.quantize(point)


@given(points, st.integers(0, 15))
def test_a_parent_by_arithmetic_is_the_librarys(point: LonLat, resolution: int) -> None:
    cell = hexgrid.cell_at(point)
    assert hexgrid.parent(cell, resolution).index == h3.cell_to_parent(cell.index, resolution)


@given(points, st.integers(0, 15))
def test_a_cells_range_holds_its_finest_cells(point: LonLat, resolution: int) -> None:
    cell = hexgrid.cell_at(point)
    low, high = hexgrid.finest_range(hexgrid.parent(cell, resolution))
    assert low <= cell.index <= high


PENTAGONS = [number for resolution in (0, 5, 15) for number in h3.get_pentagons(resolution)]


@pytest.mark.django_db
@settings(max_examples=40)
@given(st.lists(points, min_size=1, max_size=40))
def test_a_parent_in_sql_is_the_librarys(places: list[LonLat]) -> None:
    cells = [hexgrid.cell_at(place).index for place in places]
    cells += [h3.cell_to_center_child(pentagon, 15) for pentagon in PENTAGONS]
    with connection.cursor() as cursor:
        for resolution in range(16):
            expression = hexgrid.parent_sql("cell", str(resolution))
            cursor.execute(
                f"SELECT {expression} FROM unnest(%s::bigint[]) WITH ORDINALITY AS t (cell, n) ORDER BY n",
                [cells],
            )
            found = [row[0] for row in cursor.fetchall()]
            assert found == [h3.cell_to_parent(cell, resolution) for cell in cells]


@given(points, st.floats(0, 30), st.floats(0, 12), st.integers(0, 11), shares, shares)
def test_every_point_of_a_box_belongs_to_one_of_the_cells_around(
    corner: LonLat, width: float, height: float, finest: int, east: float, north: float
) -> None:
    box = BBox(corner.lon, corner.lat, min(corner.lon + width, 180), min(corner.lat + height, 85))
    place = LonLat(box.west + (box.east - box.west) * east, box.south + (box.north - box.south) * north)
    cells = hexgrid.cells_around(box, finest, most=100)
    assert len(cells) < 400
    resolution = cells[0].resolution
    assert resolution <= finest
    assert hexgrid.parent(hexgrid.cell_at(place), resolution) in cells


letters = st.sampled_from(["", "А", "Б", "Ж", "В"])
numbers = st.integers(1, 999).map(str)
houses = st.builds(
    HouseNumber,
    main=st.builds(
        lambda first, letter, corner: first + letter + corner,
        numbers,
        letters,
        st.sampled_from(["", "/5", "-7"]),
    ),
    block=st.sampled_from(["", "1", "2А", "12"]),
    building=st.sampled_from(["", "1", "3"]),
    letter=letters,
    plot=st.sampled_from(["", "", "вл"]),
)


@given(houses)
def test_a_house_number_survives_its_key_and_its_spelling(house: HouseNumber) -> None:
    assert parse_number(house.key).key == house.key
    assert parse_number(house.shown).key == house.key


@given(st.text(max_size=120))
def test_any_text_can_be_read_as_an_address(text: str) -> None:
    address = parse_address(text)
    assert len(address.street_key) <= 200
    assert len(address.number_key) <= 60


@given(houses)
def test_a_number_is_found_again_in_a_whole_address(house: HouseNumber) -> None:
    assert (
        parse_address(f"г. Рязань, ул. Есенина, д. {house.key}").number_key
        == parse_number(f"д. {house.key}").key
    )
