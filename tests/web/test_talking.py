"""Comments, following and support on the page of an appeal: who may, what others read of it, who decides."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.types import Role
from appeals.errors import NotCommentable
from appeals.models import Comment, Follow
from appeals.services.talking import COMMENT_MAX, comment, hide_comment, publish_comment
from appeals.types import CommentState, State, Visibility
from tests.builders import NOON, make_appeal, make_organisation, make_topic, make_user, moderator, resident
from tests.proofs import challenge_in, solved
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
SAID = "И у нас так же, звоните +7 921 000-00-00"


def test_a_comment_waits_for_a_moderator_and_only_its_author_reads_it(
    client: Client, sign_in: SignIn
) -> None:
    appeal = make_appeal(topic=make_topic(allows_comments=True))
    page, author = f"/appeals/{appeal.number}/", sign_in()
    sent = author.post(f"{page}comment/", {"text": SAID}, follow=True).content.decode()
    assert "a moderator has looked at it" in sent
    assert SAID in sent
    assert "И у нас так же" not in client.get(page).content.decode()
    assert "И у нас так же" not in sign_in().get(page).content.decode()
    checking = sign_in(Role.MODERATOR)
    assert SAID in checking.get(page).content.decode()
    assert SAID in checking.get("/comments/").content.decode()
    row = Comment.objects.get()
    decided = checking.post(f"/comments/{row.pk}/publish/", {"back": "appeal"})
    assert decided["Location"] == f"{page}#comments"
    read = client.get(page).content.decode()
    assert "И у нас так же, звоните [телефон скрыт]" in read
    assert "921 000" not in read


def test_what_a_moderator_takes_back_is_told_nowhere(client: Client, sign_in: SignIn) -> None:
    appeal = make_appeal(topic=make_topic(allows_comments=True))
    page = f"/appeals/{appeal.number}/"
    row = comment(actor=resident(), number=appeal.number, text="Грубость", now=NOON)
    publish_comment(actor=moderator(), comment_id=row.pk, now=NOON)
    card = f"/api/v1{page}"
    assert "Грубость" in client.get(page).content.decode()
    assert "Грубость" in client.get(card).content.decode()
    assert sign_in().post(f"/comments/{row.pk}/hide/").status_code == 403
    sign_in(Role.MODERATOR).post(f"/comments/{row.pk}/hide/")
    row.refresh_from_db()
    assert row.state == CommentState.REFUSED
    assert "Грубость" not in client.get(page).content.decode()
    assert "Грубость" not in client.get(card).content.decode()
    assert "Грубость" not in client.get(f"/follow/{appeal.follow_token}/").content.decode()


def test_another_event_is_told_beside_a_comment_that_was_hidden(client: Client) -> None:
    appeal = make_appeal(topic=make_topic(allows_comments=True))
    first = comment(actor=resident(), number=appeal.number, text="Первое", now=NOON)
    second = comment(actor=resident(), number=appeal.number, text="Второе", now=NOON)
    for row in (first, second):
        publish_comment(actor=moderator(), comment_id=row.pk, now=NOON)
    hide_comment(actor=moderator(), comment_id=first.pk, now=NOON)
    told = client.get(f"/api/v1/appeals/{appeal.number}/").content.decode()
    assert "Второе" in told
    assert "Первое" not in told


def test_who_may_not_comment_is_told_what_to_do(client: Client, sign_in: SignIn, settings: Any) -> None:
    appeal = make_appeal(topic=make_topic(allows_comments=True))
    page = f"/appeals/{appeal.number}/"
    assert "Sign in to comment" in client.get(page).content.decode()
    assert client.post(f"{page}comment/", {"text": "Да"})["Location"].startswith("/sign-in/")
    browser = sign_in()
    empty = browser.post(f"{page}comment/", {"text": " "})
    assert (empty.status_code, "Write a few words." in empty.content.decode()) == (422, True)
    hidden = make_appeal(state=State.MODERATION)
    assert browser.post(f"/appeals/{hidden.number}/comment/", {"text": "Да"}).status_code == 404
    refused = Client(headers={"Accept-Language": "en"}).get(page).content.decode()
    assert f'/sign-in/?next={page}%23comments"' in refused
    settings.COMMENTS = False
    closed = browser.get(page).content.decode()
    assert "Comments on this appeal are closed." in closed
    late = browser.post(f"{page}comment/", {"text": "Долго писали"})
    assert late.status_code == 422
    assert "Долго писали</textarea>" in late.content.decode()
    fault = BeautifulSoup(late.content, "html.parser").select_one(".talk .field__error")
    assert fault.get_text().strip() == str(NotCommentable())
    assert Comment.objects.count() == 0


def test_a_person_follows_and_follows_no_longer(sign_in: SignIn) -> None:
    appeal = make_appeal(topic=make_topic(allows_comments=True))
    page, browser = f"/appeals/{appeal.number}/", sign_in()
    assert f'action="{page}follow/"' in browser.get(page).content.decode()
    followed = browser.post(f"{page}follow/", follow=True).content.decode()
    assert "We shall tell you of every step." in followed
    assert f'action="{page}unfollow/"' in followed
    assert appeal.number in browser.get("/account/appeals/?show=followed").content.decode()
    back = browser.post(f"{page}unfollow/", {"back": "followed"})
    assert back["Location"] == "/account/appeals/?show=followed"
    assert Follow.objects.count() == 0


def test_an_address_follows_once_its_letter_is_confirmed(client: Client) -> None:
    appeal = make_appeal(topic=make_topic(allows_comments=True))
    path = f"/appeals/{appeal.number}/follow/"
    assert client.post(path, {"email": "no address"}).status_code == 422
    asked = client.post(path, {"email": "Anna@Example.org"}, follow=True).content.decode()
    assert "Confirm the address" in asked
    assert Follow.objects.get().confirmed_at is None


def test_a_filled_trap_follows_with_a_proof(client: Client) -> None:
    appeal = make_appeal(topic=make_topic(allows_comments=True))
    path, sent = f"/appeals/{appeal.number}/follow/", {"email": "anna@example.org", "website": "x"}
    refused = client.post(path, sent)
    page = refused.content.decode()
    assert (refused.status_code, Follow.objects.count()) == (422, 0)
    assert "as if a program had filled in the form" in page
    assert 'value="anna@example.org"' in page
    assert client.post(path, {**sent, "proof": solved(challenge_in(page))}).status_code == 302
    assert Follow.objects.count() == 1


def test_the_author_and_the_unpublished_are_not_followed() -> None:
    author, clerk = make_user(), make_user(role=Role.MODERATOR)
    public, private = make_appeal(author=author), make_appeal(visibility=Visibility.PRIVATE)
    for user, appeal, offered in ((author, public, False), (clerk, private, False), (clerk, public, True)):
        browser = Client(headers={"Accept-Language": "en"})
        browser.force_login(user)
        page = browser.get(f"/appeals/{appeal.number}/")
        assert (page.status_code, "/follow/" in page.content.decode()) == (200, offered)


def test_an_end_of_line_counts_as_one_letter(sign_in: SignIn) -> None:
    """A browser counts it as one in the field, and sends two."""
    appeal = make_appeal(topic=make_topic(allows_comments=True))
    longest = "\r\n".join("я" * 9 for _ in range(COMMENT_MAX // 10)) + "я"
    sent = sign_in().post(f"/appeals/{appeal.number}/comment/", {"text": longest})
    assert sent.status_code == 302
    assert len(Comment.objects.get().text) == COMMENT_MAX


def test_support_is_seen_by_whoever_gave_it(client: Client, sign_in: SignIn) -> None:
    appeal = make_appeal(topic=make_topic(allows_comments=True))
    page = f"/appeals/{appeal.number}/"
    for browser in (client, sign_in()):
        before = browser.get(page).content.decode()
        assert ">I have this too</span>" in before
        after = browser.post(f"{page}support/", follow=True).content.decode()
        assert ">You support it</span>" in after


@pytest.mark.parametrize("count", [1, 4])
def test_comments_cost_the_same_however_many(
    count: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    appeal = make_appeal(executor=make_organisation(), topic=make_topic(allows_comments=True))
    for _ in range(count):
        row = comment(actor=resident(), number=appeal.number, text="Да", now=NOON)
        publish_comment(actor=moderator(), comment_id=row.pk, now=NOON)
    with django_assert_max_num_queries(10):
        client.get(f"/appeals/{appeal.number}/")


def test_what_comes_too_often_says_when_to_come_again(client: Client, sign_in: SignIn, settings: Any) -> None:
    settings.COMMENT_RATE, settings.SUBMIT_RATE = "0/hour", "0/hour"
    appeal = make_appeal(topic=make_topic(allows_comments=True))
    page = f"/appeals/{appeal.number}/"
    tries = [
        sign_in().post(f"{page}comment/", {"text": SAID}),
        client.post(f"{page}follow/", {"email": "anna@example.org"}),
        client.post(f"/follow/{appeal.follow_token}/withdraw/", {"comment": "Починили"}),
    ]
    for refused, typed in zip(tries, (SAID, "anna@example.org", "Починили"), strict=True):
        assert refused.status_code == 429
        assert 0 < int(refused.headers["Retry-After"]) <= 3600
        assert typed in refused.content.decode()
        assert "This was sent too often." in refused.content.decode()
