"""The whole life of an appeal in a real browser: each at the own desk, each letter taken by a mail server once."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.types import Role
from appeals.models import Appeal
from appeals.services.rating import close_unrated
from channels.models import Notice, Preference
from channels.types import Medium, NoticeState, Pace
from territories.models import Area, Organisation
from tests.browser.towns import Town
from tests.builders import make_authority, make_organisation, make_user
from tests.channels.conftest import Mailbox, mailbox
from tests.channels.working import work

__all__ = ["mailbox"]
Open = Callable[..., Page]
Person = Callable[..., Page]
PHONE_NUMBER = "921 123-45-67"
# What only those who handle the appeal may read, at any step.
SECRETS = (PHONE_NUMBER, "спешим", "Не наша дорога", "caller@example.org", "author@example.org")


@pytest.fixture
def person(open_page: Open, town: Town, mailbox: Mailbox) -> Person:
    """A page of somebody who has signed in and wants every letter at once; maps are drawn on the phone alone."""

    def come(
        name: str, role: Role | None = None, *, at: Organisation | None = None, phone: bool = False
    ) -> Page:
        user = make_user(f"{name}@example.org", role=role, organisation=at, language="ru")
        Preference.objects.create(user=user, email=Pace.AT_ONCE, work_email=Pace.AT_ONCE)
        page: Page = open_page("/about/", phone=phone, user=user, drawn=phone)
        return page

    return come


def place_and_topic(page: Page) -> None:
    page.get_by_label("Адрес").fill("Садовая 13")
    page.locator('[data-step="where"] .combobox__option').first.click()
    page.get_by_label("О чём обращение?").first.fill("ям")
    page.locator("[data-topic-finder] .combobox__option").first.click()


def reported(page: Page) -> str:
    page.goto("/report/")
    place_and_topic(page)
    page.locator("textarea[name=text]").fill(f"Яма у арки, звоните +7 {PHONE_NUMBER}")
    page.get_by_role("button", name="Отправить").click()
    page.wait_for_url(re.compile("/report/sent/"))
    return Appeal.objects.get(text__startswith="Яма у арки").number


def called(page: Page) -> str:
    page.goto("/calls/")
    place_and_topic(page)
    page.locator("textarea[name=text]").fill("Звонят: яма прямо у арки")
    page.locator("[name=author_email]").fill("caller@example.org")
    page.locator("[name=consent]").check()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/calls/\d{9}/"))
    return Appeal.objects.get(text__startswith="Звонят").number


def passed_on(page: Page, number: str, to: Organisation) -> None:
    """The moderator chooses the executor by hand."""
    page.goto(f"/moderation/?number={number}")
    page.get_by_text("Исправить место, тему или исполнителя", exact=True).click()
    page.locator("[data-correct] [name=executor]").select_option(str(to.pk))
    page.locator("[data-correct] [name=comment]").fill("По договору")
    page.get_by_role("button", name="Исправить", exact=True).click()
    expect(page.get_by_text(f"Обращение № {number} исправлено.")).to_be_visible()


def step(page: Page, number: str, name: str, **typed: str) -> None:
    """A step at the executor's desk, through its form."""
    page.goto(f"/organisation/{number}/")
    form = page.locator(f"form[action*='/{name}/']")
    if not form.locator("button").is_visible():
        page.locator(f"details:has(form[action*='/{name}/']) > summary").click()
    for field, value in typed.items():
        form.locator(f"[name={field}]").fill(value)
    form.locator("button").click()
    page.wait_for_load_state()


def rated(page: Page, number: str, stars: int) -> None:
    page.goto(f"/appeals/{number}/")
    page.locator(".rating__one").nth(stars - 1).click()
    page.get_by_role("button", name="Оценить ответ").click()
    expect(page.get_by_text(f"Автор оценил ответ на {stars} из 5").first).to_be_visible()


def letters(post: Mailbox) -> list[str]:
    """Whom the letters reached that have come since; the worker has done all its jobs."""
    before = len(post.letters)
    work(timezone.now())
    return sorted(str(letter["To"]).partition("@")[0] for letter in post.letters[before:])


def test_from_the_pin_to_the_second_answer(person: Person, open_page: Open, mailbox: Mailbox) -> None:
    make_authority(make_organisation("Администрация"), Area.objects.get())
    water, roads = make_organisation("Водоканал"), make_organisation("Дороги", head_approves=True)
    author, public = person("author", phone=True), open_page("/about/", drawn=False)
    moderator = person("moderator", Role.MODERATOR)
    worker, head = person("worker", Role.WORKER, at=roads), person("head", Role.HEAD, at=roads)

    def public_sees(words: str) -> None:
        answer = public.goto(f"/appeals/{number}/")
        assert answer is not None
        assert answer.status == 200
        expect(public.locator("main")).to_contain_text(words)
        assert not [secret for secret in SECRETS if secret in public.content()]

    def public_sees_nothing_of(hidden: str) -> None:
        # Not by the page, which would tell of the 404 as an error of its own.
        assert public.request.get(f"/appeals/{hidden}/").status == 404
        public.goto("/appeals/")
        assert hidden not in public.content()

    number = reported(author)
    assert letters(mailbox) == ["author"]
    public_sees_nothing_of(number)
    twin = called(person("operator", Role.OPERATOR))
    assert letters(mailbox) == ["caller"]

    moderator.goto(f"/moderation/?number={number}")
    moderator.get_by_role("button", name="Принять и опубликовать").click()
    expect(moderator.get_by_text(f"Обращение № {number} принято.")).to_be_visible()
    assert letters(mailbox) == ["author"]
    public_sees("Яма у арки")
    moderator.goto(f"/moderation/?number={twin}")
    moderator.locator(f".twin[href*='twin={number}']").click()
    moderator.get_by_role("button", name=f"Объединить с № {number}").click()
    expect(moderator.get_by_text(f"№ {twin} объединено")).to_be_visible()
    assert letters(mailbox) == ["caller"]
    public_sees_nothing_of(twin)

    passed_on(moderator, number, water)
    assert letters(mailbox) == ["author", "caller"]
    step(person("water", Role.WORKER, at=water), number, "decline", comment="Не наша дорога")
    assert letters(mailbox) == ["moderator"]
    public_sees("Принято")
    passed_on(moderator, number, roads)
    assert letters(mailbox) == ["author", "caller", "head", "worker"]

    step(worker, number, "take")
    assert letters(mailbox) == ["author", "caller"]
    step(worker, number, "answer", text="Засыпали, спешим")
    assert letters(mailbox) == ["head"]
    public_sees("В работе")
    step(head, number, "approve", text="Засыпали щебнем.")
    assert letters(mailbox) == ["author", "caller"]
    public_sees("Засыпали щебнем.")

    rated(author, number, 2)
    author.get_by_label("Что не решено?").fill("Снова яма")
    author.get_by_role("button", name="Вернуть в работу").click()
    expect(author.get_by_text("Открыто снова").first).to_be_visible()
    assert letters(mailbox) == ["caller", "head", "head", "worker", "worker"]
    public_sees("Открыто снова")
    step(worker, number, "take")
    step(head, number, "answer", text="Положили асфальт.")
    assert letters(mailbox) == ["author", "author", "caller", "caller"]
    public_sees("Положили асфальт.")
    rated(author, number, 5)
    assert letters(mailbox) == ["head", "worker"]
    # The clock closes it when no more is said.
    assert close_unrated(now=timezone.now() + timedelta(days=settings.RATING_DAYS + 1)) == 1
    # On the site, by the bell alone.
    assert letters(mailbox) == []
    public_sees("Закрыто")

    ids = {str(letter["Message-ID"]) for letter in mailbox.letters}
    written = Notice.objects.filter(medium=Medium.EMAIL)
    assert len(ids) == len(mailbox.letters) == written.count()
    assert set(written.values_list("state", flat=True)) == {NoticeState.SENT}
