"""A comment that was published and is no more: no page, letter or archive tells it, whoever has gone since."""

import pytest
from django.test import Client

from accounts.queries import viewer_of
from accounts.types import Role
from appeals.exporting.own import own_data
from appeals.models import Appeal, Comment, Event
from appeals.services.erasing import erase
from appeals.services.talking import comment, hide_comment, publish_comment
from appeals.types import EventType
from channels.letters.parts import part_of
from channels.models import Notice
from channels.types import Medium, NoticeState, Standing, Wording
from tests.builders import NOON, make_appeal, make_topic, make_user, moderator
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
SAID = "Грубость"


@pytest.fixture
def appeal() -> Appeal:
    return make_appeal(topic=make_topic(allows_comments=True), author=make_user())


@pytest.fixture
def row(appeal: Appeal) -> Comment:
    said = comment(actor=viewer_of(make_user()), number=appeal.number, text=SAID, now=NOON)
    return publish_comment(actor=moderator(), comment_id=said.pk, now=NOON)


def quoted(appeal: Appeal) -> str:
    event = Event.objects.get(appeal=appeal, type=EventType.COMMENTED)
    notice = Notice(
        event=event,
        standing=Standing.AUTHOR,
        wording=Wording.COMMENTED,
        medium=Medium.EMAIL,
        state=NoticeState.WAITING,
        created_at=NOON,
    )
    return part_of(notice).quote


def everywhere(client: Client, appeal: Appeal) -> list[bool]:
    """Whether page, card, private link, archive of the author and a letter made now tell it."""
    paths = [
        f"/appeals/{appeal.number}/",
        f"/api/v1/appeals/{appeal.number}/",
        f"/follow/{appeal.follow_token}/",
    ]
    pages = [SAID in client.get(path).content.decode() for path in paths]
    return [*pages, SAID in str(own_data(appeal.author)), SAID in quoted(appeal)]


def test_it_is_told_while_it_stands_and_nowhere_afterwards(
    client: Client, appeal: Appeal, row: Comment
) -> None:
    assert everywhere(client, appeal) == [True] * 5
    hide_comment(actor=moderator(), comment_id=row.pk, now=NOON)
    assert everywhere(client, appeal) == [False] * 5


def test_it_does_not_come_back_when_its_writer_goes(client: Client, appeal: Appeal, row: Comment) -> None:
    hide_comment(actor=moderator(), comment_id=row.pk, now=NOON)
    erase(user=row.author, now=NOON)
    assert not Comment.objects.exists()
    assert everywhere(client, appeal) == [False] * 5


def test_what_stands_stays_when_its_writer_goes(client: Client, appeal: Appeal, row: Comment) -> None:
    erase(user=row.author, now=NOON)
    assert everywhere(client, appeal) == [True] * 5


def test_an_emptied_comment_is_not_published_whole(sign_in: SignIn, appeal: Appeal) -> None:
    said = comment(actor=viewer_of(make_user()), number=appeal.number, text=SAID, now=NOON)
    page = sign_in(Role.MODERATOR).post(f"/comments/{said.pk}/publish/", {"public_text": " "}, follow=True)
    assert "Write what everybody is to read" in page.content.decode()
    assert SAID not in Client().get(f"/appeals/{appeal.number}/").content.decode()
