"""Whatever goes wrong is told as problem+json (RFC 9457), in the reader's language, naming the field."""

import json
from typing import Any

import pytest
from rest_framework.test import APIClient

pytestmark = pytest.mark.django_db


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = json.loads(answer.content)
    assert set(body) == {"type", "title", "status", "detail", "instance", "errors"}
    assert body["status"] == status
    assert body["detail"]
    return body


def test_unknown_path(client: APIClient) -> None:
    assert problem(client.get("/api/v1/nothing/here"), 404)["type"] == "urn:metka:problem:not_found"
    problem(client.post("/api/v1/nothing/here"), 404)
    problem(client.get("/api/v1/areas/%0Aa/"), 404)


def test_forgotten_slash_leads_on_with_method_and_query(client: APIClient) -> None:
    for answer in (client.get("/api/v1/topics?a=1"), client.post("/api/v1/topics?a=1")):
        assert (answer.status_code, answer.headers["Location"]) == (308, "/api/v1/topics/?a=1")
    problem(client.get("/api/v1/nothing"), 404)
    problem(client.get("/api/v1//evil.example"), 404)


def test_wrong_method_is_told_with_the_right_ones(client: APIClient) -> None:
    answer = client.delete("/api/v1/topics/")
    problem(answer, 405)
    assert "GET" in answer.headers["Allow"]


def test_unknown_parameter_names_itself_and_the_nearest(client: APIClient) -> None:
    body = problem(client.get("/api/v1/areas/", {"colection": "x"}), 400)
    assert body["errors"] == [
        {"field": "colection", "detail": "There is no such parameter; did you mean “collection”?"}
    ]
    assert body["instance"] == "/api/v1/areas/?colection=x"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"lon": "nan", "lat": "60"}, "lon"),
        ({"lon": "30", "lat": "inf"}, "lat"),
        ({"lon": "181", "lat": "60"}, "lon"),
        ({"lon": "30"}, "lat"),
        ({"bbox": "1,2,3"}, "bbox"),
        ({"bbox": "3,2,1,4"}, "bbox"),
        ({"bbox": "nan,2,1,4"}, "bbox"),
        ({"on": "0001-01-01"}, "on"),
        ({"on": "yesterday"}, "on"),
        ({"limit": "0"}, "limit"),
        ({"limit": "9" * 5000}, "limit"),
        ({"cursor": "9" * 30}, "cursor"),
        ({"parent": "-1"}, "parent"),
        ({"kind": "a\x00b"}, "kind"),
        ({"geometry": "all"}, "geometry"),
    ],
)
def test_bad_parameter_is_named(client: APIClient, query: dict[str, str], field: str) -> None:
    body = problem(client.get("/api/v1/areas/", query), 400)
    assert [error["field"] for error in body["errors"]] == [field]


def test_russian_by_default() -> None:
    body = problem(APIClient().get("/api/v1/areas/", {"colection": "x"}), 400)
    assert "collection" in body["errors"][0]["detail"]
    assert body["errors"][0]["detail"].startswith("Такого параметра нет")


def test_accept_header_never_refuses(client: APIClient) -> None:
    answer = client.get("/api/v1/topics/", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
