"""Tiles of hexbins: whole counts on both sides of a tile's edge, resolutions, metrics, and no leak."""

from datetime import timedelta
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from accounts.types import PUBLIC
from analytics.queries.heatmap import FINEST, Asked, heatmap
from analytics.types import MeasureCode
from appeals.errors import InvalidFilter
from appeals.types import Selection, State, Visibility
from geo import hexgrid, tilegrid
from geo.types import LonLat, TileId
from tests.builders import NOON, TOWN, make_appeal, moderator
from tests.tiles.decoding import gdal_layers, layers, properties
from tiles.engine import tile, tile_of
from tiles.sources.hexbins import resolution_of
from tiles.types import LayerName, TileRequest

pytestmark = pytest.mark.django_db


def request(z: int, place: LonLat = TOWN, **options: object) -> TileRequest:
    return TileRequest(LayerName.HEXBINS, tilegrid.tile_at(place, z), **options)


@pytest.mark.parametrize("z", range(15))
def test_a_cell_carries_its_counts(z: int) -> None:
    make_appeal(supports=2)
    make_appeal(state=State.CLOSED, supports=3)
    (cell,) = properties(tile_of(request(z)), "hexbins")
    own = hexgrid.parent(hexgrid.cell_at(TOWN), resolution_of(request(z)))
    assert cell.pop("per_km2") == pytest.approx(2 / hexgrid.area_km2(own), abs=0.001)
    assert cell == {"cell": str(own), "count": 2, "open": 1, "supports": 5, "value": 2.0}


@pytest.mark.parametrize("z", [3, 5, 8, 11, 14])
def test_the_outline_holds_the_place(z: int, tmp_path: Path) -> None:
    make_appeal()
    asked = request(z)
    frame = gdal_layers(tile_of(asked), asked.tile, tmp_path)["hexbins"].to_crs(4326)
    assert frame.geometry[0].buffer(1e-4).contains(shapely.Point(TOWN.lon, TOWN.lat))
    assert frame.geometry.is_valid.all()


@pytest.mark.parametrize("z", [4, 5, 9, 12])
def test_a_cell_on_an_edge_has_its_whole_count_in_both_tiles(z: int) -> None:
    """One cell is filled on both sides of a tile's eastern edge."""
    tile_id = tilegrid.tile_at(TOWN, z)
    edge = tilegrid.bounds(tile_id).east
    resolution = resolution_of(request(z))
    cell = hexgrid.parent(hexgrid.cell_at(LonLat(edge, TOWN.lat)), resolution)
    inside = [(lon, lat) for lon, lat in hexgrid.outline(cell)]
    centre = hexgrid.centre(cell)
    filled = 0
    for lon, lat in inside:
        place = LonLat(centre.lon + (lon - centre.lon) * 0.7, centre.lat + (lat - centre.lat) * 0.7)
        if hexgrid.parent(hexgrid.cell_at(place), resolution) == cell:
            make_appeal(at=place)
            filled += 1
    assert filled >= 5
    for neighbour in (tile_id, TileId(z, tile_id.x + 1, tile_id.y)):
        found = properties(tile("hexbins", neighbour), "hexbins")
        assert [feature["count"] for feature in found if feature["cell"] == str(cell)] == [filled]


@pytest.mark.parametrize("z", range(15))
def test_every_cell_of_the_heat_map_is_in_a_tile(z: int) -> None:
    places = [LonLat(TOWN.lon + step * 0.013, TOWN.lat + step % 3 * 0.007) for step in range(12)]
    for place in places:
        make_appeal(at=place)
    shown = {}
    for tile_id in {tilegrid.tile_at(place, z) for place in places}:
        for feature in properties(tile("hexbins", tile_id), "hexbins"):
            shown[feature["cell"]] = feature["count"]
    expected = heatmap(PUBLIC, Selection(), resolution_of(request(z)))
    assert {cell: shown[cell] for cell in shown} == {str(cell.cell): cell.count for cell in expected}


@pytest.mark.parametrize("z", [4, 10])
def test_neighbouring_cells_leave_no_gap(z: int) -> None:
    resolution = resolution_of(request(z))
    middle = hexgrid.parent(hexgrid.cell_at(TOWN), resolution)
    for lon, lat in hexgrid.outline(middle):
        centre = hexgrid.centre(middle)
        make_appeal(at=LonLat(centre.lon + (lon - centre.lon) * 1.4, centre.lat + (lat - centre.lat) * 1.4))
    make_appeal(at=hexgrid.centre(middle))
    drawn = [
        shape(feature["geometry"])
        for feature in layers(tile_of(request(z, hexgrid.centre(middle))))["hexbins"]
    ]
    together = shapely.union_all(drawn)
    assert together.geom_type == "Polygon"
    assert together.area == pytest.approx(sum(one.area for one in drawn), rel=0.001)


def test_the_private_is_not_counted() -> None:
    make_appeal(visibility=Visibility.PRIVATE)
    for z in (0, 8, 14):
        assert tile_of(request(z)) == b""
        (cell,) = properties(tile_of(request(z, viewer=moderator())), "hexbins")
        assert cell["count"] == 1


def test_resolution_and_metric_can_be_named() -> None:
    make_appeal(supports=4)
    (cell,) = properties(tile_of(request(10, resolution=9, measure=MeasureCode.SUPPORTS)), "hexbins")
    assert cell["cell"] == str(hexgrid.parent(hexgrid.cell_at(TOWN), 9))
    assert cell["value"] == 4


def test_a_share_tells_of_how_many_it_is_and_is_silent_of_too_few() -> None:
    share = MeasureCode.IN_TIME
    for _ in range(5):
        make_appeal(state=State.CLOSED, due_at=NOON, answered_at=NOON - timedelta(days=1), submitted_at=NOON)
        (cell,) = properties(tile_of(request(10, measure=share)), "hexbins")
    make_appeal()
    (cell,) = properties(tile_of(request(10, measure=share)), "hexbins")
    assert (cell["value"], cell["n"], cell["count"]) == (100.0, 5, 6)
    (alone,) = properties(
        tile_of(request(10, selection=Selection(states=(State.ASSIGNED,)), measure=share)), "hexbins"
    )
    assert "value" not in alone
    assert (alone["n"], alone["count"]) == (0, 1)


@pytest.mark.parametrize("z", [3, 10])
def test_a_trend_tells_both_numbers(z: int) -> None:
    for day in (*range(4), *range(10, 18)):
        make_appeal(submitted_at=NOON + timedelta(days=day))
    before = Selection(since=NOON, until=NOON + timedelta(days=10))
    now = Selection(since=before.until, until=NOON + timedelta(days=20))
    trend = request(z, measure=MeasureCode.TREND, selection=now, asked=Asked(before=before))
    (cell,) = properties(tile_of(trend), "hexbins")
    assert (cell["value"], cell["count"], cell["before"]) == (100.0, 8, 4)


def test_a_coarse_cell_is_cut_far_outside_a_deep_tile() -> None:
    make_appeal()
    (feature,) = layers(tile_of(request(14, resolution=4)))["hexbins"]
    xs = [x for x, _y in feature["geometry"]["coordinates"][0]]
    assert min(xs) >= -4096
    assert max(xs) <= 8192


@pytest.mark.parametrize("resolution", [3, 12, 13, 99])
def test_a_resolution_too_fine_or_too_coarse_is_refused(resolution: int) -> None:
    assert resolution_of(request(14, resolution=FINEST)) == FINEST
    with pytest.raises(InvalidFilter):
        resolution_of(request(8, resolution=resolution))


@pytest.mark.parametrize("place", [LonLat(179.999, 65.0), LonLat(-179.999, 65.0), LonLat(10.0, 84.9)])
@pytest.mark.parametrize("z", range(0, 15, 2))
def test_the_edges_of_the_world_have_cells(place: LonLat, z: int) -> None:
    make_appeal(at=place)
    other = LonLat(-place.lon, place.lat) if abs(place.lon) > 179 else place
    make_appeal(at=other)
    resolution = resolution_of(request(z))
    cells = {hexgrid.parent(hexgrid.cell_at(point), resolution) for point in (place, other)}
    shown = {
        feature["cell"]: feature["count"] for feature in properties(tile_of(request(z, place)), "hexbins")
    }
    own = hexgrid.parent(hexgrid.cell_at(place), resolution)
    assert shown[str(own)] == (2 if len(cells) == 1 else 1)
