"""A GeoPackage of a selection: layers `appeals` and `areas`, streamed, so that size costs time and no memory; and
of the heat map's `cells`, which are never too many."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
from django.contrib.gis.geos import Polygon
from pyogrio.raw import write_arrow

from accounts.types import Viewer
from analytics.asking import CellsAsked
from analytics.exporting.columns import APPEALS_SCHEMA, GEOMETRY, appeals
from analytics.queries.areas import AT_ONCE, appeals_by_area, boundaries_in_force
from analytics.queries.heatmap import fitted_heatmap
from analytics.telling import figures_of
from appeals.types import Selection
from geo import hexgrid
from geo.spreadsheets import harmless

_AREAS_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("code", "oktmo", "name", "kind", "collection")),
        *((name, pa.int64()) for name in ("area_id", "parent", "appeals", "waiting")),
        ("area_m2", pa.float64()),
        (GEOMETRY, pa.binary()),
    ]
)
# As the heat map's GeoJSON tells them, each with what its value is of.
_CELLS_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("cell", "measure")),
        ("value", pa.float64()),
        ("n", pa.int64()),
        ("why", pa.string()),
        *((name, pa.int64()) for name in ("count", "open", "supports")),
        *((name, pa.float64()) for name in ("per_km2", "before")),
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


def write_cells(path: Path, viewer: Viewer, asked: CellsAsked) -> None:
    """Add the hexagons that the viewer may see to a file that is there; larger ones where there are too many.

    What is measured, of which period and in comparison with which, is the layer's metadata.
    """
    question = asked.question
    found = fitted_heatmap(viewer, question.selection, asked.resolution, question.asked)
    rows = [
        {
            "cell": str(cell.cell),
            "measure": question.measure.code.value,
            **figures_of(cell, question),
            GEOMETRY: bytes(Polygon(hexgrid.ring(cell.cell)).wkb),
        }
        for cell in found.cells
    ]
    table = pa.Table.from_pylist(rows, _CELLS_SCHEMA)
    told = {
        "measure": str(question.measure.name),
        "unit": str(question.measure.unit),
        "resolution": str(found.resolution),
        **_days("", question.selection),
        **(_days("before_", question.asked.before) if question.asked.before else {}),
    }
    _write(path, "cells", table.to_reader(), "Polygon", append=True, told=told)


def _days(prefix: str, selection: Selection) -> dict[str, str]:
    """Ends of a period as ISO 8601, as far as there are any."""
    ends = {"since": selection.since, "until": selection.until}
    return {f"{prefix}{name}": moment.isoformat() for name, moment in ends.items() if moment}


def _write(
    path: Path,
    layer: str,
    batches: pa.RecordBatchReader,
    shape: str,
    *,
    append: bool,
    told: dict[str, str] | None = None,
) -> None:
    """told: metadata of the layer."""
    write_arrow(
        batches,
        path,
        layer=layer,
        driver="GPKG",
        geometry_name=GEOMETRY,
        geometry_type=shape,
        crs="EPSG:4326",
        append=append,
        layer_metadata=told,
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
