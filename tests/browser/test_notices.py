"""The pages of notices in a real browser: bell, choices, area alerts, unsubscribing and confirming are accessible."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.types import PUBLIC, Role, Viewer
from appeals.services import following
from channels.models import Notice
from channels.services.subscribing import subscribe
from channels.tokens import Purpose, Token
from channels.types import Medium, NoticeState, Pace, Standing, Wish, Wording
from tests.browser.conftest import assert_accessible, idle, look
from tests.browser.towns import Town
from tests.builders import NOON, TOWN, make_user
from tests.channels.working import answered

Open = Callable[..., Page]


def _tell(town: Town, user: User) -> None:
    """Three notices, the oldest read."""
    for minute, wording in enumerate((Wording.REGISTERED, Wording.HELD, Wording.ANSWERED)):
        Notice.objects.create(
            event=answered(town.first),
            user=user,
            medium=Medium.BELL,
            state=NoticeState.SENT,
            standing=Standing.FOLLOWER,
            wording=wording,
            created_at=NOON + timedelta(minutes=minute),
            read_at=None if minute else NOON,
        )


@look
def test_bell_and_choices_are_accessible(open_page: Open, town: Town, language: str, phone: bool) -> None:
    user = make_user(role=Role.WORKER, organisation=town.first.executor)
    page = open_page("/notices/", language=language, phone=phone, user=user)
    assert_accessible(page, phone=phone)
    _tell(town, user)
    page.reload()
    expect(page.locator("[data-unread]")).to_have_count(2)
    assert_accessible(page, phone=phone)
    page.goto("/notices/choices/")
    assert_accessible(page, phone=phone)


@look
def test_area_alerts_are_accessible(open_page: Open, town: Town, language: str, phone: bool) -> None:
    page = open_page("/alerts/", language=language, phone=phone, drawn=phone)
    if phone:
        idle(page)
    assert_accessible(page, phone=phone)
    user = make_user(role=Role.WORKER, organisation=town.first.executor)
    for pace in (Pace.AT_ONCE, Pace.DAILY):
        wish = Wish(pace, lon=TOWN.lon, lat=TOWN.lat, categories=(town.first.topic.category.code,))
        subscribe(actor=Viewer(user.pk), wish=wish, now=NOON)
    page = open_page("/alerts/", language=language, phone=phone, user=user, drawn=not phone)
    if not phone:
        idle(page)
    page.locator("details.fold summary").first.click()
    assert_accessible(page, phone=phone)
    for shape in ("area", "polygon"):
        page.locator(f"[name=shape][value={shape}]").check()
        assert_accessible(page, phone=phone, within="main form")


@look
def test_the_pages_behind_letters_are_accessible(
    open_page: Open, town: Town, language: str, phone: bool
) -> None:
    asked = subscribe(
        actor=PUBLIC,
        wish=Wish(Pace.DAILY, lon=TOWN.lon, lat=TOWN.lat),
        email="a@example.org",
        now=timezone.now(),
    )
    assert asked is not None
    follow = following.follow(
        actor=PUBLIC, number=town.first.number, email="a@example.org", now=timezone.now()
    )
    assert follow is not None
    paths = [
        f"/following/confirm/{Token(Purpose.CONFIRM_FOLLOW, follow.pk).encode()}/",
        *(
            f"/unsubscribe/{Token(purpose, pk).encode()}/"
            for purpose, pk in (
                (Purpose.STOP_USER, make_user().pk),
                (Purpose.MUTE, town.first.pk),
                (Purpose.UNFOLLOW, follow.pk),
            )
        ),
    ]
    page = open_page(
        f"/alerts/confirm/{Token(Purpose.CONFIRM, asked.pk).encode()}/",
        language=language,
        phone=phone,
    )
    for path in ("", *paths):
        if path:
            page.goto(path)
        assert_accessible(page, phone=phone)
        page.locator("main form button").click()
        expect(page.locator("main form")).to_have_count(0)
        assert_accessible(page, phone=phone)
