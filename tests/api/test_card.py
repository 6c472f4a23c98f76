"""/appeals/{number}/, its support and its photos: who sees what."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.types import Role
from appeals.models import Appeal, Assignment, Attempt, Event, Photo
from appeals.types import EventType, Privacy, State, Visibility
from geo.types import LonLat
from tests.api.conftest import SignIn
from tests.api.test_problems import problem
from tests.builders import NOON, make_appeal, make_area, make_organisation, make_topic, make_user

pytestmark = pytest.mark.django_db
PIN = LonLat(30.301234, 60.005678)
EXPLANATION: dict[str, Any] = {
    "organisation": {"id": 1, "name": "ТСЖ «Садовая»"},
    "rule": "house_contract",
    "area": {"id": 1, "code": "c", "name": "Центр", "kind": "district", "collection": "d", "border_m": 11.1},
    "areas": [
        {"id": 1, "code": "c", "name": "Центр", "kind": "district", "collection": "d", "border_m": 11.1}
    ],
    "zone": {"id": 7, "name": "Садовая 13"},
    "house_id": 13,
    "border_m": 4.2,
    "ambiguous": True,
    "runner_up": {"id": 2, "name": "Другая", "rule": "zone", "place": "Лесная 5", "border_m": 4.2},
    "sentence": "ТСЖ ответит.",
    "sentences": ["ТСЖ ответит.", "A border is 4.2 m away."],
    "comment": "внутренняя пометка",
    "translations": {
        "en": {"sentence": "It answers.", "sentences": ["It answers.", "A border is 4.2 m away."]}
    },
}


@pytest.fixture
def home() -> Appeal:
    """A published appeal about a home, with everything in it that must not leak."""
    company, author = make_organisation("ТСЖ «Садовая»"), make_user("author@example.org")
    appeal = make_appeal(
        at=PIN,
        topic=make_topic("leak", category="housing", privacy=Privacy.HOME),
        text="Течёт крыша",
        address="Метский, Садовая улица, 13, кв. 5",
        executor=company,
        author=author,
        author_name="Иван Тайный",
        author_email="secret@example.org",
        author_phone="+7 999 123",
        areas=[make_area("Центр")],
    )
    Appeal.objects.filter(pk=appeal.pk).update(
        text="Течёт крыша, звоните +7 921 000-00-00",
        answer="Звонили вам на +7 921 000-00-00 и писали на secret@example.org: кв. 5 осмотрена.",
    )
    centre = {**EXPLANATION["area"], "id": appeal.area_id}
    explanation = {**EXPLANATION, "area": centre, "areas": [centre]}
    Assignment.objects.create(
        appeal=appeal, at=NOON, organisation=company, rule="house_contract", explanation=explanation
    )
    Event.objects.create(
        appeal=appeal,
        type=EventType.ACCEPTED,
        at=NOON,
        actor_role=Role.MODERATOR,
        new={"state": "assigned"},
        comment="Уточнили у автора: кв. 5, телефон 8 (921) 000-00-00",
    )
    Event.objects.create(
        appeal=appeal,
        type=EventType.CORRECTED,
        at=NOON,
        actor_role=Role.MODERATOR,
        comment="внутренний разговор",
        is_public=False,
        old={"address": "Садовая, 13"},
    )
    for shown in (True, False):
        photo = Photo(appeal=appeal, is_public=shown, position=int(not shown))
        photo.image.save("a.jpg", ContentFile(b"picture"), save=False)
        photo.thumbnail.save("b.jpg", ContentFile(b"small"), save=False)
        photo.width_px, photo.height_px = 640, 480
        photo.save()
    return appeal


SECRETS = [
    *(
        "Тайный",
        "999 123",
        "secret@example.org",
        "921 000-00-00",
        "(921) 000-00-00",
        "кв. 5",
        "внутренний",
        "внутренняя",
        "author@example.org",
    ),
    *("30.3012", "60.0056", "Садовая 13", "Лесная 5", "4.2", "11.1"),
]


def card(client: APIClient, appeal: Appeal) -> dict[str, Any]:
    answer = client.get(f"/api/v1/appeals/{appeal.number}/")
    assert answer.status_code == 200, answer.content
    body: dict[str, Any] = answer.json()
    return body


def places(home: Appeal) -> list[str]:
    return [
        f"/api/v1/appeals/{home.number}/",
        "/api/v1/appeals/",
        "/api/v1/appeals/?ordering=distance&lon=30.301&lat=60.005",
        "/api/v1/appeals/nearby/?lon=30.301&lat=60.005&radius_m=2000",
        "/api/v1/heatmap/?resolution=12",
        "/api/v1/heatmap/?resolution=12&format=geojson",
        "/api/v1/heatmap/?resolution=12&format=csv",
    ]


def test_nothing_secret_reaches_the_public_anywhere(client: APIClient, home: Appeal) -> None:
    for url in places(home):
        answer = client.get(url)
        assert answer.status_code == 200
        text = answer.content.decode()
        assert home.follow_token not in text
        assert str(home.client_key) not in text
        assert [secret for secret in SECRETS if secret in text] == [], url


def test_a_worker_of_another_company_sees_no_more_than_the_public(sign_in: SignIn, home: Appeal) -> None:
    client = sign_in(Role.WORKER, organisation=make_organisation("Чужая"))
    assert [secret for secret in SECRETS if secret in str(card(client, home))] == []


def test_a_coarse_place_stays_hidden_when_its_topic_changes(client: APIClient, home: Appeal) -> None:
    home.topic.privacy = Privacy.STREET
    home.topic.save()
    properties = card(client, home)["properties"]
    assert properties["exact"] is False
    assert properties["explanation"]["border_m"] is None


def test_the_public_gets_a_coarse_place_and_the_public_photo(client: APIClient, home: Appeal) -> None:
    properties = card(client, home)["properties"]
    assert properties["exact"] is False
    assert properties["author"] is None
    assert properties["address"] == "Метский, Садовая улица"
    assert len(properties["photos"]) == 1
    assert [step["type"] for step in properties["history"]] == ["accepted"]
    assert properties["history"][0]["state"] == "assigned"
    assert properties["history"][0]["comment"] == "Уточнили у автора: кв. [скрыто], телефон [телефон скрыт]"
    assert properties["answer"].endswith("[почта скрыта]: кв. [скрыто] осмотрена.")
    assert properties["explanation"]["sentence"] == "It answers."
    assert properties["explanation"]["areas"][0]["name"] == "Центр"


def test_the_executors_worker_sees_the_place_but_not_the_author(sign_in: SignIn, home: Appeal) -> None:
    feature = card(sign_in(Role.WORKER, organisation=home.executor), home)
    properties = feature["properties"]
    assert feature["geometry"]["coordinates"] == [30.301234, 60.005678]
    assert properties["exact"] is True
    assert properties["text"].endswith("+7 921 000-00-00")
    assert "secret@example.org: кв. 5" in properties["answer"]
    assert properties["history"][0]["comment"].endswith("8 (921) 000-00-00")
    assert properties["explanation"]["border_m"] == 4.2
    assert len(properties["photos"]) == 2
    assert len(properties["history"]) == 2
    assert properties["author"] is None
    assert "Тайный" not in str(feature)


@pytest.mark.parametrize("who", ["moderator", "author"])
def test_moderator_and_author_see_all(sign_in: SignIn, home: Appeal, who: str) -> None:
    client = sign_in(Role.MODERATOR) if who == "moderator" else sign_in(user=home.author)
    properties = card(client, home)["properties"]
    contacts = {"name": "Иван Тайный", "email": "secret@example.org", "phone": "+7 999 123"}
    assert properties["author"] == contacts
    assert "+7 921 000-00-00" in properties["answer"]
    assert "comment" not in properties["explanation"]


@pytest.mark.parametrize("state", [State.MODERATION, State.ASSIGNED])
def test_private_appeal_is_there_only_for_those_near_it(
    client: APIClient, sign_in: SignIn, state: State
) -> None:
    company, author = make_organisation(), make_user()
    appeal = make_appeal(
        at=PIN,
        state=state,
        visibility=Visibility.PRIVATE,
        executor=company,
        author=author,
        text="Неопубликованное",
    )
    viewers = {
        "public": client,
        "resident": sign_in(),
        "stranger": sign_in(Role.WORKER, organisation=make_organisation()),
        "worker": sign_in(Role.WORKER, organisation=company),
        "author": sign_in(user=author),
        "moderator": sign_in(Role.MODERATOR),
    }
    near = {"author", "moderator"} | ({"worker"} if state == State.ASSIGNED else set())
    for name, viewer in viewers.items():
        assert viewer.get(f"/api/v1/appeals/{appeal.number}/").status_code == (200 if name in near else 404)
        for url in places(appeal)[1:]:
            text = viewer.get(url).content.decode()
            counted = any(mark in text for mark in (appeal.number, '"numberMatched":1', '"numberReturned":1'))
            if "csv" in url:
                counted = len(text.split()) > 1
            assert counted == (name in near), (name, url)


@pytest.mark.parametrize("number", ["000000000", "нет", "a" * 13, "%00", "..%2f", "1 OR 1=1"])
def test_unknown_number(client: APIClient, number: str) -> None:
    problem(client.get(f"/api/v1/appeals/{number}/"), 404)


def test_queries_do_not_grow_with_what_the_card_holds(client: APIClient, home: Appeal) -> None:
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            card(client, home)
        counts.append(len(queries))
        for _again in range(3):
            Event.objects.create(appeal=home, type=EventType.ANSWERED, at=NOON, actor_role=Role.WORKER)
            Assignment.objects.create(appeal=home, at=NOON, rule="zone", explanation=EXPLANATION)
            Photo.objects.bulk_create(
                [
                    Photo(
                        appeal=home, is_public=True, image="a.jpg", thumbnail="b.jpg", width_px=1, height_px=1
                    )
                ]
            )
    assert counts[0] == counts[1] <= 5


def test_support_counts_a_browser_once(client: APIClient) -> None:
    appeal = make_appeal()
    url = f"/api/v1/appeals/{appeal.number}/support/"
    first, again = client.post(url), client.post(url)
    assert (first.status_code, first.json()) == (201, {"supports": 1, "is_new": True})
    assert (again.status_code, again.json()) == (200, {"supports": 1, "is_new": False})
    elsewhere = APIClient().post(url, REMOTE_ADDR="198.51.100.7")
    assert elsewhere.json() == {"supports": 2, "is_new": True}
    [cookie] = [morsel for name, morsel in first.cookies.items() if name == "visitor"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_without_cookies_an_address_supports_an_appeal_so_often(client: APIClient, settings: Any) -> None:
    settings.SUPPORT_OF_ONE_RATE = "1/day"
    appeal, other, user = make_appeal(), make_appeal(), make_user()
    url = f"/api/v1/appeals/{appeal.number}/support/"
    assert client.post(url).status_code == 201
    for forged in ({}, {"visitor": "x" * 43}):
        stranger = APIClient(headers={"Accept-Language": "en"})
        stranger.cookies.load(forged)
        refused = stranger.post(url)
        assert "sign in" in problem(refused, 429)["detail"]
        assert int(refused["Retry-After"]) > 0
    assert client.post(url).json() == {"supports": 1, "is_new": False}
    assert APIClient().post(f"/api/v1/appeals/{other.number}/support/").status_code == 201
    client.force_authenticate(user)
    assert client.post(url).json() == {"supports": 2, "is_new": True}
    assert "127.0.0.1" not in str(list(Attempt.objects.values()))


def test_support_is_only_for_open_published_appeals(client: APIClient, settings: Any) -> None:
    closed = make_appeal(state=State.CLOSED)
    hidden = make_appeal(visibility=Visibility.PRIVATE)
    problem(client.post(f"/api/v1/appeals/{closed.number}/support/"), 409)
    problem(client.post(f"/api/v1/appeals/{hidden.number}/support/"), 404)
    problem(client.get(f"/api/v1/appeals/{closed.number}/support/"), 405)
    settings.SUPPORT_RATE = "1/hour"
    opened = make_appeal()
    APIClient().post(f"/api/v1/appeals/{opened.number}/support/")
    answer = APIClient(headers={"Accept-Language": "en"}).post(f"/api/v1/appeals/{opened.number}/support/")
    problem(answer, 429)


def photo_url(photo: Photo, size: str = "image") -> str:
    return f"/api/v1/photos/{photo.key}/{size}/"


def test_published_photo_is_for_everybody_and_kept(client: APIClient, home: Appeal) -> None:
    answer: Any = client.get(photo_url(home.photos.get(is_public=True), "thumbnail"))
    assert b"".join(answer.streaming_content) == b"small"
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "public" in answer.headers["Cache-Control"]


def test_other_photo_is_for_those_near_and_never_kept(
    client: APIClient, sign_in: SignIn, home: Appeal
) -> None:
    hidden = home.photos.get(is_public=False)
    problem(client.get(photo_url(hidden)), 404)
    problem(client.get(photo_url(hidden), {"token": "wrong"}), 404)
    problem(sign_in(Role.WORKER, organisation=make_organisation()).get(photo_url(hidden)), 404)
    for near in (sign_in(Role.MODERATOR), sign_in(Role.WORKER, organisation=home.executor)):
        answer = near.get(photo_url(hidden))
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert client.get(photo_url(hidden), {"token": home.follow_token}).status_code == 200


def test_photos_of_a_private_appeal_are_private(client: APIClient, home: Appeal) -> None:
    Appeal.objects.filter(pk=home.pk).update(visibility=Visibility.PRIVATE)
    problem(client.get(photo_url(home.photos.get(is_public=True))), 404)


def test_photo_that_is_not_there(client: APIClient, home: Appeal) -> None:
    photo = home.photos.get(is_public=True)
    problem(client.get(photo_url(photo, "original")), 404)
    problem(client.get("/api/v1/photos/nothing/image/"), 404)
    photo.image.delete(save=False)
    problem(client.get(photo_url(photo)), 404)
