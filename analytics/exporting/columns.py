"""Appeals and areas as columns of Arrow, a batch at a time, for every file that is made of many of them."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from struct import pack
from typing import Any

import orjson
import pyarrow as pa

from accounts.types import Viewer
from appeals.queries.listing import uncounted_page
from appeals.types import Selection
from geo.spreadsheets import harmless

AT_ONCE = 1000
_TEXT, _MOMENT = pa.string(), pa.timestamp("ms", tz="UTC")
# What everybody who sees the list may read there, by the name that the API has for it.
APPEALS: dict[str, pa.DataType] = {
    **dict.fromkeys(("number", "kind", "topic", "topic_name", "category", "category_name", "text"), _TEXT),
    **dict.fromkeys(("address", "area", "executor"), _TEXT),
    "executor_id": pa.int64(),
    **dict.fromkeys(("state", "group"), _TEXT),
    "supports": pa.int64(),
    "submitted_at": _MOMENT,
    "answered_at": _MOMENT,
    "due_on": pa.date32(),
}
GEOMETRY = "geometry"
# Without a system named, coordinates are lon, lat degrees. Source: GeoParquet 1.1.0, "crs".
GEOPARQUET = {
    "geo": json.dumps(
        {
            "version": "1.1.0",
            "primary_column": GEOMETRY,
            "columns": {GEOMETRY: {"encoding": "WKB", "geometry_types": ["Point"]}},
        }
    )
}
APPEALS_SCHEMA = pa.schema([*APPEALS.items(), (GEOMETRY, pa.binary())])
_READ: dict[pa.DataType, Callable[[str], Any]] = {
    _MOMENT: datetime.fromisoformat,
    pa.date32(): date.fromisoformat,
    # A table of attributes ends up in a spreadsheet.
    _TEXT: harmless,
}


def appeals(
    viewer: Viewer, selection: Selection, told: Callable[[int], None] = lambda _done: None
) -> Iterator[pa.RecordBatch]:
    """What the viewer may see of a selection, newest first, at public places (WKB, lon lat degrees); texts harmless.

    told: how many have been given out. One or two queries per thousand.
    """
    cursor: str | None = ""
    done = 0
    while cursor is not None:
        page = uncounted_page(viewer, selection, cursor=cursor, limit=AT_ONCE)
        yield batch_of(orjson.loads(page.features))
        done += page.number_returned
        told(done)
        cursor = page.next_cursor


def batch_of(features: list[dict[str, Any]]) -> pa.RecordBatch:
    """GeoJSON features of appeals as a batch."""
    rows = [feature["properties"] for feature in features]
    columns = [pa.array([_value(row[name], kind) for row in rows], kind) for name, kind in APPEALS.items()]
    places = [_wkb(*feature["geometry"]["coordinates"]) for feature in features]
    return pa.record_batch([*columns, pa.array(places, pa.binary())], schema=APPEALS_SCHEMA)


def _value(value: Any, kind: pa.DataType) -> Any:
    read = _READ.get(kind)
    return value if value is None or read is None else read(value)


def _wkb(lon: float, lat: float) -> bytes:
    """Well-known binary of a point."""
    return pack("<BIdd", 1, 1, lon, lat)
