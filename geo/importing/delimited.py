"""Delimited text (CSV and kin) whose encoding and delimiter nobody named; not its coordinates."""

import csv
import gzip
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import count
from pathlib import Path

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.errors import UnreadableFile

DELIMITERS = (",", ";", "\t", "|")
# The encodings that Russian tables come in, UTF-8 with a broken letter among them, and the letters that make up
# most of a Russian text: read in the wrong encoding they become capitals, signs or frames.
LIKELY = ("cp1251", "koi8-r", "cp866", "utf-8-sig")
FREQUENT = "оеаинтсрвл"
# What other files begin with: a picture of them as text says nothing to anybody.
BINARY = (b"PK\x03\x04", b"PAR1", b"SQLite format 3", b"\xd0\xcf\x11\xe0", b"%PDF")
SAMPLE = 1 << 20
TOO_WIDE = gettext_lazy("row %(row)d has %(cells)d cells, the header %(names)d: is a quotation mark missing?")

csv.field_size_limit(1 << 30)


def read_delimited(path: Path, *, encoding: str = "") -> pd.DataFrame:
    """All cells as text, as written; header required, names without outer spaces. Raises UnreadableFile.

    Cells that a row lacks are empty; empty cells beyond the header, which a delimiter at the end of a line makes,
    are dropped. Of columns of one name the first keeps it, the others get `.1`, `.2` behind it.
    """
    text = decode(content_of(path), encoding, path)
    refuse_other(text, path)
    delimiter, stream = delimiter_of(text), StringIO(text, newline="")
    rows = records(stream, delimiter, path, trim=True)
    header = _header(next(row for row in rows if any(map(str.strip, row))))
    begin = stream.tell()
    _refuse_wide(rows, len(header), path)
    stream.seek(begin)
    try:
        table = pd.read_csv(
            stream,
            sep=delimiter,
            header=None,
            names=header,
            # Else the width of the first row would decide how many cells the others may have.
            usecols=range(len(header)),
            index_col=False,
            dtype=str,
            keep_default_na=False,
            skipinitialspace=True,
        )
    except pd.errors.ParserError as problem:
        raise UnreadableFile(path=path, why=problem) from problem
    return table.fillna("")


def _refuse_wide(rows: Iterable[list[str]], names: int, path: Path) -> None:
    """Raises UnreadableFile for the first row with a cell beyond the header: it was cut in the wrong places."""
    written = (row for row in rows if len(row) > 1 or any(map(str.strip, row)))
    for number, row in enumerate(written, 1):
        if len(row) > names and any(map(str.strip, row[names:])):
            cells = max(place for place, cell in enumerate(row, 1) if cell.strip())
            raise UnreadableFile(path=path, why=TOO_WIDE % {"row": number, "cells": cells, "names": names})


def content_of(path: Path) -> bytes:
    """A file's bytes, unpacked when they are packed by gzip. Raises UnreadableFile."""
    try:
        content = path.read_bytes()
        return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    except FileNotFoundError as problem:
        raise UnreadableFile(path=path, why=_("there is no such file")) from problem
    except (OSError, EOFError, zlib.error) as problem:
        raise UnreadableFile(path=path, why=problem) from problem


def decode(content: bytes, encoding: str, path: Path) -> str:
    """Text of the bytes: by the encoding named, by mark, as UTF-8, or in the likeliest of LIKELY."""
    if content.startswith(BINARY):
        raise UnreadableFile(path=path, why=_("it is no delimited text"))
    encoding = encoding or encoding_of(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as problem:
        told = _("byte %(place)d is no letter of the encoding %(name)s")
        raise UnreadableFile(path=path, why=told % {"place": problem.start, "name": encoding}) from problem
    except LookupError as problem:
        raise UnreadableFile(
            path=path, why=_("there is no encoding “%(name)s”") % {"name": encoding}
        ) from problem


def encoding_of(content: bytes) -> str:
    """The encoding that the bytes (or their beginning, cut at a line's end) are in, as far as they tell."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        sample = content[:SAMPLE]
        return max(LIKELY, key=lambda name: _russian(sample.decode(name, errors="replace")))
    return "utf-8-sig"


def _russian(text: str) -> int:
    letters = Counter(text)
    return sum(letters[letter] for letter in FREQUENT)


def delimiter_of(text: str) -> str:
    """The delimiter that the header uses most outside quotes; a comma when it has one column."""
    header = text.lstrip("\ufeff\r\n ").split("\n", 1)[0]
    bare = "".join(header.split('"')[::2])
    best = max(DELIMITERS, key=bare.count)
    return best if bare.count(best) else ","


def records(lines: Iterable[str], delimiter: str, path: Path, *, trim: bool = False) -> Iterator[list[str]]:
    """Rows of cells; lines keep their ends. trim: without the spaces that follow a delimiter.

    Raises UnreadableFile, also for a quotation mark that nothing closes.
    """
    pending: list[str] = []
    taken: list[str] = []
    row: list[str] = []
    # The header, the first row that says something, is none of them.
    number = -1

    def remembered() -> Iterator[str]:
        for line in lines:
            pending.append(line)
            yield line

    try:
        for row in csv.reader(remembered(), delimiter=delimiter, skipinitialspace=trim):
            taken[:] = pending
            pending.clear()
            number += any(map(str.strip, row))
            yield row
    except csv.Error as problem:
        raise UnreadableFile(path=path, why=problem) from problem
    # Such a mark takes the rest of the file for one cell.
    open_end = len(taken) > 1 or (bool(row) and row[-1].endswith(("\r", "\n")))
    if open_end and sum(line.count('"') for line in taken) % 2:
        told = _("the quotation mark in row %(row)d, “%(line)s”, is not closed")
        raise UnreadableFile(path=path, why=told % {"row": number, "line": taken[0].strip()[:60]})


def refuse_other(text: str, path: Path) -> None:
    """Raises UnreadableFile for a text that is empty, or no table."""
    if not text.strip("\ufeff\r\n\t ;,|"):
        raise UnreadableFile(path=path, why=_("the file is empty"))
    if text.lstrip("\ufeff\r\n\t ").startswith(("{", "<")) or "\x00" in text[:SAMPLE]:
        raise UnreadableFile(path=path, why=_("it is no delimited text"))


def _header(cells: list[str]) -> list[str]:
    """Names of the columns, each once: a name that stands in the header itself is no repeated one's to take."""
    written = [cell.strip().lstrip("\ufeff") for cell in cells]
    names: list[str] = []
    for name in written:
        others = (
            other for other in (f"{name}.{number}" for number in count(1)) if other not in {*written, *names}
        )
        names.append(next(others) if name in names else name)
    return names
