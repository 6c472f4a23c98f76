"""The moderators' queue: pages, filters, pins, who has what; as many questions to the database however long it is."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.types import Role
from appeals.models import Appeal, Claim
from appeals.queries import queue
from appeals.rules.queue import Held, QueueFilter, Waits, queue_filter
from appeals.types import Channel, State
from tests.builders import make_appeal, make_area, make_organisation, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_user(role=Role.MODERATOR)


@pytest.fixture
def client(user: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def waiting(hours_ago: float = 1, **fields: Any) -> Appeal:
    state = fields.pop("state", State.MODERATION)
    return make_appeal(state=state, submitted_at=timezone.now() - timedelta(hours=hours_ago), **fields)


def numbers(client: Client, query: str = "") -> list[str]:
    page = BeautifulSoup(client.get(f"/moderation/?{query}").content, "html.parser")
    return [
        str(link["href"]).removeprefix("/moderation/?number=").split("&")[0]
        for link in page.select(".desk__queue a.row")
    ]


def test_the_queue_has_pages_and_opens_at_the_opened_appeal(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(queue, "PAGE_SIZE", 2)
    by_age = [waiting(40 - age).number for age in range(5)]
    assert numbers(client) == by_age[:2]
    assert numbers(client, "page=3") == by_age[4:]
    assert numbers(client, "page=2&waits=check") == by_age[2:4]
    assert numbers(client, f"number={by_age[3]}") == by_age[2:4]
    assert numbers(client, f"number={by_age[3]}&page=1") == by_age[:2]


def test_filters_narrow_list_and_map_alike(client: Client, user: User) -> None:
    area = make_area("Центр")
    here = waiting(5, areas=[area])
    light = waiting(4, topic=make_topic("lamp", category="light"))
    late = waiting(60)
    unassigned = waiting(3, state=State.ACCEPTED)
    until = timezone.now() + timedelta(minutes=5)
    Claim.objects.create(appeal=light, user=make_user(role=Role.MODERATOR), until=until)
    expected = {
        "": [late, here, light, unassigned],
        "category=light": [light],
        f"area={area.pk}": [here],
        "overdue=1": [late],
        "waits=executor": [unassigned],
        "waits=check": [late, here, light],
        "held=free": [late, here, unassigned],
        "held=mine": [],
        "area=x&held=nobody&waits=%00&category=%00": [late, here, light, unassigned],
    }
    for query, rows in expected.items():
        assert numbers(client, query) == [row.number for row in rows], query
        places = client.get(f"/moderation/places/?{query}").json()["features"]
        assert [place["properties"]["number"] for place in places] == [row.number for row in rows], query
    Claim.objects.create(appeal=here, user=user, until=until)
    assert numbers(client, "held=mine") == [here.number]
    assert (
        client.get("/moderation/places/?held=mine").json()["features"][0]["properties"]["number"]
        == here.number
    )


def test_the_filter_offers_what_waits_and_says_how_much(client: Client) -> None:
    area = make_area("Центр")
    waiting(areas=[area])
    waiting(60)
    make_appeal(topic=make_topic("lamp", category="light"), areas=[make_area("Север")])
    page = BeautifulSoup(client.get("/moderation/").content, "html.parser")
    options = [option.get_text() for option in page.select("[name=category] option, [name=area] option")]
    assert options == ["All categories", "Category roads (2)", "All areas", "Центр (1)"]
    assert page.select_one("a[href='/moderation/?overdue=1']").get_text() == "1 overdue"


def test_calls_are_told_from_the_rest(client: Client) -> None:
    waiting(channel=Channel.PHONE)
    assert "by an operator" in client.get("/moderation/").content.decode()


@pytest.mark.parametrize("query", ["", "number={}"])
def test_questions_do_not_grow_with_the_queue(client: Client, query: str) -> None:
    def asked(appeal: Appeal) -> int:
        path = f"/moderation/?{query.format(appeal.number)}"
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    areas = [make_area(), make_area()]
    first = waiting(40, executor=make_organisation(), areas=areas)
    waiting(41, executor=make_organisation(), areas=areas)
    once = asked(first)
    for age in range(6):
        appeal = waiting(age, executor=make_organisation(), areas=areas)
        until = timezone.now() + timedelta(minutes=5)
        Claim.objects.create(appeal=appeal, user=make_user(role=Role.MODERATOR), until=until)
    assert asked(first) == once


def test_a_filter_is_its_own_query_string() -> None:
    wanted = QueueFilter("roads", 7, Held.FREE, Waits.CHECK, overdue=True)
    parts = dict(part.split("=") for part in wanted.query.split("&"))
    assert queue_filter(**parts) == wanted
    assert QueueFilter().query == ""
    assert queue_filter(area=str(2**63)) == QueueFilter()
