"""Where an export of marks lies and what its files hold; neither their writing nor their reading.

latest -> 20260420T093000123456Z-1f2e3d4c
20260420T093000123456Z-1f2e3d4c/
    export.parquet       one row: when it was made, the zone of its months, how many marks
    areas.parquet        areas in force: km² and residents, as far as they are known
    residents.parquet    residents of the cells that hold marks, at each resolution for which they are known
    marks/month=2026-04/region=17/part-0.parquet
"""

from pathlib import Path

import pyarrow as pa
from django.conf import settings

from accounts.types import Role, Viewer
from analytics.errors import OpenFolder
from analytics.exporting.columns import GEOMETRY, GEOPARQUET

# As an analyst of everywhere sees them: what has passed moderation, at its public place, in areas that all may know.
AUDIENCE = Viewer(roles=frozenset({Role.ANALYST}), overseen_area_ids=None)
LATEST, ABOUT, AREAS, RESIDENTS = "latest", "export.parquet", "areas.parquet", "residents.parquet"
MARKS = "marks/month=*/region=*/*.parquet"
# Of what lies in no administrative area.
NO_REGION = 0
_MOMENT = pa.timestamp("us", tz="UTC")
# What measures and filters read, and nothing by which an appeal or a person is found: no number, text or author.
MARK_SCHEMA = pa.schema(
    [
        ("submitted_at", _MOMENT),
        ("kind", pa.string()),
        ("category", pa.string()),
        ("topic", pa.string()),
        ("state", pa.string()),
        ("is_public", pa.bool_()),
        ("executor_id", pa.int64()),
        ("area_ids", pa.list_(pa.int64())),
        ("due_at", _MOMENT),
        ("in_time", pa.bool_()),
        ("answer_h", pa.int32()),
        ("rating", pa.int16()),
        ("reopened", pa.bool_()),
        ("supports", pa.int32()),
        ("h3", pa.int64()),
        ("qx", pa.int32()),
        ("qy", pa.int32()),
        (GEOMETRY, pa.binary()),
    ],
    metadata=GEOPARQUET,
)
ABOUT_SCHEMA = pa.schema([("made_at", _MOMENT), ("zone", pa.string()), ("marks", pa.int64())])
AREA_SCHEMA = pa.schema(
    [
        ("area_id", pa.int64()),
        *((name, pa.string()) for name in ("code", "name", "kind")),
        ("km2", pa.float64()),
        ("residents", pa.float64()),
        ("residents_known", pa.float64()),
    ]
)
RESIDENTS_SCHEMA = pa.schema([("cell", pa.int64()), ("residents", pa.float64())])


def folder() -> Path:
    """Where exports are. Raises OpenFolder when that is a place from which files are served to everybody."""
    place = Path(settings.MARKS_EXPORT_ROOT).resolve()
    served = (Path(settings.MEDIA_ROOT).resolve(), Path(settings.STATIC_ROOT).resolve())
    if any(place == root or root in place.parents for root in served):
        raise OpenFolder
    return place
