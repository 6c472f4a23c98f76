"""What became of a file: refused with which words, or whether what is kept is a plain picture and nothing else."""

from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from PIL import Image

from appeals.errors import PhotoRefused
from appeals.services.photos import prepare
from appeals.services.pictures import THUMBNAIL_PX
from tests.appeals.hostile.cases import CLEAN, PHP, SCRIPT, SECRET

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
# What a JPEG needs: JFIF's head, tables, a frame, scans. No other segment of an application, no comment.
_PLAIN = {0xE0, 0xDB, 0xC2, 0xC4, _SCAN}


def judged(content: bytes, filename: str) -> dict[str, object]:
    """verdict: CLEAN or the refusing error's name; words: its message by language; faults: of what is kept."""
    words: dict[str, str] = {}
    faults: list[str] = []
    verdict = CLEAN
    try:
        made = prepare(SimpleUploadedFile(filename, content))
    except PhotoRefused as problem:
        verdict = type(problem).__name__
        for language in ("en", "ru"):
            with override(language):
                words[language] = str(problem.message % problem.params)
    else:
        faults = faults_of(made.image, settings.PHOTO_SIDE_PX) + faults_of(made.thumbnail, THUMBNAIL_PX)
    return {"verdict": verdict, "words": words, "faults": faults}


def faults_of(kept: bytes, side_px: int) -> list[str]:
    """What a kept picture holds that it must not; empty for a plain one."""
    found = [str(mark) for mark in (SECRET, SCRIPT, PHP, b"PK\x03\x04", b"%PDF", b"Exif") if mark in kept]
    with Image.open(BytesIO(kept), formats=("JPEG",)) as image:
        if (image.mode, getattr(image, "n_frames", 1)) != ("RGB", 1):
            found.append(f"mode {image.mode}")
        if max(image.size) > side_px:
            found.append(f"size {image.size}")
    return found + _foreign_segments(kept)


def _foreign_segments(kept: bytes) -> list[str]:
    """Walks through the file: segments that are not a picture's, and bytes behind its end."""
    if kept[:2] != bytes([0xFF, _START]):
        return ["does not begin as a JPEG"]
    at = 2
    while kept[at + 1] != _END:
        marker = kept[at + 1]
        if kept[at] != 0xFF or marker not in _PLAIN:
            return [f"segment {marker:#x} at {at}"]
        at += 2 + int.from_bytes(kept[at + 2 : at + 4], "big")
        if marker == _SCAN:
            at = _end_of_scan(kept, at)
    return [] if at + 2 == len(kept) else ["bytes behind the end"]


def _end_of_scan(kept: bytes, at: int) -> int:
    while not (kept[at] == 0xFF and kept[at + 1] not in {0, *range(0xD0, 0xD8)}):
        at += 1
    return at
