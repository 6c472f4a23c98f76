"""The heat map's page: a table of the viewer's own cells that is whole without scripts; what cannot be read is told."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.types import Role
from analytics.queries.hotspots import HotSpots
from analytics.types import Course
from appeals.models import Topic
from appeals.types import State, Visibility
from geo import hexgrid
from geo.types import LonLat
from tests.builders import NOON, TOWN, make_appeal, make_area, make_house, make_topic
from tests.web.conftest import SignIn
from web.heat_tables import spot_lines

pytestmark = pytest.mark.django_db
EAST = LonLat(TOWN.lon + 0.1, TOWN.lat)


@pytest.fixture(autouse=True)
def fresh() -> None:
    for name in caches:
        caches[name].clear()


@pytest.fixture
def town() -> None:
    """Three public appeals here, five in the east; beside them what the public may not see."""
    for number in range(3):
        make_appeal(state=State.ASSIGNED, submitted_at=NOON - timedelta(days=40 * number))
    lamp = make_topic("lamp", category="light")
    for _number in range(5):
        make_appeal(at=EAST, topic=lamp, state=State.CLOSED, answered_at=NOON, due_on=NOON.date())
    for _number in range(4):
        make_appeal(at=EAST, visibility=Visibility.PRIVATE)
    make_appeal(at=LonLat(TOWN.lon, TOWN.lat + 0.2), state=State.MODERATION)


def soup(client: Client, query: str = "", status: int = 200) -> BeautifulSoup:
    response = client.get(f"/heat/{query}")
    assert response.status_code == status, query
    return BeautifulSoup(response.content, "html.parser")


def page_data(client: Client, query: str = "") -> dict[str, Any]:
    """What the page gives its scripts."""
    return dict(json.loads(soup(client, query).select("#page-data")[0].get_text()))


def rows(page: BeautifulSoup, table: str = "cells") -> list[list[str]]:
    found = page.select(f"div[aria-labelledby={table}] tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in found]


def numbers(page: BeautifulSoup) -> list[list[str]]:
    return [row[1:] for row in rows(page)]


def test_the_table_is_whole_without_scripts(client: Client, town: None) -> None:
    page = soup(client)
    assert numbers(page) == [["5", "0"], ["3", "3"]]
    told = page.select_one(".heat__told")
    assert told is not None
    assert "8 appeals in 2 cells about 1 km wide" in told.get_text()
    assert "Cells of this table" in page.get_text()


def test_the_map_opens_with_all_that_was_found(client: Client, town: None) -> None:
    west, south, east, north = page_data(client)["map"]["bounds"]
    assert west < TOWN.lon < EAST.lon < east
    assert south < TOWN.lat < north
    lamps = page_data(client, "?topic=lamp")["map"]["bounds"]
    assert TOWN.lon < lamps[0] < EAST.lon < lamps[2]
    assert page_data(client, "?topic=lamp&state=open")["map"]["bounds"]


def test_who_may_see_more_is_counted_more(client: Client, sign_in: SignIn, town: None) -> None:
    assert sum(int(row[0]) for row in numbers(soup(client))) == 8
    moderator = soup(sign_in(Role.MODERATOR))
    assert sum(int(row[0]) for row in numbers(moderator)) == 13
    assert sum(int(row[0]) for row in numbers(soup(sign_in(Role.MODERATOR), "?state=moderation"))) == 1
    assert numbers(soup(client, "?state=moderation")) == []


def test_each_cell_leads_to_exactly_its_appeals(client: Client, town: None) -> None:
    page = soup(client, "?state=open")
    (link,) = [str(row["href"]) for row in page.select("div[aria-labelledby=cells] td a")]
    found = BeautifulSoup(client.get(link).content, "html.parser").select_one("#list-title")
    assert found is not None
    assert found.get_text(strip=True) == "3 appeals"


def test_a_cell_is_named_by_the_house_beside_it(client: Client, town: None) -> None:
    house = make_house(at=EAST)
    assert rows(soup(client))[0][0] == f"around {house.address}"


def test_the_worst_stands_first_by_any_column(client: Client, town: None) -> None:
    assert numbers(soup(client, "?sort=open"))[0] == ["3", "3"]
    assert numbers(soup(client, "?measure=in_time")) == [
        ["100\u00a0%", "5", "0"],
        ["too few appeals", "3", "3"],
    ]
    header = soup(client, "?measure=in_time").select_one("th[aria-sort]")
    assert header is not None
    assert header["aria-sort"] == "ascending"


def test_a_rate_by_residents_has_no_cells_finer_than_they_are_known(client: Client, town: None) -> None:
    page = soup(client, "?measure=per_1000&resolution=11")
    data = json.loads(page.select("#page-data")[0].get_text())
    assert (data["resolution"], data["measure"]["finest"]) == (9, 9)
    assert numbers(page)[0] == ["few residents, or not known", "5", "0"]
    assert page.select("option[value=per_1000][selected]")


def test_a_change_has_a_first_day_of_its_own(client: Client, town: None) -> None:
    page = soup(client, "?measure=trend")
    assert page.select("input[name=since]")[0]["value"]
    data = json.loads(page.select("#page-data")[0].get_text())
    assert "since=" in data["query"]


@pytest.mark.parametrize(
    ("query", "own", "other"),
    [
        ("?since=2026-03-01&until=2026-03-31&against=previous", "03/01/2026", "02/01/2026"),
        ("?since=2024-02-29&until=2024-02-29&against=year", "02/29/2024", "03/01/2023"),
    ],
)
def test_two_periods_stand_beside_each_other(
    client: Client, town: None, query: str, own: str, other: str
) -> None:
    data = json.loads(soup(client, query).select("#page-data")[0].get_text())
    days = [part.split("/") for part in (own, other)]
    told = [f"{day}.{month}.{year}" for month, day, year in days]
    assert told[0] in data["beside"]["own"]
    assert told[1] in data["beside"]["other"]
    for answer in (f"/api/v1/heatmap/?{data['beside']['query']}", f"/heat/?{data['beside']['difference']}"):
        assert client.get(answer).status_code == 200


def test_two_topics_stand_beside_each_other(client: Client, town: None) -> None:
    page = soup(client, "?against=topic:lamp&category=roads")
    beside = json.loads(page.select("#page-data")[0].get_text())["beside"]
    assert beside["query"] == "topic=lamp"
    assert beside["difference"] == ""
    assert client.get(f"/api/v1/heatmap/?{beside['query']}").json()["numberMatched"] == beside["total"] == 5
    told = page.select("[data-beside]")[0].get_text().strip()
    assert told == f"On the map beside it, {beside['other']}: 5 appeals."


def test_what_stands_out_is_told_of_either_side(client: Client, town: None) -> None:
    page = soup(client, "?against=topic:lamp&topic=pothole&spots=1")
    headings = [heading.get_text() for heading in page.select("h2[id^=spots-]")]
    beside = json.loads(page.select("#page-data")[0].get_text())["beside"]
    assert headings == [f"Where it stands out: {beside[side]}" for side in ("own", "other")]
    assert not page.select("[id=spots-]")


def test_the_table_has_the_cells_of_the_map_unless_others_are_chosen(client: Client, town: None) -> None:
    for query, table in (
        ("", 8),
        ("?table=6", 6),
        ("?table=6&resolution=9", 9),
        ("?table=11&measure=per_1000", 9),
    ):
        data = json.loads(soup(client, query).select("#page-data")[0].get_text())
        assert data["table"] == table
    assert client.get("/heat/?table=x").status_code == 400


def test_table_and_files_follow_the_size_that_is_chosen(client: Client, town: None) -> None:
    assert page_data(client)["table"] == 8
    page = soup(client, "?resolution=10")
    assert "are about 130 m wide" in page.get_text()
    files = [str(link["href"]) for link in page.select("a[download]")]
    assert len(files) == 3
    assert all("resolution=10" in address for address in files)
    assert len({page_data(client, f"?resolution={size}")["total"] for size in (5, 8, 11)}) == 1
    assert (page_data(client, "?resolution=5")["table"], page_data(client)["sizes"]["5"]) == (
        5,
        "about 17 km",
    )


def test_paper_tells_which_part_of_the_table_it_is(client: Client) -> None:
    for number in range(26):
        make_appeal(at=LonLat(TOWN.lon + number * 0.03, TOWN.lat), state=State.ASSIGNED)
    told = soup(client).find(string="1 / 2")
    assert told is not None
    assert not [parent for parent in told.parents if "no-print" in (parent.get("class") or ())]
    assert "no-print" in soup(client).select_one("a[href*='page=2']")["class"]


def test_the_scripts_know_the_filter_in_words(client: Client, town: None) -> None:
    data = page_data(client, "?topic=lamp&kind=problem&since=2020-01-01")
    assert data["words"] == [f"Topic: {Topic.objects.get(code='lamp').name_en}", "Kind: Problem"]
    assert page_data(client)["words"] == []


def test_the_scripts_know_the_areas_by_name(client: Client, town: None) -> None:
    area = make_area("Eastern district")
    assert page_data(client, f"?area={area.pk}")["area"] == "Eastern district"
    assert page_data(client)["area"] == ""


@pytest.mark.parametrize(
    "query",
    [
        "?bounds=5;1",
        "?bounds=one",
        "?bounds=1;2;3;4;5;6;7",
        "?resolution=99",
        "?resolution=x",
        "?against=topic:none",
        "?since=yesterday",
        "?measure=beauty",
        "?since=0001-01-01&against=year",
    ],
)
def test_what_cannot_be_read_is_said(client: Client, town: None, query: str) -> None:
    page = soup(client, query, 400)
    assert page.select_one("[role=alert]")
    assert page.select_one("form[data-heat-form]")


def test_where_it_stands_out_is_said_in_words() -> None:
    """Worse is said of problems, more of all else; how it came about stands beside; what is cold is no trouble."""
    here = hexgrid.parent(hexgrid.cell_at(TOWN), 8)
    others = [hexgrid.cell_at(LonLat(EAST.lon + number / 10, EAST.lat), 8).index for number in range(30)]
    cells = np.array(sorted([here.index, *others]))
    hot, size = cells == here.index, len(cells)
    found = HotSpots(
        resolution=8,
        rings=1,
        counted_at=NOON,
        starts=[],
        cells=cells,
        counts=np.where(hot, 30, 1),
        around=np.where(hot, 20.0, 1.0).astype(np.float32),
        z=np.where(hot, 5.0, -5.0).astype(np.float32),
        p=np.full(size, 0.001),
        q=np.full(size, 0.001),
        zs=np.zeros((0, size), dtype=np.float32),
        hot=np.zeros(size, dtype=np.int8),
        trends=np.zeros(size, dtype=np.float32),
        courses=[Course.PERSISTENT if it_is else Course.NONE for it_is in hot],
    )
    with override("en"):
        (line,) = spot_lines(found, troubles=True)
    assert (line.cell, line.words, line.course, line.count) == (
        str(here),
        "significantly worse than around",
        "persists",
        30,
    )
    with override("en"):
        assert spot_lines(found, troubles=False)[0].words == "significantly more than around"
        # What has fewer itself than its neighbours is not worse than they are: they are.
        among = replace(found, around=np.where(hot, 40.0, 1.0).astype(np.float32))
        assert spot_lines(among, troubles=True)[0].words.startswith("in the middle of a place")


def test_of_few_cells_nothing_is_called_significant(client: Client, town: None) -> None:
    page = soup(client, "?spots=1&kind=problem&since=2020-01-01")
    assert "too few cells to tell what is chance" in page.get_text()
    data = json.loads(page.select("#page-data")[0].get_text())
    assert data["spotWords"]["hot"] == "significantly worse than around"


def test_queries_do_not_grow_with_cells(client: Client, town: None) -> None:
    def count() -> int:
        fresh_caches()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            soup(client)
        return len(seen)

    def fresh_caches() -> None:
        for name in caches:
            caches[name].clear()

    client.get("/heat/")
    few = count()
    for number in range(12):
        make_appeal(at=LonLat(TOWN.lon + number * 0.03, TOWN.lat + 0.1), state=State.ASSIGNED)
    assert count() == few


def test_maps_and_statistics_lead_here(client: Client, town: None) -> None:
    for path in ("/", "/statistics/?category=light"):
        found = BeautifulSoup(client.get(path).content, "html.parser").select("a[href^='/heat/']")
        assert found, path
    assert found[0]["href"] == "/heat/?category=light"
