"""The moderators' desk in a real browser: correcting a place, hiding parts of text and photo, keys, queue and map."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.types import Role
from appeals.models import Photo
from appeals.rules.privacy import mask
from appeals.services.photos import keep, prepare_all
from appeals.types import State
from tests.appeals.test_blurring import stripes
from tests.browser.conftest import assert_accessible, idle, look
from tests.browser.towns import Town
from tests.builders import TOWN, make_appeal, make_user

Open = Callable[..., Page]


@pytest.fixture
def page(open_page: Open, town: Town) -> Page:
    """An appeal that waits, opened for correction, its map drawn."""
    desk = open_page(f"/moderation/?number={town.hidden.number}", user=make_user(role=Role.MODERATOR))
    desk.locator("details:has([data-correct]) > summary").click()
    desk.wait_for_selector('#place-map[data-map="idle"]')
    return desk


def pin(page: Page) -> Locator:
    return page.get_by_role("button", name="Метка: двигайте её стрелками")


def test_arrow_keys_move_the_place(page: Page, town: Town) -> None:
    pin(page).focus()
    for _again in range(5):
        page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("[data-place-note]")).to_contain_text("м от прежнего места")
    page.locator("[data-correct] [name=address]").fill("Двор за домом")
    page.get_by_role("button", name="Исправить", exact=True).click()
    expect(page.get_by_text(f"Обращение № {town.hidden.number} исправлено.")).to_be_visible()
    west = town.hidden.location.x
    town.hidden.refresh_from_db()
    assert town.hidden.location.x < west - 0.001
    assert town.hidden.address == "Двор за домом"


def test_an_address_moves_the_pin(page: Page) -> None:
    field = page.locator("[data-correct] [name=address]")
    field.fill("")
    field.press_sequentially("Садовая 13")
    page.locator("[data-correct] .combobox__option").first.click()
    lon = page.locator("[data-correct] [name=lon]")
    assert float(lon.input_value()) == pytest.approx(TOWN.lon, abs=1e-6)
    page.get_by_text("Координаты").click()
    lon.fill(str(TOWN.lon + 0.001))
    lon.press("Tab")
    expect(pin(page)).to_be_in_viewport()


@look
def test_accessible(open_page: Open, town: Town, language: str, phone: bool) -> None:
    moderator = make_user(role=Role.MODERATOR)
    path = f"/moderation/?number={town.hidden.number}"
    page = open_page(path, language=language, phone=phone, user=moderator, drawn=phone)
    assert_accessible(page, phone=phone)
    page.locator("details:has([data-correct]) > summary").click()
    if phone:
        page.wait_for_selector('#place-map[data-map="idle"]')
        page.get_by_text("Координаты").click()
    assert_accessible(page, phone=phone, within="[data-correct]")


@look
def test_the_queue_and_its_map_are_accessible(
    open_page: Open, town: Town, language: str, phone: bool
) -> None:
    make_appeal(state=State.MODERATION, address="Метский, Садовая улица, 13")
    moderator = make_user(role=Role.MODERATOR)
    page = open_page("/moderation/", language=language, phone=phone, user=moderator, drawn=phone)
    page.locator(".batch > summary").click()
    assert_accessible(page, phone=phone)
    if phone:
        page.locator("[data-view=map]").click()
        expect(page.locator(".desk__queue")).to_be_hidden()
        idle(page)
        assert_accessible(page, phone=phone)


def test_rows_are_chosen_by_a_range(open_page: Open, town: Town) -> None:
    for _again in range(3):
        make_appeal(state=State.MODERATION)
    page = open_page("/moderation/", user=make_user(role=Role.MODERATOR), drawn=False)
    boxes = page.locator("[name=numbers]")
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(page.locator("[data-picked]")).to_have_text("3")
    expect(boxes.nth(3)).not_to_be_checked()


def test_one_press_hides_a_part_and_keys_lead(open_page: Open, town: Town) -> None:
    text = "Звоните Ирине 8 900 998-27-48"
    appeal = make_appeal(state=State.MODERATION, text=text, public_text=mask(text))
    make_appeal(text="Звоните Ирине", submitted_at=appeal.submitted_at)
    moderator = make_user(role=Role.MODERATOR)
    page = open_page(f"/moderation/?number={appeal.number}", user=moderator, drawn=False)
    tops = page.locator(".desk__tools > *").evaluate_all(
        "tools => tools.map((one) => one.getBoundingClientRect().top)"
    )
    assert len(set(tops)) == 1
    page.locator("[name=comment]").first.fill("аж")
    page.keyboard.press("j")
    piece = page.locator(".piece")
    piece.click()
    expect(page.locator("[data-public-text]")).to_have_text(text)
    expect(piece).to_be_focused()
    # Nothing that was typed is lost, and typing was no key of the desk.
    expect(page.locator("[name=comment]").first).to_have_value("ажj")
    page.locator("[data-text] span").first.evaluate(
        "node => getSelection().setBaseAndExtent(node.firstChild, 8, node.firstChild, 13)"
    )
    page.locator("[data-hide-selected]").click()
    expect(page.locator("[data-public-text]")).to_have_text("Звоните [скрыто] 8 900 998-27-48")
    page.dispatch_event("body", "keydown", {"code": "KeyR", "key": "к"})
    expect(page.locator("[name=reason]")).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("m")
    expect(page.locator(".twin")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#pair")).to_be_visible()
    # It is shown before the scripts of its page run: until then a key means nothing.
    page.wait_for_load_state()
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator("#keys-help")).to_be_visible()
    page.keyboard.press("Escape")
    assert_accessible(page)
    page.keyboard.press("a")
    page.keyboard.press("a")
    expect(page.get_by_text(f"Обращение № {appeal.number} принято.")).to_be_visible()


def test_parts_of_a_photo_are_drawn_undone_and_saved(open_page: Open, town: Town) -> None:
    [photo] = keep(town.hidden, prepare_all([stripes(400, 200)]))
    page = open_page(
        f"/moderation/{town.hidden.number}/photos/{photo.pk}/",
        phone=True,
        user=make_user(role=Role.MODERATOR),
    )
    regions, parts = page.locator("[data-save] [name=regions]"), page.locator(".blur__part")
    box = page.locator("[data-stage]").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.25)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.75, steps=3)
    page.mouse.up()
    expect(parts).to_have_count(1)
    page.locator("[data-add]").click()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Delete")
    expect(parts).to_have_count(1)
    page.locator("[data-undo]").click()
    expect(parts).to_have_count(2)
    for _again in range(2):
        page.keyboard.press("Control+z")
    expect(parts).to_have_count(1)
    page.locator("[data-preview]").click()
    assert_accessible(page)
    drawn = regions.input_value()
    page.get_by_role("button", name="Сохранить").click()
    page.wait_for_url(f"**/moderation/?number={town.hidden.number}")
    assert Photo.objects.get().original
    page.goto(f"/moderation/{town.hidden.number}/photos/{photo.pk}/")
    expect(parts).to_have_count(1)
    expect(regions).to_have_value(drawn)
