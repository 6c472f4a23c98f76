"""What is offered instead of a second report: the score in words and figures, and whose appeals it may tell of."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from appeals.models import Appeal, Mark, Topic
from appeals.types import State, Visibility
from geo.types import LonLat
from tests.builders import TOWN, make_appeal, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic() -> Topic:
    return make_topic(duplicate_radius_m=100, duplicate_age_days=30)


def asked(client: Client, about: Topic, text: str = "", **fields: Any) -> list[dict[str, Any]]:
    sent = {"topic": about.code, "lon": TOWN.lon, "lat": TOWN.lat, "text": text, **fields}
    found: list[dict[str, Any]] = client.post("/report/similar/", sent).json()["items"]
    return found


def test_the_most_alike_come_first_with_the_reasons(client: Client, topic: Topic) -> None:
    now = timezone.now()
    same = make_appeal(topic=topic, text="Глубокая яма у самого дома", submitted_at=now)
    older = now - timedelta(days=15)
    far = make_appeal(
        topic=topic, text="Не горит фонарь", at=LonLat(TOWN.lon + 0.001, TOWN.lat), submitted_at=older
    )
    make_appeal(topic=topic, at=LonLat(TOWN.lon + 0.01, TOWN.lat), submitted_at=now)
    first, second = asked(client, topic, "Глубокая яма у самого дома")
    assert (first["number"], first["percent"], first["alike"]) == (same.number, 100, "very much alike")
    assert first["why"] == "the same topic, same place, today, almost the same words"
    assert second["number"] == far.number
    assert second["why"].startswith("the same topic, 56 m, 15 days ago")
    assert second["percent"] < first["percent"]


def test_only_what_everybody_reads_and_ones_own_is_told(client: Client, topic: Topic) -> None:
    user = make_user()
    now, text = timezone.now(), "Звоните +7 921 000-00-00"
    shown = make_appeal(topic=topic, text=text, public_text="Звоните [телефон скрыт]", submitted_at=now)
    own = make_appeal(topic=topic, author=user, state=State.MODERATION, submitted_at=now)
    make_appeal(topic=topic, state=State.MODERATION, submitted_at=now)
    make_appeal(topic=topic, visibility=Visibility.PRIVATE, submitted_at=now)
    make_appeal(topic=topic, state=State.CLOSED, submitted_at=now)
    [told] = asked(client, topic)
    assert (told["number"], told["text"]) == (shown.number, "Звоните [телефон скрыт]")
    browser = Client()
    browser.force_login(user)
    assert {one["number"]: one["is_own"] for one in asked(browser, topic)} == {
        shown.number: False,
        own.number: True,
    }


@pytest.mark.parametrize("fields", [{"topic": "nothing"}, {"lon": "x"}, {"lon": 500}, {"topic": ""}])
def test_without_topic_or_place_there_is_nothing_to_compare(
    client: Client, topic: Topic, fields: dict[str, Any]
) -> None:
    make_appeal(topic=topic, submitted_at=timezone.now())
    assert asked(client, topic, **fields) == []


def test_days_are_those_of_the_calendar(client: Client, topic: Topic) -> None:
    """The last minute of yesterday is a day ago from this morning on, less than 24 hours later."""
    today = datetime.combine(timezone.localdate(), time(), timezone.get_current_timezone())
    make_appeal(topic=topic, submitted_at=today - timedelta(minutes=1))
    [told] = asked(client, topic)
    assert "1 day ago" in told["why"]
    Appeal.objects.update(submitted_at=today)
    Mark.objects.update(submitted_at=today)
    [told] = asked(client, topic)
    assert "today" in told["why"]
