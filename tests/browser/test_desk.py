"""The executor's desk in a real browser: choosing rows, work on one appeal, its map; accessible in both themes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.types import Role
from appeals.models import Appeal
from appeals.types import State
from tests.browser.conftest import assert_accessible, idle, look
from tests.browser.towns import Town
from tests.builders import make_appeal, make_user

Open = Callable[..., Page]


@pytest.fixture
def work(town: Town) -> list[Appeal]:
    """Three appeals of the town's company in hand beside its first one."""
    today = timezone.localdate()
    return [
        make_appeal(
            executor=town.first.executor,
            state=state,
            address=f"Метский, Полевая улица, {index}",
            due_on=today + timedelta(days=index - 1),
            delegate=town.first.executor if index else None,
            planned_on=today,
        )
        for index, state in enumerate((State.ASSIGNED, State.IN_PROGRESS, State.ON_HOLD))
    ]


@pytest.fixture
def open_desk(open_page: Open, town: Town) -> Open:
    def opened(path: str = "", **options: Any) -> Page:
        user = make_user(role=Role.HEAD, organisation=town.first.executor)
        page: Page = open_page(f"/organisation/{path}", **options, user=user)
        return page

    return opened


@look
def test_the_list_is_accessible(open_desk: Open, work: list[Appeal], language: str, phone: bool) -> None:
    page = open_desk(language=language, phone=phone, drawn=phone)
    if phone:
        idle(page)
    page.locator(".batch > summary").click()
    page.locator(".workplace__tools summary").click()
    assert_accessible(page, phone=phone)


@look
def test_the_work_is_accessible(open_desk: Open, work: list[Appeal], language: str, phone: bool) -> None:
    page = open_desk(f"{work[1].number}/", language=language, phone=phone, drawn=phone)
    if phone:
        page.locator("#small-map").scroll_into_view_if_needed()
        idle(page)
    page.evaluate("document.querySelectorAll('.job__steps details').forEach((one) => (one.open = true))")
    assert_accessible(page, phone=phone)


@look
def test_a_step_sent_back_is_accessible(
    open_desk: Open, work: list[Appeal], watch: Any, language: str, phone: bool
) -> None:
    watch.expected.append("422")
    page = open_desk(f"{work[1].number}/", language=language, phone=phone, drawn=False)
    form = page.locator("form[action*='/note/']")
    page.locator("details:has(form[action*='/note/']) > summary").click()
    form.locator("textarea").fill("   ")
    form.locator("button").click()
    expect(page.locator("#note_text_error")).to_be_visible()
    assert_accessible(page, phone=phone)


def test_rows_are_chosen_and_taken(open_desk: Open, work: list[Appeal]) -> None:
    page = open_desk("?state=assigned", drawn=False)
    page.locator("[data-pick-all]").check()
    expect(page.locator("[data-picked]")).to_have_text("2")
    page.locator(".batch > summary").click()
    page.get_by_role("button", name="Взять в работу").click()
    expect(page.get_by_role("status")).to_contain_text("2")
    work[0].refresh_from_db()
    assert work[0].state == State.IN_PROGRESS


def test_enter_in_a_field_takes_no_step(open_desk: Open, work: list[Appeal], watch: Any) -> None:
    watch.expected.append("422")
    page = open_desk(drawn=False)
    page.locator("[name=numbers]").first.check()
    page.locator(".batch > summary").click()
    page.locator("#id_planned_on").press("Enter")
    expect(page.locator(".notice--error")).to_be_visible()
    work[0].refresh_from_db()
    assert work[0].state == State.ASSIGNED


def test_the_map_holds_the_filter_and_leads_to_the_work(open_desk: Open, work: list[Appeal]) -> None:
    page = open_desk("?state=on_hold")
    idle(page)
    box = page.locator("#own-map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(f"**/organisation/{work[2].number}/?state=on_hold")


def test_without_scripts_a_step_is_taken(open_desk: Open, work: list[Appeal]) -> None:
    page = open_desk(f"{work[0].number}/", java_script_enabled=False)
    page.get_by_role("button", name="Взять в работу").click()
    expect(page.locator(".job .state").first).to_be_visible()
    work[0].refresh_from_db()
    assert work[0].state == State.IN_PROGRESS
