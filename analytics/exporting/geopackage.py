"""A GeoPackage of a selection: layers `appeals` and `areas`, streamed, so that size costs time and no memory."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
from pyogrio.raw import write_arrow

from accounts.types import Viewer
from analytics.exporting.columns import APPEALS_SCHEMA, GEOMETRY, appeals
from analytics.queries.areas import AT_ONCE, appeals_by_area, boundaries_in_force
from appeals.exporting.tables import harmless
from appeals.types import Selection

_AREAS_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("code", "oktmo", "name", "kind", "collection")),
        *((name, pa.int64()) for name in ("area_id", "parent", "appeals", "waiting")),
        ("area_m2", pa.float64()),
        (GEOMETRY, pa.binary()),
    ]
)


def write_geopackage(
    path: Path, viewer: Viewer, selection: Selection, *, on: date, told: Callable[[int], None]
) -> None:
    """Write the file, EPSG:4326 with lon, lat as the format has it.

    on: the local day whose areas are meant. told: how many appeals are written so far.
    """
    batches = pa.RecordBatchReader.from_batches(APPEALS_SCHEMA, appeals(viewer, selection, told))
    _write(path, "appeals", batches, "Point", append=False)
    areas = pa.RecordBatchReader.from_batches(_AREAS_SCHEMA, _areas(viewer, selection, on))
    _write(path, "areas", areas, "MultiPolygon", append=True)


def _write(path: Path, layer: str, batches: pa.RecordBatchReader, shape: str, *, append: bool) -> None:
    write_arrow(
        batches,
        path,
        layer=layer,
        driver="GPKG",
        geometry_name=GEOMETRY,
        geometry_type=shape,
        crs="EPSG:4326",
        append=append,
    )


def _areas(viewer: Viewer, selection: Selection, on: date) -> Iterator[pa.RecordBatch]:
    """Areas in force with the selection's appeals in them, as the viewer sees them."""
    counted = appeals_by_area(viewer, selection)
    rows: list[tuple[object, ...]] = []
    for boundary in boundaries_in_force(on):
        area = boundary.area
        names = (area.code, boundary.oktmo, boundary.name or area.name, area.kind, area.collection.slug)
        numbers = (area.pk, boundary.parent_id, *counted.get(area.pk, (0, 0)))
        rows.append((*map(harmless, names), *numbers, boundary.area_m2, bytes(boundary.geom.wkb)))
        if len(rows) == AT_ONCE:
            yield _batch(rows)
            rows = []
    yield _batch(rows)


def _batch(rows: list[tuple[object, ...]]) -> pa.RecordBatch:
    columns = list(zip(*rows, strict=True)) or [()] * len(_AREAS_SCHEMA)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, _AREAS_SCHEMA, strict=True)]
    return pa.record_batch(arrays, schema=_AREAS_SCHEMA)
