"""The heat map's page in a real browser: accessible, and its main use: a measure, a cell, its figures."""

import re
from collections.abc import Callable

from playwright.sync_api import FloatRect, Locator, Page, expect

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


def test_a_district_chosen_is_gone_to_and_its_figures_are_read(
    open_page: Callable[..., Page], town: Town
) -> None:
    page = open_page("/heat/#9/59.0/31.5")
    idle(page)
    panel = page.locator("[data-panel]")
    expect(panel).to_be_hidden()
    page.locator("summary", has_text="Фильтры").click()
    page.get_by_label("Территория").select_option(label="Заречный район")
    expect(panel.get_by_role("heading", level=2)).to_have_text("Заречный район")
    expect(panel.get_by_role("link", name="Список: 31 обращение")).to_be_visible()
    page.wait_for_url(re.compile("area="))
    page.wait_for_function("!location.hash.startsWith('#9/')")
    address = page.url.partition("#")[0]
    page.get_by_label("Вид").select_option("problem")
    page.wait_for_url(re.compile("kind=problem"))
    expect(panel.get_by_role("heading", level=2)).to_have_text("Заречный район")
    panel.get_by_role("button", name="Закрыть").click()
    expect(panel).to_be_hidden()
    # The address alone opens both, a place of its own in it stays.
    page.goto("about:blank")
    page.goto(f"{address}#9/59.0/31.5")
    expect(panel.get_by_role("heading", level=2)).to_have_text("Заречный район")
    assert page.url.endswith("#9/59/31.5") or page.url.endswith("#9/59.0/31.5")


def test_the_table_has_the_cells_of_the_map(open_page: Callable[..., Page], town: Town) -> None:
    """As the page opens; the map that is moved then is followed when somebody says so."""
    page = open_page("/heat/#10/60.0/30.31")
    idle(page)
    told = page.locator(".heat__told")
    expect(told).to_contain_text("шириной около 2,5 км")
    expect(page.locator("[data-same-cells]")).to_be_empty()
    assert "table" not in page.url
    page.evaluate("location.hash = '#13/60.0/30.31'")
    expect(page.locator("[data-same-cells]")).to_contain_text("На карте сейчас ячейки шириной около 350 м")
    page.get_by_role("button", name="Таблица по ячейкам карты").click()
    page.wait_for_url(re.compile("resolution=9"))
    expect(told).to_contain_text("шириной около 350 м")
    expect(page.locator("#cells")).to_be_focused()
    assert "#13/" in page.url
    files = page.locator("a[download]")
    assert all("resolution=9" in str(link.get_attribute("href")) for link in files.all())
    page.get_by_role("button", name="Снова ячейки по масштабу карты").click()
    page.wait_for_url(re.compile("^((?!resolution).)*$"))
    expect(page.locator("[data-same-cells]")).to_be_empty()


def test_the_months_begin_where_they_are_seen(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page("/heat/", phone=True)
    idle(page)
    legend, here = page.locator("[data-legend]"), page.locator("[data-here]")
    expect(legend).to_contain_text("31 обращение")
    expect(here).to_be_hidden()
    page.get_by_role("button", name="По месяцам").click()
    expect(page.get_by_role("slider", name="Месяц")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Весь период")).to_be_in_viewport()


# Texts of the picture with their right ends and the width of what they are drawn on; glyphs of the map are drawn alike.
RECORDER = """
window.drawn = [];
const real = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, x, y, most) {
  const end = x + Math.min(this.measureText(text).width, most ?? Infinity);
  if (this.canvas.width > 100) window.drawn.push([text, end, this.canvas.width / this.getTransform().a]);
  return real.call(this, text, x, y, most);
};
void 0;
"""


def picture_of(page: Page) -> list[tuple[str, float, float]]:
    """What is written in the picture that the page gives."""
    page.evaluate(RECORDER)
    with page.expect_download() as download:
        page.locator("[data-picture]").click()
    assert download.value.suggested_filename.endswith(".png")
    return [tuple(one) for one in page.evaluate("drawn")]


def test_the_picture_holds_its_whole_legend_and_says_what_was_filtered(
    open_page: Callable[..., Page], town: Town
) -> None:
    page = open_page("/heat/?topic=pothole&kind=problem&measure=in_time&spots=1", phone=True)
    idle(page)
    drawn = picture_of(page)
    words = " ".join(text for text, _end, _width in drawn)
    for told in ("Отвечено в срок", "Тема: Яма на дороге · Вид: Проблема", "неизвестно", "значимо хуже"):
        assert told in words
    assert all(end <= width for _text, end, width in drawn)


def test_names_of_a_comparison_stay_in_their_halves(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page("/heat/?against=topic:bench&topic=pothole")
    idle(page)
    own, other = page.locator(".heat__side").first, page.locator(".heat__side--other")
    divider = page.get_by_role("slider", name="Граница между двумя картами")
    expect(other).to_have_text("Сломана скамейка")
    for key, seen in (("", (True, True)), ("PageUp", (True, True)), ("End", (True, False))):
        if key:
            divider.press(key)
        line = box_of(divider)["x"] + box_of(divider)["width"] / 2
        assert (own.is_visible(), other.is_visible()) == seen
        assert box_of(own)["x"] + box_of(own)["width"] < line
        assert not other.is_visible() or box_of(other)["x"] > line
    divider.press("PageDown")
    legend = page.locator("[data-legend]")
    expect(legend).to_contain_text("Слева: Яма на дороге")
    expect(legend).to_contain_text("Справа: Сломана скамейка")
    words = " ".join(text for text, _end, _width in picture_of(page))
    assert words.startswith("Яма на дороге Сломана скамейка ")


def test_both_maps_of_a_comparison_tell_their_number_and_what_stands_out(
    open_page: Callable[..., Page], town: Town
) -> None:
    page = open_page("/heat/?against=topic:bench&topic=pothole&spots=1")
    idle(page)
    legend = page.locator("[data-legend]")
    expect(legend).to_contain_text(re.compile(r"Слева: Яма на дороге · \d+ обращени"))
    expect(legend).to_contain_text(re.compile(r"Справа: Сломана скамейка · \d+ обращени"))
    asked = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    spots = [address for address in asked if "/hotspots/" in address]
    assert [("topic=pothole" in one, "topic=bench" in one) for one in spots] == [(True, False), (False, True)]


def box_of(found: Locator) -> FloatRect:
    """Its place on the screen."""
    box = found.bounding_box()
    assert box is not None
    return box
