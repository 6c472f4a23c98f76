"""Two organisations never see each other's private appeals, wherever they look; in each place something could leak."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import mapbox_vector_tile
import pytest
from bs4 import BeautifulSoup
from django.test import Client

from appeals.models import Appeal, Photo
from appeals.types import PhotoStage, State
from geo.tilegrid import QUANTUM_BITS, quantize
from geo.types import LonLat
from tests.builders import NOON, TOWN, make_appeal
from tests.permissions.conftest import OURS, THEIRS, Side

pytestmark = pytest.mark.django_db


def body(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


LISTS = (
    "/api/v1/appeals/",
    f"/api/v1/appeals/?bbox={TOWN.lon - 0.01},{TOWN.lat - 0.01},{TOWN.lon + 0.01},{TOWN.lat + 0.01}",
    "/api/v1/appeals/?text=секретная",
    f"/api/v1/appeals/nearby/?lon={TOWN.lon}&lat={TOWN.lat}&radius_m=500",
    "/appeals/",
    "/appeals/?text=секретная",
    "/organisation/",
    "/statistics/",
    "/statistics/?text=секретная&ordering=category",
    "/statistics/appeals.csv",
    "/organisation/?text=секретная",
    "/organisation/?text=Садовая",
    "/organisation/places/",
    "/",
)


@pytest.mark.parametrize("path", LISTS)
def test_lists_and_search_hold_the_own_appeal_only(path: str, sides: list[Side]) -> None:
    for client, own, foreign in sides:
        text = body(client, path)
        assert own.number in text
        assert foreign.number not in text
        assert foreign.text not in text


@pytest.mark.parametrize("path", ["/api/v1/appeals/{}/", "/appeals/{}/", "/organisation/{}/"])
def test_a_card_opens_to_the_own_organisation_only(path: str, sides: list[Side]) -> None:
    for client, own, foreign in sides:
        assert own.text in body(client, path.format(own.number))
        assert client.get(path.format(foreign.number)).status_code == 404


def test_a_photo_is_shown_to_the_own_organisation_only(
    sides: list[Side],
) -> None:
    for client, own, foreign in sides:
        for appeal, opens in ((own, True), (foreign, False)):
            photo = appeal.photos.get()
            answer = client.get(f"/api/v1/photos/{photo.key}/thumbnail/")
            assert answer.status_code == (200 if opens else 404)


def tile_path(layer: str, zoom: int) -> str:
    qx, qy = quantize(LonLat(TOWN.lon, TOWN.lat))
    free = QUANTUM_BITS - zoom
    return f"/tiles/{layer}/{zoom}/{qx >> free}/{qy >> free}.mvt"


def features(client: Client, path: str) -> list[dict[str, Any]]:
    response = client.get(path)
    assert response.status_code == 200
    decoded = mapbox_vector_tile.decode(response.content)
    return [feature["properties"] for layer in decoded.values() for feature in layer["features"]]


def test_a_tile_of_points_holds_the_own_appeal_only(sides: list[Side]) -> None:
    for client, own, foreign in sides:
        told = str(features(client, tile_path("appeals", 16)))
        assert own.number in told
        assert foreign.number not in told


@pytest.mark.parametrize("layer_zoom", [("appeals", 8), ("hexbins", 10)])
def test_clusters_and_hexbins_count_the_own_appeal_only(
    layer_zoom: tuple[str, int], sides: list[Side]
) -> None:
    for client, _own, _foreign in sides:
        counts = [row["count"] for row in features(client, tile_path(*layer_zoom)) if "count" in row]
        assert sum(counts) in {0, 1}
        assert sum(counts) == 1 or layer_zoom[0] == "appeals"


def counted_json(text: str) -> int:
    return sum(feature["properties"]["count"] for feature in json.loads(text)["features"])


def counted_csv(text: str) -> int:
    head, *rows = text.lstrip("\ufeff").splitlines()
    column = head.split(";" if ";" in head else ",").index("count")
    return sum(int(row.split(";" if ";" in head else ",")[column]) for row in rows)


@pytest.mark.parametrize(("format_", "count"), [("geojson", counted_json), ("csv", counted_csv)])
def test_heat_map_and_export_count_the_own_appeal_only(
    format_: str, count: Callable[[str], int], sides: list[Side]
) -> None:
    for client, _own, foreign in sides:
        text = body(client, f"/api/v1/heatmap/?format={format_}&resolution=9")
        assert count(text) == 1
        assert foreign.number not in text


def test_figures_count_the_own_appeal_only(sides: list[Side]) -> None:
    for client, own, foreign in sides:
        totals = [
            BeautifulSoup(body(client, path), "html.parser").select_one(".totals dd")
            for path in (
                "/statistics/",
                f"/statistics/?executor={own.executor_id}",
                f"/executors/{own.executor_id}/",
                f"/executors/{foreign.executor_id}/",
            )
        ]
        assert [total.get_text() for total in totals if total] == ["1", "1", "1", "0"]
        page = BeautifulSoup(body(client, f"/statistics/?executor={foreign.executor_id}"), "html.parser")
        assert not page.select(".breakdown")


def test_gallery_and_latest_answers_show_the_own_appeal_only(
    sides: list[Side],
) -> None:
    Appeal.objects.update(state=State.CLOSED, answered_at=NOON, answer="готово")
    Photo.objects.update(stage=PhotoStage.AFTER, is_public=True)
    for client, own, foreign in sides:
        for path in ("/solved/", f"/executors/{own.executor_id}/", f"/executors/{foreign.executor_id}/"):
            text = body(client, path)
            assert foreign.number not in text
            assert (own.number in text) == (path != f"/executors/{foreign.executor_id}/")


def cells(content: bytes) -> str:
    """All that a workbook says."""
    with ZipFile(BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


@pytest.mark.parametrize("path", ["/organisation/export/", "/statistics/appeals.xlsx"])
def test_a_workbook_holds_the_own_appeal_only(path: str, sides: list[Side]) -> None:
    for client, own, foreign in sides:
        response = client.get(path)
        assert response.status_code == 200
        text = cells(response.content)
        assert own.number in text
        assert foreign.number not in text


@pytest.mark.parametrize("path", ["/feed/", "/feed/?text=секретная"])
def test_a_feed_is_what_everybody_sees(path: str, sides: list[Side]) -> None:
    """A reader of feeds has no account: whoever asks, what is private stays out, and what is published comes."""
    published = make_appeal(text="всем секретная")
    for client, own, foreign in sides:
        text = body(client, path)
        assert published.number in text
        assert own.number not in text
        assert foreign.number not in text


def test_a_step_is_taken_by_the_own_organisation_only(sides: list[Side]) -> None:
    for client, own, foreign in sides:
        for appeal, status in ((own, 200), (foreign, 404)):
            address = f"/api/v1/appeals/{appeal.number}/note/"
            answer = client.post(address, {"text": "Видели"}, content_type="application/json")
            assert answer.status_code == status


def test_the_public_sees_neither(client: Client, both: dict[str, Appeal]) -> None:
    text = body(client, "/api/v1/appeals/")
    assert OURS not in text
    assert THEIRS not in text
    assert '"numberMatched":0' in text
