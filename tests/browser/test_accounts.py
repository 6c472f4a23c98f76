"""Pages of accounts and staff in a real browser: accessible on phone and desktop, in both languages and themes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Look
from accounts.types import Role
from tests.browser.conftest import assert_accessible
from tests.browser.towns import Town
from tests.builders import make_appeal, make_user

Open = Callable[..., Page]
LOOKS = [("ru", False, True), ("en", True, False)]


@pytest.mark.parametrize(("language", "dark", "phone"), LOOKS)
def test_entrances_are_accessible(
    open_page: Open, town: Town, language: str, dark: bool, phone: bool
) -> None:
    page = open_page("/sign-in/", language=language, dark=dark, phone=phone)
    for path in ("/sign-in/", "/sign-up/", "/password/", "/password/sent/", "/account/confirm/"):
        page.goto(path)
        assert_accessible(page)


@pytest.mark.parametrize(("language", "dark", "phone"), LOOKS)
def test_own_pages_are_accessible(
    open_page: Open, town: Town, sign_in: Any, language: str, dark: bool, phone: bool
) -> None:
    user = make_user("anna@example.org")
    make_appeal(author=user)
    make_appeal(author_email=user.email)
    page = sign_in(open_page("/sign-in/", language=language, dark=dark, phone=phone), user)
    for path in ("/account/", "/account/appeals/", "/account/erase/", "/account/second-step/"):
        page.goto(path)
        assert_accessible(page)
    page.goto("/account/second-step/on/")
    page.locator("[name=password]").fill("correct horse battery")
    page.locator("main form button").click()
    expect(page.locator(".account__qr")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize(("language", "dark", "phone"), LOOKS)
def test_the_staff_is_accessible(
    open_page: Open, town: Town, sign_in: Any, language: str, dark: bool, phone: bool
) -> None:
    user = make_user(role=Role.ADMINISTRATOR)
    Look.objects.create(user=user, role="moderator", appeal_number="123", what="author", at=timezone.now())
    page = sign_in(open_page("/sign-in/", language=language, dark=dark, phone=phone), user)
    for path in ("/staff/", "/staff/looks/"):
        page.goto(path)
        assert_accessible(page)
