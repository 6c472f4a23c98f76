"""List, appeal and private view in a real browser: accessible in both languages and themes, and steady."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import assert_accessible, idle, look
from tests.browser.towns import Town

Open = Callable[..., Page]


@look
def test_open_pages_are_accessible(open_page: Open, town: Town, language: str, phone: bool) -> None:
    page = open_page("/appeals/", language=language, phone=phone, drawn=False)
    for path in ("/appeals/", "/statistics/", "/solved/", f"/follow/{town.hidden.follow_token}/"):
        page.goto(path)
        assert_accessible(page, phone=phone)


@look
def test_an_appeal_is_accessible(open_page: Open, town: Town, language: str, phone: bool) -> None:
    page = open_page(f"/appeals/{town.first.number}/", language=language, phone=phone, drawn=phone)
    if phone:
        page.locator("#small-map").scroll_into_view_if_needed()
        idle(page)
    assert_accessible(page, phone=phone)


def test_filters_stay_in_their_column_and_show_their_result(open_page: Open, town: Town) -> None:
    page = open_page("/appeals/")
    column, field = (
        page.locator(".list-filters").bounding_box(),
        page.get_by_label("По", exact=True).bounding_box(),
    )
    assert column is not None
    assert field is not None
    assert field["x"] + field["width"] <= column["x"] + column["width"] + 1
    page.get_by_label("Категория").select_option("yard")
    expect(page.get_by_role("heading", level=1)).to_have_text("10 обращений")
    assert "text=" not in page.url


SHIFTS = """
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted = (window.shifted ?? 0) + entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("path", ["/", "/report/", "/appeals/{number}/"])
def test_nothing_moves_while_a_page_loads(open_page: Open, town: Town, path: str) -> None:
    """Google calls a page steady below 0.1 of its cumulative layout shift; a map that came late made 0.16."""
    page = open_page("/about/")
    page.add_init_script(SHIFTS)
    page.goto(path.format(number=town.first.number))
    idle(page)
    assert page.evaluate("window.shifted ?? 0") < 0.05


def test_support_counts_in_place(open_page: Open, town: Town) -> None:
    page = open_page(f"/appeals/{town.first.number}/", drawn=False)
    page.get_by_role("button", name="У меня тоже").click()
    expect(page.locator("[data-supports]")).to_have_text("4")
