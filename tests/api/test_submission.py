"""POST /appeals/: JSON or a form with photos, once per key, and what is told when it cannot be taken."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.middleware.csrf import _get_new_csrf_string
from django.utils import translation
from PIL import Image
from rest_framework.test import APIClient

from appeals.models import Appeal, Photo, Topic
from appeals.types import Channel, State, Visibility
from geo.types import LonLat
from tests.api.conftest import SignIn
from tests.api.test_problems import problem
from tests.builders import (
    TOWN,
    make_area,
    make_authority,
    make_contract,
    make_house,
    make_organisation,
    make_user,
)
from tests.proofs import solved

pytestmark = pytest.mark.django_db
URL = "/api/v1/appeals/"


def draft(**changes: Any) -> dict[str, Any]:
    plain = {
        "kind": "problem",
        "topic": "pothole",
        "text": "Глубокая яма у дома",
        "client_key": str(uuid4()),
        "lon": TOWN.lon,
        "lat": TOWN.lat,
    }
    return {name: value for name, value in (plain | changes).items() if value is not None}


def picture() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (640, 480), "grey").save(content, "JPEG")
    return SimpleUploadedFile("yama.jpg", content.getvalue(), "image/jpeg")


def test_taken_in_with_executor_reason_and_deadline(client: APIClient, catalogue: dict[str, Topic]) -> None:
    area, administration = make_area("Речной"), make_organisation("Администрация")
    make_authority(administration, area)
    answer = client.post(URL, draft(), format="json")
    body = answer.json()
    appeal = Appeal.objects.get(number=body["number"])
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert (appeal.channel, appeal.state, appeal.visibility) == (
        Channel.API,
        State.MODERATION,
        Visibility.PRIVATE,
    )
    assert body["executor"] == {"id": administration.pk, "name": "Администрация"}
    assert "Речной" in body["explanation"]["sentence"]
    assert body["due_on"] == str(appeal.due_on)
    assert body["follow_url"].endswith(f"/follow/{appeal.follow_token}/")
    assert body["warnings"] == []


def test_same_key_gives_the_same_appeal(client: APIClient, catalogue: dict[str, Topic]) -> None:
    sent = draft()
    first, again = (client.post(URL, sent, format="json") for _time in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["number"] == again.json()["number"]
    assert first.json()["follow_url"] == again.json()["follow_url"]
    assert Appeal.objects.count() == 1


def test_key_of_another_text_is_taken(client: APIClient, catalogue: dict[str, Topic]) -> None:
    sent = draft()
    client.post(URL, sent, format="json")
    body = problem(client.post(URL, sent | {"text": "Совсем другое дело"}, format="json"), 409)
    assert body["errors"][0]["field"] == "client_key"


def test_photos_come_with_the_form(client: APIClient, catalogue: dict[str, Topic]) -> None:
    answer = client.post(URL, draft() | {"photos": [picture(), picture()]}, format="multipart")
    assert answer.status_code == 201, answer.content
    assert Photo.objects.filter(appeal__number=answer.json()["number"], is_public=False).count() == 2


@pytest.mark.parametrize(
    ("file", "status"),
    [
        (SimpleUploadedFile("page.jpg", b"<script>alert(1)</script>", "image/jpeg"), 422),
        (SimpleUploadedFile("empty.jpg", b"", "image/jpeg"), 422),
    ],
)
def test_hostile_file_is_refused_and_nothing_kept(
    client: APIClient, catalogue: dict[str, Topic], file: SimpleUploadedFile, status: int
) -> None:
    body = problem(client.post(URL, draft() | {"photos": [file]}, format="multipart"), status)
    assert body["errors"][0]["field"].startswith("photos")
    assert not Appeal.objects.exists()


def test_by_house_or_address_without_a_pin(client: APIClient, catalogue: dict[str, Topic]) -> None:
    house, company = make_house("13"), make_organisation("УК Заря")
    make_contract(house, company)
    by_house = client.post(
        URL, draft(lon=None, lat=None, house_id=house.pk, topic="entrance_light"), format="json"
    )
    assert by_house.status_code == 201, by_house.content
    assert by_house.json()["executor"]["name"] == "УК Заря"
    by_address = client.post(
        URL, draft(lon=None, lat=None, address="Садовая ул., д. 13", topic="entrance_light"), format="json"
    )
    assert by_address.status_code == 201, by_address.content


def test_swapped_axes_are_noticed(client: APIClient, catalogue: dict[str, Topic]) -> None:
    make_area()
    body = problem(client.post(URL, draft(lon=TOWN.lat, lat=TOWN.lon), format="json"), 422)
    assert body["errors"][0]["field"] == "lon"
    assert not Appeal.objects.exists()


def test_a_text_that_is_too_long_is_told_by_its_one_limit(
    client: APIClient, catalogue: dict[str, Topic]
) -> None:
    for length in (4001, 20_001):
        told = problem(client.post(URL, draft(text="я" * length), format="json"), 422)["errors"]
        assert [row["field"] for row in told] == ["text"]
        assert "4000" in told[0]["detail"]


def test_zeros_are_no_place(client: APIClient, catalogue: dict[str, Topic]) -> None:
    make_area()
    body = problem(client.post(URL, draft(lon=0, lat=0), format="json"), 422)
    assert (body["type"], body["errors"][0]["field"]) == ("urn:metka:problem:no_coordinates", "lon")
    problem(client.get("/api/v1/assignment/", {"lon": 0, "lat": 0}), 422)


def test_outside_every_area_is_taken_with_a_warning(client: APIClient, catalogue: dict[str, Topic]) -> None:
    make_area()
    answer = client.post(URL, draft(lon=100.0, lat=10.0), format="json")
    assert answer.status_code == 201
    assert answer.json()["executor"] is None
    assert {warning["code"] for warning in answer.json()["warnings"]} == {"outside", "manual"}


def test_emergency_is_advised(client: APIClient, catalogue: dict[str, Topic]) -> None:
    code = next(topic.code for topic in catalogue.values() if topic.is_emergency and "problem" in topic.kinds)
    assert "112" in client.post(URL, draft(topic=code), format="json").json()["advice"]
    assert client.post(URL, draft(), format="json").json()["advice"] == ""


@pytest.mark.parametrize(
    ("changes", "field", "status"),
    [
        ({"topic": None}, "topic", 400),
        ({"topic": "nothing"}, "topic", 422),
        ({"text": " "}, "text", 400),
        ({"text": "я"}, "text", 422),
        ({"text": "яма " * 4000}, "text", 422),
        ({"text": "яма " * 9000}, "text", 422),
        ({"text": "яма\x00"}, "text", 400),
        ({"client_key": "1"}, "client_key", 400),
        ({"kind": "wish"}, "kind", 400),
        ({"lon": 1e300}, "lon", 400),
        ({"lat": None}, "lat", 400),
        ({"lon": None, "lat": None}, "lon", 422),
        ({"lon": None, "lat": None, "address": "Нигде, 1"}, "address", 422),
        ({"house_id": 10**17}, "house_id", 422),
        ({"house_id": 10**30}, "house_id", 400),
        ({"author_email": "nobody"}, "author_email", 422),
        ({"author_name": "я" * 201}, "author_name", 400),
    ],
)
def test_what_cannot_be_taken_is_named(
    client: APIClient, catalogue: dict[str, Topic], changes: dict[str, Any], field: str, status: int
) -> None:
    body = problem(client.post(URL, draft(**changes), format="json"), status)
    assert field in [error["field"] for error in body["errors"]]
    assert not Appeal.objects.exists()


def test_field_that_only_programs_fill_in(client: APIClient, catalogue: dict[str, Topic]) -> None:
    sent = draft(website="http://spam.example")
    answer = client.post(URL, sent, format="json")
    body = answer.json()
    assert (answer.status_code, body["type"]) == (422, "urn:metka:problem:proof_needed")
    assert "website" not in answer.content.decode()
    assert not Appeal.objects.exists()
    # Browsers fill in the trap by themselves: as on the page, a proof is enough, and once.
    proof = solved(body["challenge"])
    assert client.post(URL, {**sent, "proof": proof}, format="json").status_code == 201
    again = client.post(URL, {**sent, "client_key": str(uuid4()), "proof": proof}, format="json")
    assert again.status_code == 422
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"lon": NaN}', "application/json", 400),
        (b'{"text": "\xff"}', "application/json", 400),
        (b'{"kind": "\\ud800"}', "application/json", 400),
        (b"[]", "application/json", 400),
        (b"null", "application/json", 400),
        (b"x", "text/plain", 415),
        (b"x", "multipart/form-data", 400),
        (b"--x\r\n", "multipart/form-data; boundary=x", 400),
    ],
)
def test_body_that_is_no_draft(client: APIClient, content: bytes, content_type: str, status: int) -> None:
    problem(client.post(URL, content, content_type=content_type), status)


def test_body_beyond_the_limit(client: APIClient, settings: Any) -> None:
    settings.MAX_BODY_BYTES = 1000
    problem(client.post(URL, draft(text="я" * 2000), format="json"), 413)


def test_rate_is_limited_with_the_time_to_wait(
    client: APIClient, catalogue: dict[str, Topic], settings: Any
) -> None:
    settings.SUBMIT_RATE = "2/hour"
    for _time in range(2):
        assert client.post(URL, draft(), format="json").status_code == 201
    answer = client.post(URL, draft(), format="json")
    assert problem(answer, 429)["type"] == "urn:metka:problem:throttled"
    assert 0 < int(answer.headers["Retry-After"]) <= 3600


def test_forwarded_address_is_not_believed_without_a_proxy(
    client: APIClient, catalogue: dict[str, Topic], settings: Any
) -> None:
    settings.SUBMIT_RATE = "1/hour"
    client.post(URL, draft(), format="json", headers={"X-Forwarded-For": "10.0.0.1"})
    again = client.post(URL, draft(), format="json", headers={"X-Forwarded-For": "10.0.0.2"})
    assert again.status_code == 429


def test_signed_in_sender_needs_the_csrf_token(sign_in: SignIn, catalogue: dict[str, Topic]) -> None:
    user = make_user()
    client = sign_in(user=user)
    refused = client.post(URL, draft(), format="json", headers={"accept-language": "ru"})
    assert problem(refused, 403)["type"] == "urn:metka:problem:csrf"
    assert "Обновите страницу и попробуйте снова" in refused.json()["detail"]
    assert "Reload the page" in client.post(URL, draft(), format="json").json()["detail"]
    assert not Appeal.objects.exists()
    token = _get_new_csrf_string()
    client.cookies["csrftoken"] = token
    assert client.post(URL, draft(), format="json", headers={"X-CSRFToken": token}).status_code == 201
    assert Appeal.objects.get().author == user


def test_told_in_russian(catalogue: dict[str, Topic]) -> None:
    with translation.override(None):
        body = problem(APIClient().post(URL, draft(lat=None), format="json"), 400)
    assert body["errors"] == [{"field": "lat", "detail": "Укажите lon и lat вместе."}]


def test_far_pin_is_kept_exactly(client: APIClient, catalogue: dict[str, Topic]) -> None:
    place = LonLat(30.123456, 59.654321)
    client.post(URL, draft(lon=place.lon, lat=place.lat), format="json")
    appeal = Appeal.objects.get()
    assert (appeal.location.x, appeal.location.y) == (place.lon, place.lat)
