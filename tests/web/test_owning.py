"""The author's own steps from the pages: by account and by private link, and by nobody else."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.types import Role
from appeals.errors import ReopenedTooOften
from appeals.models import Appeal, Photo, Reply
from appeals.rules.own import OwnSteps, own_steps
from appeals.services.answering import answer
from appeals.types import Part, PhotoStage, State, Visibility
from tests.appeals.test_photos import encoded, picture
from tests.builders import NOON, head, make_appeal, make_organisation, make_user
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def upload(name: str = "IMG.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, encoded(picture()), "image/jpeg")


def author_of(appeal: Appeal) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(appeal.author)
    return client


def answered(**fields: Any) -> Appeal:
    company = make_organisation("Дорожная служба", head_approves=True)
    appeal = make_appeal(state=State.IN_PROGRESS, executor=company, **{"author": make_user(), **fields})
    answer(
        actor=head(company),
        number=appeal.number,
        text="Заделали, телефон +7 921 000-00-00",
        photos=[upload()],
        photos_before=[upload()],
        now=NOON,
    )
    appeal.refresh_from_db()
    return appeal


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.MODERATION, OwnSteps(withdraw=True, reopenings_left=1)),
        (State.ANSWERED, OwnSteps(rate=True, reopen=True, reopenings_left=1)),
        (State.RATED, OwnSteps(reopen=True, reopenings_left=1)),
        (State.CLOSED, OwnSteps(reopenings_left=1)),
    ],
)
def test_what_is_offered_follows_from_the_table(state: State, expected: OwnSteps) -> None:
    assert own_steps(state, {Part.AUTHOR}, reopenings=1, limit=2) == expected
    assert own_steps(state, {Part.MODERATOR}, reopenings=0, limit=2) == OwnSteps()
    assert own_steps(State.RATED, {Part.AUTHOR}, reopenings=3, limit=2).exhausted


def test_the_author_rates_2_and_sends_it_back_with_a_photo(settings: Any) -> None:
    settings.REOPEN_LIMIT = 2
    appeal = answered()
    browser, page = author_of(appeal), f"/appeals/{appeal.number}/"
    assert "Is it solved?" in browser.get(page).content.decode()
    rated = browser.post(f"{page}own/rate/", {"rating": "2", "reason": "Яма осталась"}, follow=True)
    shown = rated.content.decode()
    assert "rated the answer 2 of 5" in shown
    assert "2 more times" in shown
    # The reason is the beginning of what is not solved, and the form stands open.
    assert f'id="reopen-{appeal.number}" open>' in shown
    assert ">\nЯма осталась</textarea>" in shown
    sent = {"comment": "Яма осталась, звоните +7 921 111-11-11", "photos": [upload()]}
    again = browser.post(f"{page}own/reopen/", sent, follow=True).content.decode()
    appeal.refresh_from_db()
    assert (appeal.state, appeal.reopenings) == (State.REOPENED, 1)
    assert "Answer before it was sent back" in again
    photo = Photo.objects.get(stage=PhotoStage.REOPENED)
    assert photo.key in again
    public = Client(headers={"Accept-Language": "en"}).get(page).content.decode()
    assert photo.key not in public
    assert "111-11-11" not in public
    assert "Яма осталась, звоните" in public


def test_the_private_link_does_the_same_without_an_account() -> None:
    appeal = answered(author=None, visibility=Visibility.PRIVATE)
    browser = Client(headers={"Accept-Language": "en"})
    page = f"/follow/{appeal.follow_token}/"
    assert f'action="{page}rate/"' in browser.get(page).content.decode()
    done = browser.post(f"{page}rate/", {"rating": "5"})
    assert (done.status_code, done["Location"], done["Referrer-Policy"]) == (302, page, "strict-origin")
    browser.post(f"{page}reopen/", {"comment": "Опять"})
    appeal.refresh_from_db()
    assert appeal.state == State.REOPENED
    browser.post(f"{page}withdraw/", {})
    appeal.refresh_from_db()
    assert appeal.state == State.WITHDRAWN
    assert browser.post("/follow/another/rate/", {"rating": "5"}).status_code == 404


def test_nobody_else_takes_them_or_is_offered_them(client: Client, sign_in: SignIn) -> None:
    appeal = answered()
    page = f"/appeals/{appeal.number}/"
    others = (client, sign_in(), sign_in(Role.MODERATOR), sign_in(Role.WORKER, appeal.executor))
    for other in others:
        assert "Is it solved?" not in other.get(page).content.decode()
        for step in ("rate", "reopen", "withdraw"):
            sent = {"rating": "1", "comment": "Не решено"}
            assert other.post(f"{page}own/{step}/", sent).status_code == 404
    appeal.refresh_from_db()
    assert appeal.state == State.ANSWERED


def test_what_is_missing_is_said_on_the_page_and_nothing_typed_is_lost() -> None:
    appeal = answered()
    browser, page = author_of(appeal), f"/appeals/{appeal.number}/"
    none = browser.post(f"{page}own/rate/", {"reason": "Так себе"})
    assert none.status_code == 422
    assert "Choose from 1 to 5." in none.content.decode()
    assert "Так себе</textarea>" in none.content.decode()
    assert browser.post(f"{page}own/reopen/", {"comment": " "}).status_code == 422
    wrong = {"comment": "Не решено", "photos": [SimpleUploadedFile("a.jpg", b"no picture")]}
    refused = browser.post(f"{page}own/reopen/", wrong)
    assert "is not a photo" in refused.content.decode()
    assert browser.post(f"{page}own/burn/", {}).status_code == 404
    appeal.refresh_from_db()
    assert (appeal.state, Photo.objects.filter(stage=PhotoStage.REOPENED).count()) == (State.ANSWERED, 0)


def test_at_the_limit_the_page_says_what_to_do_instead(settings: Any) -> None:
    settings.REOPEN_LIMIT = 1
    appeal = answered(reopenings=1)
    browser, page = author_of(appeal), f"/appeals/{appeal.number}/"
    told = browser.get(page).content.decode()
    assert "as often as the rules allow" in told
    assert "own/reopen/" not in told
    refused = browser.post(f"{page}own/reopen/", {"comment": "Не решено"})
    told = BeautifulSoup(refused.content, "html.parser").select_one(".notice--error").get_text(" ")
    assert refused.status_code == 422
    assert str(ReopenedTooOften()) in told
    assert "Не решено" in told
    appeal.refresh_from_db()
    assert appeal.state == State.ANSWERED


def test_a_form_sent_twice_says_where_the_appeal_stands() -> None:
    appeal = answered()
    browser, path = author_of(appeal), f"/appeals/{appeal.number}/own/rate/"
    assert browser.post(path, {"rating": "4"}).status_code == 302
    again = browser.post(path, {"rating": "2", "reason": "Долго писали"})
    assert again.status_code == 422
    page = BeautifulSoup(again.content, "html.parser")
    told = page.select_one(".notice--error").get_text(" ")
    assert "This step is not possible now" in told
    assert "Долго писали" in told
    appeal.refresh_from_db()
    assert (appeal.state, appeal.rating) == (State.RATED, 4)


def test_answers_stand_with_their_photos_and_ratings_the_newest_first(client: Client) -> None:
    appeal = answered()
    browser, page = author_of(appeal), f"/appeals/{appeal.number}/"
    browser.post(f"{page}own/rate/", {"rating": "1", "reason": "Пишите на anna@example.org"})
    browser.post(f"{page}own/reopen/", {"comment": "Не решено"})
    Appeal.objects.update(state=State.IN_PROGRESS)
    appeal.refresh_from_db()
    answer(
        actor=head(appeal.executor), number=appeal.number, text="Теперь готово", photos=[upload()], now=NOON
    )
    shown = client.get(page).content.decode()
    assert shown.index("Теперь готово") < shown.index("Заделали")
    assert "1 earlier answer" in shown
    assert "rated the answer 1 of 5" in shown
    assert "anna@example.org" not in shown
    assert "000-00-00" not in shown
    assert shown.count("After the work") == 4
    assert Reply.objects.count() == 2
