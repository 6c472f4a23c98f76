"""Pieces of picture files, written by hand where no library writes what a hostile file holds."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from pillow_heif import register_heif_opener

register_heif_opener()

GPS, MAKER = 0x8825, 0x010F
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def picture(size: tuple[int, int] = (120, 80), mode: str = "RGB") -> Image.Image:
    image = Image.new(mode, size)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1]), fill=1 if mode != "RGB" else (200, 30, 30))
    return image


def encoded(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    target = BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def exif(text: bytes) -> bytes:
    """EXIF with a place on the Earth and a text."""
    made = Image.Exif()
    made[MAKER] = text.decode()
    made.get_ifd(GPS)[1] = "N"
    made.get_ifd(GPS)[2] = (59.0, 56.0, 3.0)
    return made.tobytes()


def xmp(text: bytes) -> bytes:
    head = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    return head + b"<rdf:Description><creator>" + text + b"</creator></rdf:Description></rdf:RDF></x:xmpmeta>"


def icc(text: bytes) -> bytes:
    """A profile's head with a text in the place of its tables."""
    body = b"\0" * 36 + b"acsp" + b"\0" * 88 + text
    return struct.pack(">I", len(body) + 4) + body


# ---------------------------------------------------------------------------------------------- PNG


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    width: int,
    height: int,
    body: bytes,
    *,
    depth: int = 8,
    colour: int = 2,
    interlaced: bool = False,
    extra: bytes = b"",
) -> bytes:
    """A PNG of these bytes of pixels, packed already; colour: as its head numbers them (0 L, 2 RGB, 6 RGBA)."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    parts = png_chunk(b"IHDR", head) + extra + png_chunk(b"IDAT", body)
    return PNG_HEAD + parts + png_chunk(b"IEND", b"")


def zeros(count: int) -> bytes:
    """So many zeros, packed without ever holding them."""
    packer, block, parts = zlib.compressobj(9), b"\0" * 1_000_000, []
    while count > 0:
        parts.append(packer.compress(block[:count]))
        count -= len(block)
    return b"".join(parts) + packer.flush()


def flat_png(width: int, height: int, *, depth: int = 8, colour: int = 2, extra: bytes = b"") -> bytes:
    """A black PNG that is all it says."""
    pixel_bytes = {0: 1, 2: 3, 4: 2, 6: 4}[colour] * depth // 8
    return png(
        width, height, zeros(height * (1 + width * pixel_bytes)), depth=depth, colour=colour, extra=extra
    )


def interlaced_png(width: int, height: int) -> bytes:
    """A grey interlaced PNG that is all it says: seven passes over the picture."""
    count = 0
    for x, y, across, down in _ADAM7:
        columns, rows = -(-(width - x) // across), -(-(height - y) // down)
        count += rows * (1 + columns)
    return png(width, height, zeros(count), colour=0, interlaced=True)


def with_chunk(kind: bytes, data: bytes, times: int = 1) -> bytes:
    """A good PNG with one more chunk behind its head."""
    good = encoded(picture(), "PNG")
    return good[:33] + png_chunk(kind, data) * times + good[33:]


# --------------------------------------------------------------------------------------------- JPEG


def segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def with_segment(marker: int, data: bytes, times: int = 1) -> bytes:
    """A good JPEG with one more segment behind its first bytes."""
    good = encoded(picture())
    return good[:2] + segment(marker, data) * times + good[2:]


def of_size(content: bytes, width: int, height: int) -> bytes:
    """A JPEG whose head claims another size."""
    for marker in (b"\xff\xc0", b"\xff\xc2"):
        at = content.find(marker)
        if at > 0:
            return content[: at + 5] + struct.pack(">HH", height, width) + content[at + 9 :]
    raise ValueError("no frame")


def with_scans(times: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    good = encoded(picture(), progressive=True)
    last = good.rindex(b"\xff\xda")
    return good[:-2] + good[last:-2] * times + good[-2:]


# --------------------------------------------------------------------------------------------- WebP


def riff_chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def webp_with(kind: bytes, data: bytes) -> bytes:
    """A good WebP with one more chunk at its end."""
    body = encoded(picture(), "WEBP", exif=exif(b"phone"))[8:] + riff_chunk(kind, data)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp_claiming(width: int, height: int) -> bytes:
    """An extended head of this size before a small picture."""
    small = encoded(picture(), "WEBP")[12:]
    head = b"\0" * 4 + struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    body = b"WEBP" + riff_chunk(b"VP8X", head) + small
    return b"RIFF" + struct.pack("<I", len(body)) + body


# --------------------------------------------------------------------------------------------- HEIF


def heif_claiming(content: bytes, width: int, height: int) -> bytes:
    """A HEIF whose property of its size says something else than its coded picture."""
    parts = content.split(b"ispe")
    said = b"\0" * 4 + struct.pack(">II", width, height)
    return parts[0] + b"".join(b"ispe" + said + part[12:] for part in parts[1:])


# ---------------------------------------------------------------------------------------------- GIF


def gif_of_frames(count: int, side: int = 1) -> bytes:
    """A GIF of so many frames of one pixel on a canvas of this side."""
    head = b"GIF89a" + struct.pack("<HHBBB", side, side, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return head + frame * count + b"\x3b"
