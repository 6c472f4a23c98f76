"""One appeal from the phone to the map, over HTTP alone: sent, unseen, published, found, supported."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from appeals.models import Appeal, RefusalReason, Topic
from appeals.services.moderation import accept, refuse
from appeals.types import Visibility
from tests.builders import (
    TOWN,
    make_area,
    make_authority,
    make_contract,
    make_house,
    make_organisation,
    moderator,
)

pytestmark = pytest.mark.django_db
API = "/api/v1"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HERE: dict[str, Any] = {"lon": TOWN.lon, "lat": TOWN.lat}


@pytest.fixture
def resident() -> Client:
    return Client(headers={"Accept-Language": "en"})


def sent(client: Client, **changes: Any) -> dict[str, Any]:
    draft = {
        "topic": "pothole",
        "text": "Яма у дома, звоните +7 921 555-44-33",
        "client_key": str(uuid4()),
        **HERE,
        **changes,
    }
    answer = client.post(f"{API}/appeals/", draft, content_type="application/json")
    assert answer.status_code == 201, answer.content
    body: dict[str, Any] = answer.json()
    return body


def shown(client: Client, number: str) -> dict[str, bool]:
    """Where an appeal is seen."""
    return {
        "card": client.get(f"{API}/appeals/{number}/").status_code == 200,
        "list": number in client.get(f"{API}/appeals/").content.decode(),
        "nearby": number in client.get(f"{API}/appeals/nearby/", HERE).content.decode(),
        "heat": client.get(f"{API}/heatmap/").json()["numberMatched"] > 0,
    }


def test_from_the_phone_to_the_map(resident: Client, catalogue: dict[str, Topic]) -> None:
    area, administration = make_area("Речной", code="river"), make_organisation("Администрация Речного")
    make_authority(administration, area)
    promise = resident.get(f"{API}/assignment/", {**HERE, "topic": "pothole"}).json()
    assert resident.get(f"{API}/appeals/nearby/", {**HERE, "topic": "pothole"}).json()["features"] == []
    body = sent(resident)
    number = body["number"]
    assert (
        body["executor"] == promise["executor"] == {"id": administration.pk, "name": "Администрация Речного"}
    )
    assert body["explanation"]["sentence"] == promise["explanation"]["sentence"]
    assert set(shown(resident, number).values()) == {False}
    assert resident.get(body["follow_url"]).status_code == 200

    accept(actor=moderator(), number=number, visibility=Visibility.PUBLIC, now=NOW)
    assert set(shown(Client(), number).values()) == {True}
    card = Client(headers={"Accept-Language": "en"}).get(f"{API}/appeals/{number}/").json()
    assert "555-44-33" not in str(card)
    assert card["properties"]["executor"] == "Администрация Речного"
    assert card["properties"]["state"] == "assigned"
    assert card["properties"]["explanation"]["sentence"] == body["explanation"]["sentence"]
    assert card["geometry"]["coordinates"] == [TOWN.lon, TOWN.lat]
    listed = resident.get(f"{API}/appeals/", {"area": "river", "executor": str(administration.pk)}).json()
    assert listed["numberMatched"] == 1

    neighbour = Client()
    assert neighbour.post(f"{API}/appeals/{number}/support/").json() == {"supports": 1, "is_new": True}
    popular = resident.get(f"{API}/appeals/", {"ordering": "popularity"}).json()
    assert popular["features"][0]["properties"]["supports"] == 1


def test_a_home_is_never_shown_exactly(resident: Client, catalogue: dict[str, Topic]) -> None:
    code = next(
        code for code, topic in catalogue.items() if topic.privacy == "home" and topic.scope == "house"
    )
    house, company = make_house("13"), make_organisation("УК Заря")
    make_contract(house, company)
    make_area("Речной")
    body = sent(resident, topic=code, house_id=house.pk)
    assert body["executor"]["name"] == "УК Заря"
    accept(actor=moderator(), number=body["number"], visibility=Visibility.PUBLIC, now=NOW)
    feature = resident.get(f"{API}/appeals/{body['number']}/").json()
    assert feature["properties"]["exact"] is False
    assert feature["geometry"]["coordinates"] != [TOWN.lon, TOWN.lat]
    assert "13" not in feature["properties"]["address"]
    assert feature["properties"]["explanation"]["house_id"] is None
    public = Appeal.objects.get().public_location
    assert feature["geometry"]["coordinates"] == [round(public.x, 6), round(public.y, 6)]


def test_a_refused_appeal_stays_between_author_and_moderator(
    resident: Client, catalogue: dict[str, Topic]
) -> None:
    body = sent(resident)
    reason = RefusalReason.objects.first()
    assert reason is not None
    refuse(actor=moderator(), number=body["number"], reason=reason.code, comment="Письмо", now=NOW)
    assert set(shown(resident, body["number"]).values()) == {False}
    assert resident.get(body["follow_url"]).status_code == 200


def test_a_phone_without_a_network_sends_twice(resident: Client, catalogue: dict[str, Topic]) -> None:
    key = str(uuid4())
    first = sent(resident, client_key=key)
    draft = {"topic": "pothole", "text": "Яма у дома, звоните +7 921 555-44-33", "client_key": key, **HERE}
    again = resident.post(f"{API}/appeals/", draft, content_type="application/json")
    assert again.status_code == 200
    assert again.json()["number"] == first["number"]
    assert Appeal.objects.count() == 1
