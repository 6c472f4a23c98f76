"""The list without scripts: words, filters, order, pages; errors keep what was typed."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from appeals.types import State
from geo.types import LonLat
from tests.builders import NOON, TOWN, make_appeal, make_topic

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
