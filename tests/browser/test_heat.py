"""The heat map's page in a real browser: accessible, and its main use: a measure, a cell, its figures."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import assert_accessible, idle
from tests.browser.towns import Town


def test_a_measure_is_chosen_and_a_cell_is_read(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page("/heat/", phone=True)
    idle(page)
    page.get_by_label("Показатель", exact=True).select_option("open")
    expect(page.locator("[data-legend] h2")).to_contain_text("Ждут ответа")
    page.wait_for_url(re.compile("measure=open"))
    page.locator("[data-cell]").first.click()
    panel = page.locator("[data-panel]")
    expect(panel.get_by_role("heading", level=2)).to_have_text("Выбранная ячейка")
    expect(panel.get_by_role("link", name="Список:")).to_be_visible()
    assert "at=" in page.url
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert_accessible(page)
