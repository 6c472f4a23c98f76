"""Decodes hostile pictures within bounds and writes safe ones; uploads, rows and files are in `photos`.

Nothing of a file but its pixels survives: no EXIF, GPS, comments, colour profiles, embedded files or scripts. A picture
is made small before anything else is done to it, for each whole copy of 50 megapixels is 200 MB.
"""

import struct
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from django.conf import settings
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from appeals.errors import NotAPhoto, PhotoMoves, PhotoTooManyPixels

register_heif_opener(thumbnails=False)

THUMBNAIL_PX = 480
_QUALITY = 85
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# What decoders of damaged files raise.
DAMAGED = (
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
# A process takes in one picture at a time: its memory is bounded by one, however many arrive.
_one_at_a_time = Lock()
# A progressive JPEG has some 10 scans, and each still in it its own. A scan is a pass over all blocks of the picture,
# and thousands of them fit into a small file.
_MOST_SCANS = 200
_SCAN = b"\xff\xda"
# The decoder of WebP keeps two canvases beside its answer and Pillow's picture: 16 bytes a pixel, a PNG takes 4.
_SHARE_OF_WEBP = 0.5
_STRIP_PX = 4_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A safe JPEG and its thumbnail."""

    image: bytes
    thumbnail: bytes


def made_safe(content: bytes, name: str) -> Picture:
    """A safe picture of a file's content. name: for messages. Waits while another is being made.

    Raises PhotoTooManyPixels, PhotoMoves, NotAPhoto, and what decoders raise of damaged files.
    """
    with _one_at_a_time:
        return encode(_decode(content, name))


def encode(picture: Image.Image) -> Picture:
    """The picture as it is kept: an upright JPEG without metadata, and its thumbnail."""
    image = _fitted(_upright(picture), settings.PHOTO_SIDE_PX)
    return Picture(_jpeg(image), _jpeg(_fitted(image, THUMBNAIL_PX)))


def _decode(content: bytes, name: str) -> Image.Image:
    """Opaque, small, as the camera held it; its `info` still tells how that was."""
    if content.count(_SCAN) > _MOST_SCANS:
        raise NotAPhoto(name=name)
    picture = Image.open(BytesIO(content), formats=_FORMATS)
    width, height = picture.size
    limit = settings.PHOTO_MAX_MEGAPIXELS * (_SHARE_OF_WEBP if picture.format == "WEBP" else 1)
    if width * height > limit * 1_000_000:
        raise PhotoTooManyPixels(name=name, limit=limit)
    # Phones keep several stills in one JPEG (MPO) or HEIC; those do not move.
    if picture.format in {"PNG", "WEBP"} and getattr(picture, "is_animated", False):
        raise PhotoMoves(name=name)
    side = settings.PHOTO_SIDE_PX
    picture.draft("RGB", (side, side))
    picture.load()
    return _reduced(picture)


def _reduced(picture: Image.Image) -> Image.Image:
    """RGB on white, less than four times as long as what is kept; made strip by strip, never as a whole copy."""
    width, height = picture.size
    factor = max(1, max(width, height) // (2 * settings.PHOTO_SIDE_PX))
    small = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    rows = max(1, _STRIP_PX // (width * factor)) * factor
    for top in range(0, height, rows):
        strip = picture.crop((0, top, width, min(height, top + rows)))
        small.paste(_opaque(strip).reduce(factor), (0, top // factor))
    small.info = dict(picture.info)
    return small


def _upright(picture: Image.Image) -> Image.Image:
    """Turned as the camera's note in `info` says; a damaged note says nothing."""
    try:
        return ImageOps.exif_transpose(picture)
    except DAMAGED:
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
