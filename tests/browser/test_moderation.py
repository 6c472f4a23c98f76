"""The moderators' desk in a real browser: the pin that corrects a place, by keys and by an address."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.types import Role
from tests.browser.conftest import assert_accessible
from tests.browser.towns import Town
from tests.builders import TOWN, make_user

Open = Callable[..., Page]


@pytest.fixture
def page(open_page: Open, town: Town, sign_in: Any) -> Page:
    """An appeal that waits, opened for correction, its map drawn."""
    desk = sign_in(open_page("/sign-in/"), make_user(role=Role.MODERATOR))
    desk.goto(f"/moderation/?number={town.hidden.number}")
    desk.get_by_text("Исправить место, тему или исполнителя").click()
    desk.wait_for_selector('#place-map[data-map="idle"]')
    return desk


def pin(page: Page) -> Locator:
    return page.get_by_role("button", name="Метка: двигайте её стрелками")


def test_arrow_keys_move_the_place(page: Page, town: Town) -> None:
    pin(page).focus()
    for _again in range(5):
        page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("[data-place-note]")).to_contain_text("м от прежнего места")
    page.locator("[data-correct] [name=address]").fill("Двор за домом")
    page.get_by_role("button", name="Исправить", exact=True).click()
    expect(page.get_by_text(f"Обращение № {town.hidden.number} исправлено.")).to_be_visible()
    west = town.hidden.location.x
    town.hidden.refresh_from_db()
    assert town.hidden.location.x < west - 0.001
    assert town.hidden.address == "Двор за домом"


def test_an_address_moves_the_pin(page: Page) -> None:
    field = page.locator("[data-correct] [name=address]")
    field.fill("")
    field.press_sequentially("Садовая 13")
    page.locator("[data-correct] .combobox__option").first.click()
    lon = page.locator("[data-correct] [name=lon]")
    assert float(lon.input_value()) == pytest.approx(TOWN.lon, abs=1e-6)
    page.get_by_text("Координаты").click()
    lon.fill(str(TOWN.lon + 0.001))
    lon.press("Tab")
    expect(pin(page)).to_be_in_viewport()


def test_accessible(page: Page) -> None:
    page.get_by_text("Координаты").click()
    assert_accessible(page)
