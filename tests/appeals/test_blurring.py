"""Blurring a photo and marking personal data in a text: what the public gets holds nothing of what was hidden."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.types import PUBLIC
from appeals import errors
from appeals.models import Appeal, Event, Photo
from appeals.queries.following import photo_for
from appeals.queries.photos import regions_of
from appeals.rules.privacy import mask, secrets_in
from appeals.services.blurring import blur
from appeals.services.claims import claim
from appeals.services.correction import Correction, correct
from appeals.services.events import record
from appeals.services.photos import keep, prepare_all
from appeals.types import EventType, Region, SecretKind
from geo.types import LonLat
from tests.builders import TOWN, make_appeal, make_organisation, moderator, resident, worker

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
LEFT_HALF = Region(0, 0, 0.5, 1)


def stripes(width: int = 200, height: int = 100) -> SimpleUploadedFile:
    """Black and white columns of five pixels."""
    picture = Image.new("RGB", (width, height))
    for x in range(width):
        picture.paste((255, 255, 255) if x // 5 % 2 else (0, 0, 0), (x, 0, x + 1, height))
    target = BytesIO()
    picture.save(target, "PNG")
    return SimpleUploadedFile("p.png", target.getvalue(), "image/png")


def with_photo(**fields: Any) -> tuple[Appeal, Photo]:
    appeal = make_appeal(**fields)
    [photo] = keep(appeal, prepare_all([stripes()]))
    Photo.objects.update(is_public=True)
    return appeal, Photo.objects.get(pk=photo.pk)


def contrast(file: Any, left: float, right: float) -> int:
    """Lightest minus darkest pixel between two fractions of the width, on the middle row."""
    with file.open("rb") as opened:
        picture = Image.open(opened).convert("L")
        middle = picture.height // 2
        row = picture.crop((0, middle, picture.width, middle + 1)).tobytes()
    part = row[int(left * len(row)) + 12 : int(right * len(row)) - 12]
    return max(part) - min(part)


@pytest.mark.django_db
def test_what_was_blurred_is_gone_and_the_rest_stays(django_capture_on_commit_callbacks: Any) -> None:
    appeal, before = with_photo()
    with django_capture_on_commit_callbacks(execute=True):
        photo = blur(
            actor=moderator(), number=appeal.number, photo_id=before.pk, regions=[LEFT_HALF], now=NOW
        )
    photo.refresh_from_db()
    for file in (photo.image, photo.thumbnail):
        assert contrast(file, 0, 0.5) < 60
        assert contrast(file, 0.5, 1) > 180
    assert (photo.width_px, photo.height_px) == (200, 100)
    # The old address leads nowhere, its thumbnail is removed, the picture before is kept.
    assert photo_for(PUBLIC, before.key) is None
    assert photo_for(PUBLIC, photo.key) == photo
    assert not before.thumbnail.storage.exists(before.thumbnail.name)
    assert photo.original.name == before.image.name
    assert contrast(photo.original, 0, 0.5) > 180
    event = Event.objects.get()
    assert (event.type, event.is_public) == ("photo_blurred", False)


@pytest.mark.django_db
def test_blurring_again_starts_from_the_picture_before(django_capture_on_commit_callbacks: Any) -> None:
    appeal, photo = with_photo()
    desk = moderator()
    for regions in ([LEFT_HALF], [Region(0.5, 0, 0.5, 1)]):
        with django_capture_on_commit_callbacks(execute=True):
            photo = blur(actor=desk, number=appeal.number, photo_id=photo.pk, regions=regions, now=NOW)
    assert contrast(photo.image, 0, 0.5) > 180
    assert contrast(photo.image, 0.5, 1) < 60
    assert photo.original.storage.exists(photo.original.name)


@pytest.mark.django_db
def test_shown_as_it_was_it_is_kept_once_only(django_capture_on_commit_callbacks: Any) -> None:
    appeal, before = with_photo()
    desk, number = moderator(), appeal.number
    assert blur(actor=desk, number=number, photo_id=before.pk, regions=[], now=NOW).key == before.key
    assert not Event.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        blurred = blur(actor=desk, number=number, photo_id=before.pk, regions=[LEFT_HALF], now=NOW)
        blurred.refresh_from_db()
        assert regions_of(blurred) == [LEFT_HALF]
        photo = blur(actor=desk, number=number, photo_id=before.pk, regions=[], now=NOW)
    photo.refresh_from_db()
    assert (photo.image.name, str(photo.original)) == (before.image.name, "")
    assert contrast(photo.image, 0, 0.5) > 180
    assert contrast(photo.thumbnail, 0, 0.5) > 150
    assert not blurred.image.storage.exists(blurred.image.name)
    assert regions_of(photo) == []


@pytest.mark.django_db
def test_parts_that_nobody_wrote_down_are_not_taken_for_none() -> None:
    appeal, photo = with_photo()
    photo = blur(actor=moderator(), number=appeal.number, photo_id=photo.pk, regions=[LEFT_HALF], now=NOW)
    told = {"photo": photo.pk, "regions": 1}
    record(appeal, EventType.PHOTO_BLURRED, actor=moderator(), now=NOW, new=told, is_public=False)
    assert regions_of(photo) is None


@pytest.mark.django_db
def test_what_another_moderator_has_open_is_not_blurred() -> None:
    appeal, photo = with_photo()
    claim(actor=moderator(), number=appeal.number, now=NOW)
    with pytest.raises(errors.ClaimedByAnother):
        blur(actor=moderator(), number=appeal.number, photo_id=photo.pk, regions=[LEFT_HALF], now=NOW)


@pytest.mark.django_db
def test_no_address_serves_the_original(client: Client) -> None:
    appeal, photo = with_photo()
    photo = blur(actor=moderator(), number=appeal.number, photo_id=photo.pk, regions=[LEFT_HALF], now=NOW)
    assert client.get(f"/api/v1/photos/{photo.key}/image/").status_code == 200
    assert client.get(f"/api/v1/photos/{photo.key}/original/").status_code == 404


@pytest.mark.django_db
def test_only_moderators_blur_and_only_parts_of_the_photo() -> None:
    company = make_organisation()
    appeal, photo = with_photo(executor=company)
    for actor in (PUBLIC, resident(), worker(company)):
        with pytest.raises(errors.NotAllowed):
            blur(actor=actor, number=appeal.number, photo_id=photo.pk, regions=[LEFT_HALF], now=NOW)
    desk = moderator()
    for wrong in (
        Region(0.6, 0, 0.5, 1),
        Region(-0.1, 0, 0.5, 1),
        Region(0, 0, 0, 1),
        Region(0, float("nan"), 1, 1),
    ):
        with pytest.raises(errors.WrongRegion):
            blur(actor=desk, number=appeal.number, photo_id=photo.pk, regions=[wrong], now=NOW)
    with pytest.raises(errors.UnknownPhoto):
        blur(actor=desk, number=make_appeal().number, photo_id=photo.pk, regions=[], now=NOW)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Звоните +7 921 123-45-67 или ivan@example.org", [SecretKind.PHONE, SecretKind.EMAIL]),
        ("СНИЛС 112-233-445 95, паспорт 4012 123456", [SecretKind.SNILS, SecretKind.PASSPORT]),
        ("Карта 4276 1234 5678 9012, кв. 45", [SecretKind.CARD, SecretKind.FLAT]),
        ("Яма у дома 13", []),
    ],
)
def test_what_would_be_masked_is_found_in_order(text: str, kinds: list[SecretKind]) -> None:
    found = secrets_in(text)
    assert [secret.kind for secret in found] == kinds
    hidden = text
    for secret in reversed(found):
        assert text[secret.start : secret.end].strip()
        hidden = hidden[: secret.start] + "…" + hidden[secret.end :]
    assert secrets_in(mask(text)) == []
    assert mask(hidden) == hidden


@pytest.mark.django_db
def test_the_moderators_text_survives_later_corrections(catalogue: dict[str, object]) -> None:
    appeal = make_appeal(text="Сосед Пётр из подъезда мусорит")
    desk = moderator()
    correct(
        actor=desk, number=appeal.number, correction=Correction(public_text="В подъезде мусорят"), now=NOW
    )
    moved = Correction(location=LonLat(TOWN.lon + 0.001, TOWN.lat), topic_code="no_heating")
    correct(actor=desk, number=appeal.number, correction=moved, now=NOW)
    appeal.refresh_from_db()
    assert (appeal.public_text, appeal.text) == ("В подъезде мусорят", "Сосед Пётр из подъезда мусорит")
