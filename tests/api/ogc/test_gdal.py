"""GDAL opens the OGC API and the tiles of a running server by their addresses, and finds what the API tells."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.core.cache import cache, caches
from pytest_django.live_server_helper import LiveServer
from rest_framework.test import APIClient

from api.ogc.catalogue import COLLECTIONS
from appeals.types import Kind, Visibility
from geo import tilegrid
from geo.models import BasemapFeature, Source
from geo.types import HexCell, LonLat
from tests.api.ogc.gdal import PROGRAMS, gdal, ogr2ogr, ogrinfo
from tests.builders import TOWN, box, make_appeal, make_area, make_organisation, make_zone
from tiles.layers import LAYERS
from tiles.types import LayerName

pytestmark = pytest.mark.django_db(transaction=True)
ZOOM = 14


@pytest.fixture
def town(live_server: LiveServer) -> str:
    """Address of a server with appeals, two areas, the smaller of which has its label at ZOOM, and a zone."""
    for known in (cache, caches["tiles"]):
        known.clear()
    area = make_area("Центр", code="c-1", polygon=box(30.2, 59.9, 30.4, 60.1))
    make_area("Квартал", code="c-2", polygon=box(30.299, 59.999, 30.311, 60.007))
    organisation = make_organisation("Жилкомсервис")
    make_zone(organisation, polygon=box(30.25, 59.95, 30.35, 60.05), name="Участок")
    for number in range(5):
        make_appeal(
            at=LonLat(TOWN.lon + number * 0.002, TOWN.lat + number * 0.001),
            kind=Kind.PROBLEM if number % 2 else Kind.SUGGESTION,
            areas=[area],
            executor=organisation,
        )
    make_appeal(visibility=Visibility.PRIVATE)
    plan = Source.objects.create(slug="plan", title="План")
    place = Point(in_metres(LonLat(TOWN.lon + 0.003, TOWN.lat + 0.003)), srid=3857)
    for layer in LAYERS[LayerName.BASEMAP].fields:
        BasemapFeature.objects.create(
            layer=layer, min_zoom=4, tags={"kind": "town", "name": "Метский"}, geom_3857=place, source=plan
        )
    return live_server.url


def listed(client: APIClient) -> dict[str, dict[str, Any]]:
    features = client.get("/api/v1/appeals/").json()["features"]
    return {feature["id"]: feature for feature in features}


def in_metres(point: LonLat) -> list[float]:
    """The place in EPSG:3857, to some 2 cm."""
    quantum_m = 2 * tilegrid.HALF_WORLD_M / (1 << tilegrid.QUANTUM_BITS)
    qx, qy = tilegrid.quantize(point)
    return [qx * quantum_m - tilegrid.HALF_WORLD_M, tilegrid.HALF_WORLD_M - qy * quantum_m]


def test_features_are_read(town: str, client: APIClient) -> None:
    """Every collection page by page, in degrees and metres, by a box and by a property.

    In the description GDAL finds which properties the server filters by.
    """
    root, appeals = f"OAPIF:{town}/ogc/", {"path": f"OAPIF:{town}/ogc/", "layer": "appeals"}
    plain, metres, areas, zones, west, problems = gdal(
        {**appeals, "PAGE_SIZE": 2, "lists": True},
        {**appeals, "CRS": "EPSG:3857"},
        {"path": root, "layer": "areas"},
        {"path": root, "layer": "zones"},
        {**appeals, "bbox": [TOWN.lon - 0.001, 59.9, TOWN.lon + 0.003, 60.1]},
        {**appeals, "where": "kind = 'problem'"},
    )
    assert plain.layers == ["appeals", "areas", "zones"]
    expected = listed(client)
    assert len(expected) == 5
    for read in (plain, metres):
        assert set(read.by("number")) == set(expected)
    for number, feature in expected.items():
        place = feature["geometry"]["coordinates"]
        for read, known in ((plain, place), (metres, in_metres(LonLat(*place)))):
            row = read.by("number")[number]
            assert [row["x"], row["y"]] == pytest.approx(known, abs=0.05 if read is metres else 1e-7)
            assert row["state"] == feature["properties"]["state"]
    assert metres.crs == "EPSG:3857"
    known = client.get("/api/v1/areas/", {"geometry": "full"}).json()["features"]
    assert {row["code"]: row["name"] for row in areas.rows} == {
        area["properties"]["code"]: area["properties"]["name"] for area in known
    }
    assert areas.rows[0]["geometry"].startswith("MULTIPOLYGON")
    assert [(row["name"], row["organisation"]) for row in zones.rows] == [("Участок", "Жилкомсервис")]
    assert len(west.rows) == 2
    number = client.get("/api/v1/appeals/", {"kind": "problem"}).json()["numberMatched"]
    assert [row["kind"] for row in problems.rows] == ["problem"] * number == ["problem"] * 2


def test_tiles_are_read(town: str, client: APIClient) -> None:
    """Layers of the tiles around the town, with the features and counts that the API tells.

    Appeals stand within a pixel of their place.
    """
    tiles = [(name.value, inner) for name, layer in LAYERS.items() for inner in layer.fields]
    # All of the basemap's are read by the programs, in one go.
    filled = [one for one in tiles if one[0] != "basemap"] + [("basemap", "place_labels")]
    read = dict(
        zip(
            filled,
            gdal(
                *(
                    {
                        "path": f"MVT:{town}/tiles/{layer}/{ZOOM}",
                        "layer": inner,
                        "bbox": box_in_metres(),
                        "TILE_EXTENSION": "mvt",
                        "METADATA_FILE": f"{town}/tiles/{layer}.json",
                    }
                    for layer, inner in filled
                )
            ),
            strict=True,
        )
    )
    assert {one.crs for one in read.values()} == {"EPSG:3857"}
    expected, found = listed(client), read["appeals", "appeals"].by("number")
    assert set(found) == set(expected)
    pixel_m = 2 * tilegrid.HALF_WORLD_M / (1 << ZOOM) / tilegrid.EXTENT
    for number, row in found.items():
        place = in_metres(LonLat(*expected[number]["geometry"]["coordinates"]))
        assert [row["x"], row["y"]] == pytest.approx(place, abs=pixel_m)
    assert {row["code"] for row in read["areas", "areas"].rows} == codes(client)
    assert [row["code"] for row in read["areas", "area_labels"].rows] == ["c-2"]
    zones = client.get("/ogc/collections/zones/items").json()["features"]
    named = {zone["properties"]["name"] for zone in zones}
    assert {row["name"] for row in read["zones", "zones"].rows} == named == {"Участок"}
    # A cell that a tile's edge cuts stands in both tiles with its whole count.
    cells = {cell: int(float(row["count"])) for cell, row in read["hexbins", "hexbins"].by("cell").items()}
    (resolution,) = {HexCell(int(cell, 16)).resolution for cell in cells}
    told = client.get("/api/v1/heatmap/", {"resolution": str(resolution)}).json()["cells"]
    assert cells == {cell["cell"]: cell["count"] for cell in told}
    assert sum(cells.values()) == len(expected)
    assert {row["name"] for row in read["basemap", "place_labels"].rows} == {"Метский"}


def box_in_metres() -> list[float]:
    """Around all appeals of the town."""
    corners = [LonLat(TOWN.lon - 0.001, TOWN.lat - 0.001), LonLat(TOWN.lon + 0.01, TOWN.lat + 0.006)]
    return [number for corner in corners for number in in_metres(corner)]


@pytest.mark.skipif(not PROGRAMS, reason="GDAL's programs are not on this machine (Debian: gdal-bin)")
def test_the_programs_read_every_layer(town: str, client: APIClient, tmp_path: Path) -> None:
    """Those of the system, whose GDAL is another than the library's: as many features as the API tells."""
    told = {
        name: client.get(f"/ogc/collections/{name}/items").json()["numberMatched"] for name in COLLECTIONS
    }
    assert ogrinfo(f"OAPIF:{town}/ogc/") == told == {"appeals": 5, "areas": 2, "zones": 1}
    target = tmp_path / "tiles.gpkg"
    for layer in LAYERS:
        options = ["-oo", "TILE_EXTENSION=mvt", "-oo", f"METADATA_FILE={town}/tiles/{layer}.json"]
        ogr2ogr(target, f"MVT:{town}/tiles/{layer}/{ZOOM}", *options, "-spat", *map(str, box_in_metres()))
    found = ogrinfo(target)
    assert set(found) == {inner for layer in LAYERS.values() for inner in layer.fields}
    assert found["appeals"] == told["appeals"]
    assert {name for name, number in found.items() if number == 0} == set()


def codes(client: APIClient) -> set[str]:
    return {area["properties"]["code"] for area in client.get("/api/v1/areas/").json()["features"]}
