"""List, appeal, follow and desks in a real browser: accessible in both languages and themes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.types import Role
from tests.browser.conftest import assert_accessible, idle, look
from tests.browser.towns import Town
from tests.builders import make_user

Open = Callable[..., Page]


@look
@pytest.mark.parametrize("path", ["/appeals/", "/statistics/", "/solved/"])
def test_open_pages_are_accessible(
    open_page: Open, town: Town, path: str, language: str, phone: bool
) -> None:
    assert_accessible(open_page(path, language=language, phone=phone))


@look
def test_an_appeal_is_accessible(open_page: Open, town: Town, language: str, phone: bool) -> None:
    page = open_page(f"/appeals/{town.first.number}/", language=language, phone=phone)
    page.locator("#small-map").scroll_into_view_if_needed()
    idle(page)
    assert_accessible(page)


@look
def test_the_private_view_is_accessible(open_page: Open, town: Town, language: str, phone: bool) -> None:
    page = open_page(f"/follow/{town.hidden.follow_token}/", language=language, phone=phone)
    assert_accessible(page)


@look
def test_the_moderators_desk_is_accessible(open_page: Open, town: Town, language: str, phone: bool) -> None:
    page = open_page(
        f"/moderation/?number={town.hidden.number}",
        language=language,
        phone=phone,
        user=make_user(role=Role.MODERATOR),
    )
    assert_accessible(page)


@look
def test_the_organisations_view_is_accessible(
    open_page: Open, town: Town, language: str, phone: bool
) -> None:
    worker = make_user(role=Role.WORKER, organisation=town.first.executor)
    page = open_page("/organisation/", language=language, phone=phone, user=worker)
    idle(page)
    assert_accessible(page)


def test_filters_stay_in_their_column(open_page: Open, town: Town) -> None:
    page = open_page("/appeals/")
    column, field = (
        page.locator(".list-filters").bounding_box(),
        page.get_by_label("По", exact=True).bounding_box(),
    )
    assert column is not None
    assert field is not None
    assert field["x"] + field["width"] <= column["x"] + column["width"] + 1


def test_choosing_a_filter_shows_its_result(open_page: Open, town: Town) -> None:
    page = open_page("/appeals/")
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
    page = open_page(f"/appeals/{town.first.number}/")
    page.get_by_role("button", name="У меня тоже").click()
    expect(page.locator("[data-supports]")).to_have_text("4")
