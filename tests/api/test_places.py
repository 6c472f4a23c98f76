"""/assignment/, /suggest/, /geocode/, /reverse/: the shape of the answers and what is told about a wrong place."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from geo.types import LonLat
from territories.types import TopicScope
from tests.api.test_problems import problem
from tests.builders import (
    TOWN,
    box,
    make_area,
    make_authority,
    make_contract,
    make_deadline,
    make_house,
    make_organisation,
    make_topic,
)

pytestmark = pytest.mark.django_db
HERE: dict[str, Any] = {"lon": TOWN.lon, "lat": TOWN.lat}
SWAPPED: dict[str, Any] = {"lon": TOWN.lat, "lat": TOWN.lon}
API = "/api/v1"


def test_assignment_explains_itself(client: APIClient) -> None:
    area, administration = make_area("Центр", code="c"), make_organisation("Администрация")
    make_authority(administration, area)
    make_deadline(10, topic=make_topic())
    body = client.get(f"{API}/assignment/", {**HERE, "topic": "pothole", "on": "2026-03-02"}).json()
    assert body["executor"] == {"id": administration.pk, "name": "Администрация"}
    assert body["explanation"]["rule"] == "authority"
    assert body["explanation"]["area"]["code"] == "c"
    assert body["explanation"]["boundary_version"]["number"] == 1
    assert body["due_on"] == "2026-03-12"
    assert body["warnings"] == []
    formal = {**HERE, "topic": "pothole", "on": "2026-03-02", "track": "formal"}
    body = client.get(f"{API}/assignment/", formal).json()
    assert (body["due_on"], body["deadline"]) == ("2026-04-01", {"number": 30, "unit": "calendar_days"})


def test_assignment_by_house_and_by_address(client: APIClient) -> None:
    house, company = make_house("13", at=LonLat(TOWN.lon + 0.004, TOWN.lat)), make_organisation("УК Заря")
    make_contract(house, company)
    make_topic("light", category="housing", scope=TopicScope.HOUSE)
    plain = client.get(f"{API}/assignment/", {**HERE, "topic": "light"}).json()
    assert plain["executor"] is None
    for named in ({"house": house.pk}, {"address": "Садовая улица, 13"}):
        body = client.get(f"{API}/assignment/", {**HERE, "topic": "light", **named}).json()
        assert body["executor"] == {"id": company.pk, "name": "УК Заря"}, named


def test_assignment_warns(client: APIClient) -> None:
    west, east = make_organisation("Западная"), make_organisation("Восточная")
    make_authority(west, make_area("Запад", polygon=box(30.2, 59.9, 30.3, 60.1)))
    make_authority(east, make_area("Восток", polygon=box(30.3, 59.9, 30.4, 60.1)))
    near = client.get(f"{API}/assignment/", {"lon": 30.29995, "lat": 60.0}).json()
    assert near["executor"]["name"] == "Западная"
    assert near["explanation"]["runner_up"]["name"] == "Восточная"
    assert [warning["code"] for warning in near["warnings"]] == ["ambiguous"]
    outside = client.get(f"{API}/assignment/", {"lon": 100, "lat": 10}).json()
    assert [warning["code"] for warning in outside["warnings"]] == ["outside", "manual"]


def test_assignment_notices_swapped_axes(client: APIClient) -> None:
    make_area()
    body = problem(client.get(f"{API}/assignment/", SWAPPED), 422)
    assert body["type"] == "urn:metka:problem:swapped_axes"
    assert body["errors"][0]["field"] == "lon"


@pytest.mark.parametrize(
    ("query", "field", "status"),
    [
        ({"lon": "30"}, "lat", 400),
        ({**HERE, "topic": "nothing"}, "topic", 422),
        ({**HERE, "topic": "a b"}, "topic", 400),
        ({**HERE, "on": "0000-01-01"}, "on", 400),
        ({**HERE, "house": "9" * 25}, "house", 400),
        ({**HERE, "address": "я" * 301}, "address", 400),
        ({**HERE, "track": "quick"}, "track", 400),
    ],
)
def test_assignment_names_what_is_wrong(
    client: APIClient, query: dict[str, str], field: str, status: int
) -> None:
    body = problem(client.get(f"{API}/assignment/", query), status)
    assert [error["field"] for error in body["errors"]] == [field]


def test_a_house_that_does_not_exist_changes_nothing(client: APIClient) -> None:
    assert client.get(f"{API}/assignment/", {**HERE, "house": 10**15}).status_code == 200


def test_suggest(client: APIClient) -> None:
    house = make_house("13")
    rows = client.get(f"{API}/suggest/", {"text": "Садовая 13", **HERE}).json()["suggestions"]
    assert rows[0]["level"] == "house"
    assert rows[0]["house_id"] == house.pk
    assert set(rows[0]) == {"text", "level", "house_id", "distance_m", "lon", "lat"}
    assert client.get(f"{API}/suggest/", {"text": "Ъ" * 200}).json() == {"suggestions": []}


def test_geocode(client: APIClient) -> None:
    house = make_house("13")
    match = client.get(f"{API}/geocode/", {"text": "ул. Садовая, д. 13"}).json()["match"]
    assert (match["level"], match["house_id"]) == ("house", house.pk)
    assert 0 < match["confidence"] <= 1
    assert client.get(f"{API}/geocode/", {"text": "Нигде 1"}).json() == {"match": None}


def test_reverse(client: APIClient) -> None:
    house = make_house("13")
    found = client.get(f"{API}/reverse/", {"lon": TOWN.lon, "lat": TOWN.lat + 0.0003}).json()["house"]
    assert found["house_id"] == house.pk
    assert found["distance_m"] == pytest.approx(33.4, abs=0.5)
    assert client.get(f"{API}/reverse/", {"lon": 0, "lat": 0}).json() == {"house": None}
    make_area()
    problem(client.get(f"{API}/reverse/", SWAPPED), 422)


@pytest.mark.parametrize("path", ["suggest", "geocode"])
@pytest.mark.parametrize("query", [{}, {"text": ""}, {"text": "a\x00"}, {"text": "я" * 201}])
def test_text_is_checked(client: APIClient, path: str, query: dict[str, str]) -> None:
    assert problem(client.get(f"{API}/{path}/", query), 400)["errors"][0]["field"] == "text"
