"""The operators' desk without scripts: nothing typed is lost, one form is one call, each number has its giver."""

import re
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.types import Role
from appeals.models import Appeal, Topic
from appeals.types import Channel, State, Track
from territories.models import Area
from tests.builders import (
    TOWN,
    box,
    make_appeal,
    make_area,
    make_authority,
    make_house,
    make_organisation,
    make_user,
)
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(catalogue: dict[str, Topic]) -> None:
    make_house("13")
    make_authority(make_organisation("Администрация"), make_area())


@pytest.fixture
def desk(town: None, sign_in: SignIn) -> Client:
    return sign_in(Role.OPERATOR)


def form(**fields: Any) -> dict[str, Any]:
    typed = {
        "kind": "problem",
        "topic": "pothole",
        "text": "Глубокая яма у остановки",
        "client_key": str(uuid4()),
        "address": "Садовая улица, 13",
        "channel": "phone",
        "author_name": "Иван Петров",
        "author_phone": "+7 921 000-00-00",
        "consent": "on",
    }
    return {**typed, **fields}


def page_of(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def test_the_address_comes_first_and_has_the_focus(desk: Client) -> None:
    page = page_of(desk.get("/calls/"))
    fields = [one["name"] for one in page.select("form.calls__form [name]") if one.get("type") != "hidden"]
    assert [name for name in dict.fromkeys(fields) if name != "look"] == [
        *(
            "address",
            "topic",
            "kind",
            "text",
            "author_name",
            "author_phone",
            "author_email",
            "consent",
            "track",
            "channel",
        )
    ]
    assert page.find("input", {"name": "address"}).has_attr("autofocus")


def test_an_address_in_words_is_enough(desk: Client) -> None:
    response = desk.post("/calls/", form(channel="visit"), follow=True)
    appeal = Appeal.objects.get()
    assert response.redirect_chain[-1][0] == f"/calls/{appeal.number}/"
    page = page_of(response)
    assert page.h1["aria-label"] == f"№ {appeal.number}"
    assert "".join(group.text for group in page.h1.find_all("span")) == appeal.number
    assert "Администрация" in page.get_text(" ")
    assert page.find("a", href="/calls/").has_attr("class")
    assert (appeal.channel, appeal.state, appeal.author_id) == (Channel.VISIT, State.MODERATION, None)
    assert (appeal.author_name, appeal.author_phone) == ("Иван Петров", "+7 921 000-00-00")
    for secret in ("Иван Петров", "921"):
        assert secret not in page.get_text(" ")


def test_what_is_formal_comes_on_paper_or_from_a_visitor(desk: Client) -> None:
    page = page_of(desk.post("/calls/", form(channel="phone", track="on")))
    assert "from a paper or for a visitor" in page.select_one("#id_track_error").get_text()
    assert page.find("input", {"name": "track"}).has_attr("checked")
    desk.post("/calls/", form(channel="paper", track="on"))
    appeal = Appeal.objects.get()
    assert (appeal.track, appeal.channel) == (Track.FORMAL, Channel.PAPER)
    assert appeal.register_by is not None


def test_the_same_form_is_one_call(desk: Client) -> None:
    typed = form()
    assert desk.post("/calls/", typed)["Location"] == desk.post("/calls/", typed)["Location"]
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "blamed", "told"),
    [
        ({"address": ""}, "address", "Choose a house or put a point on the map."),
        ({"address": "Нигдейная улица, 5"}, "address", "We did not find"),
        ({"text": ""}, "text", "Write a few words about it."),
        ({"topic": ""}, "topic", "Choose what it is about."),
        ({"author_email": "не почта"}, "author_email", "Check the e-mail address"),
        ({"author_phone": "не помнит"}, "author_phone", "Check the phone number"),
        ({"consent": ""}, "consent", "Ask the author"),
        ({"lon": TOWN.lon, "lat": "north"}, "lat", "Enter a number"),
    ],
)
def test_a_refusal_names_the_field_and_loses_nothing(
    fields: dict[str, str], blamed: str, told: str, desk: Client
) -> None:
    typed = form() | fields
    response = desk.post("/calls/", typed)
    assert response.status_code == 422
    page = page_of(response)
    if blamed != "lat":
        assert told in page.find(id=f"id_{blamed}_error").text
    assert page.find("textarea", {"name": "text"}).text.strip() == typed["text"]
    for name in ("address", "author_name", "author_phone", "client_key"):
        assert page.find("input", {"name": name}).get("value", "") == typed[name]
    assert page.find("input", {"name": "channel", "checked": True})["value"] == "phone"
    assert not Appeal.objects.exists()


def test_an_operator_of_another_area_is_told_what_to_do(town: None) -> None:
    user = make_user(
        role=Role.OPERATOR, area=make_area("Там", polygon=box(31, 59, 32, 60), collection="other")
    )
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    response = client.post("/calls/", form())
    assert response.status_code == 422
    assert "pass the caller on" in page_of(response).find(id="id_address_error").text
    assert not Appeal.objects.exists()


def test_neither_trap_nor_rate_are_the_operators(desk: Client, settings: Any) -> None:
    settings.SUBMIT_RATE = "1/hour"
    for _call in range(2):
        assert desk.post("/calls/", form(website="http://example.org")).status_code == 302


def test_similar_ones_are_looked_for_without_scripts(desk: Client, catalogue: dict[str, Topic]) -> None:
    near = make_appeal(topic=catalogue["pothole"], text="Яма у дома", state=State.MODERATION)
    make_appeal(topic=catalogue["pothole"], text="Закрытая яма", state=State.CLOSED)
    typed = form(text="", look="1")
    response = desk.post("/calls/", typed)
    assert response.status_code == 200
    page = page_of(response)
    [button] = page.select("[data-similar] button")
    assert button["formaction"] == f"/calls/{near.number}/support/"
    # What is still to be written is not asked for yet.
    assert not page.select(".field__error")
    given = desk.post(button["formaction"], typed, follow=True)
    assert page_of(given).h1["aria-label"] == f"№ {near.number}"
    assert "Counted: 1 supporter now" in given.content.decode()
    desk.post(button["formaction"], typed)
    near.refresh_from_db()
    assert near.supports == 1


def test_looking_asks_for_place_and_topic(desk: Client) -> None:
    page = page_of(desk.post("/calls/", form(address="", topic="", look="1")))
    assert page.find(id="id_address_error")
    assert page.find(id="id_topic_error")
    assert page.select_one('[data-step="similar"]').has_attr("hidden")


def test_what_cannot_be_counted_leaves_the_form_as_it_was(desk: Client) -> None:
    closed = make_appeal(state=State.CLOSED)
    response = desk.post(f"/calls/{closed.number}/support/", form())
    assert response.status_code == 422
    page = page_of(response)
    assert "cannot be supported" in page.get_text(" ")
    assert page.find("textarea", {"name": "text"}).text.strip() == form()["text"]
    assert page.find("input", {"name": "consent"}).has_attr("checked")
    assert desk.post(f"/calls/{closed.number}/support/", {"client_key": "none"}).status_code == 302


def test_a_number_opens_to_whoever_gave_it(desk: Client, sign_in: SignIn) -> None:
    desk.post("/calls/", form())
    path = f"/calls/{Appeal.objects.get().number}/"
    assert desk.get(path).status_code == 200
    assert sign_in(Role.OPERATOR).get(path).status_code == 404
    assert sign_in(Role.RESIDENT).get(path).status_code == 403


@pytest.mark.parametrize("role", [None, Role.RESIDENT, Role.WORKER, Role.HEAD, Role.ANALYST, Role.COUNCILLOR])
def test_nobody_else_takes_calls(role: Role | None, town: None, client: Client) -> None:
    if role is not None:
        company = make_organisation() if role in {Role.WORKER, Role.HEAD} else None
        user: User = make_user(role=role, organisation=company, area=Area.objects.get())
        client.force_login(user)
    appeal = make_appeal()
    for path in ("/calls/", f"/calls/{appeal.number}/support/"):
        assert client.post(path, form()).status_code == (302 if role is None else 403)
    appeal.refresh_from_db()
    assert (Appeal.objects.count(), appeal.supports) == (1, 0)


def test_contacts_are_the_moderators_and_nobody_else_s(desk: Client, client: Client, sign_in: SignIn) -> None:
    desk.post("/calls/", form())
    appeal = Appeal.objects.get()
    queue = sign_in(Role.MODERATOR).get(f"/moderation/?number={appeal.number}").content.decode()
    assert "+7 921 000-00-00" in queue
    Appeal.objects.update(state=State.ASSIGNED, visibility="public")
    for path in (f"/appeals/{appeal.number}/", f"/api/v1/appeals/{appeal.number}/", "/api/v1/appeals/"):
        body = client.get(path).content.decode()
        assert "921 000" not in body
        assert "Иван Петров" not in body


def test_the_page_costs_the_same_whatever_was_taken(desk: Client) -> None:
    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(path).status_code == 200
        return len(captured)

    desk.post("/calls/", form())
    number = Appeal.objects.get().number
    cost("/calls/")  # what is read once per process
    before = cost("/calls/"), cost(f"/calls/{number}/")
    for _call in range(3):
        desk.post("/calls/", form())
    assert (cost("/calls/"), cost(f"/calls/{number}/")) == before
    page = page_of(desk.get("/calls/"))
    assert len(page.select(".calls__today li")) == 4
    assert re.search(r"№ \d{9}", page.select_one(".calls__today li").text)


def test_sending_costs_the_same_whatever_was_taken(desk: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.post("/calls/", form()).status_code == 302
        return len(captured)

    cost()
    first = cost()
    assert cost() == first
    assert first <= 32
