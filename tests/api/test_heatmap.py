"""/heatmap/: the same appeals as the list, counted per cell, in four formats."""

import csv
import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from rest_framework.test import APIClient

from analytics.measures import MEASURES
from appeals.types import State, Visibility
from geo import hexgrid
from geo.types import LonLat
from tests.api.test_problems import problem
from tests.builders import NOON, TOWN, make_appeal, make_topic

pytestmark = pytest.mark.django_db
URL = "/api/v1/heatmap/"


def _query(**values: Any) -> dict[str, Any]:
    return values


@pytest.fixture
def town() -> None:
    for number in range(6):
        make_appeal(
            at=LonLat(TOWN.lon + number / 40, TOWN.lat), state=State.CLOSED if number % 2 else State.ASSIGNED
        )
    make_appeal(topic=make_topic("bins", category="waste"), supports=3)
    make_appeal(visibility=Visibility.PRIVATE)


@pytest.mark.parametrize("resolution", range(4, 13))
@pytest.mark.parametrize("query", [{}, {"topic": "bins"}, {"state": "open"}, {"bbox": "30.29,59,30.36,61"}])
def test_total_is_the_lists(client: APIClient, town: None, resolution: int, query: dict[str, str]) -> None:
    matched = client.get("/api/v1/appeals/", query).json()["numberMatched"]
    body = client.get(URL, _query(resolution=resolution, **query)).json()
    assert body["numberMatched"] == matched == sum(cell["count"] for cell in body["cells"])
    assert matched > 0


def test_cells_are_named_as_h3_names_them(client: APIClient, town: None) -> None:
    cells = client.get(URL, {"resolution": 9}).json()["cells"]
    assert str(hexgrid.cell_at(TOWN, 9)) in {cell["cell"] for cell in cells}


@pytest.mark.parametrize(("metric", "value"), [("count", 2), ("open", 2), ("supports", 3)])
def test_metric_is_the_value(client: APIClient, town: None, metric: str, value: float) -> None:
    cells = {row["cell"]: row for row in client.get(URL, _query(metric=metric, resolution=9)).json()["cells"]}
    assert cells[str(hexgrid.cell_at(TOWN, 9))]["value"] == value


def test_hexagons_close(client: APIClient, town: None) -> None:
    answer = client.get(URL, {"format": "geojson"})
    assert answer.headers["Content-Type"] == "application/geo+json"
    for feature in answer.json()["features"]:
        [ring] = feature["geometry"]["coordinates"]
        assert ring[0] == ring[-1]
        assert len(ring) >= 6


def test_table_for_a_spreadsheet(client: APIClient, town: None) -> None:
    answer = client.get(URL, _query(format="csv", resolution=7))
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "heatmap-count-r7.csv" in answer.headers["Content-Disposition"]
    rows: list[dict[str, Any]] = list(csv.DictReader(StringIO(answer.content.decode())))
    assert sum(int(row["count"]) for row in rows) == 7


def test_page_to_keep_loads_nothing(client: APIClient, town: None) -> None:
    answer = client.get(URL, {"format": "html"})
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Disposition"] == 'attachment; filename="heatmap-count-r8.html"'
    page = answer.content.decode()
    assert "Content-Security-Policy" in page
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"'](?:https?:)?//", page)


def test_without_a_resolution_one_that_fits_is_chosen(
    client: APIClient, town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get(URL).json()["resolution"] == 8
    monkeypatch.setattr("analytics.queries.heatmap.MOST_CELLS", 3)
    body = client.get(URL).json()
    assert body["resolution"] < 8
    assert body["numberMatched"] == 7
    assert len(body["cells"]) <= 3
    assert len(client.get(URL, _query(format="geojson")).json()["features"]) == len(body["cells"])
    name = client.get(URL, _query(format="csv")).headers["Content-Disposition"]
    assert f"-r{body['resolution']}.csv" in name


@pytest.mark.parametrize("format_", ["json", "geojson", "csv"])
def test_a_resolution_that_is_too_fine_is_a_problem_with_advice(
    client: APIClient, town: None, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    monkeypatch.setattr("analytics.queries.heatmap.MOST_CELLS", 3)
    body = problem(client.get(URL, _query(format=format_, resolution=12)), 400)
    [error] = body["errors"]
    assert error["field"] == "resolution"
    fits = int(re.findall(r"at most (\d+)", error["detail"])[0])
    assert client.get(URL, _query(format=format_, resolution=fits)).status_code == 200
    problem(client.get(URL, _query(format=format_, resolution=fits + 1)), 400)
    assert client.get(URL, _query(format=format_, resolution=12, bbox="30.29,59,30.31,61")).status_code == 200


def test_the_page_to_keep_is_never_cut(
    client: APIClient, town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analytics.queries.heatmap.MOST_CELLS", 3)
    answer = client.get(URL, _query(format="html", resolution=12))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "instead of 12" in page
    assert "r12" not in answer.headers["Content-Disposition"]
    assert sum(int(value) for value in re.findall(r'"value": (\d+)', page)) == 7


@pytest.mark.parametrize(
    "query", [{"resolution": "3"}, {"resolution": "13"}, {"metric": "rating"}, {"format": "xml"}]
)
def test_bad_parameter_is_named(client: APIClient, query: dict[str, str]) -> None:
    assert [error["field"] for error in problem(client.get(URL, query), 400)["errors"]] == list(query)


def test_a_measure_tells_value_number_and_why_not(client: APIClient, town: None) -> None:
    body = client.get(
        URL, _query(measure="in_time", resolution=9, since="2026-03-01", until="2026-03-31")
    ).json()
    assert body["measure"]["unit"] == "%"
    assert body["measure"]["code"] == body["metric"] == "in_time"
    assert body["period"]["since"].startswith("2026-03-01")
    assert {(cell["value"], cell["n"], cell["why"]) for cell in body["cells"]} == {(None, 0, "too_few")}
    assert body["before"] is None


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("format_", ["json", "geojson", "csv", "html"])
def test_every_measure_in_every_format(client: APIClient, town: None, measure: str, format_: str) -> None:
    query = _query(measure=measure, format=format_, since="2026-03-01", compare="previous")
    answer = client.get(URL, query)
    assert answer.status_code == 200, answer.content


def test_a_trend_tells_both_values(client: APIClient) -> None:
    for day in (*range(4), *range(10, 18)):
        make_appeal(submitted_at=NOON + timedelta(days=day))
    asked = _query(measure="trend", resolution=8, since="2026-03-20", until="2026-03-29", format="json")
    [cell] = client.get(URL, asked).json()["cells"]
    assert (cell["value"], cell["count"], cell["before"], cell["n"]) == (100.0, 8, 4, 12)
    other = client.get(URL, asked | {"compare": "2026-03-10/2026-03-11"}).json()
    assert other["cells"][0]["before"] == 2
    assert other["before"]["since"].startswith("2026-03-10")
    rows: list[dict[str, Any]] = list(
        csv.DictReader(StringIO(client.get(URL, asked | {"format": "csv"}).content.decode()))
    )
    assert (rows[0]["value"], rows[0]["before"]) == ("100.0", "4")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"measure": "beauty"}, "measure"),
        ({"measure": "trend"}, "since"),
        ({"compare": "previous"}, "since"),
        ({"compare": "soon"}, "compare"),
        ({"classes": "good"}, "classes"),
        ({"polygon": "1,2,3"}, "polygon"),
        ({"polygon": "30,60,31,61,30,61,31,60"}, "polygon"),
        ({"cell": "zz"}, "cell"),
        ({"cell": "8800000000000000"}, "cell"),
    ],
)
def test_what_cannot_be_measured_is_named(client: APIClient, query: dict[str, str], field: str) -> None:
    assert [error["field"] for error in problem(client.get(URL, query), 400)["errors"]] == [field]


def test_classes_are_those_of_the_whole(client: APIClient, town: None) -> None:
    alone = client.get(
        f"{URL}classes/", _query(resolution=9, method="natural", bbox="30.29,59,30.31,61")
    ).json()
    assert alone["bounds"] == [1, 2]
    assert (alone["values"], alone["sampled"]) == (6, False)
    along = client.get(URL, _query(resolution=9, classes="natural")).json()["classes"]
    assert along["bounds"] == alone["bounds"]
    problem(client.get(f"{URL}classes/", {"frames": "month"}), 400)


def test_figures_are_of_the_lists_appeals(client: APIClient, town: None) -> None:
    cell = str(hexgrid.cell_at(TOWN, 8))
    for query in ({"cell": cell}, {"polygon": "30.29,59.99,30.36,59.99,30.36,60.01,30.29,60.01"}, {}):
        body = client.get(f"{URL}figures/", query).json()
        listed = client.get(body["appeals"]).json()
        assert body["numberMatched"] == listed["numberMatched"] == body["tally"]["appeals"] > 0
        assert {measure["code"] for measure in body["measures"]} == set(MEASURES)
        assert sum(month["appeals"] for month in body["months"]) == body["numberMatched"]
        assert sum(topic["appeals"] for topic in body["topics"]) == body["numberMatched"]
    assert problem(client.get(f"{URL}figures/", {"measure": "count"}), 400)
