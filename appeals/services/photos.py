"""Makes safe pictures of uploaded files and keeps them; who may see a picture is decided in queries.

Every picture is decoded and written anew, so that nothing of the file but its pixels survives: no EXIF, GPS, comments,
colour profiles, embedded files or scripts. Limits are settings: METKA_PHOTO_MAX_MB, METKA_PHOTO_MAX_MEGAPIXELS,
METKA_PHOTO_SIDE_PX.
"""

import struct
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from appeals.errors import NotAPhoto, PhotoMoves, PhotoTooLarge, PhotoTooManyPixels, TooManyPhotos
from appeals.models import Appeal, Photo, Reply, photo_key
from appeals.types import PhotoStage

register_heif_opener(thumbnails=False)

PHOTOS_MAX = 5
THUMBNAIL_PX = 480
_QUALITY = 85
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# Decoders of damaged files raise all of these.
_DAMAGED = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    RuntimeError,
    ZeroDivisionError,
    MemoryError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A safe JPEG and its thumbnail."""

    image: bytes
    thumbnail: bytes


def prepare_all(uploads: "Sequence[UploadedFile[Any]]") -> list[Picture]:
    """Safe pictures of all uploads, in order. Raises TooManyPhotos and what `prepare` raises."""
    if len(uploads) > PHOTOS_MAX:
        raise TooManyPhotos(limit=PHOTOS_MAX)
    return [prepare(upload) for upload in uploads]


def prepare(upload: "UploadedFile[Any]") -> Picture:
    """Decode and encode anew. Raises PhotoTooLarge, PhotoTooManyPixels, NotAPhoto, PhotoMoves."""
    name = _shown_name(upload)
    content = _content(upload, name)
    try:
        # A picture that Pillow merely warns about is already larger than the limit below.
        with warnings.catch_warnings(action="ignore"):
            return encode(_decode(content, name))
    except Image.DecompressionBombError as problem:
        raise PhotoTooManyPixels(name=name, limit=settings.PHOTO_MAX_MEGAPIXELS) from problem
    except (NotAPhoto, PhotoMoves, PhotoTooManyPixels):
        raise
    except (UnidentifiedImageError, *_DAMAGED) as problem:
        raise NotAPhoto(name=name) from problem


def keep(
    appeal: Appeal,
    pictures: Sequence[Picture],
    *,
    stage: PhotoStage = PhotoStage.REPORT,
    reply: Reply | None = None,
    position: int = 0,
) -> list[Photo]:
    """Write pictures as unpublished photos of a saved appeal, under names nobody can guess; position: of the first.

    Files do not roll back: whoever fails afterwards in the same transaction calls `discard`.
    """
    photos: list[Photo] = []
    try:
        for place, picture in enumerate(pictures, start=position):
            photo = Photo(appeal=appeal, key=photo_key(), position=place, stage=stage, reply=reply)
            photos.append(photo)
            photo.thumbnail.save(f"{photo_key()}.jpg", ContentFile(picture.thumbnail), save=False)
            photo.image.save(f"{photo_key()}.jpg", ContentFile(picture.image), save=False)
            # Django forgets the dimensions of a file that is saved apart from its row.
            photo.width_px, photo.height_px = photo.image.width, photo.image.height
            photo.save()
    except BaseException:
        discard(photos)
        raise
    return photos


def encode(picture: Image.Image) -> Picture:
    """The picture as it is kept: an upright JPEG without metadata, and its thumbnail."""
    upright = ImageOps.exif_transpose(picture)
    image = _fitted(_opaque(upright), settings.PHOTO_SIDE_PX)
    return Picture(_jpeg(image), _jpeg(_fitted(image, THUMBNAIL_PX)))


def discard(photos: Sequence[Photo]) -> None:
    """Remove the files of photos whose rows were rolled back."""
    for photo in photos:
        for file in (photo.image, photo.thumbnail):
            if file:
                file.delete(save=False)


def _shown_name(upload: "UploadedFile[Any]") -> str:
    """The file's name for a message: short, printable."""
    name = "".join(character for character in (upload.name or "") if character.isprintable())
    return name if len(name) <= 60 else f"{name[:40]}…{name[-12:]}"


def _content(upload: "UploadedFile[Any]", name: str) -> bytes:
    limit = settings.PHOTO_MAX_MB * 1024 * 1024
    upload.seek(0)
    content: bytes = upload.read(limit + 1)
    if len(content) > limit:
        raise PhotoTooLarge(name=name, limit=settings.PHOTO_MAX_MB)
    return content


def _decode(content: bytes, name: str) -> Image.Image:
    picture = Image.open(BytesIO(content), formats=_FORMATS)
    width, height = picture.size
    if width * height > settings.PHOTO_MAX_MEGAPIXELS * 1_000_000:
        raise PhotoTooManyPixels(name=name, limit=settings.PHOTO_MAX_MEGAPIXELS)
    # Phones keep several stills in one JPEG (MPO) or HEIC; those do not move.
    if picture.format in {"PNG", "WEBP"} and getattr(picture, "is_animated", False):
        raise PhotoMoves(name=name)
    side = settings.PHOTO_SIDE_PX
    picture.draft("RGB", (side, side))
    picture.load()
    return picture


def _opaque(picture: Image.Image) -> Image.Image:
    """RGB on white: what is transparent would turn black otherwise."""
    if picture.mode == "P" or "A" in picture.getbands() or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(white, layered).convert("RGB")
    return picture.convert("RGB")


def _fitted(picture: Image.Image, side_px: int) -> Image.Image:
    copy = picture.copy()
    copy.thumbnail((side_px, side_px), Image.Resampling.LANCZOS)
    return copy


def _jpeg(picture: Image.Image) -> bytes:
    # A new image carries no info of the old one, so that no profile or comment can be written along.
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    target = BytesIO()
    clean.save(target, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return target.getvalue()
