"""Files that are small and want much: memory, passes, frames."""

import zlib

from PIL import Image

from tests.appeals.hostile.cases import CLEAN, MOVES, REFUSED, TOO_LARGE, TOO_MANY_PIXELS, Case, of
from tests.appeals.hostile.making import (
    encoded,
    flat_png,
    gif_of_frames,
    heif_claiming,
    interlaced_png,
    of_size,
    picture,
    png,
    webp_claiming,
    with_chunk,
    with_scans,
    with_segment,
    zeros,
)

# Just below what is allowed, and just above.
_MOST, _MORE = (8300, 6000), (8400, 6000)


def _several(form: str, count: int) -> bytes:
    frames = [Image.new("RGB", (16, 16), (shade % 256, shade // 256, 0)) for shade in range(1, count)]
    return encoded(Image.new("RGB", (16, 16)), form, save_all=True, append_images=frames)


CASES = {
    "png_claims_3600_megapixels": of(png(60_000, 60_000, zlib.compress(b"\0" * 100)), TOO_MANY_PIXELS),
    "png_claims_2_to_31_across": of(png(2**31 - 1, 1, zlib.compress(b"\0" * 100)), TOO_MANY_PIXELS),
    "png_claims_2_to_31_both_ways": of(png(2**31 - 1, 2**31 - 1, b""), TOO_MANY_PIXELS),
    "png_of_more_than_allowed": Case(lambda: flat_png(*_MORE), TOO_MANY_PIXELS),
    "png_of_all_that_is_allowed": Case(lambda: flat_png(*_MOST), CLEAN),
    "png_of_all_with_alpha": Case(lambda: flat_png(*_MOST, colour=6), CLEAN),
    "png_of_all_in_16_bits": Case(lambda: flat_png(*_MOST, colour=6, depth=16), CLEAN),
    "png_of_all_interlaced": Case(lambda: interlaced_png(*_MOST), CLEAN),
    "png_one_pixel_high": Case(lambda: flat_png(2_000_000, 1), CLEAN),
    "png_one_pixel_wide": Case(lambda: flat_png(1, 2_000_000, colour=0), CLEAN),
    "png_pixels_go_on_for_ever": Case(lambda: png(50, 50, zeros(200_000_000)), CLEAN, "more.png"),
    "png_packed_text": Case(lambda: with_chunk(b"zTXt", b"k\0\0" + zeros(70_000_000)), REFUSED),
    "png_packed_text_of_the_world": Case(
        lambda: with_chunk(b"iTXt", b"k\0\1\0\0\0" + zeros(70_000_000)), REFUSED
    ),
    "png_packed_profile": Case(lambda: with_chunk(b"iCCP", b"k\0\0" + zeros(70_000_000)), REFUSED),
    "png_of_many_texts": Case(
        lambda: with_chunk(b"zTXt", b"k\0\0" + zlib.compress(b"a" * 1_000_000), times=100), REFUSED
    ),
    "png_of_300_frames": Case(lambda: _several("PNG", 300), MOVES, "moving.png"),
    "jpeg_claims_4200_megapixels": of(of_size(encoded(picture()), 65_000, 65_000), TOO_MANY_PIXELS),
    # What is missing is grey.
    "jpeg_claims_what_it_lacks": of(of_size(encoded(picture()), 7000, 7000), CLEAN),
    "jpeg_of_all_that_is_allowed": Case(lambda: encoded(Image.new("RGB", _MOST)), CLEAN),
    "jpeg_of_all_in_steps": Case(
        lambda: encoded(Image.new("RGB", _MOST), progressive=True, subsampling=0), CLEAN
    ),
    "jpeg_of_3000_scans": Case(lambda: with_scans(3000), REFUSED),
    "jpeg_of_2000_segments": Case(lambda: with_segment(0xE5, b"\0" * 5000, times=2000), CLEAN),
    "jpeg_larger_than_allowed": Case(lambda: encoded(picture()) + b"\0" * 16 * 1024 * 1024, TOO_LARGE),
    "webp_claims_268_megapixels": of(webp_claiming(16_384, 16_384), TOO_MANY_PIXELS, "a.webp"),
    "webp_of_more_than_allowed": Case(
        lambda: encoded(Image.new("RGB", (8400, 3000)), "WEBP", lossless=True, method=0), TOO_MANY_PIXELS
    ),
    "webp_of_all_that_is_allowed": Case(
        lambda: encoded(Image.new("RGBA", (8300, 3000)), "WEBP", lossless=True, method=0), CLEAN
    ),
    "webp_of_300_frames": Case(lambda: _several("WEBP", 300), MOVES, "moving.webp"),
    "heif_claims_900_megapixels": Case(
        lambda: heif_claiming(encoded(picture(), "HEIF"), 30_000, 30_000), TOO_MANY_PIXELS
    ),
    "heif_says_less_than_it_holds": Case(
        lambda: heif_claiming(encoded(picture((2000, 2000)), "HEIF", quality=10), 64, 64), REFUSED
    ),
    "gif_of_100000_frames": Case(lambda: gif_of_frames(100_000), REFUSED, "moving.gif"),
    "gif_of_a_huge_canvas": of(gif_of_frames(1, side=65_535), REFUSED, "huge.gif"),
    "tiff_of_much": Case(
        lambda: encoded(Image.new("L", (9000, 9000)), "TIFF", compression="tiff_deflate"), REFUSED
    ),
    "bmp_of_much": Case(lambda: encoded(Image.new("1", (9000, 9000)), "BMP"), REFUSED, "a.bmp"),
}
