"""What the public sees as files for everybody: CSV and GeoParquet, written together, so that both hold the same."""

from pathlib import Path
from struct import unpack_from

import pyarrow as pa
from pyarrow import csv, parquet

from accounts.types import PUBLIC
from analytics.exporting.columns import APPEALS, APPEALS_SCHEMA, GEOMETRY, GEOPARQUET, appeals
from appeals.types import Selection

_PLACE = ("lon", "lat")
CSV_SCHEMA = pa.schema([*APPEALS.items(), *((name, pa.float64()) for name in _PLACE)])
_PARQUET_SCHEMA = APPEALS_SCHEMA.with_metadata(GEOPARQUET)


def write_dumps(csv_path: Path, parquet_path: Path) -> int:
    """Write all that the public sees, newest first; answers how many appeals. Names come in the current language."""
    rows = 0
    with (
        csv.CSVWriter(csv_path, CSV_SCHEMA) as table,
        parquet.ParquetWriter(parquet_path, _PARQUET_SCHEMA, compression="zstd") as columns,
    ):
        for batch in appeals(PUBLIC, Selection()):
            columns.write_batch(batch.cast(_PARQUET_SCHEMA))
            table.write_batch(_flat(batch))
            rows += batch.num_rows
    return rows


def _flat(batch: pa.RecordBatch) -> pa.RecordBatch:
    """With longitude and latitude instead of the well-known binary, of which they are the last two numbers."""
    places = [unpack_from("<dd", place, 5) for place in batch.column(GEOMETRY).to_pylist()]
    numbers = [pa.array([place[axis] for place in places], pa.float64()) for axis in range(2)]
    return pa.record_batch([*(batch.column(name) for name in APPEALS), *numbers], schema=CSV_SCHEMA)
