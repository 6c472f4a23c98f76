"""Tiles of zones and of the basemap."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.gis.geos import LineString, Point
from django.utils import timezone

from geo import tilegrid
from geo.models import BasemapFeature, Source
from geo.types import LonLat, TileId
from territories.types import ZoneBasis
from tests.builders import TOWN, box, make_area, make_organisation, make_zone
from tests.tiles.decoding import gdal_layers, layers, properties
from tiles.engine import tile

pytestmark = pytest.mark.django_db


def at(z: int, place: LonLat = TOWN) -> TileId:
    return tilegrid.tile_at(place, z)


def test_a_zone_tells_what_everybody_may_know() -> None:
    organisation = make_organisation("ЖКС № 1", email="secret@example.org", phone="+7 000", inn="7800000000")
    zone = make_zone(organisation, name="Участок 5")
    body = tile("zones", at(12))
    assert properties(body, "zones") == [
        {
            "id": zone.pk,
            "name": "Участок 5",
            "organisation": "ЖКС № 1",
            "kind": "management_company",
            "shared": False,
        }
    ]
    assert b"secret" not in body


def test_a_zone_of_areas_has_their_shape() -> None:
    zone = make_zone(make_organisation())
    zone.areas.add(make_area())
    type(zone).objects.update(geom=None, basis=ZoneBasis.AREAS)
    (feature,) = layers(tile("zones", at(10)))["zones"]
    assert feature["geometry"]["type"] == "Polygon"


def test_zones_out_of_force_are_not_drawn() -> None:
    today = timezone.localdate()
    make_zone(make_organisation(), valid_from=today + timedelta(days=1))
    make_zone(make_organisation(), valid_to=today)
    assert tile("zones", at(12)) == b""


@pytest.fixture
def basemap() -> None:
    """A lake, two streets and a town's name around the town's middle."""
    source = Source.objects.create(slug="osm", title="OSM", attribution="© участники OpenStreetMap")
    lake = box(TOWN.lon - 0.005, TOWN.lat - 0.005, TOWN.lon + 0.005, TOWN.lat + 0.005)
    lake.srid = 4326
    street = LineString((TOWN.lon - 0.02, TOWN.lat), (TOWN.lon + 0.02, TOWN.lat), srid=4326)
    name = Point(TOWN.lon, TOWN.lat, srid=4326)
    rows = [
        ("water_polygons", 4, {"kind": "water", "way_area": 12.5}, lake),
        ("streets", 5, {"kind": "motorway", "bridge": False}, street),
        ("streets", 13, {"kind": "residential", "tunnel": True}, street),
        ("place_labels", 6, {"name": "Метск", "name_ru": "Метск", "kind": "town", "population": 90000}, name),
    ]
    for layer, min_zoom, tags, geom in rows:
        BasemapFeature.objects.create(
            layer=layer,
            min_zoom=min_zoom,
            tags=tags,
            geom_3857=geom.transform(3857, clone=True),
            source=source,
        )


@pytest.mark.usefixtures("basemap")
def test_the_basemap_has_shortbread_layers() -> None:
    found = layers(tile("basemap", at(14)))
    assert {name: len(features) for name, features in found.items()} == {
        "water_polygons": 1,
        "streets": 2,
        "place_labels": 1,
    }
    assert found["water_polygons"][0]["properties"] == {"kind": "water", "way_area": 12.5}
    assert found["place_labels"][0]["properties"]["population"] == 90000
    assert {True} == {
        feature["properties"]["tunnel"] for feature in found["streets"] if "tunnel" in feature["properties"]
    }


@pytest.mark.usefixtures("basemap")
def test_features_appear_from_their_zoom() -> None:
    assert tile("basemap", at(3)) == b""
    assert set(layers(tile("basemap", at(5)))) == {"streets"} or "water_polygons" in layers(
        tile("basemap", at(5))
    )
    assert len(properties(tile("basemap", at(12)), "streets")) == 1
    assert len(properties(tile("basemap", at(13)), "streets")) == 2


@pytest.mark.usefixtures("basemap")
def test_gdal_reads_the_basemap(tmp_path: Path) -> None:
    frames = gdal_layers(tile("basemap", at(14)), at(14), tmp_path)
    assert set(frames) == {"water_polygons", "streets", "place_labels"}
    assert frames["place_labels"]["name"][0] == "Метск"
