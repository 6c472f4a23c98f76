"""Delimited text (CSV and kin) whose encoding and delimiter nobody named; not its coordinates."""

import gzip
import zlib
from io import StringIO
from pathlib import Path

import pandas as pd

from geo.errors import UnreadableFile

DELIMITERS = (",", ";", "\t", "|")


def read_delimited(path: Path, *, encoding: str = "") -> pd.DataFrame:
    """All cells as text, as written; header required. Raises UnreadableFile."""
    text = decode(_content(path), encoding, path)
    if not text.strip():
        raise UnreadableFile(path=path, why="the file is empty")
    try:
        return pd.read_csv(
            StringIO(text), sep=delimiter_of(text), dtype=str, keep_default_na=False, skipinitialspace=True
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as problem:
        raise UnreadableFile(path=path, why=problem) from problem


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    except (OSError, EOFError, zlib.error) as problem:
        raise UnreadableFile(path=path, why=problem) from problem


def decode(content: bytes, encoding: str, path: Path) -> str:
    """Text of the bytes: by mark, as UTF-8, or as Windows-1251, the other encoding Russian tables come in."""
    if not encoding and content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    for candidate in (encoding,) if encoding else ("utf-8-sig", "cp1251", "koi8-r"):
        try:
            return content.decode(candidate)
        except UnicodeDecodeError:
            continue
        except LookupError as problem:
            raise UnreadableFile(path=path, why=problem) from problem
    raise UnreadableFile(path=path, why=f"not {encoding}")


def delimiter_of(text: str) -> str:
    """The delimiter that the header uses most outside quotes; a comma when it has one column."""
    header = text.lstrip("\ufeff").split("\n", 1)[0]
    bare = "".join(header.split('"')[::2])
    best = max(DELIMITERS, key=bare.count)
    return best if bare.count(best) else ","
