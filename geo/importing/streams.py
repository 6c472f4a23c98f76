"""Delimited files too large to hold: rows as they are read, and an output that appears only when it is whole."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TextIO, cast

from django.utils.translation import gettext as _

from geo.errors import UnreadableFile, UnwritableFile
from geo.importing.delimited import BINARY, SAMPLE, delimiter_of, encoding_of, records, refuse_other

Rows = tuple[Iterator[list[str]], list[str]]


@contextmanager
def opened(path: Path) -> Iterator[Rows]:
    """Rows and header of a delimited file of any known encoding, packed or not. Raises UnreadableFile."""
    try:
        with _bytes(path) as file:
            sample = file.read(SAMPLE)
        encoding = _encoding(sample, path)
        text = sample.decode(encoding, errors="replace")
        refuse_other(text, path)
        with _text(path, encoding) as file:
            rows = records(file, delimiter_of(text), path)
            yield rows, next(row for row in rows if any(cell.strip() for cell in row))
    except UnicodeDecodeError as problem:
        told = _("byte %(place)d is no letter of the encoding %(name)s")
        raise UnreadableFile(
            path=path, why=told % {"place": problem.start, "name": problem.encoding}
        ) from problem
    except (OSError, EOFError) as problem:
        raise UnreadableFile(path=path, why=problem) from problem


@contextmanager
def whole(output: Path) -> Iterator[TextIO]:
    """A file that takes its name only when everything was written; a failure or Ctrl-C leaves what was there.

    A name that ends in .gz is packed. Raises UnwritableFile.
    """
    partial = output.with_name(f".{output.name}.part")
    opener: Any = gzip.open if output.name.lower().endswith(".gz") else open
    try:
        try:
            file = cast("TextIO", opener(partial, "wt", encoding="utf-8", newline=""))
        except OSError as problem:
            raise UnwritableFile(path=output, why=problem.strerror) from problem
        with file:
            yield file
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _bytes(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, "rb")) if _is_packed(path) else path.open("rb")


def _text(path: Path, encoding: str) -> TextIO:
    if _is_packed(path):
        return cast("TextIO", gzip.open(path, "rt", encoding=encoding, newline=""))
    return path.open(encoding=encoding, newline="")


def _encoding(sample: bytes, path: Path) -> str:
    if sample.startswith(BINARY):
        raise UnreadableFile(path=path, why=_("it is no delimited text"))
    # A sample may end inside a letter.
    return encoding_of(sample[: sample.rfind(b"\n")] if len(sample) == SAMPLE else sample)
