"""Erasure: nothing of the person stays in any table or file, the histories and an act do."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django.fixtures import Settings

from accounts.models import Erasure, Invitation, User
from accounts.queries import viewer_of
from accounts.types import PUBLIC, Role
from appeals.models import Appeal, Comment, Follow
from appeals.queries.card import card_by_token
from appeals.queries.chains import verify_events
from appeals.services.events import record
from appeals.services.photos import keep, prepare
from appeals.services.support import support
from appeals.types import CommentState, EventType, PhotoStage
from channels.models import Notice, Preference, Subscription
from channels.services.subscribing import subscribe
from channels.types import Medium, NoticeState, Pace, Standing, Wish, Wording
from tests.builders import NOON, TOWN, make_appeal, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
# What must be nowhere afterwards; the phone as it stands in texts and in the account.
TRACES = ("zhukova", "921 123-45-67", "secret yard", "Zhukova")


def picture() -> SimpleUploadedFile:
    target = BytesIO()
    Image.new("RGB", (40, 30), "red").save(target, "PNG")
    return SimpleUploadedFile("me.png", target.getvalue())


@pytest.fixture
def anna() -> User:
    return make_user("zhukova@example.org", full_name="Anna Zhukova", phone="+7 921 123-45-67")


@pytest.fixture
def client(anna: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(anna)
    return client


def rows_with(trace: str) -> Iterator[str]:
    """Tables that hold the word in any column of any row."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" AS one WHERE one::text LIKE %s', [f"%{trace}%"])
            if cursor.fetchone()[0]:
                yield table


def leave(client: Client) -> None:
    assert client.post("/account/erase/", {"password": PASSWORD}).status_code == 200


def everything_of(anna: User) -> Appeal:
    """Rows in every table that knows people, each with something of hers."""
    appeal = make_appeal(
        author=anna,
        text="Звоните +7 921 123-45-67",
        public_text="Звоните [телефон скрыт]",
        author_name="Anna Zhukova",
        author_email=anna.email,
        rating_reason="Жду: +7 921 123-45-67",
    )
    make_appeal(author_email="Zhukova@Example.org", author_name="Anna Zhukova")
    other = make_appeal()
    hers = viewer_of(anna)
    record(
        appeal,
        EventType.CORRECTED,
        actor=PUBLIC,
        now=NOON,
        old={"public_text": "Zhukova, secret yard"},
        new={"public_text": "Звоните"},
        is_public=False,
    )
    record(appeal, EventType.RATED, actor=hers, now=NOON, comment="Жду: +7 921 123-45-67")
    record(appeal, EventType.STATE_CHANGED, actor=hers, now=NOON, comment="secret yard", is_public=False)
    for state in CommentState:
        text, shown = "Zhukova, secret yard", "[скрыто]"
        Comment.objects.create(appeal=other, author=anna, at=NOON, text=text, public_text=shown, state=state)
    Follow.objects.create(appeal=other, user=anna, asked_at=NOON)
    Follow.objects.create(appeal=appeal, email=anna.email, asked_at=NOON)
    support(actor=hers, number=other.number, now=NOON)
    wish = Wish(pace=Pace.DAILY, lon=TOWN.lon, lat=TOWN.lat)
    subscribe(actor=hers, wish=wish, now=NOON)
    subscribe(actor=PUBLIC, wish=wish, email=anna.email, now=NOON)
    Subscription.objects.filter(user=anna).update(name="secret yard")
    Preference.objects.create(user=anna)
    event = record(other, EventType.ANSWERED, actor=PUBLIC, now=NOON)
    Notice.objects.create(
        event=event,
        user=anna,
        standing=Standing.FOLLOWER,
        wording=Wording.ANSWERED,
        medium=Medium.BELL,
        state=NoticeState.SENT,
        created_at=NOON,
    )
    boss = make_user(role=Role.ADMINISTRATOR)
    for taken_at in (None, NOON):
        Invitation.objects.create(
            email=anna.email,
            role=Role.MODERATOR,
            invited_by=boss,
            token_hash=str(taken_at),
            sent_at=NOON,
            ends_at=timezone.now() + timedelta(days=1),
            taken_at=taken_at,
        )
    LogEntry.objects.create(
        user=boss,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(anna.pk),
        object_repr=str(anna),
        action_flag=CHANGE,
    )
    return appeal


def test_nothing_of_the_person_stays_in_any_table(client: Client, anna: User) -> None:
    client.post("/account/consents/", {"consent": ["processing"]})
    appeal = everything_of(anna)
    assert {"appeals_appeal", "appeals_event", "appeals_comment", "accounts_user"} <= set(rows_with("hukova"))
    leave(client)
    assert {trace: list(rows_with(trace)) for trace in TRACES} == {trace: [] for trace in TRACES}
    for table in (Notice, Preference, Subscription, Follow):
        assert not table._base_manager.exists()
    assert verify_events(chunk=10).broken == []
    assert Erasure.objects.get().appeals == 2
    assert not appeal.events.exclude(actor=None).exists()
    # What others see goes on: the comment that was published, the supporter who was counted.
    assert Comment.objects.get().author is None
    assert Appeal.objects.filter(supports=1).get().support_set.count() == 1


def test_files_that_nobody_passed_are_removed(
    client: Client, anna: User, django_capture_on_commit_callbacks: Any
) -> None:
    client.post("/account/consents/", {"consent": ["processing"]})
    client.post("/account/", {"full_name": "Anna", "language": "en", "photo": picture()})
    hidden, public = keep(make_appeal(author=anna), [prepare(picture()), prepare(picture())])
    public.original.save("a.jpg", ContentFile(b"before blurring"), save=False)
    public.is_public = True
    public.save()
    anna.refresh_from_db()
    goes = [str(file.name) for file in (anna.photo, hidden.image, hidden.thumbnail, public.original)]
    stays = [str(file.name) for file in (public.image, public.thumbnail)]
    assert all(default_storage.exists(name) for name in goes + stays)
    with django_capture_on_commit_callbacks(execute=True):
        leave(client)
    assert [name for name in goes if default_storage.exists(name)] == []
    assert all(default_storage.exists(name) for name in stays)
    public.refresh_from_db()
    assert not public.original


def test_erasure_leaves_the_appeal_and_an_act_without_the_person(client: Client, anna: User) -> None:
    appeal = make_appeal(
        author=anna,
        text="Звоните +7 921 123-45-67",
        public_text="Звоните [телефон скрыт]",
        author_name="Anna",
        author_email="zhukova@example.org",
        author_phone="+7 921 000-00-00",
    )
    keep(appeal, [prepare(picture())])
    anna.memberships.create(role=Role.MODERATOR)
    token, place = appeal.follow_token, appeal.location
    assert client.post("/account/erase/", {"password": "wrong"}).status_code == 422
    page = client.post("/account/erase/", {"password": "correct horse battery"}).content.decode()
    act = Erasure.objects.get()
    assert act.number in page
    assert (act.appeals, act.photos) == (1, 1)
    appeal.refresh_from_db()
    assert (appeal.author, appeal.author_name) == (None, "")
    assert (appeal.author_email, appeal.author_phone) == ("", "")
    assert (appeal.text, appeal.location) == ("Звоните [телефон скрыт]", place)
    assert card_by_token(token) is None
    assert not appeal.photos.exists()
    anna.refresh_from_db()
    assert "zhukova" not in anna.email
    assert not anna.is_active
    assert viewer_of(anna).user_id is None
    assert not anna.memberships.in_force().exists()
    assert client.get("/account/").status_code == 302


def test_photos_of_an_answer_are_not_the_authors(client: Client, anna: User) -> None:
    appeal = make_appeal(author=anna)
    keep(appeal, [prepare(picture())], stage=PhotoStage.AFTER)
    leave(client)
    assert appeal.photos.count() == 1


def test_guesses_of_the_password_are_counted(client: Client, settings: Settings) -> None:
    settings.SIGN_IN_RATE = "2/10min"
    for _again in range(2):
        client.post("/account/erase/", {"password": "wrong"})
    refused = client.post("/account/erase/", {"password": PASSWORD})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert not Erasure.objects.exists()


def test_an_act_is_never_changed(client: Client, anna: User) -> None:
    Erasure.objects.create(number="1", user=anna, at=timezone.now(), appeals=0, photos=0)
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Erasure.objects.update(appeals=5)
