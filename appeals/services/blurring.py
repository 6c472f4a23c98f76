"""Blurs parts of a photo for good: faces, number plates, name plates; the picture before is kept where nobody looks."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image

from accounts.types import Viewer
from appeals.errors import UnknownPhoto, WrongRegion
from appeals.models import Appeal, Photo, photo_key
from appeals.services.claims import refuse_if_claimed
from appeals.services.events import record
from appeals.services.pictures import Picture, encode
from appeals.services.steps import locked_for, require_moderator
from appeals.types import EventType, Region

MOST_REGIONS = 50
# What is left of a part, however large it is: no face and no number can be told of so few cells.
_CELLS = 4


def blur(*, actor: Viewer, number: str, photo_id: int, regions: Sequence[Region], now: datetime) -> Photo:
    """Show the photo with exactly these parts blurred; without any it is shown as it was, and kept once only.

    The photo gets another key: what caches and readers keep of the old address is the old picture. Raises NotFound,
    NotAllowed, ClaimedByAnother, UnknownPhoto, WrongRegion.
    """
    _check(regions)
    require_moderator(actor)
    with transaction.atomic():
        appeal = locked_for(actor, number)
        require_moderator(actor, appeal)
        refuse_if_claimed(appeal, actor, now=now)
        photo = _photo(appeal, photo_id)
        if not regions and not photo.original:
            return photo
        source = photo.original or photo.image
        with source.open("rb") as file, Image.open(file, formats=("JPEG",)) as picture:
            shown = encode(_blurred(picture.convert("RGB"), regions))
        _replace(photo, shown, blurred=bool(regions))
        # The parts are told, so that whoever adds one keeps those before: the picture shows them no longer.
        parts = [[region.x, region.y, region.width, region.height] for region in regions]
        new = {"photo": photo.pk, "regions": len(regions), "parts": parts}
        record(appeal, EventType.PHOTO_BLURRED, actor=actor, now=now, new=new, is_public=False)
    return photo


def _check(regions: Sequence[Region]) -> None:
    def inside(region: Region) -> bool:
        across = 0 <= region.x < region.x + region.width <= 1 + 1e-6
        return across and 0 <= region.y < region.y + region.height <= 1 + 1e-6

    if len(regions) > MOST_REGIONS or not all(inside(region) for region in regions):
        raise WrongRegion


def _photo(appeal: Appeal, photo_id: int) -> Photo:
    photo: Photo | None = appeal.photos.filter(pk=photo_id).first()
    if photo is None:
        raise UnknownPhoto
    return photo


def _blurred(picture: Image.Image, regions: Sequence[Region]) -> Image.Image:
    """Each part becomes a few cells of its mean colours: unlike a soft blur, that cannot be undone."""
    width, height = picture.size
    for region in regions:
        left, top = int(region.x * width), int(region.y * height)
        right = min(width, max(left + 1, round((region.x + region.width) * width)))
        bottom = min(height, max(top + 1, round((region.y + region.height) * height)))
        part = picture.crop((left, top, right, bottom))
        cells = part.resize((min(_CELLS, part.width), min(_CELLS, part.height)), Image.Resampling.BOX)
        picture.paste(cells.resize(part.size, Image.Resampling.BILINEAR), (left, top))
    return picture


def _replace(photo: Photo, shown: Picture, *, blurred: bool) -> None:
    """Write the new files and forget the old ones once the transaction holds.

    The picture before stays as original while parts of it are blurred, and takes its place again afterwards.
    """
    storage = photo.image.storage
    old = [str(photo.thumbnail.name)]
    if photo.original:
        old.append(str(photo.image.name))
    photo.key = photo_key()
    if blurred:
        photo.original = photo.original or photo.image.name
        photo.image.save(f"{photo_key()}.jpg", ContentFile(shown.image), save=False)
    else:
        photo.image, photo.original = photo.original.name, ""
    photo.thumbnail.save(f"{photo_key()}.jpg", ContentFile(shown.thumbnail), save=False)
    photo.width_px, photo.height_px = photo.image.width, photo.image.height
    photo.save()
    for name in old:
        transaction.on_commit(partial(storage.delete, name))
