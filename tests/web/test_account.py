"""A person's own pages: profile, consents, appeals claimed, data taken along, erasure with its act."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from accounts import texts
from accounts.models import Consent, User
from accounts.queries import agreed, viewer_of
from accounts.types import PUBLIC, ConsentKind
from appeals.models import Appeal, Comment, Follow
from appeals.services.belonging import claimable
from appeals.services.events import record
from appeals.services.photos import keep, prepare
from appeals.types import EventType, Visibility
from channels.services.subscribing import subscribe
from channels.types import Pace, Wish
from tests.builders import NOON, TOWN, make_appeal, make_organisation, make_user
from tests.performance.large import many_closed, without_seqscan

pytestmark = pytest.mark.django_db


def picture(name: str = "me.png") -> SimpleUploadedFile:
    target = BytesIO()
    Image.new("RGB", (40, 30), "red").save(target, "PNG")
    return SimpleUploadedFile(name, target.getvalue())


@pytest.fixture
def anna() -> User:
    return make_user("anna@example.org")


@pytest.fixture
def client(anna: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(anna)
    return client


def test_the_profile_is_changed_and_the_photo_made_anew(client: Client, anna: User) -> None:
    values = {"full_name": "Anna", "phone": "+7 921 123-45-67", "language": "en", "photo": picture()}
    refused = client.post("/account/", {**values, "photo": picture()})
    assert refused.status_code == 422
    assert "First tick the first consent below" in refused.content.decode()
    client.post("/account/consents/", {"consent": ["processing"]})
    assert client.post("/account/", values)["Location"] == "/account/"
    anna.refresh_from_db()
    assert (anna.full_name, anna.phone, anna.language) == ("Anna", "+7 921 123-45-67", "en")
    shown = client.get("/account/photo/")
    assert Image.open(BytesIO(shown.content)).format == "JPEG"
    client.post("/account/", {"full_name": "Anna", "language": "en", "drop_photo": "on"})
    assert client.get("/account/photo/").status_code == 404
    client.post("/account/consents/", {})
    anna.refresh_from_db()
    assert anna.full_name == ""


def test_what_is_no_photo_is_said_beside_the_field(client: Client) -> None:
    page = client.post("/account/", {"language": "ru", "photo": SimpleUploadedFile("a.png", b"<svg/>")})
    assert page.status_code == 422
    assert "id_photo_error" in page.content.decode()


def test_consents_are_unticked_apart_and_can_be_withdrawn(client: Client, anna: User) -> None:
    assert "checked" not in client.get("/account/").content.decode()
    client.post("/account/consents/", {"consent": ["processing"]})
    assert agreed(anna, ConsentKind.PROCESSING)
    assert not agreed(anna, ConsentKind.PUBLICATION)
    client.post("/account/consents/", {"consent": ["processing"]})
    assert Consent.objects.count() == 1
    client.post("/account/consents/", {})
    assert not agreed(anna, ConsentKind.PROCESSING)
    row = Consent.objects.get()
    assert row.withdrawn_at is not None
    assert row.text == texts.consent_text(ConsentKind.PROCESSING, "en")


def test_another_text_asks_for_another_consent(client: Client, anna: User) -> None:
    client.post("/account/consents/", {"consent": ["processing"]})
    Consent.objects.update(version="an older one")
    assert not agreed(anna, ConsentKind.PROCESSING)
    assert "The text has changed since you agreed." in client.get("/account/").content.decode()
    client.post("/account/consents/", {"consent": ["processing"]})
    assert Consent.objects.filter(withdrawn_at=None).get().version == texts.consent_version(
        ConsentKind.PROCESSING
    )


def test_a_name_is_shown_with_consent_only(client: Client, anna: User) -> None:
    User.objects.filter(pk=anna.pk).update(full_name="Anna Zhukova")
    appeal, private = make_appeal(author=anna), make_appeal(author=anna, visibility=Visibility.PRIVATE)
    path = f"/appeals/{appeal.number}/"
    assert "Anna Zhukova" not in Client().get(path).content.decode()
    client.post("/account/consents/", {"consent": ["publication"]})
    assert "Anna Zhukova" in Client().get(path).content.decode()
    assert Client().get(f"/appeals/{private.number}/").status_code == 404
    client.post("/account/consents/", {})
    assert "Anna Zhukova" not in Client().get(path).content.decode()


def test_appeals_to_claim_are_found_by_their_index(anna: User) -> None:
    make_appeal(author_email=anna.email)
    many_closed()
    without_seqscan()
    assert "appeal_claimable" in claimable(anna).order_by().explain()


def test_appeals_sent_without_an_account_are_claimed_by_the_confirmed_address(
    client: Client, anna: User
) -> None:
    mine = make_appeal(author_email="ANNA@example.org")
    foreign = make_appeal(author_email="boris@example.org")
    assert mine.number in client.get("/account/appeals/").content.decode()
    client.post("/account/appeals/claim/", {"number": [mine.number, foreign.number]})
    assert list(Appeal.objects.filter(author=anna)) == [mine]
    client.post("/account/appeals/claim/", {"number": [mine.number]})
    assert [(event.type, event.actor) for event in mine.events.all()] == [("adopted", anna)]
    assert not foreign.events.exists()
    assert "Added to its author&#x27;s account" in client.get("/account/appeals/").content.decode()
    assert (
        "Added to"
        not in Client(headers={"Accept-Language": "en"}).get(f"/appeals/{mine.number}/").content.decode()
    )


def test_an_unconfirmed_address_claims_nothing(client: Client, anna: User) -> None:
    EmailAddress.objects.filter(user=anna).update(verified=False)
    mine = make_appeal(author_email="anna@example.org")
    client.post("/account/appeals/claim/", {"number": [mine.number]})
    assert not Appeal.objects.filter(author=anna).exists()


def test_the_cabinet_holds_own_appeals_only(client: Client, anna: User) -> None:
    own, foreign = make_appeal(author=anna), make_appeal(author=make_user())
    page = client.get("/account/appeals/").content.decode()
    assert own.number in page
    assert foreign.number not in page


def test_the_cabinet_goes_on_page_by_page(client: Client, anna: User) -> None:
    made = [make_appeal(author=anna, submitted_at=NOON + timedelta(minutes=at)) for at in range(21)]
    first, second = (client.get(f"/account/appeals/?page={page}").content.decode() for page in (1, 2))
    shown = [
        [appeal.number for appeal in reversed(made) if appeal.number in page] for page in (first, second)
    ]
    assert shown == [[appeal.number for appeal in reversed(made[1:])], [made[0].number]]
    assert 'href="?page=2"' in first
    assert 'href="?page=1"' in second
    # Beyond the last page is the last.
    assert made[0].number in client.get("/account/appeals/?page=99").content.decode()


def test_the_cabinet_asks_as_often_for_one_appeal_as_for_many(client: Client, anna: User) -> None:
    counts = []
    for more in (1, 3):
        for _again in range(more):
            appeal = make_appeal(author=anna, executor=make_organisation())
            record(appeal, EventType.HELD, actor=PUBLIC, now=NOON)
        with CaptureQueriesContext(connection) as queries:
            assert appeal.number in client.get("/account/appeals/").content.decode()
        told = [one["sql"] for one in queries]
        counts.append(len(told))
        for table in ("appeals_event", "accounts_membership"):
            assert len([sql for sql in told if f'FROM "{table}"' in sql]) == 1
    assert counts[0] == counts[1]


def test_the_cabinet_tells_no_more_than_the_authors_page(client: Client, anna: User) -> None:
    appeal = make_appeal(author=anna)
    for event, words in (
        (EventType.ANSWER_RETURNED, "between colleagues"),
        (EventType.HELD, "to the author"),
    ):
        record(appeal, event, actor=PUBLIC, now=NOON, comment=words)
    for path in ("/account/appeals/", f"/appeals/{appeal.number}/"):
        page = client.get(path).content.decode()
        assert "to the author" in page
        assert "between colleagues" not in page


def test_own_data_is_taken_along_with_photos(client: Client, anna: User) -> None:
    appeal = make_appeal(author=anna, text="Яма у дома, кв. 7")
    keep(appeal, [prepare(picture())])
    other = make_appeal(text="not mine")
    Follow.objects.create(appeal=other, user=anna, asked_at=NOON)
    Comment.objects.create(appeal=other, author=anna, at=NOON, text="my words", public_text="")
    Comment.objects.create(appeal=appeal, author=make_user(), at=NOON, text="foreign words", public_text="")
    subscribe(actor=viewer_of(anna), wish=Wish(pace=Pace.DAILY, lon=TOWN.lon, lat=TOWN.lat), now=NOON)
    archive = ZipFile(BytesIO(client.get("/account/data/").content))
    told = json.loads(archive.read("data.json"))
    assert told["account"]["email"] == "anna@example.org"
    assert [row["text"] for row in told["appeals"]] == ["Яма у дома, кв. 7"]
    assert [row["appeal__number"] for row in told["follows"]] == [other.number]
    assert [row["text"] for row in told["comments"]] == ["my words"]
    assert [row["radius_m"] for row in told["alerts"]] == [300.0]
    assert "foreign words" not in json.dumps(told)
    assert "not mine" not in json.dumps(told)
    assert archive.read(told["appeals"][0]["photos"][0])[:2] == b"\xff\xd8"


def test_nobody_claims_an_author_that_is_known(client: Client, anna: User) -> None:
    other = make_user()
    taken = make_appeal(author=other, author_email="anna@example.org")
    client.post("/account/appeals/claim/", {"number": [taken.number]})
    taken.refresh_from_db()
    assert taken.author == other
