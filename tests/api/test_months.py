"""/heatmap/months/: all months of a period at once, each with the list's number, at cells and classes that stay."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from appeals.types import State, Visibility
from geo.types import LonLat
from tests.builders import NOON, TOWN, make_appeal

pytestmark = pytest.mark.django_db
URL = "/api/v1/heatmap/months/"
MONTHS = {"since": "2026-01-01", "until": "2026-03-31"}


@pytest.fixture
def town() -> None:
    for month, count in ((1, 2), (3, 4)):
        for number in range(count):
            at = NOON.replace(year=2026, month=month, day=5 + number)
            make_appeal(at=LonLat(TOWN.lon + number / 20, TOWN.lat), submitted_at=at, state=State.ASSIGNED)
    make_appeal(submitted_at=NOON.replace(year=2026, month=2, day=9), visibility=Visibility.PRIVATE)


def months(client: APIClient, **values: Any) -> dict[str, Any]:
    response = client.get(URL, {**MONTHS, **values})
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def test_each_month_is_the_lists(client: APIClient, town: None) -> None:
    found = months(client)
    assert [(one["month"], one["count"]) for one in found["months"]] == [
        ("2026-01-01", 2),
        ("2026-02-01", 0),
        ("2026-03-01", 4),
    ]
    for number, (since, until) in enumerate(
        [("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-31")]
    ):
        listed = client.get("/api/v1/appeals/", {"since": since, "until": until}).json()["numberMatched"]
        summed = sum(feature["properties"].get(f"m{number}", 0) for feature in found["features"])
        assert summed == listed == found["months"][number]["count"]


def test_cells_and_classes_do_not_depend_on_the_view(client: APIClient, town: None) -> None:
    whole, part = months(client, resolution=7), months(client, resolution=7, bbox="30,59,30.31,61")
    assert part == whole
    assert whole["resolution"] == 7
    assert whole["bounds"] == months(client, resolution=7, method="natural")["bounds"]


@pytest.mark.parametrize(
    "refused",
    [
        {"since": ""},
        {"since": "2020-01-01"},
        {"since": "2026-05-01"},
        {"measure": "trend"},
        {"resolution": "13"},
    ],
)
def test_what_cannot_be_played_is_refused(client: APIClient, town: None, refused: dict[str, str]) -> None:
    assert client.get(URL, {**MONTHS, **refused}).status_code == 400
