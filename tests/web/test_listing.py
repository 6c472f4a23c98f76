"""The list without scripts: words, filters, order, pages; errors keep what was typed."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from appeals.types import State
from geo.types import LonLat
from tests.builders import NOON, TOWN, make_appeal, make_category, make_house, make_topic

pytestmark = pytest.mark.django_db


def numbers(client: Client, query: str = "") -> list[str]:
    page = BeautifulSoup(client.get(f"/appeals/{query}").content, "html.parser")
    return [str(row["data-number"]) for row in page.select("a.row[data-number]")]


def test_newest_first_and_only_what_is_published(client: Client) -> None:
    old = make_appeal(submitted_at=NOON - timedelta(days=2))
    new = make_appeal(submitted_at=NOON)
    make_appeal(state=State.MODERATION, submitted_at=NOON + timedelta(days=1))
    assert numbers(client) == [new.number, old.number]


def test_filters_and_words_select(client: Client) -> None:
    lamp = make_appeal(topic=make_topic("lamp", category="light"), text="Не горит фонарь")
    make_appeal(text="Яма на дороге")
    assert numbers(client, "?category=light") == [lamp.number]
    assert numbers(client, "?text=фонари") == [lamp.number]
    assert numbers(client, "?state=solved") == []


def test_most_supported_and_nearest_first(client: Client) -> None:
    far = make_appeal(at=LonLat(TOWN.lon + 0.01, TOWN.lat), supports=5)
    near = make_appeal(at=TOWN, supports=1)
    assert numbers(client, "?ordering=popularity") == [far.number, near.number]
    assert numbers(client, f"?ordering=distance&lon={TOWN.lon}&lat={TOWN.lat}") == [near.number, far.number]


def test_pages_follow_without_gaps(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [make_appeal(submitted_at=NOON - timedelta(hours=hour)).number for hour in range(5)]
    monkeypatch.setattr("web.views.listing.PAGE_SIZE", 2)
    seen, query = [], ""
    while True:
        page = BeautifulSoup(client.get(f"/appeals/{query}").content, "html.parser")
        seen += [str(row["data-number"]) for row in page.select("a.row[data-number]")]
        following = page.select_one("a[rel=next]")
        if following is None:
            break
        query = str(following["href"])
    assert seen == made


def test_a_filter_that_cannot_be_read_is_said_and_kept(client: Client) -> None:
    response = client.get("/appeals/?since=вчера&text=яма")
    assert response.status_code == 400
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("[role=alert]") is not None
    assert page.find("input", {"name": "text"})["value"] == "яма"


def test_what_is_near_an_address_comes_first_with_its_distance(client: Client) -> None:
    make_house("13", at=TOWN)
    far = make_appeal(at=LonLat(TOWN.lon + 0.01, TOWN.lat))
    near = make_appeal(at=TOWN, submitted_at=NOON - timedelta(days=1))
    assert numbers(client, "?near=Садовая 13") == [near.number, far.number]
    page = client.get("/appeals/?near=Садовая 13").content.decode()
    assert "Near Метский, Садовая улица, 13" in page
    assert "560 m" in page
    assert numbers(client, "?near=Садовая 13&ordering=category") == [far.number, near.number]


@pytest.mark.parametrize("text", ["30.3, 60.0", "30.3;60", " 30.300,60.000 "])
def test_near_may_be_longitude_and_latitude(client: Client, text: str) -> None:
    far = make_appeal(at=LonLat(TOWN.lon + 0.01, TOWN.lat))
    near = make_appeal(at=TOWN, submitted_at=NOON - timedelta(days=1))
    assert numbers(client, f"?near={text}") == [near.number, far.number]


@pytest.mark.parametrize("text", ["Нигдешняя улица, 1", "300,10", "30,95", "a%00b"])
def test_a_place_that_is_not_known_is_said_and_kept(client: Client, text: str) -> None:
    make_appeal()
    response = client.get(f"/appeals/?near={text}")
    assert response.status_code == 400
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("[role=alert]") is not None
    if "%" not in text:
        assert page.find("input", {"name": "near"})["value"] == text


def test_nearest_without_a_place_asks_for_one(client: Client) -> None:
    response = client.get("/appeals/?ordering=distance")
    assert response.status_code == 400
    assert "Say near what" in response.content.decode()


def test_by_category_in_the_order_of_the_catalogue(client: Client) -> None:
    last = make_appeal(topic=make_topic("z", category=make_category("a", position=9).code), submitted_at=NOON)
    first = make_appeal(topic=make_topic("y", category=make_category("b", position=1).code))
    assert numbers(client, "?ordering=category") == [first.number, last.number]


def test_pages_near_a_place_follow_without_gaps(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [make_appeal(at=LonLat(TOWN.lon + step * 0.001, TOWN.lat)).number for step in range(5)]
    monkeypatch.setattr("web.views.listing.PAGE_SIZE", 2)
    seen, query = [], "?near=30.3,60"
    while query:
        page = BeautifulSoup(client.get(f"/appeals/{query}").content, "html.parser")
        seen += [str(row["data-number"]) for row in page.select("a.row[data-number]")]
        following = page.select_one("a[rel=next]")
        query = str(following["href"]) if following else ""
    assert seen == made


def test_an_order_that_the_list_has_not_is_said(client: Client) -> None:
    response = client.get("/appeals/?ordering=price")
    assert response.status_code == 400
    assert "price" in response.content.decode()
