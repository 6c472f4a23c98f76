"""One step for chosen rows of the queue: each that refuses is told with its reason, the others go through."""

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.types import Role
from appeals.models import Appeal, Claim, Photo
from appeals.queries.queue import PAGE_SIZE
from appeals.services.photos import keep, prepare_all
from appeals.types import State, Visibility
from tests.appeals.test_blurring import stripes
from tests.builders import make_appeal, make_area, make_organisation, make_reason, make_topic, make_user

pytestmark = pytest.mark.django_db
PATH = "/moderation/batch/"


@pytest.fixture
def user() -> User:
    return make_user(role=Role.MODERATOR)


@pytest.fixture
def client(user: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def sent(act: str, *appeals: Appeal, **fields: object) -> dict[str, object]:
    return {"act": act, "numbers": [appeal.number for appeal in appeals], "key": uuid4(), **fields}


def waiting(**fields: object) -> Appeal:
    return make_appeal(state=State.MODERATION, executor=make_organisation(), **fields)


@pytest.mark.parametrize(
    ("act", "visibility"), [("publish", Visibility.PUBLIC), ("accept", Visibility.PRIVATE)]
)
def test_several_are_accepted_and_no_photo_is_shown(act: str, visibility: Visibility, client: Client) -> None:
    chosen = [waiting(), waiting()]
    keep(chosen[0], prepare_all([stripes()]))
    response = client.post(f"{PATH}?waits=check", sent(act, *chosen))
    assert response["Location"] == "/moderation/?waits=check"
    rows = Appeal.objects.values_list("state", "visibility")
    assert list(rows) == [(State.ASSIGNED, visibility)] * 2
    assert not Photo.objects.get().is_public


def test_several_at_once_publish_nothing_that_is_private_by_default(client: Client) -> None:
    private, usual = waiting(topic=make_topic("benefits", is_private=True)), waiting()
    page = client.post(PATH, sent("publish", private, usual)).content.decode()
    assert "not published by default" in page
    states = dict(Appeal.objects.values_list("number", "visibility"))
    assert states == {private.number: Visibility.PRIVATE, usual.number: Visibility.PUBLIC}
    assert Appeal.objects.get(pk=private.pk).state == State.MODERATION
    done = client.post(PATH, sent("accept", private))
    assert (done.status_code, Appeal.objects.get(pk=private.pk).state) == (302, State.ASSIGNED)


@pytest.mark.parametrize(
    ("private", "first", "key"), [(True, "private", "private"), (False, "public", "accept")]
)
def test_the_first_button_is_what_the_topic_says(client: Client, private: bool, first: str, key: str) -> None:
    appeal = waiting(topic=make_topic("benefits", is_private=private))
    page = BeautifulSoup(client.get(f"/moderation/?number={appeal.number}").content, "html.parser")
    buttons = page.select('button[name="visibility"]')
    assert next(button["value"] for button in buttons) == first
    assert (buttons[0].get("data-key"), "button--filled" in buttons[0]["class"]) == (key, True)
    assert ("accept" in {button.get("data-key") for button in buttons}) == (not private)
    # Alone it is the moderator's decision.
    client.post(f"/moderation/{appeal.number}/accept/", {"visibility": "public"})
    assert Appeal.objects.get(pk=appeal.pk).visibility == Visibility.PUBLIC


def test_the_page_of_the_queue_stays_the_same(client: Client) -> None:
    appeals = [make_appeal(state=State.MODERATION) for _ in range(PAGE_SIZE + 1)]
    refused = client.post(f"{PATH}?waits=check&page=2", sent("burn", appeals[0]))
    batch = BeautifulSoup(refused.content, "html.parser").select_one("form[data-batch]")
    assert batch["action"].endswith("page=2")


def test_what_refuses_is_told_and_stays_chosen(client: Client) -> None:
    reason, colleague = make_reason(), make_user(role=Role.MODERATOR)
    fine, taken, done = waiting(), waiting(), make_appeal(state=State.CLOSED)
    Claim.objects.create(appeal=taken, user=colleague, until=timezone.now() + timedelta(minutes=5))
    response = client.post(PATH, sent("refuse", fine, taken, done, reason=reason.code))
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    told = [line.get_text() for line in page.select(".pick__failed li")]
    assert told == [
        f"№ {taken.number}: Another moderator has just opened this appeal. Take the next one.",
        f"№ {done.number}: This step is not possible now: the appeal stands elsewhere. Reload the page.",
    ]
    ticked = page.select("input[type=checkbox][name=numbers][checked]")
    assert [box["value"] for box in ticked] == [done.number, taken.number]
    assert page.select_one(f"[name=reason] option[value={reason.code}][selected]")
    assert "Done for 1 appeal." in page.get_text()
    fine.refresh_from_db()
    assert fine.state == State.REFUSED


def test_several_get_one_executor(client: Client) -> None:
    company = make_organisation("Одна на всех")
    chosen = [waiting(), make_appeal(state=State.ACCEPTED)]
    client.post(PATH, sent("assign", *chosen, executor=company.pk, why="По договору"))
    rows = Appeal.objects.order_by("pk").values_list("executor", "state")
    assert list(rows) == [(company.pk, State.MODERATION), (company.pk, State.ASSIGNED)]
    kept = [appeal.assignments.last() for appeal in chosen]
    assert [(row.is_manual, row.explanation["comment"]) for row in kept] == [(True, "По договору")] * 2


def test_one_executor_for_several_needs_a_reason_and_stays_chosen(client: Client) -> None:
    company, appeal = make_organisation("Одна на всех"), waiting()
    refused = client.post(PATH, sent("assign", appeal, executor=company.pk, why=" "))
    assert refused.status_code == 422
    page = BeautifulSoup(refused.content, "html.parser")
    assert page.select_one("#batch_why_error") is not None
    assert page.select_one(f"#batch_executor option[value='{company.pk}'][selected]") is not None
    assert not appeal.assignments.exists()


@pytest.mark.parametrize(
    ("act", "blamed"), [("refuse", "#batch_reason_error"), ("assign", "#batch_executor_error"), ("burn", "")]
)
def test_what_is_missing_is_said_and_nothing_happens(act: str, blamed: str, client: Client) -> None:
    appeal = waiting()
    response = client.post(PATH, sent(act, appeal))
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one(blamed or ".notice--error")
    assert not appeal.events.exists()
    assert [box["value"] for box in page.select("[name=numbers][checked]")] == [appeal.number]


def test_pressed_twice_is_done_once_and_nothing_chosen_is_said(client: Client) -> None:
    form = sent("publish", waiting())
    for _again in range(2):
        assert client.post(PATH, form).status_code == 302
    assert "Choose at least one appeal." in client.post(PATH, sent("publish")).content.decode()
    many = {"act": "publish", "numbers": [str(number) for number in range(201)], "key": uuid4()}
    assert "At most 200 appeals at once." in client.post(PATH, many).content.decode()


def test_appeals_of_other_areas_are_not_touched_and_not_told_of() -> None:
    here, there = make_area("Здесь"), make_area("Там")
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(make_user(role=Role.MODERATOR, area=here))
    foreign = waiting(areas=[there], address="Тайный, 1")
    response = client.post(PATH, sent("publish", waiting(areas=[here]), foreign))
    page = response.content.decode()
    assert response.status_code == 422
    assert "There is no such appeal." in page
    assert "Тайный" not in page
    foreign.refresh_from_db()
    assert foreign.state == State.MODERATION
