"""The map page in a real browser: list, filters, card, heat map, phone, and what is left without WebGL or scripts."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE, Watch, assert_accessible, idle, look
from tests.browser.towns import SECRET, Town
from tests.builders import TOWN

Open = Callable[..., Page]
# --accent, and --surface that lies below the map, of the light theme.
ACCENT, SURFACE = (15, 95, 184), (244, 246, 248)


def ready(page: Page) -> Page:
    """The map has drawn, the list has loaded."""
    idle(page)
    return listed(page)


def listed(page: Page) -> Page:
    page.wait_for_selector('[data-list="ready"]')
    return page


def colour(page: Page, x: float, y: float) -> tuple[int, int, int]:
    """What the eye sees at a place of the screen, as red, green, blue."""
    with Image.open(BytesIO(page.screenshot())) as picture:
        red, green, blue = picture.convert("RGB").crop((int(x), int(y), int(x) + 1, int(y) + 1)).tobytes()
    return red, green, blue


def choose(page: Page, chip: str, option: str) -> None:
    """Presses a filter chip and one of its options."""
    page.get_by_role("button", name=chip, exact=True).click()
    page.get_by_role("dialog", name=chip).get_by_label(option).check()
    page.keyboard.press("Escape")


@look
def test_accessible(open_page: Open, town: Town, language: str, phone: bool) -> None:
    page = listed(open_page("/", language=language, drawn=phone))
    if phone:
        idle(page)
    assert_accessible(page, phone=phone)
    page.locator("[data-rows] a").first.click()
    page.wait_for_selector('[data-card="ready"]')
    assert_accessible(page, phone=phone, within="[data-card]")


def test_list_is_in_step_with_the_map_and_a_pin_opens_the_card(open_page: Open, town: Town) -> None:
    page = ready(open_page("/"))
    expect(page.locator("[data-count]")).to_have_text(f"{town.count} обращение на карте")
    expect(page.locator(".maplibregl-ctrl-attrib")).to_contain_text("© Town <survey>")
    page.goto(f"/?again=1#17/{TOWN.lat}/{TOWN.lon}")
    ready(page)
    expect(page.locator("[data-count]")).to_have_text("1 обращение на карте")
    expect(page.locator("[data-rows]")).to_contain_text("Яма на дороге")
    page.locator("#map canvas").click()
    expect(page.locator("[data-card] h2").first).to_have_text("Яма на дороге")


def test_nothing_hidden_is_shown(open_page: Open, town: Town, watch: Watch) -> None:
    watch.expected.append("404")
    page = ready(open_page(f"/#17/{TOWN.lat}/{TOWN.lon}"))
    expect(page.locator("[data-rows] a")).to_have_count(1)
    assert SECRET not in page.content()
    page.goto(f"/?appeal={town.hidden.number}")
    expect(page.get_by_text("Обращение не опубликовано")).to_be_visible()
    assert SECRET not in page.content()


def test_filters_survive_a_reload(open_page: Open, town: Town) -> None:
    page = listed(open_page("/", drawn=False))
    choose(page, "Категория", "Двор")
    expect(page.locator("[data-count]")).to_have_text("10 обращений на карте")
    expect(page).to_have_url(re.compile(r"category=yard"))
    page.reload()
    listed(page)
    expect(page.locator("[data-count]")).to_have_text("10 обращений на карте")
    expect(page.get_by_role("button", name="Категория: Двор")).to_be_visible()
    page.get_by_role("button", name="Сбросить").click()
    expect(page.locator("[data-count]")).to_have_text(f"{town.count} обращение на карте")
    assert "category" not in page.url


def test_filter_by_state_and_period(open_page: Open, town: Town) -> None:
    page = listed(open_page("/?state=solved", drawn=False))
    solved = page.locator("[data-rows] .state--solved")
    expect(solved).to_have_count(page.locator("[data-rows] a").count())
    page.goto("/")
    listed(page)
    page.get_by_role("button", name="Период", exact=True).click()
    page.get_by_role("dialog", name="Период").get_by_label("За неделю").check()
    page.keyboard.press("Escape")
    expect(page.locator("[data-count]")).to_have_text("8 обращений на карте")
    expect(page).to_have_url(re.compile(r"period=week"))


def test_card_opens_by_keyboard_and_both_ways_back_return(open_page: Open, town: Town) -> None:
    page = listed(open_page("/", drawn=False))
    link = page.locator("[data-rows] a").nth(9)
    link.focus()
    scroll = page.evaluate("document.querySelector('[data-scroll]').scrollTop")
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-card="ready"]')
    expect(page.locator("[data-card] h2").first).to_be_focused()
    expect(page).to_have_url(re.compile(r"appeal=\d+"))
    page.get_by_role("button", name="К списку").click()
    expect(page.locator("[data-card]")).to_be_hidden()
    expect(link).to_be_focused()
    assert page.evaluate("document.querySelector('[data-scroll]').scrollTop") == scroll
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-card="ready"]')
    page.go_back()
    expect(page.locator("[data-card]")).to_be_hidden()
    expect(page.locator("[data-rows] a").first).to_be_visible()


def test_card_tells_who_answers_and_why_and_takes_a_support(open_page: Open, town: Town) -> None:
    page = open_page(f"/?appeal={town.first.number}", drawn=False)
    page.wait_for_selector('[data-card="ready"]')
    card = page.locator("[data-card]")
    expect(card).to_contain_text("ЖКС № 1")
    expect(card).to_contain_text("осталось 5 дней")
    card.get_by_text("Почему он?").click()
    expect(card).to_contain_text("отвечает за «Заречный район»")
    card.get_by_role("button", name="Показать похожие рядом").click()
    expect(card.get_by_role("heading", name="Похожие рядом")).to_be_visible()
    expect(card.locator(".near a").first).to_contain_text("Яма на дороге")
    page.get_by_role("button", name="Поддержать").click()
    expect(page.get_by_text("Вы поддержали обращение")).to_be_visible()
    expect(page.locator("[data-card]")).to_contain_text("4 человека поддержали")


def test_heat_map_has_a_legend(open_page: Open, town: Town) -> None:
    page = ready(open_page("/?category=roads"))
    page.get_by_role("button", name="Тепловая карта").click()
    expect(page).to_have_url(re.compile(r"heat=1"))
    idle(page)
    legend = page.get_by_role("region", name="Легенда тепловой карты")
    expect(legend).to_contain_text("За всё время · 21 обращение на карте")
    expect(legend.locator("[data-legend-scale] li").first).to_be_visible()
    expect(legend.get_by_role("link", name="CSV")).to_have_attribute(
        "href", re.compile(r"^/api/v1/heatmap/\?.*category=roads.*format=csv")
    )
    assert_accessible(page)
    legend.get_by_label("Показатель").select_option("per_km2")
    expect(page).to_have_url(re.compile(r"metric=per_km2"))
    page.reload()
    expect(legend.get_by_label("Показатель")).to_have_value("per_km2")
    ready(page)


def test_legend_stays_while_panning(open_page: Open, town: Town) -> None:
    page = ready(open_page(f"/?heat=1#13/{TOWN.lat}/{TOWN.lon + 0.01}"))
    scale = page.locator("[data-legend-scale]")
    before = scale.inner_text()
    page.locator("#map canvas").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(600)
    idle(page)
    assert scale.inner_text() == before


def test_place_search_moves_the_map(open_page: Open, town: Town) -> None:
    page = ready(open_page(f"/#11/{TOWN.lat}/{TOWN.lon + 0.05}", device_scale_factor=1))
    box = page.get_by_role("combobox", name="Найти место или обращение")
    box.press_sequentially("Садовая 13")
    expect(page.get_by_role("option").first).to_contain_text("Садовая")
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"#17/"))
    ready(page)
    centre = page.locator("#map").bounding_box()
    assert centre is not None
    x, y = centre["x"] + centre["width"] / 2, centre["y"] + centre["height"] / 2
    above_the_tip = (x, y - 33)
    assert colour(page, *above_the_tip) == ACCENT
    box.fill("")
    ready(page)
    page.wait_for_timeout(300)
    assert colour(page, *above_the_tip) != ACCENT


def test_phone_sheet_has_three_stops(open_page: Open, town: Town) -> None:
    page = ready(open_page("/", phone=True, device_scale_factor=1))
    sheet = page.locator("[data-sheet]")
    expect(sheet).to_have_attribute("data-stop", "peek")
    assert_accessible(page)
    grip = page.get_by_role("button", name="Раскрыть или свернуть список")
    for stop in ("half", "full"):
        grip.click()
        expect(sheet).to_have_attribute("data-stop", stop)
        if stop == "half":
            page.wait_for_timeout(300)
            drawn = [colour(page, 8, PHONE["height"] / 2 - above) for above in range(10, 120, 10)]
            assert SURFACE not in drawn, "the map has a hole above the sheet"
    assert_accessible(page)
    grip.click()
    expect(sheet).to_have_attribute("data-stop", "peek")
    expect(page.get_by_role("link", name="Сообщить")).to_be_visible()


def test_phone_map_shows_the_chosen_pin_above_the_sheet(open_page: Open, town: Town) -> None:
    place = town.first.public_location
    north = place.y + 0.0018
    page = ready(open_page(f"/#16/{north}/{place.x}", phone=True))
    page.get_by_role("button", name="Раскрыть или свернуть список").click()
    page.locator(f'[data-rows] [data-number="{town.first.number}"]').click()
    expect(page.locator("[data-card='ready']")).to_be_visible()
    # On the screen, but under the sheet: the map goes there.
    page.wait_for_function("north => Number(location.hash.split('/')[1]) < north - 0.0015", arg=north)


def test_phone_tells_of_the_cell_that_was_tapped(open_page: Open, town: Town) -> None:
    place = town.first.public_location
    page = ready(open_page(f"/?heat=1#13/{place.y}/{place.x}", phone=True))
    here = page.locator("[data-legend-here]")
    expect(here).to_be_hidden()
    page.touchscreen.tap(PHONE["width"] / 2, PHONE["height"] / 2)
    expect(here).to_contain_text(re.compile(r"Здесь \d+ обращен"))
    expect(here).to_be_visible()


def test_phone_filter_is_a_sheet(open_page: Open, town: Town) -> None:
    page = listed(open_page("/", phone=True, drawn=False))
    page.get_by_role("button", name="Категория", exact=True).click()
    panel = page.get_by_role("dialog", name="Категория")
    panel.get_by_label("Двор").check()
    assert_accessible(page)
    panel.get_by_role("button", name="Готово").click()
    expect(page.locator("[data-count]")).to_have_text("10 обращений на карте")


def test_without_webgl_the_list_is_there(open_page: Open, town: Town) -> None:
    page = listed(open_page("/", drawn=False))
    expect(page.locator("[data-count]")).to_have_text(f"{town.count} обращение на карте")
    expect(page.get_by_text("В этом браузере нет WebGL")).to_be_visible()
    expect(page.locator("[data-no-map]").get_by_role("link", name="Сообщить")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("phone", [False, True])
def test_without_scripts_the_list_is_there(open_page: Open, town: Town, phone: bool) -> None:
    page = open_page("/", java_script_enabled=False, phone=phone)
    row = page.locator("[data-rows] a").first
    expect(row).to_contain_text("Яма на дороге")
    expect(row).to_have_attribute("href", f"/appeals/{town.first.number}/")
    expect(page.get_by_role("link", name="Сообщить").first).to_be_visible()


def test_offline_says_what_to_do(open_page: Open, town: Town, watch: Watch) -> None:
    watch.expected.append("ERR_FAILED")
    page = open_page("about:blank", drawn=False)
    calls: list[str] = []

    def fail_first(route: Route) -> None:
        calls.append(route.request.url)
        route.abort() if len(calls) == 1 else route.continue_()

    page.route("**/api/v1/appeals/?*", fail_first)
    page.goto("/")
    expect(page.get_by_text("Нет связи", exact=True)).to_be_visible()
    page.get_by_role("button", name="Ещё раз").click()
    expect(page.locator("[data-rows] a").first).to_be_visible()


def test_embedded_map(open_page: Open, town: Town) -> None:
    page = open_page(f"/embed/?category=roads#17/{TOWN.lat}/{TOWN.lon}")
    idle(page)
    expect(page.locator("[data-count]")).to_contain_text("1 ")
    assert_accessible(page)
    page.locator("#map canvas").click()
    expect(page.locator("[data-card] h2")).to_be_visible()
    assert_accessible(page)
