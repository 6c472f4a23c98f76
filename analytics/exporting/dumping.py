"""Writes the files of open data, and puts all of them in the place of yesterday's at once."""

from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import file_digest
from pathlib import Path
from secrets import token_hex

import orjson
from django.conf import settings
from django.db import transaction
from django.utils import translation

from analytics.exporting.opendata import write_dumps
from analytics.queries.opendata import INDEX, Dump, folder, open_data
from geo import sql

_TYPES = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}
# Who is still downloading yesterday's file may end it; what a killed worker left goes as well.
_KEPT = timedelta(days=1)


def dump(*, now: datetime) -> None:
    """Write what the public sees now. Readers find the old files or the new ones, never some of each.

    Nothing while another worker does it: the lock lasts as long as the transaction.
    """
    with transaction.atomic():
        [(alone,)] = sql.rows("analytics", "dump_lock_try", {})
        if alone:
            _write(now)


def _write(now: datetime) -> None:
    place = folder()
    place.mkdir(parents=True, exist_ok=True)
    stamp = f"{now:%Y%m%d}-{token_hex(4)}"
    paths = {kind: place / f"appeals-{stamp}.{kind}" for kind in _TYPES}
    with translation.override(settings.LANGUAGE_CODE):
        rows = write_dumps(paths["csv"], paths["parquet"])
    files = [_told(path, kind) for kind, path in paths.items()]
    index = {"made_at": now.isoformat(), "rows": rows, "files": [asdict(file) for file in files]}
    part = place / f"{stamp}.part"
    part.write_bytes(orjson.dumps(index, option=orjson.OPT_INDENT_2))
    part.replace(place / INDEX)
    _forget(place, now)


def _told(path: Path, kind: str) -> Dump:
    with path.open("rb") as body:
        checksum = file_digest(body, "sha256").hexdigest()
    return Dump(f"appeals.{kind}", path.name, _TYPES[kind], path.stat().st_size, checksum)


def _forget(place: Path, now: datetime) -> None:
    """Delete what no reader asks for any more."""
    known = open_data()
    kept = {INDEX, *(file.stored for file in known.files)} if known else {INDEX}
    for path in place.iterdir():
        written_at = datetime.fromtimestamp(path.stat().st_mtime, tz=now.tzinfo)
        if path.name not in kept and written_at < now - _KEPT:
            path.unlink(missing_ok=True)
