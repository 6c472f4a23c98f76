"""The files of open data that are there now: what of, how large, with which checksum; not the writing."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson
from django.conf import settings

INDEX = "index.json"


@dataclass(frozen=True, slots=True)
class Dump:
    """A file. name: in its public address, the same every day. stored: the name on disk. sha256: in hex digits."""

    name: str
    stored: str
    content_type: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class OpenData:
    """All files of one night, and how many appeals each holds."""

    made_at: datetime
    rows: int
    files: tuple[Dump, ...]

    def named(self, name: str) -> Dump | None:
        return next((dump for dump in self.files if dump.name == name), None)


def folder() -> Path:
    """Where the files are."""
    return Path(settings.MEDIA_ROOT) / "data"


def open_data() -> OpenData | None:
    """The files of the last night; None before the first. One small file is read."""
    try:
        told = orjson.loads((folder() / INDEX).read_bytes())
    except FileNotFoundError:
        return None
    files = tuple(Dump(**each) for each in told["files"])
    return OpenData(datetime.fromisoformat(told["made_at"]), told["rows"], files)
