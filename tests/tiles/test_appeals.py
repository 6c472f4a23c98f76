"""Tiles of appeals: points at their pixel, clusters that keep counts, and nothing that is not published."""

from pathlib import Path

import pytest

from accounts.queries import viewer_of
from accounts.types import PUBLIC, Viewer
from appeals.models import Mark
from appeals.types import Privacy, Selection, State, Visibility
from geo import tilegrid
from geo.types import LonLat, TileId
from tests.builders import TOWN, make_appeal, make_organisation, make_topic, make_user, moderator, worker
from tests.tiles.decoding import gdal_layers, layers, properties
from tiles.engine import tile
from tiles.errors import OutsideZoom
from tiles.sources import appeals as source

pytestmark = pytest.mark.django_db


def at(z: int, place: LonLat = TOWN) -> TileId:
    return tilegrid.tile_at(place, z)


def numbers(tile_id: TileId, viewer: Viewer = PUBLIC, selection: Selection | None = None) -> set[str]:
    found = properties(tile("appeals", tile_id, viewer, selection), "appeals")
    return {feature["number"] for feature in found}


@pytest.mark.parametrize("z", [14, 15, 16])
def test_a_point_stands_at_its_pixel_with_its_attributes(z: int) -> None:
    topic = make_topic("lamp", category="light")
    appeal = make_appeal(topic=topic, state=State.CLOSED, supports=7)
    (feature,) = layers(tile("appeals", at(z)))["appeals"]
    assert feature["properties"] == {
        "number": appeal.number,
        "kind": "problem",
        "topic": "lamp",
        "category": "light",
        "state": "closed",
        "group": "solved",
        "supports": 7,
    }
    box = tilegrid.bounds(at(z))
    x, y = feature["geometry"]["coordinates"]
    assert box.west + x / 4096 * (box.east - box.west) == pytest.approx(TOWN.lon, abs=1e-5)
    assert box.north - y / 4096 * (box.north - box.south) == pytest.approx(TOWN.lat, abs=1e-5)


def test_gdal_reads_the_same_place(tmp_path: Path) -> None:
    appeal = make_appeal()
    frame = gdal_layers(tile("appeals", at(14)), at(14), tmp_path)["appeals"].to_crs(4326)
    assert list(frame["number"]) == [appeal.number]
    assert (frame.geometry.x[0], frame.geometry.y[0]) == pytest.approx((TOWN.lon, TOWN.lat), abs=1e-5)


@pytest.mark.parametrize("z", range(14))
def test_clusters_keep_the_counts_of_each_group(z: int) -> None:
    for state in (State.ACCEPTED, State.ASSIGNED, State.ASSIGNED, State.CLOSED, State.MERGED):
        make_appeal(state=state)
    (cluster,) = properties(tile("appeals", at(z)), "appeals")
    assert cluster == {"cluster": True, "count": 5, "new": 1, "progress": 2, "solved": 1, "neutral": 1}


@pytest.mark.parametrize("z", range(17))
def test_tiles_of_a_zoom_share_out_every_appeal(z: int) -> None:
    places = [LonLat(TOWN.lon + step * 0.013, TOWN.lat + step % 3 * 0.007) for step in range(12)]
    for place in places:
        make_appeal(at=place)
    tiles = {at(z, place) for place in places}
    found = [feature for tile_id in tiles for feature in properties(tile("appeals", tile_id), "appeals")]
    assert sum(feature.get("count", 1) for feature in found) == 12


@pytest.mark.parametrize("z", [9, 11, 13])
def test_a_disc_stays_inside_its_cell(z: int) -> None:
    """Four cells to a tile's side, 1,024 units each; a disc of 28 px of 512 needs 112 units on each side."""
    box = tilegrid.bounds(at(z))
    corner = LonLat(box.west + 1e-6, box.north - 1e-6)
    for _ in range(2):
        make_appeal(at=corner)
    make_appeal(at=LonLat(box.east - 1e-6, box.north - 1e-6))
    found = layers(tile("appeals", at(z)))["appeals"]
    pair, alone = sorted(found, key=lambda feature: feature["properties"].get("count", 1), reverse=True)
    x, y = pair["geometry"]["coordinates"]
    assert x == pytest.approx(111, abs=3)
    assert y == pytest.approx(111, abs=3)
    assert alone["geometry"]["coordinates"] == pytest.approx([4096, 0], abs=3)


@pytest.mark.parametrize("z", [0, 8, 13])
def test_a_cluster_of_one_is_the_appeal_itself(z: int) -> None:
    appeal = make_appeal()
    (lone,) = properties(tile("appeals", at(z)), "appeals")
    assert lone["number"] == appeal.number
    assert "cluster" not in lone
    assert "count" not in lone


def test_a_crowded_tile_falls_back_to_small_clusters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MOST_POINTS", 3)
    for _ in range(4):
        make_appeal()
    box = tilegrid.bounds(at(14))
    lone = make_appeal(at=LonLat(box.west + 0.001, box.south + 0.001))
    found = properties(tile("appeals", at(14)), "appeals")
    assert sorted(feature.get("count", 1) for feature in found) == [1, 4]
    assert [feature["number"] for feature in found if "number" in feature] == [lone.number]


@pytest.mark.parametrize("z", [6, 14, 16])
def test_the_private_is_in_the_tiles_of_those_it_concerns_only(z: int) -> None:
    executor, author = make_organisation(), make_user()
    private = make_appeal(visibility=Visibility.PRIVATE, executor=executor, author=author)
    assert tile("appeals", at(z)) == b""
    assert tile("appeals", at(z), viewer_of(make_user())) == b""
    assert tile("appeals", at(z), worker(make_organisation())) == b""
    for viewer in (moderator(), worker(executor), viewer_of(author)):
        assert numbers(at(z), viewer) == {private.number}


@pytest.mark.parametrize("z", [0, 8, 13])
def test_a_cluster_does_not_count_the_private(z: int) -> None:
    public = make_appeal()
    make_appeal(visibility=Visibility.PRIVATE)
    make_appeal(state=State.MODERATION)
    (shown,) = properties(tile("appeals", at(z)), "appeals")
    assert shown["number"] == public.number
    (all_of_them,) = properties(tile("appeals", at(z), moderator()), "appeals")
    assert all_of_them["count"] == 3


def test_home_topics_stand_at_their_coarse_place() -> None:
    make_appeal(topic=make_topic("noise", privacy=Privacy.HOME))
    mark = Mark.objects.get()
    (feature,) = layers(tile("appeals", at(16), moderator()))["appeals"]
    shown = tilegrid.dequantize(mark.qx, mark.qy)
    box = tilegrid.bounds(at(16))
    x = feature["geometry"]["coordinates"][0]
    assert box.west + x / 4096 * (box.east - box.west) == pytest.approx(shown.lon, abs=1e-5)
    assert abs(shown.lon - TOWN.lon) > 1e-5


def test_filters_reach_the_tile() -> None:
    lamp = make_appeal(topic=make_topic("lamp"))
    make_appeal(topic=make_topic("pothole"))
    assert numbers(at(14), selection=Selection(topics=("lamp",))) == {lamp.number}


@pytest.mark.parametrize("place", [LonLat(-180, 85), LonLat(180, -85), LonLat(0, 0), LonLat(179.99999, 0)])
def test_the_edges_of_the_world_have_tiles(place: LonLat) -> None:
    make_appeal(at=place)
    for z in (0, 1, 7, 14, 16):
        (feature,) = layers(tile("appeals", at(z, place)))["appeals"]
        assert all(0 <= value < 4096 for value in feature["geometry"]["coordinates"])


def test_no_tiles_outside_the_zooms() -> None:
    with pytest.raises(OutsideZoom):
        tile("appeals", at(17))
