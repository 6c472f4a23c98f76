"""/hotspots/: what is said of each cell, in three formats and two languages; not how it is judged."""

import csv
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.cache import caches
from django.test import override_settings
from rest_framework.test import APIClient

from analytics.queries.hotspots import SLOT
from appeals.types import Kind
from geo import hexgrid
from geo.types import HexCell
from tests.analytics.maps import MIDDLE, disk
from tests.analytics.town import in_this_process, town
from tests.api.test_problems import problem
from tests.builders import make_user

__all__ = ["in_this_process"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_this_process")]
URL = "/api/v1/hotspots/"
RUSSIAN = {"Accept-Language": "ru"}
SERIES = {"over": "month", "periods": 6, "until": "2026-03-10"}


def middle(answer: Any) -> dict[str, Any]:
    [found] = [cell for cell in answer.json()["cells"] if int(cell["cell"], 16) == MIDDLE]
    return dict(found)


def test_problems_are_worse_and_better_and_of_all_else_there_are_more_and_fewer(client: APIClient) -> None:
    town()
    cells = client.get(URL, {"kind": "problem"}, headers=RUSSIAN).json()["cells"]
    assert {cell["words"] for cell in cells} == {"значимо хуже, чем вокруг", "не отличается от случайного"}
    assert {cell["class"] for cell in cells if cell["words"] == "значимо хуже, чем вокруг"} == {"hot"}
    english = client.get(URL, {"kind": "problem"}, headers={"Accept-Language": "en"})
    assert middle(english)["words"] == "significantly worse than around"
    assert middle(client.get(URL, headers=RUSSIAN))["words"] == "значимо больше, чем вокруг"
    thanks = client.get(URL, {"kind": Kind.GRATITUDE.value}, headers=RUSSIAN).json()["cells"]
    assert {cell["words"] for cell in thanks} == {"не отличается от случайного"}


def test_figures_and_their_head(client: APIClient) -> None:
    town()
    body = client.get(URL, {"resolution": 8}).json()
    assert (body["resolution"], body["rings"], body["enough"], body["periods"]) == (8, 1, True, [])
    assert body["cells_tested"] == len(body["cells"])
    assert body["count"] == sum(cell["count"] for cell in body["cells"])
    assert datetime.fromisoformat(body["counted_at"]).tzinfo
    found = middle(client.get(URL, {"resolution": 8}))
    assert (found["class"], found["level"]) == ("hot", 0.01)
    assert 0 < found["p"] <= found["q"] <= 0.01
    assert found["z"] > 3
    assert found["around"] >= 3
    assert "course" not in found


def test_only_what_differs(client: APIClient) -> None:
    town()
    body = client.get(URL, {"significant": "true"}).json()
    assert 7 <= len(body["cells"]) < body["cells_tested"]
    assert {cell["class"] for cell in body["cells"]} == {"hot"}


def test_since_when_it_is_so(client: APIClient) -> None:
    """The heap is of January: by the beginning of February it has just appeared."""
    town()
    query = {"kind": "problem", **SERIES, "until": "2026-02-15"}
    answer = client.get(URL, query, headers=RUSSIAN)
    found = middle(answer)
    assert (found["course"], found["course_words"], found["hot"]) == ("new", "появилось только что", 1)
    assert len(found["zs"]) == len(answer.json()["periods"]) - 1 == 6
    assert answer.json()["periods"][-1] == "2026-02-01"
    assert {cell["course_words"] for cell in answer.json()["cells"]} == {"", "появилось только что"}


def test_hexagons(client: APIClient) -> None:
    town()
    answer = client.get(URL, {"format": "geojson", "significant": "true"})
    assert answer.headers["Content-Type"] == "application/geo+json"
    features = answer.json()["features"]
    assert {int(feature["id"], 16) for feature in features} >= set(disk(1).tolist())
    for feature in features:
        [ring] = feature["geometry"]["coordinates"]
        assert ring[0] == ring[-1]
        assert feature["properties"]["class"] == "hot"


def test_table_for_a_spreadsheet(client: APIClient) -> None:
    town()
    answer = client.get(URL, {"format": "csv", **SERIES}, headers=RUSSIAN)
    assert "hotspots-r8.csv" in answer.headers["Content-Disposition"]
    rows: list[dict[str, Any]] = list(csv.DictReader(StringIO(answer.content.decode())))
    [found] = [row for row in rows if int(row["cell"], 16) == MIDDLE]
    centre = hexgrid.centre(HexCell(MIDDLE))
    assert (float(found["lon"]), float(found["lat"])) == pytest.approx((centre.lon, centre.lat), abs=1e-6)
    assert (found["class"], found["words"], found["hot"]) == ("hot", "значимо больше, чем вокруг", "1")
    assert "zs" not in found


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"resolution": "3"}, "resolution"),
        ({"rings": "3"}, "rings"),
        ({"over": "week"}, "over"),
        ({"over": "month", "periods": "3"}, "periods"),
        ({"over": "month", "since": "2026-01-01"}, "since"),
        ({"format": "html"}, "format"),
        ({"topic": "nothing"}, "topic"),
    ],
)
def test_bad_parameter_is_named(client: APIClient, query: dict[str, str], field: str) -> None:
    assert [error["field"] for error in problem(client.get(URL, query), 400)["errors"]] == [field]


def test_too_many_cells_are_a_problem_with_advice(client: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    town()
    monkeypatch.setattr("analytics.queries.region.MOST_CELLS", 40)
    [error] = problem(client.get(URL, {"resolution": 8}), 400)["errors"]
    assert error["field"] == "resolution"
    assert "40" in error["detail"]
    assert client.get(URL).json()["resolution"] == 7


def test_while_others_are_counted_one_is_asked_to_wait(client: APIClient) -> None:
    caches["figures"].add(SLOT, True, 60)
    answer = client.get(URL)
    assert problem(answer, 503)["type"] == "urn:metka:problem:busy"
    assert answer.headers["Retry-After"] == "5"


@override_settings(HOT_SPOTS_RATE="1/hour")
def test_counting_is_limited_and_reading_what_is_kept_is_not(client: APIClient) -> None:
    for _ in range(3):
        assert client.get(URL).status_code == 200
    answer = client.get(URL, {"rings": 2})
    problem(answer, 429)
    assert int(answer.headers["Retry-After"]) > 0
    client.force_login(make_user())
    assert client.get(URL, {"rings": 2}).status_code == 200
