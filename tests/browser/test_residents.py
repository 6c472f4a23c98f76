"""A resident in a real browser: rating and sending back, comments and following, a draft, and the proof of work."""

import re
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from appeals.models import Appeal, Comment, Follow, Photo, SavedDraft
from appeals.services.answering import answer
from appeals.services.talking import publish_comment
from appeals.types import PhotoStage, State
from tests.appeals.test_photos import encoded, picture
from tests.browser.conftest import Watch, assert_accessible, look
from tests.browser.towns import Town
from tests.builders import head, make_user, moderator

Open = Callable[..., Page]


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("work.jpg", encoded(picture()), "image/jpeg")


def answered(town: Town, user: User, text: str = "Яму заделали") -> Appeal:
    """The town's first appeal with another answer."""
    appeal = town.first
    Appeal.objects.filter(pk=appeal.pk).update(author=user, state=State.IN_PROGRESS)
    answer(
        actor=head(appeal.executor),
        number=appeal.number,
        text=text,
        photos=[photo()],
        photos_before=[photo()],
        now=timezone.now(),
    )
    appeal.refresh_from_db()
    return appeal


def test_an_answer_is_rated_2_sent_back_answered_again_and_rated_5(open_page: Open, town: Town) -> None:
    user = make_user("anna@example.org")
    appeal = answered(town, user)
    page = open_page("/account/appeals/", phone=True, user=user, drawn=False)
    page.get_by_role("link", name="Оценить", exact=True).click()
    assert_accessible(page)
    page.locator(".rating__one").nth(1).click()
    page.get_by_label("Почему такая оценка?").fill("Осталась яма у бордюра")
    page.get_by_role("button", name="Оценить ответ").click()
    expect(page.get_by_text("исполнитель увидит вашу оценку")).to_be_visible()
    page.goto(f"/appeals/{appeal.number}/")
    expect(page.get_by_text("Автор оценил ответ на 2 из 5")).to_be_visible()
    back = page.locator(f"#reopen-{appeal.number}")
    expect(back.get_by_label("Что не решено?")).to_have_value("Осталась яма у бордюра")
    back.locator("[type=file]").set_input_files(
        {"name": "again.jpg", "mimeType": "image/jpeg", "buffer": encoded(picture())}
    )
    assert_accessible(page)
    back.get_by_role("button", name="Вернуть в работу").click()
    expect(page.get_by_role("heading", name="Ответ, после которого обращение вернули")).to_be_visible()
    expect(page.get_by_role("heading", name="Фото: что не решено")).to_be_visible()
    assert Photo.objects.filter(stage=PhotoStage.REOPENED, is_public=False).count() == 1
    answered(town, user, "Заделали и у бордюра")
    page.reload()
    expect(page.get_by_text("1 ответ до этого")).to_be_visible()
    page.locator(".rating__one").nth(4).click()
    page.get_by_role("button", name="Оценить ответ").click()
    expect(page.get_by_text("Автор оценил ответ на 5 из 5").first).to_be_visible()
    appeal.refresh_from_db()
    assert (appeal.state, appeal.rating, appeal.reopenings) == (State.RATED, 5, 1)


@look
def test_a_neighbour_supports_follows_and_comments(
    open_page: Open, town: Town, language: str, phone: bool
) -> None:
    town.first.topic.allows_comments = True
    town.first.topic.save()
    user = make_user("boris@example.org")
    here = f"/appeals/{town.first.number}/"
    page = open_page(here, language=language, phone=phone, user=user, drawn=False)
    page.locator("[data-support]").click()
    expect(page.locator("[data-supports]")).to_have_text("4")
    page.locator("form[action$='/follow/'] button").click()
    expect(page.locator("form[action$='/unfollow/']")).to_be_visible()
    page.locator("#comments textarea").fill("И у нас. Звоните +7 921 000-00-00")
    page.locator("#comments form button").click()
    expect(page.locator(".talk__one--waits")).to_contain_text("921 000-00-00")
    assert_accessible(page, phone=phone)
    publish_comment(actor=moderator(), comment_id=Comment.objects.get().pk, now=timezone.now())
    other = open_page(here, language=language, phone=phone, drawn=False)
    expect(other.locator(".talk__one")).to_contain_text("скрыт")
    other.locator("details.following > summary").click()
    assert_accessible(other, phone=phone)
    page.goto("/account/appeals/?show=followed")
    assert_accessible(page, phone=phone)
    assert Follow.objects.get().user == user


def test_a_draft_goes_on_on_another_device(open_page: Open, town: Town) -> None:
    user = make_user("anna@example.org")
    page = open_page("/report/", phone=True, user=user, drawn=False)
    page.locator("textarea[name=text]").fill("Не горит фонарь у подъезда")
    expect(page.locator("[data-draft-told]")).to_contain_text("Черновик сохранён")
    assert "?draft=" in page.url
    desk = open_page("/account/appeals/?show=drafts", user=user, drawn=False)
    assert_accessible(desk)
    desk.get_by_role("link", name="Продолжить").click()
    expect(desk.locator("textarea[name=text]")).to_have_value("Не горит фонарь у подъезда")
    assert SavedDraft.objects.get().user == user


def test_a_form_that_looks_odd_is_let_through_by_the_browsers_work(
    open_page: Open, town: Town, watch: Watch, settings: Any
) -> None:
    watch.expected.append("422")
    settings.SUSPECT_RATE = "0/day"
    page = open_page("/report/", phone=True, drawn=False)
    page.get_by_label("Адрес").fill("Садовая 13")
    page.locator('[data-step="where"] .combobox__option').first.click()
    page.get_by_label("О чём обращение?").first.fill("ям")
    page.locator("[data-topic-finder] .combobox__option").first.click()
    page.locator("textarea[name=text]").fill("Яма у самого дома, обойти нельзя")
    page.get_by_role("button", name="Отправить").click()
    expect(page.locator("[data-proof-told]")).to_contain_text("Готово")
    assert_accessible(page, within="[data-proof]")
    page.get_by_role("button", name="Отправить").click()
    page.wait_for_url(re.compile("/report/sent/"))
