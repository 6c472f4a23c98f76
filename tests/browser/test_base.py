"""The frame of every page: no foreign host, accessible, the theme and language switches."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import assert_accessible

Open = Callable[..., Page]


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("path", ["/sign-in/", "/about/"])
def test_plain_pages_are_accessible(open_page: Open, path: str, language: str) -> None:
    page = open_page(path, language=language)
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert_accessible(page)


def test_theme_is_kept(open_page: Open) -> None:
    page = open_page("/about/")
    page.get_by_role("button", name="Светлая или тёмная тема").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_theme_switch_works_without_scripts(open_page: Open) -> None:
    page = open_page("/about/", java_script_enabled=False)
    page.get_by_role("button", name="Светлая или тёмная тема").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_language_is_switched(open_page: Open) -> None:
    page = open_page("/about/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About Metka")


def test_menu_of_the_phone(open_page: Open) -> None:
    page = open_page("/about/", phone=True)
    page.get_by_label("Меню").click()
    expect(page.get_by_role("link", name="Войти")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Войти")).to_be_hidden()
