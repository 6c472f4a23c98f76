"""Measures by DuckDB over an export of marks: on disk, or in an object storage; nothing is asked of the database.

An object storage is read through Arrow's file systems: DuckDB's own extension for it would be fetched from elsewhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import duckdb
from fsspec.implementations.arrow import ArrowFSWrapper
from pyarrow.fs import FileSystem

from analytics.errors import ExportUnreadable, NotInExport
from analytics.exporting.marks import layout
from analytics.queries.cells import PLACE_RESOLUTION, area_km2
from analytics.types import TALLIED, Asked, Facts, Need, Tally
from appeals.selecting import quantum_box
from appeals.types import OPEN_STATES, Selection
from geo import hexgrid
from geo.types import HexCell

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
_TYPES = {"month": "VARCHAR", "region": "BIGINT"}
_OPEN = sorted(state.value for state in OPEN_STATES)
_PARTS = [0.5, 0.9]
_STATEMENTS = Path(__file__).parent / "sql"
_ON_DISK = ("", "file")


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """An area of the export with what measures are computed from."""

    area_id: int
    code: str
    name: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class MarksExport:
    """An export that is open. made_at: whose moment's figures these are. zone: of the months. marks: how many."""

    connection: duckdb.DuckDBPyConnection
    address: str
    made_at: datetime
    zone: ZoneInfo
    marks: int

    def cells(
        self, selection: Selection, resolution: int, asked: Asked, *, public: bool = False
    ) -> dict[HexCell, Facts]:
        """Facts of each cell that holds marks of the selection, or of what it is compared with, ascending.

        resolution: 0…15. `asked.now`: None is when the export was made; `asked.residents`: None is those of the export.
        public: of what everybody sees. Raises NotInExport.
        """
        bits = hexgrid.parent_bits(resolution)
        found = self._facts("by_cell", selection, asked, public, bits)
        residents = self._residents(resolution) if Need.RESIDENTS in asked.needs else {}
        if asked.residents is not None:
            residents = {cell.index: people for cell, people in asked.residents.items()}
        return {
            cell: replace(facts, km2=area_km2(cell), residents=residents.get(key))
            for key, facts in found.items()
            for cell in (HexCell(key),)
        }

    def areas(self, selection: Selection, asked: Asked, *, public: bool = False) -> list[AreaFacts]:
        """The same of each area in force when the export was made; one whose marks are none is left out."""
        found = self._facts("by_area", selection, asked, public, {})
        return [
            AreaFacts(key, code, name, replace(found[key], km2=km2, residents=people, residents_known=known))
            for key, code, name, km2, people, known in self._rows(
                "SELECT area_id, code, name, km2, residents, residents_known FROM read_parquet($source)"
                " ORDER BY area_id",
                {"source": f"{self.address}/{layout.AREAS}"},
            )
            if key in found
        ]

    def _facts(
        self, by: str, selection: Selection, asked: Asked, public: bool, more: dict[str, Any]
    ) -> dict[int, Facts]:
        """by: the statement that gives each mark its key. more: that statement's own parameters."""
        places = hexgrid.parent_bits(PLACE_RESOLUTION)
        params = {
            **more,
            "place_kept": places["kept"],
            "place_marked": places["marked"],
            "open": _OPEN,
            "now": asked.now or self.made_at,
            "parts": _PARTS,
        }
        found = self._counted(by, selection, params, public)
        if asked.before is None:
            return found
        before = self._counted(by, asked.before, params, public)
        nothing = Facts(Tally(), overdue=0, timed=0, places=0)
        return {
            key: replace(found.get(key, nothing), before=before[key].tally if key in before else Tally())
            for key in sorted({*found, *before})
        }

    def _counted(
        self, by: str, selection: Selection, params: dict[str, Any], public: bool
    ) -> dict[int, Facts]:
        if not self.marks:
            return {}
        told = {**params, **_filter(selection, self.zone), "public": public, "types": _TYPES}
        told["source"] = f"{self.address}/{layout.MARKS}"
        read, keyed = _statement("selected"), _statement(by)
        text = f"WITH marks AS (\n{read}\n),\n\nkeyed AS (\n{keyed}\n)\n\n{_statement('facts')}"
        return {row[0]: _of_row(row[1:]) for row in self._rows(text, told)}

    def _residents(self, resolution: int) -> dict[int, float]:
        of_resolution = (
            "SELECT cell, residents FROM read_parquet($source) WHERE (cell >> 52) & 15 = $resolution"
        )
        source = f"{self.address}/{layout.RESIDENTS}"
        return dict(self._rows(of_resolution, {"source": source, "resolution": resolution}))

    def _rows(self, text: str, params: dict[str, Any]) -> list[Any]:
        return self.connection.execute(text, params).fetchall()


@contextmanager
def opened(address: str = "") -> Iterator[MarksExport]:
    """The export at a path, file://, or in an object storage, such as s3://bucket/folder; "": the newest here.

    Keys and the address of an object storage are those of the environment (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL …).
    Raises ExportUnreadable.
    """
    with duckdb.connect(config=_SETTINGS) as connection:
        try:
            address = _readable(connection, address or str(layout.folder() / layout.LATEST))
            about = "SELECT epoch_us(made_at), zone, marks FROM read_parquet($source)"
            ((made_us, zone, marks),) = connection.execute(
                about, {"source": f"{address}/{layout.ABOUT}"}
            ).fetchall()
        except (duckdb.Error, OSError, ValueError) as error:
            raise ExportUnreadable(f"{address}: {error}") from error
        made_at = datetime.fromtimestamp(0, ZoneInfo("UTC")) + timedelta(microseconds=made_us)
        yield MarksExport(connection, address, made_at, ZoneInfo(zone), marks)


def _readable(connection: duckdb.DuckDBPyConnection, address: str) -> str:
    """The address as DuckDB reads it; of one on disk the export itself, so that all is read from the same one."""
    parts = urlsplit(address)
    if parts.scheme not in _ON_DISK:
        storage, _path = FileSystem.from_uri(address)
        connection.register_filesystem(ArrowFSWrapper(storage))
        return address.rstrip("/")
    return str(Path(parts.path).resolve())


@cache
def _statement(name: str) -> str:
    return (_STATEMENTS / f"{name}.sql").read_text(encoding="utf-8")


def _filter(selection: Selection, zone: ZoneInfo) -> dict[str, Any]:
    """Parameters of `selected`. Raises NotInExport."""
    if selection.text or selection.polygon or selection.workplace_ids:
        raise NotInExport
    box = quantum_box(selection.bbox) if selection.bbox else None
    low, high = hexgrid.finest_range(selection.cell) if selection.cell else (None, None)
    return {
        "kinds": [kind.value for kind in selection.kinds],
        "categories": list(selection.categories),
        "topics": list(selection.topics),
        "states": [state.value for state in selection.states],
        "executors": list(selection.executor_ids),
        "unassigned": selection.unassigned,
        "areas": list(selection.area_ids),
        "since": selection.since,
        "until": selection.until,
        "first_month": _month(selection.since, zone),
        "last_month": _month(selection.until, zone),
        "low": low,
        "high": high,
        **{side: getattr(box, side, None) for side in ("west", "south", "east", "north")},
    }


def _month(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return f"{moment.astimezone(zone):%Y-%m}" if moment else None


def _of_row(figures: Any) -> Facts:
    tally, (overdue, timed, hours, places) = figures[: len(TALLIED)], figures[len(TALLIED) :]
    median_h, p90_h = hours or (None, None)
    return Facts(Tally(*tally), overdue=overdue, timed=timed, median_h=median_h, p90_h=p90_h, places=places)
