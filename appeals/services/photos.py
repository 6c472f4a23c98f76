"""Makes safe pictures of uploaded files and keeps them; who may see a picture is decided in queries.

Every picture is decoded and written anew (`pictures`). Limits are settings: METKA_PHOTO_MAX_MB,
METKA_PHOTO_MAX_MEGAPIXELS, METKA_PHOTO_SIDE_PX.
"""

import warnings
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max
from PIL import Image, UnidentifiedImageError

from appeals.errors import NotAPhoto, PhotoMoves, PhotoTooLarge, PhotoTooManyPixels, TooManyPhotos
from appeals.models import Appeal, Photo, Reply, photo_key
from appeals.services.pictures import DAMAGED, Picture, made_safe
from appeals.types import PhotoStage

PHOTOS_MAX = 5


def prepare_all(uploads: "Sequence[UploadedFile[Any] | Picture]") -> list[Picture]:
    """Safe pictures of all uploads, in order; those that are safe already as they are.

    Raises TooManyPhotos and what `prepare` raises.
    """
    if len(uploads) > PHOTOS_MAX:
        raise TooManyPhotos(limit=PHOTOS_MAX)
    return [upload if isinstance(upload, Picture) else prepare(upload) for upload in uploads]


def prepare(upload: "UploadedFile[Any]") -> Picture:
    """Decode and encode anew. Raises PhotoTooLarge, PhotoTooManyPixels, NotAPhoto, PhotoMoves."""
    name = _shown_name(upload)
    content = _content(upload, name)
    try:
        # A picture that Pillow merely warns about is already larger than the limit below.
        with warnings.catch_warnings(action="ignore"):
            return made_safe(content, name)
    except Image.DecompressionBombError as problem:
        raise PhotoTooManyPixels(name=name, limit=settings.PHOTO_MAX_MEGAPIXELS) from problem
    except (NotAPhoto, PhotoMoves, PhotoTooManyPixels):
        raise
    except (UnidentifiedImageError, *DAMAGED) as problem:
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


def next_position(appeal: Appeal) -> int:
    """The place behind all photos that the appeal has. One query."""
    last: int | None = appeal.photos.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


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
