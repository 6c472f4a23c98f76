"""The whole life of an appeal over HTTP, each letter taken by a real mail server once, and what the public saw then."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.types import Role
from appeals.models import Topic
from channels.models import Notice, Preference
from channels.types import Medium, NoticeState, Pace
from tests.builders import TOWN, make_area, make_authority, make_organisation, make_user
from tests.channels.conftest import Mailbox, mailbox
from tests.channels.working import work

__all__ = ["mailbox"]
pytestmark = pytest.mark.django_db
API, TABLE = "/api/v1/appeals/", "/statistics/appeals.csv"
AUTHOR, CALLER, MODERATOR = "ivan@example.org", "caller@example.org", "moderator@example.org"
WATER, WORKER, HEAD = "water@example.org", "worker@example.org", "head@example.org"
UNSEEN: tuple[None, str, None] = (None, "", None)
# What nobody but those who handle the appeal may read at any step.
SECRETS = ("123-45-67", "ivan", CALLER, "позвоните", "Не наша дорога", "спешим", "Пётр")


def at_once(email: str, role: Role | None = None, **fields: Any) -> Client:
    """A signed-in person who wants every letter at once."""
    user = make_user(email, role=role, language="ru", **fields)
    Preference.objects.create(user=user, email=Pace.AT_ONCE, work_email=Pace.AT_ONCE)
    client = Client(headers={"Accept-Language": "ru"})
    client.force_login(user)
    return client


@dataclass
class Story:
    """People, the post, and where the story is."""

    post: Mailbox
    people: dict[str, Client]
    number: str = ""
    read: int = 0

    def step(self, who: str, name: str, *, number: str = "", **given: Any) -> dict[str, Any]:
        """One step over the API, which must succeed."""
        address = f"{API}{number or self.number}/{name}/"
        answer = self.people[who].post(address, given, content_type="application/json")
        assert answer.status_code == 200, (name, answer.content.decode())
        body: dict[str, Any] = answer.json()
        return body

    def refused(self, who: str, name: str, **given: Any) -> None:
        answer = self.people[who].post(f"{API}{self.number}/{name}/", given, content_type="application/json")
        assert answer.status_code in {403, 404, 409}, (name, answer.status_code)
        assert answer["Content-Type"] == "application/problem+json"

    def letters(self) -> dict[str, list[str]]:
        """Subjects of the letters that have come since, by recipient; the worker has done all its jobs."""
        work(timezone.now())
        fresh, self.read = self.post.letters[self.read :], len(self.post.letters)
        found: dict[str, list[str]] = {}
        for letter in fresh:
            # "№ 123: what happened · topic"
            subject = str(letter["Subject"]).partition(": ")[2].partition(" · ")[0]
            found.setdefault(str(letter["To"]), []).append(subject)
        return {to: sorted(subjects) for to, subjects in found.items()}

    def public(self) -> tuple[str | None, str, int | None]:
        """State, answer and rating as a stranger reads them; no secret is in card, page, list, feed or figures."""
        stranger = Client(headers={"Accept-Language": "ru"})
        card = stranger.get(f"{API}{self.number}/")
        page = stranger.get(f"/appeals/{self.number}/")
        lists = [stranger.get(path) for path in ("/appeals/", API, "/feed/", "/statistics/", TABLE)]
        read = "".join(answer.content.decode() for answer in (card, page, *lists))
        assert not [secret for secret in SECRETS if secret in read]
        assert card.status_code == page.status_code
        if card.status_code == 404:
            assert self.number not in read.replace(f"/appeals/{self.number}/", "")
            return None, "", None
        assert all(self.number in answer.content.decode() for answer in lists)
        told = card.json()["properties"]
        return told["state"], told["answer"] or "", told["rating"]


@pytest.fixture
def story(mailbox: Mailbox, catalogue: dict[str, Topic]) -> Story:
    make_authority(make_organisation("Администрация"), make_area("Речной"))
    water, roads = make_organisation("Водоканал"), make_organisation("Дороги", head_approves=True)
    people = {
        "author": at_once("ivan@example.org", full_name="Иван Пётр"),
        "neighbour": at_once("neighbour@example.org"),
        "operator": at_once("operator@example.org", Role.OPERATOR),
        "moderator": at_once("moderator@example.org", Role.MODERATOR),
        "wrong": at_once("water@example.org", Role.WORKER, organisation=water),
        "worker": at_once("worker@example.org", Role.WORKER, organisation=roads),
        "head": at_once("head@example.org", Role.HEAD, organisation=roads),
    }
    return Story(mailbox, people)


def organisation(email: str) -> int:
    """Where this person works."""
    [membership] = User.objects.get(email=email).memberships.all()
    assert membership.organisation_id is not None
    return membership.organisation_id


def both(*subjects: str) -> dict[str, list[str]]:
    """The same letters to the author and to the caller, whose appeal has joined."""
    return {AUTHOR: sorted(subjects), CALLER: sorted(subjects)}


def report(story: Story) -> None:
    draft = {"topic": "pothole", "text": "Яма, звоните +7 921 123-45-67", "lon": TOWN.lon, "lat": TOWN.lat}
    sent = story.people["author"].post(
        API, {**draft, "client_key": str(uuid4())}, content_type="application/json"
    )
    assert sent.status_code == 201, sent.content
    story.number = sent.json()["number"]


def called(story: Story) -> str:
    """The operator writes down a caller's appeal some metres away; its number."""
    typed = {
        "kind": "problem",
        "topic": "pothole",
        "text": "Яма на том же месте",
        "client_key": str(uuid4()),
        "lon": TOWN.lon + 0.0001,
        "lat": TOWN.lat,
        "channel": "phone",
        "author_email": CALLER,
        "consent": "on",
    }
    answer = story.people["operator"].post("/calls/", typed)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"]).rstrip("/").rpartition("/")[2]


def test_from_the_pin_to_the_second_answer(story: Story) -> None:
    report(story)
    assert story.letters() == {AUTHOR: ["Мы получили ваше обращение"]}
    assert story.public() == UNSEEN

    # The operator's twin is found, and joins.
    twin = called(story)
    assert story.letters() == {CALLER: ["Мы получили ваше обращение"]}
    story.step("moderator", "accept", visibility="public")
    assert story.letters() == {AUTHOR: ["Ваше обращение принято"]}
    assert story.public() == ("assigned", "", None)
    desk = story.people["moderator"].get("/moderation/", {"number": twin}).content.decode()
    assert story.number in desk
    story.step("moderator", "merge", number=twin, duplicate_of=story.number)
    assert story.letters() == {CALLER: ["Обращение объединено с другим"]}
    assert Client().get(f"{API}{twin}/").status_code == 404

    # The moderator corrects the executor, who declines; another one is chosen.
    story.step("moderator", "assign", executor_id=organisation("water@example.org"), comment="Люк")
    assert story.letters() == {
        **both("Обращение передано"),
        WATER: ["Новое обращение вашей организации"],
    }
    story.refused("worker", "decline", comment="Чужое")
    story.step("wrong", "decline", comment="Не наша дорога")
    assert story.letters() == {MODERATOR: ["Исполнитель вернул обращение"]}
    assert story.public() == ("accepted", "", None)
    story.step("moderator", "assign", executor_id=organisation("worker@example.org"), comment="По договору")
    task = ["Новое обращение вашей организации"]
    assert story.letters() == {**both("Обращение передано"), WORKER: task, HEAD: task}
    story.refused("wrong", "register")

    # The executor answers, its head approves.
    story.step("worker", "register")
    # On the site, by the bell alone.
    assert story.letters() == {}
    story.step("worker", "start")
    assert story.letters() == both("Работа началась")
    story.step("worker", "note", text="позвоните жильцу")
    story.step("worker", "answer", text="Засыпали, спешим")
    assert story.letters() == {HEAD: ["Ответ ждёт вашего согласования"]}
    assert story.public() == ("in_progress", "", None)
    story.refused("worker", "approve", text="Сам одобрил")
    story.step("head", "approve", text="Засыпали.")
    assert story.letters() == both("На обращение ответили")
    assert story.public() == ("answered", "Засыпали.", None)

    # Rated 2 and opened again; answered again, rated 5, closed.
    story.refused("neighbour", "rate", rating=5)
    story.step("author", "rate", rating=2, reason="Снова яма, +7 921 123-45-67")
    rated = ["Ответ оценён"]
    assert story.letters() == {WORKER: rated, HEAD: rated}
    assert story.public() == ("rated", "Засыпали.", 2)
    story.step("author", "reopen", comment="Не решено")
    again = ["Обращение снова открыто"]
    assert story.letters() == {CALLER: again, WORKER: again, HEAD: again}
    assert story.public()[0] == "reopened"
    story.step("worker", "start")
    story.step("head", "answer", text="Положили асфальт.")
    assert story.letters() == both("На обращение ответили", "Работа началась")
    story.step("author", "rate", rating=5)
    story.step("moderator", "close")
    assert story.letters() == {WORKER: rated, HEAD: rated}
    assert story.public() == ("closed", "Положили асфальт.", 5)

    each_letter_once(story)


def each_letter_once(story: Story) -> None:
    """As many letters as there are notices by e-mail, each with its own Message-ID, and none waits."""
    ids = [str(letter["Message-ID"]) for letter in story.post.letters]
    assert len(ids) == len(set(ids))
    written = Notice.objects.filter(medium=Medium.EMAIL)
    assert set(written.values_list("state", flat=True)) == {NoticeState.SENT}
    assert written.count() == len(ids)
