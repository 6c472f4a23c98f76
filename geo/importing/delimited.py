"""Delimited text (CSV and kin) whose encoding and delimiter nobody named; not its coordinates."""

import csv
import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO
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
# How many empty cells a line may have beyond the header.
SPARE = 4
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
    header = _header(
        next(row for row in records(stream, delimiter, path, trim=True) if any(map(str.strip, row)))
    )
    spare = [f"\x00{number}" for number in range(SPARE)]
    try:
        table = pd.read_csv(
            stream,
            sep=delimiter,
            header=None,
            names=[*header, *spare],
            index_col=False,
            dtype=str,
            keep_default_na=False,
            skipinitialspace=True,
        )
    except pd.errors.ParserError as problem:
        raise UnreadableFile(path=path, why=_parsing(str(problem), len(header))) from problem
    _refuse_spare(table[spare], len(header), path)
    return table[header].fillna("")


def _refuse_spare(spare: pd.DataFrame, names: int, path: Path) -> None:
    """Raises UnreadableFile for the first row with a cell beyond the header: it was cut in the wrong places."""
    if bool(spare.isna().all(axis=None)):
        return
    full = spare.fillna("").apply(lambda column: column.str.strip() != "")
    rows = full.any(axis=1).to_numpy().nonzero()[0]
    if len(rows):
        cells = names + int(full.iloc[rows[0]].to_numpy().nonzero()[0][-1]) + 1
        raise UnreadableFile(path=path, why=TOO_WIDE % {"row": rows[0] + 1, "cells": cells, "names": names})


def _parsing(problem: str, names: int) -> str:
    """What pandas complains of, in the reader's language."""
    if wide := re.search(r"Expected \d+ fields in line (\d+), saw (\d+)", problem):
        # pandas counts lines after the header.
        return str(TOO_WIDE % {"row": int(wide[1]), "cells": int(wide[2]), "names": names})
    if opened := re.search(r"EOF inside string starting at row (\d+)", problem):
        return _("the quotation mark in row %(row)d is not closed") % {"row": int(opened[1]) + 1}
    return problem


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

    def remembered() -> Iterator[str]:
        for line in lines:
            pending.append(line)
            yield line

    try:
        for row in csv.reader(remembered(), delimiter=delimiter, skipinitialspace=trim):
            taken[:] = pending
            pending.clear()
            yield row
    except csv.Error as problem:
        raise UnreadableFile(path=path, why=problem) from problem
    # Such a mark takes the rest of the file for one cell.
    open_end = len(taken) > 1 or (bool(row) and row[-1].endswith(("\r", "\n")))
    if open_end and sum(line.count('"') for line in taken) % 2:
        told = _("the quotation mark in “%(line)s” is not closed")
        raise UnreadableFile(path=path, why=told % {"line": taken[0].strip()[:60]})


def refuse_other(text: str, path: Path) -> None:
    """Raises UnreadableFile for a text that is empty, or no table."""
    if not text.strip("\ufeff\r\n\t ;,|"):
        raise UnreadableFile(path=path, why=_("the file is empty"))
    if text.lstrip("\ufeff\r\n\t ").startswith(("{", "<")) or "\x00" in text[:SAMPLE]:
        raise UnreadableFile(path=path, why=_("it is no delimited text"))


def _header(cells: list[str]) -> list[str]:
    """Names of the columns, each once."""
    seen: Counter[str] = Counter()
    names = []
    for cell in cells:
        name = cell.strip().lstrip("\ufeff")
        names.append(f"{name}.{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return names
