"""/appeals/ and /appeals/nearby/: the same shape as DRF-GIS writes, filters, orders, pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from api.renderers import to_json
from api.serializers.appeals import ListedAppealSerializer
from appeals.models import Appeal
from appeals.types import State
from geo.types import LonLat
from tests.api.test_problems import problem
from tests.builders import NOON, TOWN, make_appeal, make_area, make_organisation, make_topic

pytestmark = pytest.mark.django_db
URL = "/api/v1/appeals/"


def _query(**values: Any) -> dict[str, Any]:
    return values


def numbers(client: APIClient, **query: Any) -> list[str]:
    answer = client.get(URL, query)
    assert answer.status_code == 200, answer.content
    return [feature["id"] for feature in answer.json()["features"]]


def test_built_in_sql_as_drf_gis_would_write_it(client: APIClient) -> None:
    area, company = make_area("Центр"), make_organisation("ЖКС № 1")
    make_appeal(areas=[area], executor=company, address="Метский, Садовая улица, 13", due_on="2026-04-09")
    [built] = client.get(URL).json()["features"]
    [written] = ListedAppealSerializer(Appeal.objects.all(), many=True).data
    expected = client.get(URL).json()["features"][0] | {}
    assert built.keys() == dict(written).keys()
    assert built["properties"].keys() == dict(written["properties"]).keys()
    for name, value in written["properties"].items():
        if name in {"submitted_at", "topic_name", "category_name"}:
            continue
        assert expected["properties"][name] == value, name
    assert built["properties"]["submitted_at"].startswith("2026-03-10T12:00:00")
    assert built["geometry"]["coordinates"] == list(written["geometry"]["coordinates"])
    assert to_json(written)


def test_counts_and_links(client: APIClient) -> None:
    made = [make_appeal(submitted_at=NOON - timedelta(hours=hours)).number for hours in range(5)]
    seen: list[str] = []
    url: str | None = f"{URL}?limit=2&kind=problem"
    while url:
        page = client.get(url).json()
        assert page["numberMatched"] == 5
        assert page["numberReturned"] == len(page["features"])
        seen += [feature["id"] for feature in page["features"]]
        url = page["links"]["next"]
    assert seen == made


def test_filters_reach_the_query(client: APIClient) -> None:
    area, company = make_area("Центр", code="centre"), make_organisation()
    road = make_appeal(topic=make_topic(), areas=[area], executor=company)
    waste = make_appeal(
        at=LonLat(31, 60),
        topic=make_topic("bins", category="waste"),
        state=State.CLOSED,
        text="Контейнеры полны",
    )
    assert numbers(client, topic="bins") == [waste.number]
    assert numbers(client, category="roads") == [road.number]
    assert numbers(client, area=area.pk) == numbers(client, area="centre") == [road.number]
    assert numbers(client, executor=company.pk) == [road.number]
    assert numbers(client, state="open") == [road.number]
    assert numbers(client, state="closed,merged") == [waste.number]
    assert numbers(client, bbox="30.9,59.9,31.1,60.1") == [waste.number]
    assert numbers(client, text="контейнер") == [waste.number]
    assert numbers(client, since="2026-03-11") == []
    assert len(numbers(client, until="2026-03-10")) == 2


def test_orders(client: APIClient) -> None:
    near = make_appeal(supports=1, submitted_at=NOON - timedelta(days=1))
    far = make_appeal(at=LonLat(30.4, 60.0), supports=5)
    assert numbers(client) == numbers(client, ordering="date") == [far.number, near.number]
    assert numbers(client, ordering="popularity") == [far.number, near.number]
    place = {"lon": TOWN.lon, "lat": TOWN.lat}
    assert numbers(client, ordering="distance", **place) == [near.number, far.number]
    body = client.get(URL, _query(ordering="distance", **place)).json()
    assert body["features"][0]["properties"]["distance_m"] == 0
    assert 5_500 < body["features"][1]["properties"]["distance_m"] < 5_650


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"ordering": "distance"}, "lon"),
        ({"ordering": "price"}, "ordering"),
        ({"limit": "1001"}, "limit"),
        ({"cursor": "x"}, "cursor"),
        ({"cursor": "\x00"}, "cursor"),
        ({"kind": "complaint"}, "kind"),
        ({"state": "lost"}, "state"),
        ({"topic": "nothing"}, "topic"),
        ({"area": "9" * 40}, "area"),
        ({"executor": "9" * 40}, "executor"),
        ({"since": "soon"}, "since"),
        ({"until": "9999-12-31"}, "until"),
        ({"bbox": "nan,0,1,1"}, "bbox"),
        ({"text": "я" * 300}, "text"),
        ({"lon": "30"}, "lat"),
    ],
)
def test_bad_filter_is_named(client: APIClient, query: dict[str, str], field: str) -> None:
    answer = client.get(URL, query)
    assert field in [error["field"] for error in problem(answer, 400)["errors"]]


def test_nearby_by_metres(client: APIClient) -> None:
    here = make_appeal()
    make_appeal(at=LonLat(TOWN.lon + 0.02, TOWN.lat))
    make_appeal(state=State.CLOSED)
    body = client.get(f"{URL}nearby/", {"lon": TOWN.lon, "lat": TOWN.lat, "radius_m": 1000}).json()
    assert [feature["id"] for feature in body["features"]] == [here.number]
    wide = client.get(f"{URL}nearby/", _query(lon=TOWN.lon, lat=TOWN.lat, radius_m=2000, open="false")).json()
    assert wide["numberReturned"] == 3
    assert wide["features"][-1]["properties"]["distance_m"] == pytest.approx(1116, abs=3)


def test_nearby_says_when_the_axes_are_swapped(client: APIClient) -> None:
    make_area()
    body = problem(client.get(f"{URL}nearby/", {"lon": TOWN.lat, "lat": TOWN.lon}), 422)
    assert body["errors"][0]["field"] == "lon"
    assert client.get(f"{URL}nearby/", {"lon": -100, "lat": 40}).status_code == 200


def test_nearby_of_an_unknown_topic(client: APIClient) -> None:
    body = problem(client.get(f"{URL}nearby/", _query(lon=30, lat=60, topic="none")), 422)
    assert body["errors"][0]["field"] == "topic"


@pytest.mark.parametrize("path", ["", "nearby/?lon=30.3&lat=60"])
def test_queries_do_not_grow_with_the_list(client: APIClient, path: str) -> None:
    counts = []
    for wanted in (1, 3):
        while Appeal.objects.count() < wanted:
            make_appeal(areas=[make_area()], executor=make_organisation())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL + path).json()["numberReturned"] == wanted
        counts.append(len(queries))
    assert counts[0] == counts[1]
