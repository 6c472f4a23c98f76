"""Statistics, executors and gallery in a real browser: accessible, whole without scripts, no wider than a phone."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from appeals.services.photos import keep
from appeals.services.pictures import Picture
from appeals.types import PhotoStage, State
from tests.browser.conftest import Watch, assert_accessible, idle, look
from tests.browser.towns import Town
from tests.builders import box, make_zone

Open = Callable[..., Page]


@pytest.fixture
def executor(town: Town) -> str:
    """The address of the town's executor, with a zone and an answer."""
    company = town.first.executor
    assert company is not None
    make_zone(company, polygon=box(30.28, 59.98, 30.34, 60.02), categories=["roads"], name="Северная зона")
    return f"/executors/{company.pk}/"


@look
def test_an_executor_is_accessible(open_page: Open, executor: str, language: str, phone: bool) -> None:
    page = open_page(executor, language=language, phone=phone, drawn=phone)
    if phone:
        page.locator("#executor-map").scroll_into_view_if_needed()
        idle(page)
    assert_accessible(page, phone=phone)


def test_pages_are_not_wider_than_a_phone(open_page: Open, executor: str) -> None:
    page = open_page(executor, phone=True, drawn=False)
    for path in ("/statistics/?category=roads&ordering=category", "/statistics/", "/solved/", "/appeals/"):
        assert page.evaluate("document.documentElement.scrollWidth") == 390, page.url
        page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") == 390, page.url


def test_bars_are_as_long_as_their_figures_and_a_filter_has_a_clean_address(
    open_page: Open, town: Town
) -> None:
    page = open_page("/statistics/")
    widths = page.locator("table[aria-labelledby=by-category] rect").evaluate_all(
        "bars => bars.map((bar) => bar.getBoundingClientRect().width)"
    )
    assert widths[1] == pytest.approx(widths[0] * 10 / 21, rel=0.05)
    page.get_by_label("Категория", exact=True).select_option("yard")
    expect(page.locator(".totals dd").first).to_have_text("10")
    assert page.url.endswith("/statistics/?category=yard")


def test_statistics_work_without_scripts(open_page: Open, town: Town) -> None:
    page = open_page("/statistics/", java_script_enabled=False)
    page.locator("summary", has_text="Фильтры").click()
    page.get_by_label("Категория", exact=True).select_option("yard")
    page.get_by_role("button", name="Показать").click()
    expect(page.locator(".totals dd").first).to_have_text("10")
    page.get_by_role("link", name="Поддержали").click()
    expect(page.locator("th[aria-sort]")).to_have_text("Поддержали")


def test_a_figure_leads_to_the_map_of_its_appeals(open_page: Open, town: Town) -> None:
    page = open_page("/statistics/")
    page.get_by_role("table", name="По категориям").get_by_role("row", name="Двор").get_by_role(
        "link"
    ).click()
    expect(page.get_by_text("10 обращений").first).to_be_visible()
    assert page.evaluate("location.pathname + location.search") == "/?category=yard"
    page.go_back()
    page.locator(".totals a[href*=open]").click()
    chip = page.get_by_role("button", name="Ждут ответа")
    expect(chip).to_be_visible()
    chip.click()
    page.get_by_role("dialog").get_by_label("Ждут ответа").uncheck()
    expect(page.get_by_role("button", name="Состояние")).to_be_visible()


def test_what_is_missing_stands_apart_from_the_buttons_above(
    open_page: Open, watch: Watch, town: Town
) -> None:
    watch.expected.append("400")
    page = open_page("/appeals/?ordering=distance", phone=True, drawn=False)
    told, head = page.get_by_role("alert").bounding_box(), page.locator(".list-results .split").bounding_box()
    assert told is not None
    assert head is not None
    assert told["y"] - (head["y"] + head["height"]) >= 8


def test_near_me_asks_the_browser_and_orders_by_distance(open_page: Open, town: Town) -> None:
    page = open_page(
        "/appeals/", permissions=["geolocation"], geolocation={"longitude": 30.3, "latitude": 60.0}
    )
    page.get_by_role("button", name="Рядом со мной").click()
    page.wait_for_url("**near=30.300%2C+60.000*")
    expect(page.locator("[data-number]").first).to_have_attribute("data-number", town.first.number)


def test_the_gallery_is_accessible_with_pictures(open_page: Open, town: Town) -> None:
    appeal = town.first
    appeal.state = State.CLOSED
    appeal.save()
    drawn = BytesIO()
    Image.new("RGB", (4, 3)).save(drawn, "JPEG")
    for stage in (PhotoStage.BEFORE, PhotoStage.AFTER):
        [photo] = keep(appeal, [Picture(drawn.getvalue(), drawn.getvalue())], stage=stage)
        photo.is_public = True
        photo.save()
    page = open_page("/solved/")
    expect(page.get_by_role("heading", level=2)).to_have_text("Яма на дороге")
    assert_accessible(page)
