"""The gallery: only what is answered and published, with public photos, once each, the latest first, page by page."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.types import Role
from appeals.models import Appeal, Photo, Reply
from appeals.types import PhotoStage, ReplyKind, ReplyState, State, Visibility
from tests.builders import NOON, make_appeal, make_organisation
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def photo(appeal: Appeal, stage: PhotoStage, *, public: bool = True, **fields: object) -> str:
    made = Photo.objects.create(
        appeal=appeal, stage=stage, is_public=public, width_px=4, height_px=3, **fields
    )
    return made.key


def given(appeal: Appeal, kind: ReplyKind = ReplyKind.FINAL) -> Reply:
    return Reply.objects.create(
        appeal=appeal, kind=kind, state=ReplyState.GIVEN, text="Сделали", written_at=NOON
    )


def solved(**fields: object) -> Appeal:
    return make_appeal(**{"state": State.CLOSED, "answered_at": NOON, **fields})


def soup(client: Client, query: str = "") -> BeautifulSoup:
    response = client.get(f"/solved/{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def shown(page: BeautifulSoup) -> list[str]:
    return [str(link["href"]).split("/")[2] for link in page.select("a.solved__photos")]


def pictures(page: BeautifulSoup) -> list[str]:
    return [str(image["src"]).split("/")[-3] for image in page.select(".solved img")]


def test_before_and_after_with_topic_place_and_executor(client: Client) -> None:
    company = make_organisation("Компания")
    appeal = solved(executor=company, address="Садовая улица, 13")
    photo(appeal, PhotoStage.REPORT)
    second = photo(appeal, PhotoStage.BEFORE, position=2)
    first = photo(appeal, PhotoStage.BEFORE, position=1)
    after = photo(appeal, PhotoStage.AFTER)
    page = soup(client)
    assert pictures(page) == [first, after]
    assert second not in str(page)
    text = page.select_one(".solved")
    assert text is not None
    assert "Topic pothole" in text.get_text()
    assert "Садовая улица, 13" in text.get_text()
    assert text.find("a", string="Компания") is not None


def test_the_authors_own_photo_stands_for_before(client: Client) -> None:
    appeal = solved()
    reported = photo(appeal, PhotoStage.REPORT)
    after = photo(appeal, PhotoStage.AFTER)
    assert pictures(soup(client)) == [reported, after]


def test_the_last_photo_after_the_work_counts_once(client: Client) -> None:
    appeal = solved()
    photo(appeal, PhotoStage.AFTER)
    last = photo(appeal, PhotoStage.AFTER)
    assert pictures(soup(client)) == [last]


def test_what_the_author_said_is_not_solved_is_no_picture_of_it(client: Client) -> None:
    in_words, in_pictures, once = solved(), solved(), solved()
    photo(in_words, PhotoStage.AFTER, reply=given(in_words))
    given(in_words)
    photo(in_pictures, PhotoStage.AFTER, reply=given(in_pictures))
    last = photo(in_pictures, PhotoStage.AFTER, reply=given(in_pictures))
    only = photo(once, PhotoStage.AFTER, reply=given(once))
    given(once, ReplyKind.INTERIM)
    assert pictures(soup(client)) == [only, last]


def test_what_is_not_for_the_public_stays_out(client: Client, sign_in: SignIn) -> None:
    company = make_organisation()
    private = solved(visibility=Visibility.PRIVATE, executor=company)
    photo(private, PhotoStage.AFTER)
    photo(solved(), PhotoStage.AFTER, public=False)
    photo(solved(state=State.REOPENED), PhotoStage.AFTER)
    photo(solved(), PhotoStage.REPORT)
    unchecked = solved()
    hidden = photo(unchecked, PhotoStage.BEFORE, public=False)
    photo(unchecked, PhotoStage.AFTER)
    page = soup(client)
    assert shown(page) == [unchecked.number]
    assert hidden not in str(page)
    assert shown(soup(sign_in(Role.WORKER, company))) == [unchecked.number, private.number]


def test_pages_follow_without_gaps_the_latest_first(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [solved() for _each in range(5)]
    for appeal in made:
        photo(appeal, PhotoStage.AFTER)
    monkeypatch.setattr("web.views.solved.PAGE_SIZE", 2)
    seen, query = [], ""
    while True:
        page = soup(client, query)
        seen += shown(page)
        following = page.select_one("a[rel=next]")
        if following is None:
            break
        query = str(following["href"])
    assert seen == [appeal.number for appeal in made[::-1]]


@pytest.mark.parametrize("cursor", ["x", "-1", "1e5", "٣", "9" * 30])
def test_a_broken_cursor_is_said(client: Client, cursor: str) -> None:
    response = client.get("/solved/", {"cursor": cursor})
    assert response.status_code == 400
    assert "not a cursor" in response.content.decode()


def test_an_empty_gallery_says_what_will_come(client: Client) -> None:
    assert soup(client).find("h2", string="No pictures yet") is not None
