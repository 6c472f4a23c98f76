"""What a hostile file is: how it is made, what it is called, what must become of it."""

from collections.abc import Callable
from dataclasses import dataclass

from appeals import errors

# Stands in whatever tells of a person or runs as a program; must not be found in what is kept.
SECRET = b"59.9343N 30.3351E Ivan Petrov"
SCRIPT = b"<script>alert(1)</script>"
PHP = b"<?php system($_GET[0]); ?>"

CLEAN = "clean"
REFUSED = errors.NotAPhoto.__name__
TOO_LARGE = errors.PhotoTooLarge.__name__
TOO_MANY_PIXELS = errors.PhotoTooManyPixels.__name__
MOVES = errors.PhotoMoves.__name__


@dataclass(frozen=True, slots=True)
class Case:
    """One file. verdict: CLEAN (written anew, nothing but its pixels kept) or the name of the error that refuses it."""

    make: Callable[[], bytes]
    verdict: str
    filename: str = "photo.jpg"


def of(content: bytes, verdict: str, filename: str = "photo.jpg") -> Case:
    """A file that is small enough to be made at once."""
    return Case(lambda: content, verdict, filename)
