"""Files that are a picture to one reader and a program or document to another, and documents that pose as pictures."""

import struct
import zipfile
from io import BytesIO

from tests.appeals.hostile.cases import CLEAN, PHP, REFUSED, SCRIPT, of
from tests.appeals.hostile.making import (
    encoded,
    exif,
    picture,
    png_chunk,
    riff_chunk,
    webp_with,
    with_chunk,
    with_segment,
)

_JPEG, _PNG = encoded(picture()), encoded(picture(), "PNG")
_PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF"


def _zip() -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", SCRIPT)
    return target.getvalue()


def _svg(inside: str, attributes: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


CASES = {
    "gif_and_script": of(b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)//", REFUSED, "a.gif"),
    "gif_and_script_named_jpg": of(b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)//", REFUSED),
    "jpeg_and_html_in_comment": of(with_segment(0xFE, SCRIPT), CLEAN, "a.html"),
    "jpeg_and_html_behind": of(_JPEG + SCRIPT, CLEAN, "a.htm"),
    "jpeg_and_javascript": of(
        b"\xff\xd8\xff\xe0\x2f\x2a"
        b"JFIF\0" + b"\0" * (0x2F2A - 7) + b"\xff\xfe\x00\x1c*/=alert(1);/*" + b" " * 12 + _JPEG[20:],
        CLEAN,
        "a.js",
    ),
    "jpeg_and_zip_behind": of(_JPEG + _zip(), CLEAN, "a.jar"),
    "zip_and_jpeg_behind": of(_zip() + _JPEG, REFUSED),
    "png_and_zip_behind": of(_PNG + _zip(), CLEAN, "a.png"),
    "png_and_zip_in_a_chunk": of(with_chunk(b"zIpx", _zip()), CLEAN),
    "jpeg_and_pdf_in_comment": of(with_segment(0xFE, _PDF), CLEAN, "a.pdf"),
    "pdf_and_jpeg_behind": of(_PDF + _JPEG, REFUSED),
    "php_in_exif": of(encoded(picture(), exif=exif(PHP)), CLEAN, "a.php.jpg"),
    "php_in_comment": of(with_segment(0xFE, PHP), CLEAN, "a.php"),
    "php_in_png_text": of(with_chunk(b"tEXt", b"Comment\0" + PHP), CLEAN, "a.phtml"),
    "php_behind_png": of(_PNG + png_chunk(b"PLTE", PHP + b"\0"), CLEAN),
    "php_in_webp_chunk": of(webp_with(b"PHP ", PHP), CLEAN, "a.webp"),
    "php_behind_webp": of(encoded(picture(), "WEBP") + PHP, CLEAN, "a.webp"),
    "script_in_heif_box": of(
        encoded(picture(), "HEIF") + struct.pack(">I", 8 + len(SCRIPT)) + b"free" + SCRIPT, CLEAN
    ),
    "php_after_first_bytes": of(b"\xff\xd8\xff\xe0" + PHP, REFUSED),
    "html": of(b"<!DOCTYPE html>" + SCRIPT, REFUSED, "page.png"),
    "svg_with_script": of(_svg("<script>alert(1)</script>"), REFUSED, "a.svg"),
    "svg_with_handler": of(_svg("", 'onload="alert(1)"'), REFUSED),
    "svg_with_foreign_page": of(_svg('<foreignObject><iframe src="//x"/></foreignObject>'), REFUSED, "a.png"),
    "svg_that_reads_files": of(
        b'<!DOCTYPE svg [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + _svg("<text>&f;</text>"), REFUSED
    ),
    "svg_of_entities": of(
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + _svg("&b;"), REFUSED, "a.svg"
    ),
    "svg_packed": of(b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + b"\0" * 40, REFUSED, "a.svgz"),
    "commands_for_imagemagick": of(
        b"push graphic-context\nviewbox 0 0 9 9\nfill 'url(https://x/\"|id\")'\npop graphic-context", REFUSED
    ),
    "postscript": of(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(secret) run", REFUSED, "a.jpg"),
    "pdf": of(_PDF, REFUSED, "a.pdf"),
    "zip": of(_zip(), REFUSED, "photos.zip"),
    "linux_program": of(b"\x7fELF" + b"\0" * 60, REFUSED),
    "windows_program": of(b"MZ" + b"\0" * 60 + b"PE\0\0", REFUSED, "photo.jpg.exe"),
    "shell_script": of(b"#!/bin/sh\nid\n", REFUSED),
    "settings_of_a_server": of(b"AddType application/x-httpd-php .jpg", REFUSED, ".htaccess"),
    "text": of("Это фото, поверьте".encode(), REFUSED),
    "film": of(b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + b"\0" * 64, REFUSED, "film.heic"),
    "sound": of(
        b"RIFF" + struct.pack("<I", 20) + b"WAVE" + riff_chunk(b"fmt ", b"\0" * 8), REFUSED, "a.webp"
    ),
    "gif": of(encoded(picture(mode="P"), "GIF"), REFUSED, "a.gif"),
    "bmp": of(encoded(picture(), "BMP"), REFUSED, "a.bmp"),
    "tiff": of(encoded(picture(), "TIFF"), REFUSED, "a.tif"),
    "ico": of(encoded(picture(), "ICO"), REFUSED, "a.ico"),
    "jpeg_2000": of(encoded(picture(), "JPEG2000"), REFUSED, "a.jp2"),
    "png_named_jpg": of(_PNG, CLEAN),
    "jpeg_named_heic": of(_JPEG, CLEAN, "IMG_0001.HEIC"),
    "webp_named_exe": of(encoded(picture(), "WEBP"), CLEAN, "photo.exe"),
}
