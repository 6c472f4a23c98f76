"""Tiles of areas: boundaries in force, neighbours without gaps at any zoom, a label each."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import shapely
from django.contrib.gis.geos import Polygon
from django.utils import timezone
from shapely.geometry import shape

from geo import tilegrid
from geo.types import LonLat, TileId
from territories.models import BoundaryVersion
from territories.types import VersionState
from tests.builders import TOWN, box, make_area
from tests.tiles.decoding import gdal_layers, layers, properties
from tiles.engine import tile, tile_of
from tiles.models import AreaShape
from tiles.shaping import BANDS, ensure_shapes
from tiles.types import LayerName, TileRequest

pytestmark = pytest.mark.django_db


def at(z: int, place: LonLat = TOWN) -> TileId:
    return tilegrid.tile_at(place, z)


def wavy(west: float, east: float) -> Polygon:
    """A band from west to east whose southern and northern borders are straight and whose others wave finely."""
    steps = [TOWN.lat - 0.1 + step * 0.2 / 400 for step in range(401)]
    left = [(west + (step % 2) * 0.0006, lat) for step, lat in enumerate(steps)]
    right = [(east + (step % 2) * 0.0006, lat) for step, lat in enumerate(steps)]
    return Polygon([*left, *right[::-1], left[0]])


def test_an_area_carries_its_words_and_a_label() -> None:
    area = make_area("Центральный", code="40-1")
    found = layers(tile("areas", at(10)))
    expected = {
        "id": area.pk,
        "code": "40-1",
        "name": "Центральный",
        "kind": "district",
        "collection": "districts",
    }
    assert [feature["properties"] for feature in found["areas"]] == [expected]
    (label,) = layers(tile("areas", at(10, LonLat(30.3, 60.0))))["area_labels"]
    assert label["properties"] == expected
    assert label["geometry"]["type"] == "Point"


@pytest.mark.parametrize("z", range(15))
def test_neighbours_share_their_border_at_every_zoom(z: int) -> None:
    make_area("West", polygon=wavy(30.2, 30.3))
    make_area("East", polygon=wavy(30.3, 30.4))
    drawn = [shape(feature["geometry"]) for feature in layers(tile("areas", at(z)))["areas"]]
    if z < 8:
        return
    west, east = drawn
    assert west.intersection(east).area <= 0.001 * west.area
    assert shapely.union_all(drawn).geom_type == "Polygon"


def test_low_zooms_are_much_lighter() -> None:
    make_area("West", polygon=wavy(30.2, 30.3))
    make_area("East", polygon=wavy(30.3, 30.4))
    ensure_shapes(timezone.localdate())
    points = {
        band: sum(s.geom_3857.num_coords for s in AreaShape.objects.filter(max_zoom=band)) for band in BANDS
    }
    assert points[8] * 5 < points[14]


def test_shapes_are_made_once_and_again_for_new_boundaries() -> None:
    make_area("West")
    today = timezone.localdate()
    assert [ensure_shapes(today), ensure_shapes(today)] == [1, 0]
    make_area("East", polygon=box(30.4, 59.9, 30.5, 60.1))
    assert [ensure_shapes(today), ensure_shapes(today)] == [1, 0]
    assert AreaShape.objects.count() == 2 * len(BANDS)


def test_only_boundaries_in_force_are_drawn() -> None:
    make_area()
    version = BoundaryVersion.objects.get()
    today = timezone.localdate()
    assert tile("areas", at(10)) != b""
    for changes in (
        {"valid_from": today + timedelta(days=1)},
        {"valid_from": None, "valid_to": today},
        {"valid_to": None, "state": VersionState.STAGED},
    ):
        BoundaryVersion.objects.filter(pk=version.pk).update(**changes)
        assert tile("areas", at(10)) == b""


def test_kinds_and_collections_choose() -> None:
    make_area("Округ", kind="okrug", collection="okrugs")
    make_area("Район", kind="district", collection="districts")
    everything = TileRequest(LayerName.AREAS, at(10))
    for choice in (replace(everything, kinds=("okrug",)), replace(everything, collections=("okrugs",))):
        found = properties(tile_of(choice), "areas")
        assert [feature["name"] for feature in found] == ["Округ"]
    assert len(properties(tile("areas", at(10)), "areas")) == 2


def test_gdal_reads_both_layers(tmp_path: Path) -> None:
    make_area("Центр")
    frames = gdal_layers(tile("areas", at(9)), at(9), tmp_path)
    assert set(frames) == {"areas", "area_labels"}
    assert frames["areas"].geometry.is_valid.all()


def test_nothing_is_an_empty_tile() -> None:
    make_area()
    assert tile("areas", TileId(10, 0, 0)) == b""
