"""The map page and the embedded map on the server's side: data for scripts, rows without scripts, framing."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from appeals.types import State, Visibility
from geo.models import Source
from geo.types import LonLat
from tests.builders import TOWN, make_appeal
from web.home import home_bounds

SECRET = "Секретная яма"


@pytest.fixture(autouse=True)
def fresh_caches() -> None:
    cache.clear()


def page_data(response: Any) -> dict[str, Any]:
    found = re.search(r'<script id="page-data"[^>]*>(.*?)</script>', response.content.decode(), re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(unescape(found[1]))
    return data


def csp(response: Any) -> dict[str, str]:
    parts = [part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";") if part]
    return {part[0]: part[1] if len(part) > 1 else "" for part in parts}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/embed/"])
def test_pages_open_without_any_data(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert page_data(response)["map"]["bounds"] is None


@pytest.mark.django_db
def test_rows_stand_in_the_page_for_browsers_without_scripts(client: Client) -> None:
    appeal = make_appeal(address="Метский, Садовая улица, 13")
    text = client.get("/").content.decode()
    assert f'href="/appeals/{appeal.number}/"' in text
    assert "Садовая" in text


@pytest.mark.django_db
def test_hidden_appeals_are_not_in_the_page(client: Client) -> None:
    make_appeal(text=SECRET, address=SECRET, state=State.MODERATION, visibility=Visibility.PRIVATE)
    shown = make_appeal()
    text = client.get("/").content.decode()
    assert shown.number in text
    assert SECRET not in text


@pytest.mark.django_db
def test_map_opens_where_most_recent_appeals_are() -> None:
    for index in range(40):
        make_appeal(at=LonLat(TOWN.lon + index / 10_000, TOWN.lat))
    make_appeal(at=LonLat(135.0, 48.5))
    bounds = home_bounds()
    assert bounds is not None
    west, _south, east, _north = bounds
    assert TOWN.lon - 0.001 < west < east < TOWN.lon + 0.01


@pytest.mark.django_db
def test_number_of_queries_does_not_grow(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        make_appeal()
    client.get("/")
    with django_assert_max_num_queries(8):
        client.get("/")


@pytest.mark.django_db
def test_imported_attribution_cannot_bring_markup(client: Client) -> None:
    Source.objects.create(slug="evil", title="Evil", attribution="<img src=x onerror=alert(1)>")
    shown = str(page_data(client.get("/"))["map"]["attribution"])
    assert "<img" not in shown
    assert "&lt;img" in shown
    assert "<img src=x" not in client.get("/about/").content.decode()


@pytest.mark.django_db
def test_nobody_may_frame_without_a_named_host(client: Client, settings: Settings) -> None:
    settings.EMBED_HOSTS = []
    for path in ("/", "/embed/"):
        response = client.get(path)
        assert csp(response)["frame-ancestors"] == "'none'"
        assert response["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_named_hosts_may_frame_the_embedded_map_alone(client: Client, settings: Settings) -> None:
    settings.EMBED_HOSTS = ["town.example.org", "https://gov.example.org"]
    response = client.get("/embed/")
    assert csp(response)["frame-ancestors"] == "'self' town.example.org https://gov.example.org"
    assert "X-Frame-Options" not in response
    assert csp(response)["script-src"] == "'self'"
    assert csp(client.get("/"))["frame-ancestors"] == "'none'"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/embed/", "/about/", "/sign-in/"])
def test_policy_is_strict_and_pages_have_nothing_inline(client: Client, path: str) -> None:
    response = client.get(path)
    policy = csp(response)
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    text = response.content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=", text)
    inline = [tag for tag in re.findall(r"<script\b[^>]*>", text) if "src=" not in tag]
    assert all('type="application/json"' in tag for tag in inline)
