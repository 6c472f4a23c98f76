"""The report form without scripts: what was typed comes back, the same form sends once, the author gets a link."""

from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from appeals.models import Appeal, Mark, Topic
from appeals.rules.texts import TEXT_MAX
from appeals.types import State, Visibility
from tests.builders import TOWN, make_appeal, make_area, make_authority, make_house, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(catalogue: dict[str, Topic]) -> None:
    make_house("13")
    make_authority(make_organisation("Администрация"), make_area())


def form(**fields: Any) -> dict[str, Any]:
    typed = {
        "kind": "problem",
        "topic": "road_pothole",
        "text": "Глубокая яма у остановки",
        "client_key": str(uuid4()),
        "address": "Садовая улица, 13",
    }
    return {**typed, **fields}


@pytest.fixture
def topic(catalogue: dict[str, Topic]) -> str:
    """Any topic of the street that takes problems."""
    return next(
        code for code, topic in catalogue.items() if topic.scope == "street" and "problem" in topic.kinds
    )


def test_an_address_is_enough(client: Client, town: None, topic: str) -> None:
    response = client.post("/report/", form(topic=topic), follow=True)
    appeal = Appeal.objects.get()
    assert response.redirect_chain[-1][0] == f"/report/sent/{appeal.follow_token}/"
    page = BeautifulSoup(response.content, "html.parser").get_text(" ")
    assert appeal.number in page
    assert "Администрация" in page
    assert (appeal.state, appeal.visibility) == (State.MODERATION, Visibility.PRIVATE)


def test_the_pin_goes_before_the_address(client: Client, town: None, topic: str) -> None:
    client.post("/report/", form(topic=topic, address="", lon=TOWN.lon + 0.01, lat=TOWN.lat))
    assert Appeal.objects.get().location.x == pytest.approx(TOWN.lon + 0.01)


def test_the_same_form_sends_once(client: Client, town: None, topic: str) -> None:
    typed = form(topic=topic)
    first = client.post("/report/", typed)
    second = client.post("/report/", typed)
    assert first["Location"] == second["Location"]
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "blamed"),
    [
        ({"address": ""}, "id_address_error"),
        ({"address": "Нигдейная улица, 5"}, "id_address_error"),
        ({"text": ""}, "id_text_error"),
        ({"topic": ""}, "id_topic_error"),
        ({"author_email": "не почта", "consent": "on"}, "id_author_email_error"),
    ],
)
def test_a_refusal_names_the_field_and_loses_nothing(
    fields: dict[str, str], blamed: str, client: Client, town: None, topic: str
) -> None:
    typed = form(topic=topic, author_name="Анна") | fields
    response = client.post("/report/", typed | {"consent": "on"})
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert page.find(id=blamed) is not None
    assert page.find("textarea", {"name": "text"}).text.strip() == typed["text"]
    for name in ("address", "author_name", "client_key"):
        assert page.find("input", {"name": name})["value" if typed[name] else "name"]
    assert page.find("input", {"name": "client_key"})["value"] == typed["client_key"]
    assert not Appeal.objects.exists()


def test_all_that_is_missing_is_told_at_once(client: Client, town: None) -> None:
    response = client.post("/report/", form(topic="", text="", address=""))
    page = BeautifulSoup(response.content, "html.parser")
    told = {name: page.find(id=f"id_{name}_error") for name in ("address", "topic", "text")}
    assert {name: error.text for name, error in told.items() if error} == {
        "address": "Choose a house or put a point on the map.",
        "topic": "Choose what it is about.",
        "text": "Write a few words about it.",
    }


def test_a_name_needs_consent(client: Client, town: None, topic: str) -> None:
    response = client.post("/report/", form(topic=topic, author_name="Анна"))
    assert response.status_code == 422
    assert "leave name and e-mail empty" in response.content.decode()


def test_a_filled_trap_is_refused(client: Client, town: None, topic: str) -> None:
    assert client.post("/report/", form(topic=topic, website="http://spam.example")).status_code == 422
    assert not Appeal.objects.exists()


def test_a_file_that_is_no_photo_is_named(client: Client, town: None, topic: str) -> None:
    hostile = SimpleUploadedFile("cat.svg", b"<svg onload='alert(1)'/>", "image/svg+xml")
    response = client.post("/report/", form(topic=topic, photos=[hostile]))
    assert response.status_code == 422
    assert "cat.svg" in response.content.decode()
    assert not Appeal.objects.exists()


def test_many_forms_from_one_address_must_wait(client: Client, town: None, topic: str, settings: Any) -> None:
    settings.SUBMIT_RATE = "1/hour"
    assert client.post("/report/", form(topic=topic)).status_code == 302
    response = client.post("/report/", form(topic=topic, text="Ещё одна яма на дороге"))
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 3600
    assert "Ещё одна яма на дороге" in response.content.decode()
    assert "This was sent too often." in response.content.decode()


def test_outside_every_area_is_accepted_for_a_manual_choice(client: Client, town: None, topic: str) -> None:
    response = client.post(
        "/report/", form(topic=topic, address="", lon=TOWN.lon + 1, lat=TOWN.lat), follow=True
    )
    assert Appeal.objects.get().executor is None
    assert "To be chosen by the administration" in response.content.decode()


def test_without_scripts_what_is_alike_is_shown_once_before_sending(
    client: Client, town: None, topic: str, catalogue: dict[str, Topic]
) -> None:
    known = make_appeal(topic=catalogue[topic], text="Яма у остановки", submitted_at=timezone.now())
    typed = form(topic=topic)
    shown = client.post("/report/", typed)
    page = BeautifulSoup(shown.content, "html.parser")
    assert shown.status_code == 422
    step = page.select_one('[data-step="similar"]:not([hidden])')
    assert step is not None
    assert step.select_one("a")["href"] == f"/appeals/{known.number}/"
    assert "the same topic, same place, today" in step.get_text(" ")
    assert page.select_one("[data-send]").get_text() == "Send all the same"
    assert page.select_one("textarea[name=text]").get_text().strip() == typed["text"]
    assert Appeal.objects.count() == 1
    confirmed = page.select_one("[name=confirmed]")["value"]
    sent = client.post("/report/", {**typed, "confirmed": confirmed})
    assert "/report/sent/" in sent["Location"]
    # A form that comes twice, as after a lost answer, still is one appeal, and its own twin is none.
    Mark.objects.update(visibility=Visibility.PUBLIC)
    assert client.post("/report/", typed)["Location"] == sent["Location"]


def test_what_is_not_public_is_not_offered_as_alike(
    client: Client, town: None, topic: str, catalogue: dict[str, Topic]
) -> None:
    make_appeal(topic=catalogue[topic], visibility=Visibility.PRIVATE, submitted_at=timezone.now())
    make_appeal(topic=catalogue[topic], state=State.MODERATION, submitted_at=timezone.now())
    assert client.post("/report/", form(topic=topic)).status_code == 302


@pytest.mark.parametrize("length", [TEXT_MAX + 1, 20_001])
def test_a_text_that_is_too_long_is_told_by_its_one_limit_and_stays(
    client: Client, town: None, topic: str, length: int
) -> None:
    response = client.post(
        "/report/", form(topic=topic, text="я" * length), headers={"accept-language": "en"}
    )
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    field = page.select_one("textarea[name=text]")
    assert "Please shorten the text to 4000 characters." in page.select_one("#id_text_error").get_text()
    assert "20000" not in response.content.decode()
    assert (len(field.get_text().strip()), field.get("maxlength")) == (length, None)


def test_spaces_that_are_not_kept_do_not_count(client: Client, town: None, topic: str) -> None:
    client.post("/report/", form(topic=topic, text="я" * TEXT_MAX + " \n" * 50))
    assert len(Appeal.objects.get().text) == TEXT_MAX
