"""A moderator of one area is a reader like any other of appeals elsewhere: desk, twins, comments, the card's link."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.queries import viewer_of
from accounts.types import Role
from appeals.models import Appeal, Comment
from appeals.queries.duplicates import duplicates
from appeals.queries.talk import waiting_comments
from appeals.types import Privacy, State
from geo.types import LonLat
from territories.models import Area
from tests.builders import NOON, TOWN, make_appeal, make_area, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Area:
    return make_area()


@pytest.fixture
def ours(here: Area) -> User:
    return make_user(role=Role.MODERATOR, area=here)


@pytest.fixture
def stranger() -> User:
    return make_user(role=Role.MODERATOR, area=make_area())


@pytest.fixture
def appeal(here: Area) -> Appeal:
    return make_appeal(
        topic=make_topic("leak", privacy=Privacy.HOME),
        text="Звоните +7 921 123-45-67",
        public_text="Звоните [телефон скрыт]",
        author_name="Анна Жукова",
        author_email="anna@example.org",
        areas=[here],
    )


def client_of(user: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def test_the_desk_opens_own_appeals_only(appeal: Appeal, ours: User, stranger: User) -> None:
    path = f"/moderation/?number={appeal.number}"
    assert "anna@example.org" in client_of(ours).get(path).content.decode()
    assert client_of(stranger).get(path).status_code == 404
    sent = {"action": "accept", "visibility": "public"}
    answer = client_of(stranger).post(f"/moderation/{appeal.number}/correct/", sent)
    assert "anna@example.org" not in answer.content.decode()
    assert "123-45-67" not in answer.content.decode()


def test_the_card_leads_to_the_desk_from_own_appeals_only(appeal: Appeal, ours: User, stranger: User) -> None:
    path = f"/appeals/{appeal.number}/"
    assert "Open in moderation" in client_of(ours).get(path).content.decode()
    page = client_of(stranger).get(path).content.decode()
    assert "Open in moderation" not in page
    assert "123-45-67" not in page


def test_twins_are_measured_exactly_among_own_appeals_only(
    appeal: Appeal, ours: User, stranger: User
) -> None:
    place = LonLat(TOWN.lon, TOWN.lat + 0.0001)
    for user, found in ((ours, [appeal.pk]), (stranger, [])):
        twins = duplicates(viewer_of(user), location=place, topic=appeal.topic, now=NOON)
        assert [twin.appeal.pk for twin in twins] == found


def test_comments_wait_for_moderators_of_their_area(appeal: Appeal, ours: User, stranger: User) -> None:
    row = Comment.objects.create(appeal=appeal, at=NOON, text="кв. 7", public_text="кв. [скрыто]")
    assert waiting_comments(viewer_of(ours)) == [row]
    assert waiting_comments(viewer_of(stranger)) == []


def test_a_waiting_appeal_is_in_the_queue_of_its_area(here: Area, ours: User, stranger: User) -> None:
    waiting = make_appeal(state=State.MODERATION, areas=[here])
    assert waiting.number in client_of(ours).get("/moderation/").content.decode()
    assert waiting.number not in client_of(stranger).get("/moderation/").content.decode()
