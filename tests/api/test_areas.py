"""/areas/: which areas are in force on a day, with the filters and the geometry asked for."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from geo.types import LonLat
from territories.models import Boundary, BoundaryVersion
from territories.types import VersionState
from tests.builders import box, make_area

pytestmark = pytest.mark.django_db
INSIDE = LonLat(30.3, 60.0)


def names(client: APIClient, **query: str | float) -> list[str]:
    answer = client.get("/api/v1/areas/", query)
    assert answer.status_code == 200, answer.content
    return [feature["properties"]["name"] for feature in answer.json()["features"]]


def test_list_has_no_geometry_unless_asked(client: APIClient) -> None:
    make_area("Центр")
    plain = client.get("/api/v1/areas/").json()
    assert plain["numberMatched"] == plain["numberReturned"] == 1
    assert plain["features"][0]["geometry"] is None
    assert client.get("/api/v1/areas/").headers["Content-Type"] == "application/geo+json"


@pytest.mark.parametrize("geometry", ["simplified", "full"])
def test_geometry_comes_when_asked(client: APIClient, geometry: str) -> None:
    make_area("Центр")
    feature = client.get("/api/v1/areas/", {"geometry": geometry}).json()["features"][0]
    assert feature["geometry"]["type"] in {"Polygon", "MultiPolygon"}


def test_detail_has_the_whole_geometry_and_the_version(client: APIClient) -> None:
    area = make_area("Центр", code="c-1")
    feature = client.get(f"/api/v1/areas/{area.pk}/").json()
    assert feature["id"] == area.pk
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert feature["properties"]["version"] == {"number": 1, "valid_from": None, "valid_to": None}
    assert feature["properties"]["code"] == "c-1"


def test_filters_narrow(client: APIClient) -> None:
    city = make_area("Город", kind="city", collection="city")
    make_area("Центр", parent=city, code="centre")
    make_area("Дальний", polygon=box(40, 50, 41, 51), code="far")
    Boundary.objects.filter(area__code="centre").update(parent=city)
    assert names(client, kind="city") == ["Город"]
    assert names(client, collection="districts") == ["Центр", "Дальний"]
    assert names(client, parent=city.pk) == ["Центр"]
    assert names(client, bbox="39,49,42,52") == ["Дальний"]
    assert names(client, lon=INSIDE.lon, lat=INSIDE.lat) == ["Город", "Центр"]
    assert names(client, lon=40.5, lat=50.5) == ["Дальний"]


def test_day_picks_the_version(client: APIClient) -> None:
    area = make_area("Старый")
    BoundaryVersion.objects.update(valid_to=date(2025, 1, 1))
    assert names(client, on="2024-12-31") == ["Старый"]
    assert names(client, on="2025-01-01") == []
    assert client.get(f"/api/v1/areas/{area.pk}/", {"on": "2025-01-01"}).status_code == 404


def test_staged_set_is_unseen(client: APIClient) -> None:
    area = make_area("Будущий")
    BoundaryVersion.objects.update(state=VersionState.STAGED)
    assert names(client) == []
    assert client.get(f"/api/v1/areas/{area.pk}/").status_code == 404


def test_pages_follow_each_other(client: APIClient) -> None:
    for number in range(5):
        make_area(f"Район {number}")
    seen: list[str] = []
    url: str | None = "/api/v1/areas/?limit=2&kind=district"
    while url:
        page = client.get(url).json()
        assert page["numberMatched"] == 5
        seen += [feature["properties"]["name"] for feature in page["features"]]
        url = page["links"]["next"]
    assert seen == [f"Район {number}" for number in range(5)]


def test_queries_do_not_grow_with_the_list(client: APIClient) -> None:
    counts = []
    for number in (1, 3):
        while Boundary.objects.count() < number:
            make_area()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/api/v1/areas/", {"geometry": "simplified"})
        counts.append(len(queries))
    assert counts[0] == counts[1]
