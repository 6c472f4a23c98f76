"""Pages of accounts and staff in a real browser: accessible on phone and desktop, in both languages and themes."""

import re
from collections.abc import Callable

from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Look, User
from accounts.queries import viewer_of
from accounts.services.staff import invite, secret_of
from accounts.types import PUBLIC, Role
from channels.models import Subscription
from channels.services.subscribing import subscribe
from channels.tokens import Purpose, Token
from channels.types import Pace, Wish
from tests.browser.conftest import Watch, assert_accessible, look
from tests.browser.towns import Town
from tests.builders import TOWN, make_appeal, make_user

Open = Callable[..., Page]


@look
def test_entrances_are_accessible(open_page: Open, town: Town, language: str, phone: bool) -> None:
    page = open_page("/sign-in/", language=language, phone=phone)
    for path in ("/sign-in/", "/sign-up/", "/password/", "/password/sent/", "/account/confirm/"):
        page.goto(path)
        assert_accessible(page, phone=phone)


@look
def test_own_pages_are_accessible(open_page: Open, town: Town, language: str, phone: bool) -> None:
    user = make_user("anna@example.org")
    make_appeal(author=user)
    make_appeal(author_email=user.email)
    page = open_page("/about/", language=language, phone=phone, user=user)
    for path in ("/account/", "/account/appeals/", "/account/erase/", "/account/second-step/"):
        page.goto(path)
        assert_accessible(page, phone=phone)
    page.goto("/account/second-step/on/")
    page.locator("[name=password]").fill("correct horse battery")
    page.locator("main form button").click()
    expect(page.locator(".account__qr")).to_be_visible()
    assert_accessible(page, phone=phone)


@look
def test_the_way_by_letter_is_accessible(open_page: Open, town: Town, language: str, phone: bool) -> None:
    make_user("anna@example.org")
    page = open_page("/sign-up/", language=language, phone=phone)
    page.locator("[name=email]").fill("new@example.org")
    page.locator("[name=password1]").fill("correct horse battery")
    page.locator("[name=consent]").check()
    page.locator("main form button").click()
    page.wait_for_url("**/account/confirm/")
    assert_accessible(page, phone=phone)
    page.goto(_link())
    assert_accessible(page, phone=phone)
    page.locator("main form button").click()
    page.wait_for_url("**/sign-in/**")
    page.goto("/password/")
    page.locator("[name=email]").fill("anna@example.org")
    page.locator("main form button").click()
    page.wait_for_url("**/password/sent/")
    page.goto(_link())
    assert_accessible(page, phone=phone)


def _link() -> str:
    """Of the newest letter."""
    return re.findall(r"http://\S+/\w+/\S+/", str(mail.outbox[-1].body))[-1]


@look
def test_the_staff_is_accessible(open_page: Open, town: Town, language: str, phone: bool) -> None:
    user = make_user(role=Role.ADMINISTRATOR)
    Look.objects.create(user=user, role="moderator", appeal_number="123", what="author", at=timezone.now())
    page = open_page("/about/", language=language, phone=phone, user=user)
    for path in ("/staff/", "/staff/looks/"):
        page.goto(path)
        assert_accessible(page, phone=phone)


def test_an_invitation_is_taken(open_page: Open, town: Town, watch: Watch) -> None:
    # The second look at the link.
    watch.expected.append("404")
    boss = viewer_of(make_user(role=Role.ADMINISTRATOR))
    invitation = invite(
        actor=boss,
        email="new@example.org",
        role=Role.ANALYST,
        organisation_id=None,
        area_id=None,
        language="ru",
        now=timezone.now(),
    )
    token = secret_of(invitation)
    page = open_page(f"/invitation/{token}/", phone=True)
    assert_accessible(page)
    page.locator("[name=full_name]").fill("Нина Белова")
    page.locator("[name=password]").fill("correct horse battery")
    page.locator("main form button").click()
    page.wait_for_url("**/sign-in/**")
    assert Role.ANALYST in viewer_of(User.objects.get(email="new@example.org")).roles
    page.goto(f"/invitation/{token}/")
    assert_accessible(page)


def test_an_alert_is_confirmed_by_its_letter(open_page: Open, town: Town) -> None:
    wish = Wish(pace=Pace.DAILY, lon=TOWN.lon, lat=TOWN.lat)
    alert = subscribe(actor=PUBLIC, wish=wish, email="anna@example.org", now=timezone.now())
    assert alert is not None
    page = open_page(f"/alerts/confirm/{Token(Purpose.CONFIRM, alert.pk).encode()}/")
    page.locator("main form button").click()
    expect(page.locator("main form")).to_have_count(0)
    assert Subscription.objects.get().confirmed_at is not None
