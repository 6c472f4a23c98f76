"""Writes an export of marks, partitioned by month and region, and shows it only when it is whole."""

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from secrets import token_hex
from time import time
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from django.conf import settings
from django.db.models import Case, F, Value, When
from django.utils import timezone
from pyarrow import parquet

from accounts.types import PUBLIC
from analytics.exporting.columns import GEOMETRY
from analytics.exporting.marks import layout
from analytics.queries.areas import boundaries_in_force
from analytics.queries.residents import residents_of_areas, residents_of_cells
from analytics.types import RESIDENTS_RESOLUTION
from appeals.models import Mark, Topic
from appeals.seeing import visible
from geo import hexgrid
from geo.gridarrays import quantum_centres
from geo.tilegrid import HALF_WORLD_M
from geo.types import HexCell
from territories.models import Area
from territories.types import is_administrative

AT_ONCE, ROWS_A_GROUP = 20_000, 100_000
# The one before may still be read by somebody who has begun with it.
KEPT = 2
# Nobody has written to a folder for so long: its export was killed.
GIVEN_UP_S = 86_400
_WKB = np.dtype([("order", "u1"), ("type", "<u4"), ("lon", "<f8"), ("lat", "<f8")])
# In the order of the schema; the last is made of qx and qy.
_COLUMNS = [name for name in layout.MARK_SCHEMA.names if name != GEOMETRY]
_READ = [
    "category_id" if name == "category" else "topic_id" if name == "topic" else name for name in _COLUMNS
]
_SUBMITTED, _AREA_IDS = _COLUMNS.index("submitted_at"), _COLUMNS.index("area_ids")
Rows = list[tuple[Any, ...]]


def export_marks(*, now: datetime, told: Callable[[int], None] = lambda _done: None) -> Path:
    """Write what AUDIENCE sees at this moment, and put it in the place of the last export at once; answers its folder.

    All marks come from one statement, so that none is lost or doubled while others write. told: how many are written.
    Files can be read by the account alone that runs this. Raises OpenFolder, OSError.
    """
    root = layout.folder()
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{now.astimezone(ZoneInfo('UTC')):%Y%m%dT%H%M%S%fZ}-{token_hex(4)}"
    part = root / f"{name}.part"
    try:
        _write(part, now, told)
        part.rename(root / name)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    _publish(root, name)
    return root / name


def _publish(root: Path, name: str) -> None:
    """Whoever opens `latest` finds the old export or the new one; older ones than KEPT go, and what was left half."""
    link = root / f"{name}.link"
    link.symlink_to(name)
    link.replace(root / layout.LATEST)
    # Names begin with the time.
    whole = sorted(
        path for path in root.iterdir() if path.is_dir() and not path.suffix and not path.is_symlink()
    )
    killed = [path for path in root.glob("*.part") if path.stat().st_mtime < time() - GIVEN_UP_S]
    for old in (*whole[:-KEPT], *killed):
        if old.name != name:
            shutil.rmtree(old)


def _write(place: Path, now: datetime, told: Callable[[int], None]) -> None:
    place.mkdir(mode=0o700)
    writing = _Writing(place)
    for batch in _batches():
        writing.add(batch)
        told(writing.marks)
    writing.end()
    on = timezone.localdate(now, ZoneInfo(settings.TIME_ZONE))
    _table(place / layout.AREAS, layout.AREA_SCHEMA, _areas(on))
    _table(place / layout.RESIDENTS, layout.RESIDENTS_SCHEMA, _residents(writing.cells, on))
    _table(place / layout.ABOUT, layout.ABOUT_SCHEMA, [(now, settings.TIME_ZONE, writing.marks)])


def _batches() -> Iterator[Rows]:
    """Marks in order of time, with the codes of category and topic. One statement, read by and by."""
    topics = {
        pk: (code, category)
        for pk, code, category in Topic.objects.values_list("pk", "code", "category__code")
    }
    category_at, topic_at = _COLUMNS.index("category"), _COLUMNS.index("topic")
    public = Case(When(visible(PUBLIC), then=Value(True)), default=Value(False))
    found = Mark.objects.visible_to(layout.AUDIENCE).annotate(is_public=public, due_at=F("appeal__due_at"))
    rows = found.order_by("submitted_at", "appeal_id").values_list(*_READ).iterator(AT_ONCE)
    while batch := [_coded(row, category_at, topic_at, topics) for row in islice(rows, AT_ONCE)]:
        yield batch


def _coded(
    row: tuple[Any, ...], category_at: int, topic_at: int, topics: dict[int, tuple[str, str]]
) -> tuple[Any, ...]:
    told = list(row)
    told[topic_at], told[category_at] = topics[row[topic_at]]
    return tuple(told)


@dataclass(slots=True)
class _Writing:
    """Rows that wait to be written, by region, of one month at a time."""

    place: Path
    month: str = ""
    marks: int = 0
    cells: set[int] = field(default_factory=set)
    waiting: dict[int, Rows] = field(default_factory=lambda: defaultdict(list))
    parts: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    regions: frozenset[int] = field(default_factory=lambda: frozenset(_regions()))
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo(settings.TIME_ZONE))

    def add(self, rows: Rows) -> None:
        for row in rows:
            month = f"{row[_SUBMITTED].astimezone(self.zone):%Y-%m}"
            if month != self.month:
                self.end()
                self.month = month
            region = min(self.regions.intersection(row[_AREA_IDS]), default=layout.NO_REGION)
            self.waiting[region].append(row)
            if len(self.waiting[region]) == ROWS_A_GROUP:
                self._write(region)
        self.marks += len(rows)

    def end(self) -> None:
        """Write what waits: the month is over."""
        for region in sorted(self.waiting):
            self._write(region)
        self.waiting.clear()
        self.parts.clear()

    def _write(self, region: int) -> None:
        rows = self.waiting.pop(region)
        folder = self.place / "marks" / f"month={self.month}" / f"region={region}"
        for path in (folder.parent.parent, folder.parent, folder):
            path.mkdir(mode=0o700, exist_ok=True)
        table = _marks(rows)
        self._keep_cells(table.column("h3").to_numpy())
        # Neighbours beside each other: what asks for a box or a cell skips the others.
        _write_table(folder / f"part-{self.parts[region]}.parquet", table.sort_by("h3"))
        self.parts[region] += 1

    def _keep_cells(self, finest: Any) -> None:
        bits = hexgrid.parent_bits(RESIDENTS_RESOLUTION)
        self.cells.update(np.unique((finest & bits["kept"]) | bits["marked"]).tolist())


def _regions() -> Iterator[int]:
    """The topmost administrative areas."""
    tops = Area.objects.filter(parent=None).values_list("pk", "kind")
    return (pk for pk, kind in tops if is_administrative(kind))


def _marks(rows: Rows) -> pa.Table:
    columns = dict(zip(_COLUMNS, zip(*rows, strict=True), strict=True))
    points = _points(np.array(columns["qx"], np.int64), np.array(columns["qy"], np.int64))
    arrays = [pa.array(columns[name], layout.MARK_SCHEMA.field(name).type) for name in _COLUMNS]
    return pa.table([*arrays, points], schema=layout.MARK_SCHEMA)


def _points(qx: Any, qy: Any) -> pa.Array:
    """Public places as well-known binary of lon, lat degrees."""
    x, y = quantum_centres(qx, qy)
    places = np.empty(len(qx), _WKB)
    places["order"], places["type"] = 1, 1
    places["lon"] = x / HALF_WORLD_M * 180
    places["lat"] = np.degrees(np.arctan(np.sinh(y / HALF_WORLD_M * np.pi)))
    return pa.array(places.view(f"V{_WKB.itemsize}").tolist(), pa.binary())


def _areas(on: Any) -> Iterator[tuple[Any, ...]]:
    boundaries = list(boundaries_in_force(on))
    people = residents_of_areas([boundary.area_id for boundary in boundaries], on=on)
    for boundary in boundaries:
        area, known = boundary.area, people.get(boundary.area_id)
        named = (area.pk, area.code, boundary.name or area.name, area.kind)
        people_here = (None, 1.0) if known is None else (known.people, known.known)
        yield (*named, boundary.area_m2 / 1e6, *people_here)


def _residents(cells: Iterable[int], on: Any) -> Iterator[tuple[int, float]]:
    """Of the cells at the resolution of residents, and of their ancestors."""
    finest = [HexCell(cell) for cell in cells]
    for resolution in range(RESIDENTS_RESOLUTION + 1):
        wanted = {hexgrid.parent(cell, resolution).index for cell in finest}
        known = residents_of_cells([HexCell(cell) for cell in sorted(wanted)], on=on)
        if known is not None:
            yield from sorted(known.people.items())


def _table(path: Path, schema: pa.Schema, rows: Iterable[tuple[Any, ...]]) -> None:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    _write_table(path, pa.table(arrays, schema=schema))


def _write_table(path: Path, table: pa.Table) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as body:
        parquet.write_table(table, body, compression="zstd", row_group_size=ROWS_A_GROUP)
