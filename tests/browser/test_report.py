"""The report in a real browser: four steps on a phone, alike appeals, the draft, sending, and without scripts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.types import Role
from appeals.models import Appeal
from appeals.types import State
from tests.appeals.test_photos import encoded, picture
from tests.browser.conftest import Watch, assert_accessible, look
from tests.browser.towns import Town
from tests.builders import TOWN, box, make_area, make_authority, make_organisation, make_user

Open = Callable[..., Page]


@pytest.fixture
def page(open_page: Open, town: Town) -> Page:
    """The form on a phone with the pin on the town's only house."""
    return located(open_page("/report/", phone=True, drawn=False))


def located(page: Page) -> Page:
    page.get_by_label("Адрес").fill("Садовая 13")
    page.locator('[data-step="where"] .combobox__option').first.click()
    page.get_by_label("О чём обращение?").first.fill("ям")
    return page


def choose_topic(page: Page) -> None:
    page.locator("[data-topic-finder] .combobox__option").first.click()


def test_four_steps_lead_to_a_number(page: Page) -> None:
    choose_topic(page)
    page.locator("textarea[name=text]").fill("Яма у самого дома, обойти нельзя")
    expect(page.locator("[data-promise]")).to_be_visible()
    page.get_by_role("button", name="Отправить").click()
    page.wait_for_url(re.compile("/report/sent/"))
    appeal = Appeal.objects.get(state=State.MODERATION, text__startswith="Яма у самого")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"№ {appeal.number}")
    assert appeal.location.x == pytest.approx(TOWN.lon, abs=1e-6)
    page.get_by_role("link", name="Следить за обращением").click()
    expect(page.get_by_text("Модератор проверит обращение")).to_be_visible()


def test_alike_appeals_are_offered_for_support(page: Page, town: Town) -> None:
    choose_topic(page)
    page.locator("textarea[name=text]").fill("Глубокая яма прямо у перехода")
    alike = page.locator("[data-similar]")
    expect(alike).to_contain_text("Глубокая яма у перехода")
    expect(alike).to_contain_text(
        re.compile(r"похоже, \d+.%.*та же тема, там же, (сегодня|1 день)", re.DOTALL)
    )
    alike.get_by_role("button", name="Это оно — поддержать").first.click()
    told = alike.get_by_role("status")
    expect(told).to_contain_text("Вы поддержали, всего поддержек: 4")
    # Compared anew when the typing pauses, the list still tells so.
    with page.expect_response("**/report/similar/"):
        page.locator("textarea[name=text]").press_sequentially("!")
    expect(told).to_contain_text("Вы поддержали")
    expect(page.locator("textarea[name=text]")).to_have_value("Глубокая яма прямо у перехода!")
    town.first.refresh_from_db()
    assert town.first.supports == 4


def test_photos_of_a_refused_form_need_not_be_chosen_again(page: Page, watch: Watch) -> None:
    watch.expected.append("422")
    choose_topic(page)
    page.locator("textarea[name=text]").fill("Яма у самого дома, обойти нельзя")
    page.locator("input[name=photos]").set_input_files(
        {"name": "яма.jpg", "mimeType": "image/jpeg", "buffer": encoded(picture(), "JPEG")}
    )
    page.get_by_text("Имя и почта, если хотите").click()
    page.get_by_label("Ваше имя").fill("Анна")
    page.get_by_role("button", name="Отправить").click()
    refused = page.locator(".notice--error")
    expect(refused).to_contain_text("Всё, что вы ввели, сохранилось")
    expect(page.get_by_alt_text("яма.jpg")).to_be_visible()
    expect(refused).not_to_contain_text("фотографии")
    page.get_by_label("Разрешаю использовать моё имя").check()
    page.get_by_role("button", name="Отправить").click()
    page.wait_for_url(re.compile("/report/sent/"))
    assert Appeal.objects.get(text__startswith="Яма у самого").photos.count() == 1


def test_a_draft_survives_a_reload(page: Page) -> None:
    choose_topic(page)
    page.locator("textarea[name=text]").fill("Ещё не всё сказал")
    page.reload()
    expect(page.locator("textarea[name=text]")).to_have_value("Ещё не всё сказал")
    expect(page.locator("[name=topic]")).to_have_value("pothole")
    expect(page.get_by_label("Адрес")).not_to_have_value("")


def test_a_pin_on_a_border_is_asked_after(page: Page) -> None:
    """The house lies on the border of two authorities, exactly: nobody reads «0 м»."""
    for name, polygon in [("Запад", box(east=TOWN.lon)), ("Восток", box(west=TOWN.lon))]:
        make_authority(make_organisation(name), make_area(f"{name}ный район", polygon=polygon))
    choose_topic(page)
    note = page.locator("[data-where-note]")
    expect(note).to_contain_text("Точно здесь?")
    expect(note).to_contain_text("Метка стоит на границе")
    expect(note).not_to_contain_text("0 м")


def test_moving_the_map_moves_the_pin(open_page: Open, town: Town) -> None:
    page = open_page("/report/", phone=True)
    page.wait_for_selector('#report-map[data-map="idle"]')
    located(page)
    before = page.locator("[name=lon]").input_value()
    page.locator("#report-map canvas").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[name=lon]")).not_to_have_value(before)


@look
def test_accessible(open_page: Open, town: Town, language: str, phone: bool) -> None:
    page = open_page("/report/", language=language, phone=phone, drawn=phone)
    if phone:
        page.wait_for_selector('#report-map[data-map="idle"]')
    assert_accessible(page, phone=phone)


def test_without_scripts_the_form_sends(browser: Browser, live_server: Any, town: Town) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="ru-RU")
    page = context.new_page()
    page.goto("/report/")
    page.get_by_label("Адрес").fill("Садовая улица, 13")
    page.locator("select[name=topic]").select_option("pothole")
    page.locator("textarea[name=text]").fill("Яма, скрипты выключены")
    page.get_by_role("button", name="Отправить").click()
    expect(page.locator("[data-similar]")).to_contain_text("Глубокая яма у перехода")
    expect(page.locator("textarea[name=text]")).to_have_value("Яма, скрипты выключены")
    page.get_by_role("button", name="Всё равно отправить").click()
    assert "/report/sent/" in page.url
    context.close()


def test_a_report_is_accepted_and_stands_on_the_list(page: Page, open_page: Open) -> None:
    choose_topic(page)
    page.locator("textarea[name=text]").fill("Свежая яма для модератора")
    page.get_by_role("button", name="Отправить").click()
    page.wait_for_url(re.compile("/report/sent/"))
    appeal = Appeal.objects.get(text="Свежая яма для модератора")
    desk = open_page(f"/moderation/?number={appeal.number}", user=make_user(role=Role.MODERATOR))
    desk.get_by_role("button", name="Принять и опубликовать").click()
    expect(desk.get_by_text(f"Обращение № {appeal.number} принято.")).to_be_visible()
    public = open_page("/appeals/")
    expect(public.locator(f'a[data-number="{appeal.number}"]')).to_be_visible()
