"""The heat map's cells as a layer of the GeoPackage: those of the API, of whoever asked; not the appeals beside."""

import re
from datetime import timedelta

import pyogrio
import pytest
from django.test import Client
from django.utils import timezone

from accounts.types import PUBLIC
from analytics.models import Export
from analytics.queries.exports import file_of
from analytics.services import exports
from appeals.types import Kind, State, Visibility
from geo.types import LonLat
from tests.analytics.test_exports import PLACE, asked, fresh, layer, made
from tests.api.ogc.gdal import PROGRAMS, ogrinfo
from tests.builders import (
    NOON,
    TOWN,
    box,
    make_appeal,
    make_area,
    make_organisation,
    worker,
)

__all__ = ["fresh"]
pytestmark = pytest.mark.django_db


CELLS = [
    {"resolution": "9"},
    {"measure": "per_km2", "resolution": "7", "kind": "problem"},
    {"measure": "median_days"},
    {"measure": "trend", "since": "2026-03-01", "until": "2026-03-31", "resolution": "8"},
    {"compare": "2026-02-01/2026-02-28", "since": "2026-03-01", "resolution": "9"},
]


@pytest.fixture
def spread() -> None:
    """March's and February's, with an answer or without one, over some cells; one that the public may not see."""
    for number in range(12):
        make_appeal(
            at=LonLat(TOWN.lon + number // 4 / 40, TOWN.lat),
            kind=Kind.GRATITUDE if number % 4 == 3 else Kind.PROBLEM,
            state=State.CLOSED if number % 2 else State.ASSIGNED,
            submitted_at=NOON - timedelta(days=20 if number % 3 == 2 else 0),
            supports=number,
        )
    make_appeal(visibility=Visibility.PRIVATE)


@pytest.mark.parametrize("params", CELLS)
def test_the_heat_maps_cells_are_those_of_the_api(
    client: Client, spread: None, params: dict[str, str]
) -> None:
    asked(client, **params)
    export = made()
    told = client.get("/api/v1/heatmap/", {**params, "format": "geojson"}).json()
    frame = layer(export, "cells")
    assert frame.crs == "EPSG:4326"
    rows = {row.pop("cell"): row for row in frame.replace({float("nan"): None}).to_dict("records")}
    assert list(rows) == [feature["id"] for feature in told["features"]]
    assert told["features"]
    for feature in told["features"]:
        row = rows[feature["id"]]
        ring = [list(point) for point in row.pop("geometry").exterior.coords]
        assert ring == feature["geometry"]["coordinates"][0]
        assert row.pop("measure") == told["metric"]
        assert row == {"before": None, **feature["properties"]}
    assert sum(row["count"] for row in rows.values()) == told["numberMatched"] == len(layer(export))


def test_the_layer_says_what_is_measured_and_of_when(client: Client, spread: None) -> None:
    asked(client, **CELLS[3])
    told = pyogrio.read_info(file_of(made()), layer="cells")["layer_metadata"]
    assert told["resolution"] == "8"
    assert told["unit"] == "%"
    assert [told[name][:10] for name in ("since", "until", "before_since", "before_until")] == [
        *("2026-03-01", "2026-04-01", "2026-02-01", "2026-03-01"),
    ]


@pytest.mark.skipif(not PROGRAMS, reason="the programs of GDAL are not installed")
def test_gdal_lists_all_layers(client: Client, spread: None) -> None:
    area = make_area("Центр", polygon=box(30.2, 59.9, 30.4, 60.1))
    asked(client, **CELLS[0], area=area.pk)
    assert ogrinfo(file_of(made())) == {"appeals": 0, "areas": 1, "cells": 0}
    asked(client, **CELLS[0])
    cells = client.get("/api/v1/heatmap/", CELLS[0]).json()["cells"]
    assert ogrinfo(file_of(made())) == {"appeals": 12, "areas": 1, "cells": len(cells)}


def test_cells_are_there_when_they_are_asked_for(client: Client, spread: None) -> None:
    asked(client, kind="problem")
    assert [name for name, _shape in pyogrio.list_layers(file_of(made()))] == ["appeals", "areas"]


def test_cells_count_what_whoever_asked_may_see(spread: None) -> None:
    organisation = make_organisation()
    make_appeal(visibility=Visibility.PRIVATE, executor=organisation)
    for viewer, count in ((worker(organisation), 13), (PUBLIC, 12)):
        exports.ask(actor=viewer, params={"resolution": ["6"]}, language="ru", now=timezone.now())
        assert layer(made(), "cells")["count"].sum() == count


def test_by_the_button_of_the_heat_map(client: Client, spread: None) -> None:
    """The form says what the page shows: the resolution that fits, and the first day that a trend needs."""
    page = client.get("/heat/?measure=per_km2&kind=problem&compare=2026-02-01/2026-02-28&since=2026-03-01")
    form = page.content.decode().split('action="/exports/"')[1].split("</form>")[0]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    fields.pop("csrfmiddlewaretoken", None)
    assert fields == {
        "kind": "problem",
        "since": "2026-03-01",
        "measure": "per_km2",
        "resolution": "8",
        "compare": "2026-02-01/2026-02-28",
    }
    place = client.post("/exports/", fields).headers["Location"]
    frame = layer(made(), "cells")
    assert set(frame["measure"]) == {"per_km2"}
    assert frame["before"].notna().any()
    assert (
        "A third one holds the cells" in client.get(place, headers={"Accept-Language": "en"}).content.decode()
    )
    assert dict(client.get("/heat/?measure=trend").context["export_fields"]).keys() >= {"since", "measure"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"resolution": "3"},
        {"resolution": "fine"},
        {"measure": "luck"},
        {"compare": "previous"},
        {"compare": "x/y"},
    ],
)
def test_cells_that_cannot_be_asked_are_refused(client: Client, wrong: dict[str, str]) -> None:
    answer = client.post("/exports/", wrong)
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/plain")
    assert client.post(PLACE, wrong, content_type="application/json").status_code == 400
    assert not Export.objects.exists()
