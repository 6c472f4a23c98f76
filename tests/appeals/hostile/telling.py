"""Good pictures that tell of a person or place beside their pixels, and pictures of unusual colours."""

import struct
from io import BytesIO

from PIL import Image

from tests.appeals.hostile.cases import CLEAN, SECRET, of
from tests.appeals.hostile.making import (
    encoded,
    exif,
    icc,
    picture,
    png_chunk,
    webp_with,
    with_chunk,
    with_segment,
    xmp,
)


def _with_thumbnail() -> bytes:
    """EXIF that keeps a small picture of what was there before the photo was cropped."""
    inner = encoded(picture((32, 32)), comment=SECRET)
    head = b"Exif\0\0II*\0" + struct.pack("<I", 8)
    first = struct.pack("<HI", 0, 14)
    second = (
        struct.pack("<H", 2)
        + struct.pack("<HHII", 0x201, 4, 1, 44)
        + struct.pack("<HHII", 0x202, 4, 1, len(inner))
    )
    return head + first + second + struct.pack("<I", 0) + inner


def _two_stills() -> bytes:
    target = BytesIO()
    other = picture((64, 64))
    picture().save(target, "MPO", save_all=True, append_images=[other])
    return target.getvalue() + SECRET


def _colour(mode: str, form: str = "PNG", **options: object) -> bytes:
    return encoded(Image.new(mode, (40, 40)), form, **options)


CASES = {
    **{
        f"place_in_{form.lower()}": of(encoded(picture(), form, exif=exif(SECRET)), CLEAN)
        for form in ("JPEG", "PNG", "WEBP", "HEIF")
    },
    **{
        f"xmp_in_{form.lower()}": of(encoded(picture(), form, xmp=xmp(SECRET)), CLEAN)
        for form in ("JPEG", "WEBP", "HEIF")
    },
    **{
        f"profile_in_{form.lower()}": of(encoded(picture(), form, icc_profile=icc(SECRET)), CLEAN)
        for form in ("JPEG", "PNG", "WEBP", "HEIF")
    },
    "xmp_in_png": of(with_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp(SECRET)), CLEAN),
    "long_xmp_in_jpeg": of(
        with_segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + SECRET * 1000), CLEAN
    ),
    "caption_of_the_press": of(
        with_segment(
            0xED,
            b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", 34) + b"\x1c\x02\x50\0\x1d" + SECRET,
        ),
        CLEAN,
    ),
    "comment_in_jpeg": of(with_segment(0xFE, SECRET), CLEAN),
    "maker_s_own_segment": of(with_segment(0xEB, SECRET), CLEAN),
    "thumbnail_of_what_was_cropped": of(with_segment(0xE1, _with_thumbnail()), CLEAN),
    "second_still": of(_two_stills(), CLEAN),
    "author_in_png": of(with_chunk(b"tEXt", b"Author\0" + SECRET), CLEAN),
    "place_at_the_end_of_png": of(
        encoded(picture(), "PNG")[:-12] + png_chunk(b"eXIf", exif(SECRET)[6:]) + png_chunk(b"IEND", b""),
        CLEAN,
    ),
    "exif_as_text_in_png": of(
        with_chunk(b"tEXt", b"Raw profile type exif\0\nexif\n 4\n" + SECRET.hex().encode()), CLEAN
    ),
    "unknown_chunk_in_webp": of(webp_with(b"note", SECRET), CLEAN),
    "behind_the_end_of_jpeg": of(encoded(picture()) + SECRET, CLEAN),
    "behind_the_end_of_heif": of(encoded(picture(), "HEIF") + SECRET, CLEAN),
    "grey": of(_colour("L"), CLEAN),
    "black_and_white": of(_colour("1"), CLEAN),
    "grey_of_16_bits": of(_colour("I;16"), CLEAN),
    "palette_with_a_transparent_colour": of(_colour("P", transparency=0), CLEAN),
    "palette_of_alphas": of(_colour("P", transparency=bytes(range(256))), CLEAN),
    "transparent_grey": of(_colour("LA"), CLEAN),
    "transparent": of(_colour("RGBA"), CLEAN),
    "a_colour_said_to_be_transparent": of(_colour("RGB", transparency=(0, 0, 0)), CLEAN),
    "print_colours": of(_colour("CMYK", "JPEG"), CLEAN),
    "print_colours_in_steps": of(_colour("CMYK", "JPEG", progressive=True), CLEAN),
}
