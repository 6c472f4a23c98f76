"""The operators' desk in a browser: a call by the keyboard alone, one counted with another, without scripts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.types import Role
from appeals.models import Appeal
from appeals.rules.deadlines import Unit
from appeals.types import Channel, State
from tests.browser.conftest import assert_accessible, look
from tests.browser.towns import Town
from tests.builders import TOWN, make_deadline, make_user

Open = Callable[..., Page]
TEXT = "Яма у самого дома, обойти нельзя"
# Counts the keys that write nothing, and any pointer, on every page of the call.
COUNTER = """
addEventListener("keydown", ({ key, target }) => {
  if (key.length > 1 || target.type === "checkbox") sessionStorage.keys = Number(sessionStorage.keys ?? 0) + 1;
}, true);
for (const kind of ["mousedown", "pointerdown", "touchstart"])
  addEventListener(kind, () => sessionStorage.pointers = Number(sessionStorage.pointers ?? 0) + 1, true);
"""


@pytest.fixture
def desk(open_page: Open, town: Town) -> Page:
    """The form of the next call; keys are counted from here on."""
    page = open_page("/about/", user=make_user(role=Role.OPERATOR), drawn=False)
    page.context.add_init_script(COUNTER)
    page.goto("/calls/")
    return page


def counted(page: Page, what: str) -> int:
    return int(page.evaluate(f"sessionStorage.{what} ?? 0"))


def choose(page: Page, words: str, *, within: str) -> None:
    """Types into the field that has the focus and takes the first suggestion."""
    page.keyboard.type(words)
    expect(page.locator(f"{within} .combobox__option").first).to_be_visible()
    page.keyboard.press("Enter")


def place_and_topic(page: Page) -> None:
    expect(page.get_by_label("Адрес")).to_be_focused()
    choose(page, "Садовая 13", within='[data-step="where"]')
    expect(page.get_by_label("О чём обращение?").first).to_be_focused()
    choose(page, "ям", within="[data-topic-finder]")
    expect(page.locator("textarea[name=text]")).to_be_focused()


def test_a_call_by_the_keyboard_alone(desk: Page) -> None:
    place_and_topic(desk)
    expect(desk.locator("[data-promise]")).to_be_visible()
    desk.keyboard.type(TEXT)
    desk.keyboard.press("Tab")
    for said in ("Иван Петров", "+7 921 000-00-00", "ivan@example.org"):
        desk.keyboard.type(said)
        desk.keyboard.press("Enter")
    desk.keyboard.press("Space")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_url(re.compile(r"/calls/\d{9}/"))
    appeal = Appeal.objects.get(text=TEXT)
    expect(desk.get_by_role("heading", level=1, name=f"№ {appeal.number}")).to_be_visible()
    assert (appeal.author_phone, appeal.author_email) == ("+7 921 000-00-00", "ivan@example.org")
    assert (appeal.channel, appeal.author_id) == (Channel.PHONE, None)
    assert appeal.location.x == pytest.approx(TOWN.lon, abs=1e-6)
    # Beside what the caller said: Enter for address, topic and three contacts, Tab, Space, Ctrl and Enter.
    assert counted(desk, "keys") == 9
    expect(desk.get_by_role("link", name="Следующий звонок")).to_be_focused()
    expect(desk.get_by_label("Мои за сегодня")).to_contain_text(appeal.number)
    # By its place on the keyboard, whatever the layout writes there.
    desk.keyboard.press("KeyN")
    desk.wait_for_url("**/calls/")
    expect(desk.get_by_label("Адрес")).to_have_value("")
    expect(desk.get_by_label("Адрес")).to_be_focused()
    assert counted(desk, "pointers") == 0


def test_the_promise_follows_the_track(desk: Page) -> None:
    make_deadline(5, Unit.WORKING_DAYS, source="Быстрые темы")
    place_and_topic(desk)
    expect(desk.locator("[data-promise]")).to_contain_text("5 рабочих дней")
    desk.locator("[name=track]").check()
    expect(desk.locator("[data-promise]")).to_contain_text("30 дней")
    desk.locator("[name=track]").uncheck()
    expect(desk.locator("[data-promise]")).to_contain_text("5 рабочих дней")


def test_a_call_about_the_same_is_counted_by_keys(desk: Page, town: Town) -> None:
    place_and_topic(desk)
    join = desk.get_by_role("button", name="Это оно — учесть звонок")
    expect(join.first).to_be_visible()
    desk.keyboard.press("Shift+Tab")
    expect(join.last).to_be_focused()
    desk.keyboard.press("ArrowDown")
    expect(join.first).to_be_focused()
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/calls/{town.first.number}/")
    expect(desk.get_by_text("Учтено: теперь поддержали 4 человека")).to_be_visible()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/calls/")
    assert counted(desk, "pointers") == 0


def test_an_address_typed_without_choosing_is_looked_up(desk: Page) -> None:
    desk.keyboard.insert_text("Садовая улица, 13")
    desk.keyboard.press("Tab")
    expect(desk.locator("[name=house_id]")).not_to_have_value("")
    assert float(desk.locator("[name=lon]").input_value()) == pytest.approx(TOWN.lon, abs=1e-6)
    desk.get_by_label("Адрес").fill("Полевая")
    expect(desk.locator("[name=lon]")).to_have_value("")


def test_nothing_is_lost_by_a_refusal_or_a_reload(desk: Page, watch: Any) -> None:
    watch.expected.append("422")
    place_and_topic(desk)
    desk.keyboard.type("Яма")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text("Опишите, что случилось").first).to_be_visible()
    expect(desk.locator("textarea[name=text]")).to_be_focused()
    expect(desk.get_by_label("О чём обращение?").first).to_have_value("Яма на дороге")
    key = desk.locator("[name=client_key]").input_value()
    desk.goto("/calls/")
    expect(desk.locator("textarea[name=text]")).to_have_value("Яма")
    expect(desk.locator("[name=client_key]")).to_have_value(key)


@look
def test_accessible(open_page: Open, town: Town, language: str, phone: bool) -> None:
    operator = make_user(role=Role.OPERATOR)
    page = open_page("/calls/", language=language, phone=phone, user=operator, drawn=phone)
    if phone:
        page.wait_for_selector('#report-map[data-map="idle"]')
    page.locator("[name=address]").press_sequentially("Садовая 13")
    page.locator('[data-step="where"] .combobox__option').first.click()
    page.locator("[data-topic-search]").press_sequentially("ям" if language == "ru" else "pot")
    page.locator("[data-topic-finder] .combobox__option").first.click()
    expect(page.locator("[data-similar] li").first).to_be_visible()
    assert_accessible(page, phone=phone)
    page.locator("textarea[name=text]").fill(TEXT)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/calls/\d{9}/"))
    assert_accessible(page, phone=phone)


def test_without_scripts_the_desk_works(browser: Browser, live_server: Any, town: Town, sign_in: Any) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="ru-RU")
    page = context.new_page()
    page.goto("/sign-in/?next=/calls/")
    sign_in(page, make_user(role=Role.OPERATOR))
    page.get_by_label("Адрес").fill("Садовая улица, 13")
    page.locator("select[name=topic]").select_option("pothole")
    page.get_by_role("button", name="Поискать похожие").click()
    expect(page.get_by_role("button", name="Это оно — учесть звонок")).to_have_count(2)
    page.locator("textarea[name=text]").fill(TEXT)
    page.get_by_role("radio", name="На бумаге").check()
    page.get_by_role("button", name="Записать и получить номер").click()
    page.wait_for_url(re.compile(r"/calls/\d{9}/"))
    appeal = Appeal.objects.get(text=TEXT)
    assert (appeal.channel, appeal.state) == (Channel.PAPER, State.MODERATION)
    page.get_by_role("link", name="Следующий звонок").click()
    expect(page.get_by_label("Мои за сегодня")).to_contain_text(appeal.number)
    context.close()
