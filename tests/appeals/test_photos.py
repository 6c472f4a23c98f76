"""Photos: written anew without metadata, hostile files refused, seen only by whom they may be."""

import struct
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from PIL import Image, ImageColor, ImageDraw
from pytest_django.fixtures import Settings

from accounts.types import PUBLIC
from appeals import errors
from appeals.models import Appeal, Event, Photo, Topic
from appeals.queries.following import by_follow_token, photo_for
from appeals.services.moderation import accept, publish_photos
from appeals.services.photos import PHOTOS_MAX, prepare, prepare_all
from appeals.services.pictures import THUMBNAIL_PX
from appeals.services.submission import submit
from appeals.types import Draft, Kind, State, Visibility
from tests.builders import TOWN, make_appeal, make_organisation, moderator, resident, worker

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F
SECRET = b"59.9343N 30.3351E"


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def picture(size: tuple[int, int] = (120, 80), mode: str = "RGB") -> Image.Image:
    image = Image.new(mode, size, "white" if mode != "P" else 0)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1]), fill=(200, 30, 30) if mode == "RGB" else 1)
    return image


def encoded(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    target = BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def exif_with_place() -> Image.Exif:
    exif = Image.Exif()
    exif[MAKER] = SECRET.decode()
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (59.0, 56.0, 3.0)
    return exif


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int, body: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = png_chunk(b"IDAT", zlib.compress(body))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + data + png_chunk(b"IEND", b"")


def animated(form: str) -> bytes:
    return encoded(picture(), form, save_all=True, append_images=[Image.new("RGB", (120, 80), "blue")])


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_every_format_of_phones_becomes_a_plain_jpeg(form: str) -> None:
    made = prepare(upload(encoded(picture(), form)))
    image = Image.open(BytesIO(made.image))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (120, 80))
    assert not image.getexif()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_place_and_maker_do_not_survive(form: str) -> None:
    content = encoded(picture(), form, exif=exif_with_place())
    assert SECRET in content
    made = prepare(upload(content))
    for part in (made.image, made.thumbnail):
        assert SECRET not in part
        assert b"Exif" not in part
        assert not Image.open(BytesIO(part)).getexif()


def test_comments_profiles_and_what_hangs_on_the_end_do_not_survive() -> None:
    script = b"<script>alert(1)</script>"
    content = encoded(picture(), comment=script, icc_profile=b"profile" + SECRET) + b"PK\x03\x04" + SECRET
    made = prepare(upload(content))
    assert SECRET in content
    assert script in content
    for part in (made.image, made.thumbnail):
        assert SECRET not in part
        assert b"<script" not in part
        assert b"ICC_PROFILE" not in part


def test_the_camera_s_turn_is_applied() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the camera was held upright
    made = prepare(upload(encoded(picture((120, 80)), exif=exif)))
    assert Image.open(BytesIO(made.image)).size == (80, 120)


def test_large_photos_shrink_and_thumbnails_are_small(settings: Settings) -> None:
    settings.PHOTO_SIDE_PX = 1000
    made = prepare(upload(encoded(picture((3000, 1500)))))
    assert Image.open(BytesIO(made.image)).size == (1000, 500)
    assert max(Image.open(BytesIO(made.thumbnail)).size) == THUMBNAIL_PX


def test_a_picture_made_small_in_strips_is_whole(settings: Settings) -> None:
    settings.PHOTO_SIDE_PX = 100
    corners = {(0, 0): "red", (1, 0): "lime", (0, 1): "blue", (1, 1): "white"}
    image = Image.new("P", (4001, 3003))
    image.putpalette([*(255, 0, 0), *(0, 255, 0), *(0, 0, 255), *(255, 255, 255)])
    for shade, (x, y) in enumerate(corners):
        image.paste(shade, (2000 * x, 1500 * y, 4001 if x else 2000, 3003 if y else 1500))
    made = Image.open(BytesIO(prepare(upload(encoded(image, "PNG"))).image))
    assert made.size == (100, 75)
    for (x, y), colour in corners.items():
        shown = made.getpixel((99 * x, 74 * y))
        assert max(abs(a - b) for a, b in zip(shown, ImageColor.getrgb(colour), strict=True)) < 40


@pytest.mark.parametrize("mode", ["L", "P", "LA", "RGBA", "CMYK", "I;16", "1"])
def test_unusual_colours_become_rgb(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    made = prepare(upload(encoded(Image.new(mode, (40, 40)), form)))
    assert Image.open(BytesIO(made.image)).mode == "RGB"


def test_what_is_transparent_turns_white() -> None:
    made = prepare(upload(encoded(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG")))
    assert Image.open(BytesIO(made.image)).getpixel((20, 20)) == (255, 255, 255)


GOOD_JPEG, GOOD_PNG = encoded(picture()), encoded(picture(), "PNG")


@pytest.mark.parametrize("content", [b"", b"I am a photo, believe me", GOOD_JPEG[: len(GOOD_JPEG) // 2]])
def test_what_is_no_photo_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(errors.NotAPhoto) as caught:
        prepare(upload(content, "yard.jpg"))
    assert caught.value.field == "photos"
    assert "yard.jpg" in str(caught.value)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_animations_are_refused(form: str) -> None:
    with pytest.raises(errors.PhotoMoves):
        prepare(upload(animated(form)))


def test_several_stills_in_one_jpeg_are_no_animation() -> None:
    made = prepare(upload(animated("MPO")))
    assert Image.open(BytesIO(made.image)).size == (120, 80)


@pytest.mark.parametrize(
    ("width", "height"), [(60_000, 60_000), (20_000, 20_000), (8000, 7000), (2**31 - 1, 1)]
)
def test_bombs_are_refused_before_they_are_decoded(width: int, height: int) -> None:
    with pytest.raises(errors.PhotoRefused):
        prepare(upload(png_of(width, height, b"\0" * 100)))


def test_files_larger_than_allowed_are_refused(settings: Settings) -> None:
    settings.PHOTO_MAX_MB = 1
    with pytest.raises(errors.PhotoTooLarge):
        prepare(upload(GOOD_JPEG + b"\0" * 1024 * 1024))


def test_at_most_five() -> None:
    with pytest.raises(errors.TooManyPhotos):
        prepare_all([upload(GOOD_JPEG)] * (PHOTOS_MAX + 1))


def test_a_name_in_a_message_is_short_and_printable() -> None:
    with pytest.raises(errors.NotAPhoto) as caught:
        prepare(upload(b"", "\u202e\x07" + "я" * 90 + ".jpg"))
    assert "\u202e" not in str(caught.value)
    assert len(str(caught.value)) < 200


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def sent(catalogue: dict[str, Topic]) -> Appeal:
    draft = Draft(Kind.PROBLEM, "pothole", "Глубокая яма", uuid4(), location=TOWN)
    photos = [upload(GOOD_JPEG, "ivan-petrov.jpg"), upload(GOOD_PNG, "second.png")]
    return submit(actor=PUBLIC, draft=draft, photos=photos, now=NOW)


def _files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_names_of_files_and_keys_are_random(sent: Appeal) -> None:
    one, other = sent.photos.all()
    assert (one.width_px, one.height_px, one.position, other.position) == (120, 80, 0, 1)
    assert len({one.key, one.image.name, one.thumbnail.name, other.key, other.image.name}) == 5
    assert one.key not in str(one.image.name)
    assert len(_files()) == 4
    assert not any("ivan" in path.name or sent.number in path.name for path in _files())


def test_a_refused_photo_leaves_no_appeal_and_no_file(catalogue: dict[str, Topic]) -> None:
    draft = Draft(Kind.PROBLEM, "pothole", "Глубокая яма", uuid4(), location=TOWN)
    with pytest.raises(errors.NotAPhoto):
        submit(actor=PUBLIC, draft=draft, photos=[upload(GOOD_JPEG), upload(b"no")], now=NOW)
    assert not Appeal.objects.exists()
    assert not _files()


def test_a_failure_after_the_photos_leaves_no_file(
    catalogue: dict[str, Topic], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("the power is gone")

    monkeypatch.setattr("appeals.services.submission._record", fail)
    draft = Draft(Kind.PROBLEM, "pothole", "Глубокая яма", uuid4(), location=TOWN)
    with pytest.raises(RuntimeError):
        submit(actor=PUBLIC, draft=draft, photos=[upload(GOOD_JPEG)], now=NOW)
    assert not Photo.objects.exists()
    assert not _files()


def test_the_public_sees_only_what_a_moderator_passed(sent: Appeal) -> None:
    shown, hidden = sent.photos.all()
    assert photo_for(PUBLIC, shown.key) is None
    accept(actor=moderator(), number=sent.number, visibility=Visibility.PUBLIC, photo_ids=[shown.pk], now=NOW)
    assert photo_for(PUBLIC, shown.key) == shown
    assert photo_for(PUBLIC, hidden.key) is None
    assert photo_for(resident(), hidden.key) is None
    publish_photos(actor=moderator(), number=sent.number, photo_ids=[], shown=[shown.pk], now=NOW)
    assert photo_for(PUBLIC, shown.key) is None


def test_a_photo_that_came_after_the_page_was_opened_stays_as_it_is(sent: Appeal) -> None:
    shown, later = sent.photos.all()
    passed = [shown.pk, later.pk]
    accept(actor=moderator(), number=sent.number, visibility=Visibility.PUBLIC, photo_ids=passed, now=NOW)
    publish_photos(actor=moderator(), number=sent.number, photo_ids=[], shown=[shown.pk], now=NOW)
    assert photo_for(PUBLIC, shown.key) is None
    assert photo_for(PUBLIC, later.key) == later
    assert Event.objects.latest("pk").new["photos"] == [later.pk]


def test_photos_of_a_private_appeal_are_never_public(sent: Appeal) -> None:
    shown = sent.photos.all()[0]
    accept(
        actor=moderator(), number=sent.number, visibility=Visibility.PRIVATE, photo_ids=[shown.pk], now=NOW
    )
    assert photo_for(PUBLIC, shown.key) is None


@pytest.mark.django_db
def test_who_else_sees_a_photo() -> None:
    company, author = make_organisation(), resident()
    appeal = make_appeal(
        executor=company, author_id=author.user_id, visibility=Visibility.PRIVATE, state=State.ASSIGNED
    )
    photo = Photo.objects.create(appeal=appeal)
    for viewer in (author, worker(company), moderator()):
        assert photo_for(viewer, photo.key) == photo
    for viewer in (PUBLIC, resident(), worker(make_organisation())):
        assert photo_for(viewer, photo.key) is None
    assert photo_for(PUBLIC, photo.key, follow_token=appeal.follow_token) == photo
    assert photo_for(PUBLIC, photo.key, follow_token="wrong") is None


@pytest.mark.django_db
def test_a_worker_waits_for_the_moderator() -> None:
    company = make_organisation()
    appeal = make_appeal(executor=company, state=State.MODERATION)
    photo = Photo.objects.create(appeal=appeal)
    assert photo_for(worker(company), photo.key) is None


@pytest.mark.django_db
def test_a_photo_of_another_appeal_cannot_be_published(sent: Appeal) -> None:
    stranger = Photo.objects.create(appeal=make_appeal())
    with pytest.raises(errors.UnknownPhoto):
        accept(
            actor=moderator(),
            number=sent.number,
            visibility=Visibility.PUBLIC,
            photo_ids=[stranger.pk],
            now=NOW,
        )
    sent.refresh_from_db()
    assert sent.state == State.MODERATION


def test_the_follow_link_works_before_publication(sent: Appeal) -> None:
    assert by_follow_token(sent.follow_token) == sent
    assert by_follow_token("") is None
    assert by_follow_token(sent.follow_token[:-1]) is None
