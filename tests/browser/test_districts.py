"""Districts and executors' efficiency in a real browser: accessible, no wider than a phone, a map that answers."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from accounts.types import Role
from tests.browser.conftest import assert_accessible, assert_within_the_screen, idle
from tests.browser.towns import Town
from tests.builders import box, make_area, make_user

Open = Callable[..., Page]


def test_districts_are_accessible_and_the_map_leads_to_one(open_page: Open, town: Town) -> None:
    make_area("Дальний район", polygon=box(30.4, 59.9, 30.6, 60.1))
    page = open_page("/districts/?measure=overdue_share", phone=True, user=make_user(role=Role.ANALYST))
    page.locator("#districts-map").scroll_into_view_if_needed()
    idle(page)
    expect(page.locator("[data-key] span").first).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("#districts-map").click(position={"x": 100, "y": 170})
    page.locator("[data-chosen]").get_by_role("link", name="Заречный район").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Заречный район")
    idle(page)
    assert_accessible(page)


def test_rows_are_whole_on_a_phone(open_page: Open, town: Town) -> None:
    make_area("Дальний район", polygon=box(30.4, 59.9, 30.6, 60.1))
    page = open_page("/districts/?measure=per_km2", phone=True)
    idle(page)
    for part in ("[aria-labelledby=league] :is(th, td)", ".funnel"):
        assert_within_the_screen(page, part)
    expect(page.locator("thead").first.get_by_role("link", name="Обращения")).to_be_visible()
    page.get_by_role("link", name="Заречный район").first.click()
    idle(page)
    assert_within_the_screen(page, "[aria-labelledby=against] :is(th, td)")


def test_efficiency_is_whole_without_scripts_and_accessible(open_page: Open, town: Town) -> None:
    analyst = make_user(role=Role.ANALYST)
    plain = open_page("/efficiency/", java_script_enabled=False, user=analyst)
    plain.get_by_role("link", name="Исполнитель", exact=True).click()
    expect(plain.locator("th[aria-sort]")).to_have_text("Исполнитель")
    page = open_page("/efficiency/", phone=True, user=analyst)
    assert_accessible(page)
    assert_within_the_screen(page, "[aria-labelledby=executors] :is(th, td)")
    page.get_by_role("link", name="ЖКС № 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ЖКС № 1")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
