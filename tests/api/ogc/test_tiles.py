"""/ogc/…/tiles: documents of the tiles, row before column, the same bytes and ETags as the map's."""

from typing import Any

import pytest
from django.core.cache import cache, caches
from rest_framework.test import APIClient

from accounts.types import Role
from appeals.types import Visibility
from geo import tilegrid
from tests.api.conftest import SignIn
from tests.builders import TOWN, make_appeal, make_area, make_organisation, make_zone
from tests.tiles.decoding import layers as decoded

pytestmark = pytest.mark.django_db
GRID = "WebMercatorQuad"
TILE = tilegrid.tile_at(TOWN, 12)


@pytest.fixture(autouse=True)
def no_tile_outlives_its_test() -> None:
    for known in (cache, caches["tiles"]):
        known.clear()


def get(client: APIClient, path: str) -> dict[str, Any]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return answer.json()


def expanded(template: str, row: int = TILE.y, column: int = TILE.x) -> str:
    return template.format(tileMatrix=TILE.z, tileRow=row, tileCol=column)


def template_of(document: dict[str, Any]) -> str:
    return next(link["href"] for link in document["links"] if link.get("templated"))


@pytest.mark.parametrize("name", ["appeals", "areas", "zones"])
def test_a_collections_tile_is_the_maps(client: APIClient, name: str) -> None:
    make_appeal(areas=[make_area()])
    make_zone(make_organisation())
    listed = get(client, f"/ogc/collections/{name}/tiles")["tilesets"][0]
    document = get(client, listed["links"][0]["href"])
    path = expanded(template_of(document))
    assert path.endswith(f"/12/{TILE.y}/{TILE.x}")
    ours, maps = client.get(path), client.get(f"/tiles/{name}/12/{TILE.x}/{TILE.y}.mvt")
    assert ours.status_code == 200
    assert (ours.content, ours.headers["ETag"]) == (maps.content, maps.headers["ETag"])
    assert client.get(path, headers={"If-None-Match": ours.headers["ETag"]}).status_code == 304
    assert set(document["layers"][0]["propertiesSchema"]["properties"]) >= {"kind"}


def test_row_comes_before_column(client: APIClient) -> None:
    make_appeal()
    template = template_of(get(client, f"/ogc/collections/appeals/tiles/{GRID}"))
    assert client.get(expanded(template)).status_code == 200
    assert client.get(expanded(template, row=TILE.x, column=TILE.y)).status_code == 204


def test_the_limits_hold_the_tiles_and_no_others(client: APIClient) -> None:
    make_appeal()
    limits = get(client, f"/ogc/collections/appeals/tiles/{GRID}")["tileMatrixSetLimits"]
    [at_12] = [limit for limit in limits if limit["tileMatrix"] == "12"]
    assert (at_12["minTileRow"], at_12["maxTileRow"]) == (TILE.y, TILE.y)
    assert (at_12["minTileCol"], at_12["maxTileCol"]) == (TILE.x, TILE.x)
    assert [limit["tileMatrix"] for limit in limits] == [str(zoom) for zoom in range(17)]


def test_a_tile_of_all_holds_every_layer(client: APIClient) -> None:
    make_appeal(areas=[make_area()])
    make_zone(make_organisation())
    path = expanded(template_of(get(client, f"/ogc/tiles/{GRID}")))
    answer = client.get(path)
    assert set(decoded(answer.content)) >= {"appeals", "areas", "zones"}
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    make_zone(make_organisation())
    assert client.get(path).headers["ETag"] != answer.headers["ETag"]
    assert client.get(f"/ogc/tiles/{GRID}/15/1/1").status_code == 404
    assert client.get(f"/ogc/tiles/{GRID}/2/4/0").status_code == 404
    assert client.get(f"/ogc/tiles/{GRID}/12/0/0").status_code == 204


def test_tiles_show_what_the_viewer_may_see(client: APIClient, sign_in: SignIn) -> None:
    make_appeal(visibility=Visibility.PRIVATE)
    for path in (
        f"/ogc/tiles/{GRID}/12/{TILE.y}/{TILE.x}",
        f"/ogc/collections/appeals/tiles/{GRID}/12/{TILE.y}/{TILE.x}",
    ):
        seen = sign_in(Role.MODERATOR).get(path)
        assert len(decoded(seen.content)["appeals"]) == 1
        assert seen.headers["Cache-Control"] == "private, no-store"
        assert client.get(path).status_code == 204


def test_filters_go_along(client: APIClient) -> None:
    make_appeal()
    path = f"/ogc/collections/appeals/tiles/{GRID}/12/{TILE.y}/{TILE.x}"
    assert client.get(path, {"kind": "gratitude"}).status_code == 204
    assert client.get(path, {"kind": "nonsense"}).status_code == 400
    assert client.get(f"/ogc/collections/hexbins/tiles/{GRID}/12/{TILE.y}/{TILE.x}").status_code == 404


def test_the_grid_is_described(client: APIClient) -> None:
    [listed] = get(client, "/ogc/tileMatrixSets")["tileMatrixSets"]
    grid = get(client, listed["links"][0]["href"])
    # Source: OGC 17-083r4, annex D.1.
    assert grid["tileMatrices"][0]["scaleDenominator"] == pytest.approx(559082264.028717)
    assert grid["tileMatrices"][0]["cellSize"] == pytest.approx(156543.033928041)
    assert grid["tileMatrices"][3]["matrixWidth"] == 8
