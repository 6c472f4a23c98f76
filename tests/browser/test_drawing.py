"""The drawing desk in a real browser: a zone drawn by the pointer, its overlap seen, what changes hands, published."""

from collections.abc import Callable
from dataclasses import dataclass
from math import asinh, radians, tan
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.types import Role
from appeals.models import Appeal
from geo.types import LonLat
from territories.models import Drawing, ServiceZone
from tests.browser.conftest import assert_accessible
from tests.builders import (
    TOWN,
    box,
    make_appeal,
    make_area,
    make_category,
    make_organisation,
    make_topic,
    make_user,
    make_zone,
)

Open = Callable[..., Page]
EAST = box(TOWN.lon, TOWN.lat - 0.01, TOWN.lon + 0.02, TOWN.lat + 0.01)


@dataclass(frozen=True, slots=True)
class View:
    """What the map shows: its box in degrees and its place on the screen."""

    west: float
    south: float
    east: float
    north: float
    at: dict[str, float]

    def pixel(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a place stands on the screen."""
        north, south, here = (asinh(tan(radians(degrees))) for degrees in (self.north, self.south, lat))
        x = self.at["x"] + (lon - self.west) / (self.east - self.west) * self.at["width"]
        y = self.at["y"] + (north - here) / (north - south) * self.at["height"]
        return x, y


@pytest.fixture
def east(transactional_db: None) -> ServiceZone:
    """A zone for roads in the east of a city whose west nobody has; an appeal in the zone."""
    make_category("roads", name_ru="Дороги")
    make_area(
        "Город", kind="city", polygon=box(TOWN.lon - 0.03, TOWN.lat - 0.02, TOWN.lon + 0.03, TOWN.lat + 0.02)
    )
    zone = make_zone(make_organisation("ЖКС Восток"), polygon=EAST, categories=["roads"])
    make_appeal(at=LonLat(TOWN.lon + 0.002, TOWN.lat), topic=make_topic(), executor=zone.organisation)
    return zone


def view_after(page: Page, press: Locator) -> View:
    """What the map of the desk shows, its neighbours fetched, after a button that leads to it."""
    with page.expect_response(lambda response: "/around/" in response.url) as asked:
        press.click()
    page.wait_for_selector('#drawing-map[data-map="idle"]')
    values = {name: float(text) for name, [text] in parse_qs(urlsplit(asked.value.url).query).items()}
    at: Any = page.locator("#drawing-map").bounding_box()
    return View(**values, at=at)


def take(page: Page, x: float, y: float) -> None:
    """Presses a vertex once the map has drawn it: the cursor tells that there is one."""
    for again in range(50):
        page.mouse.move(x + again % 2, y)
        if page.locator("#drawing-map canvas").evaluate("(canvas) => canvas.style.cursor") == "move":
            break
        page.wait_for_timeout(100)
    page.mouse.down()


def test_a_zone_is_drawn_checked_previewed_and_published(open_page: Open, east: ServiceZone) -> None:
    west = make_organisation("ЖКС Запад")
    page = open_page("/administration/zones/", user=make_user(role=Role.ADMINISTRATOR))
    page.get_by_label("Нарисовать новую зону для").select_option(label="ЖКС Запад")
    view_after(page, page.locator(".zones__new").get_by_role("button", name="Рисовать"))
    page.get_by_text("За что отвечает").click()
    page.get_by_label("Дороги", exact=True).check()
    view = view_after(page, page.get_by_role("button", name="Сохранить черновик"))
    expect(page.get_by_text("Черновик сохранён")).to_be_visible()
    page.get_by_role("button", name="Рисовать контур").click()
    # The north-west corner of the east zone is met within a few pixels; the others lie inside and to the west of it.
    x, y = view.pixel(TOWN.lon, TOWN.lat + 0.01)
    corners = [(x + 4, y - 3), view.pixel(TOWN.lon + 0.004, TOWN.lat + 0.005)]
    corners += [view.pixel(TOWN.lon + 0.004, TOWN.lat - 0.005), view.pixel(TOWN.lon - 0.01, TOWN.lat)]
    for corner in corners:
        page.mouse.click(*corner)
        page.wait_for_timeout(350)
    page.keyboard.press("Enter")
    expect(page.locator("[data-findings]")).to_contain_text("перекрываются с «ЖКС Восток»")
    expect(page.locator("[data-vertex-count]")).to_have_text("4 вершины")
    page.keyboard.press("Control+z")
    expect(page.locator("[data-vertex-count]")).to_have_text("0 вершин")
    page.keyboard.press("Control+Shift+z")
    # The south-east corner is dragged farther west.
    take(page, *corners[2])
    page.mouse.move(*view.pixel(TOWN.lon + 0.003, TOWN.lat - 0.005), steps=4)
    page.mouse.up()
    assert_accessible(page)
    page.get_by_role("button", name="Сохранить и проверить").click()
    expect(page.get_by_role("heading", name="Исполнитель меняется у 1 открытого обращения")).to_be_visible()
    [ring] = Drawing.objects.get().shape[0]
    assert ring[0] == [TOWN.lon, TOWN.lat + 0.01]
    assert ring[2][0] == pytest.approx(TOWN.lon + 0.003, abs=2e-4)
    assert_accessible(page)
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.get_by_text("Передано 1 обращение.")).to_be_visible()
    assert Appeal.objects.get().executor == west
    assert west.zones.get().categories == ["roads"]


def test_on_a_phone_vertices_are_typed(open_page: Open, east: ServiceZone) -> None:
    page = open_page("/administration/zones/", phone=True, user=make_user(role=Role.ADMINISTRATOR))
    page.get_by_role("button", name="Рисовать: ЖКС Восток").click()
    page.get_by_text("Вершины:").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("Долгота вершины 1", exact=True).fill(str(TOWN.lon - 0.005))
    page.keyboard.press("Tab")
    expect(page.locator("[data-unsaved]")).to_be_visible()
    page.get_by_role("button", name="Добавить вершину после 2").click()
    expect(page.locator("[data-vertex-count]")).to_have_text("5 вершин")
    page.get_by_role("button", name="Сохранить черновик").click()
    expect(page.get_by_text("Черновик сохранён")).to_be_visible()
    [ring] = Drawing.objects.get().shape[0]
    assert ring[0] == [TOWN.lon - 0.005, TOWN.lat - 0.01]
    assert len(ring) == 6
