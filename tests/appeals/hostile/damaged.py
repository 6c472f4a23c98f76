"""Files that begin as a picture and do not go on as one."""

import random
import zlib

from tests.appeals.hostile.cases import CLEAN, REFUSED, of
from tests.appeals.hostile.making import (
    PNG_HEAD,
    encoded,
    picture,
    png,
    png_chunk,
    segment,
    with_segment,
)

_GOOD = {form: encoded(picture(), form) for form in ("JPEG", "PNG", "WEBP", "HEIF")}
_JPEG, _PNG = _GOOD["JPEG"], _GOOD["PNG"]
_FRAME = _JPEG.index(b"\xff\xc0")


def _noise(head: bytes) -> bytes:
    return head + random.Random(7).randbytes(5000)


def _frame(precision: int, components: int) -> bytes:
    """A JPEG with a frame of this precision and number of components."""
    data = bytes([precision, 0, 80, 0, 120, components]) + b"\x01\x11\0" * components
    return _JPEG[:_FRAME] + segment(0xC0, data) + _JPEG[_FRAME + 19 :]


CASES = {
    "empty": of(b"", REFUSED),
    "one_byte": of(b"\xff", REFUSED),
    "only_zeros": of(b"\0" * 4096, REFUSED),
    **{f"{form.lower()}_first_bytes": of(good[:24], REFUSED) for form, good in _GOOD.items()},
    **{f"{form.lower()}_half": of(good[: len(good) // 2], REFUSED) for form, good in _GOOD.items()},
    **{f"{form.lower()}_and_noise": of(_noise(good[:32]), REFUSED) for form, good in _GOOD.items()},
    "png_without_pixels": of(png(50, 50, b""), REFUSED),
    "png_with_too_few_pixels": of(png(50, 50, zlib.compress(b"\0" * 100)), REFUSED),
    "png_of_no_size": of(png(0, 0, zlib.compress(b"")), REFUSED),
    "png_of_unknown_colour": of(png(9, 9, zlib.compress(b"\0" * 99), colour=5), REFUSED),
    "png_without_head": of(PNG_HEAD + png_chunk(b"IDAT", b"") + png_chunk(b"IEND", b""), REFUSED),
    "png_of_a_wrong_sum": of(_PNG[:40] + bytes([_PNG[40] ^ 255]) + _PNG[41:], REFUSED),
    # All its pixels are there.
    "png_of_an_endless_chunk": of(_PNG[:33] + b"\xff\xff\xff\xffIDAT" + _PNG[41:], CLEAN),
    "jpeg_without_tables": of(_JPEG[:2] + _JPEG[_FRAME:], REFUSED),
    "jpeg_of_no_components": of(_frame(8, 0), REFUSED),
    "jpeg_of_255_components": of(_frame(8, 255), REFUSED),
    "jpeg_of_12_bits": of(_frame(12, 3), REFUSED),
    "jpeg_of_no_height": of(_JPEG[: _FRAME + 5] + b"\0\0" + _JPEG[_FRAME + 7 :], REFUSED),
    "jpeg_without_loss": of(_JPEG[:_FRAME] + b"\xff\xc3" + _JPEG[_FRAME + 2 :], REFUSED),
    "jpeg_cut_in_its_last_rows": of(_JPEG[:-40], REFUSED),
    "exif_that_points_at_itself": of(
        with_segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0"),
        CLEAN,
    ),
    "exif_that_points_nowhere": of(with_segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\x7f"), CLEAN),
    "exif_of_nothing": of(with_segment(0xE1, b"Exif\0\0"), CLEAN),
    "heif_without_place_of_data": of(_GOOD["HEIF"].replace(b"iloc", b"free"), REFUSED),
    "heif_brand_alone": of(b"\0\0\0\x18ftypheic\0\0\0\0heicmif1", REFUSED),
}
