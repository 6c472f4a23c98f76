"""Measures by DuckDB over the export of a demo town are PostgreSQL's; the export is whole, private and names nobody."""

import json
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import geopandas
import pyarrow.parquet
import pytest
from django.core.management import CommandError, call_command
from django.http import QueryDict
from django.test import override_settings

from accounts.types import PUBLIC
from analytics.asking import question
from analytics.errors import ExportUnreadable, NotInExport, OpenFolder
from analytics.exporting.marks import layout, writing
from analytics.exporting.marks.layout import AUDIENCE
from analytics.exporting.marks.reading import _TYPES, MarksExport, _filter, opened
from analytics.exporting.marks.writing import export_marks
from analytics.measures import MEASURES, Measure
from analytics.queries.figures import figures
from analytics.queries.heatmap import heatmap
from analytics.queries.residents import residents_of_cells
from analytics.types import Facts, MeasureCode
from appeals.models import Appeal, Mark
from appeals.types import Selection
from geo import hexgrid
from geo.types import HexCell
from tests.demo.conftest import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
# As the API's addresses have them; what they name by code is in every demo town.
FILTERS = (
    "since=2026-01-01",
    "since=2026-02-10&until=2026-04-01&kind=problem",
    "since=2026-01-01&category=yard,roads&state=open",
    "since=2025-11-05&topic=pothole,yard_snow,waste_not_collected",
    "since=2025-12-01&state=closed,answered,in_progress",
    "since=2025-06-01&compare=2025-01-01/2025-05-31",
)


@pytest.fixture(scope="module")
def export(
    seeded: None, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[MarksExport]:
    """The demo town, whose residents are known, exported."""
    root = tmp_path_factory.mktemp("marks")
    with django_db_blocker.unblock(), override_settings(MARKS_EXPORT_ROOT=root):
        export_marks(now=NOW)
        with opened() as found:
            yield found


def told(measure: Measure, facts: Facts) -> tuple[Any, ...]:
    """The value to its last figure but for how two engines round between neighbours, its number and its lack."""
    measured = measure.of_facts(facts)
    return (
        None if measured.value is None else pytest.approx(measured.value, abs=1e-9),
        measured.n,
        measured.why,
    )


@pytest.mark.parametrize("words", FILTERS)
@pytest.mark.parametrize("public", [False, True])
def test_measures_of_cells_are_those_of_postgresql(export: MarksExport, words: str, public: bool) -> None:
    viewer, counted, rates = PUBLIC if public else AUDIENCE, 0, 0
    asked = question(QueryDict(f"measure=trend&{words}"), NOW)
    needs = frozenset().union(*(measure.needs for measure in MEASURES.values()))
    for resolution in (5, 8, 9):
        wanted = replace(asked.asked, needs=needs)
        ours = export.cells(asked.selection, resolution, wanted, public=public)
        people = residents_of_cells(list(ours), on=TODAY)
        residents = {HexCell(cell): number for cell, number in (people.people if people else {}).items()}
        theirs = heatmap(viewer, asked.selection, resolution, replace(wanted, residents=residents))
        assert list(ours) == [cell.cell for cell in theirs]
        for cell in theirs:
            facts = ours[cell.cell]
            assert facts.tally == cell.facts.tally
            for measure in MEASURES.values():
                assert told(measure, facts) == told(measure, cell.facts), (cell.cell, measure.code)
            counted += facts.tally.appeals
            rates += MEASURES[MeasureCode.PER_1000].of_facts(facts).value is not None
    assert counted > 0
    assert rates > 0


@pytest.mark.parametrize("words", [FILTERS[0], FILTERS[1], FILTERS[5]])
def test_measures_of_areas_are_those_of_postgresql(export: MarksExport, words: str) -> None:
    asked = question(QueryDict(f"measure=trend&{words}"), NOW)
    ours = {area.area_id: area.facts for area in export.areas(asked.selection, asked.asked)}
    earlier = asked.asked.before
    assert earlier is not None
    assert len(ours) > 3
    for area_id, facts in ours.items():
        theirs = figures(
            AUDIENCE,
            replace(asked.selection, area_ids=(area_id,)),
            now=NOW,
            before=replace(earlier, area_ids=(area_id,)),
        ).facts
        assert facts.tally == theirs.tally
        for measure in MEASURES.values():
            assert told(measure, facts) == told(measure, theirs), (area_id, measure.code)


def test_a_box_a_cell_and_areas_pick_the_same(export: MarksExport) -> None:
    places = Mark.objects.visible_to(AUDIENCE)
    cell = hexgrid.parent(HexCell(places.order_by("pk").values_list("h3", flat=True)[0]), 8)
    centre = hexgrid.centre(cell)
    area = max(next(ids for ids in places.values_list("area_ids", flat=True) if ids))
    executor = places.exclude(executor_id=None).values_list("executor_id", flat=True)[0]
    box = f"{centre.lon - 0.01},{centre.lat - 0.004},{centre.lon + 0.01},{centre.lat + 0.004}"
    for words in (f"bbox={box}", f"cell={cell}", f"area={area}", f"executor={executor},none"):
        selection = question(QueryDict(words), NOW).selection
        found = export.cells(selection, 7, question(QueryDict(), NOW).asked)
        whole = Mark.objects.visible_to(AUDIENCE).matching(selection, AUDIENCE).count()
        assert sum(facts.tally.appeals for facts in found.values()) == whole > 0
    for words in ("text=яма", "polygon=30,59,31,59,31,60"):
        with pytest.raises(NotInExport):
            export.cells(question(QueryDict(words), NOW).selection, 7, question(QueryDict(), NOW).asked)


def test_only_the_months_asked_for_are_read(export: MarksExport) -> None:
    """A period opens the files of its months alone."""
    months = sorted(path.name for path in Path(export.address, "marks").iterdir())
    assert len(months) > 3
    source = f"{export.address}/{layout.MARKS}"
    text = (Path(writing.__file__).parent / "sql" / "selected.sql").read_text(encoding="utf-8")
    period = question(QueryDict("since=2026-04-01"), NOW).selection
    params = {**_filter(period, export.zone), "public": False, "source": source, "types": _TYPES}
    plan = export.connection.execute(f"EXPLAIN ANALYZE {text}", params).fetchall()[0][1]
    files = len(list(Path(export.address).glob(layout.MARKS)))
    recent = len(list(Path(export.address).glob("marks/month=2026-04/*/*.parquet")))
    assert f"Scanning Files: {recent}/{files}" in plan


def test_other_programs_read_it_as_geoparquet(export: MarksExport) -> None:
    files = sorted(Path(export.address).glob(layout.MARKS))
    frame = geopandas.read_parquet(files[0])
    assert frame.crs.to_epsg() == 4326 or frame.crs.to_string() == "OGC:CRS84"
    metadata = json.loads(pyarrow.parquet.read_schema(files[0]).metadata[b"geo"])
    assert metadata["version"] == "1.1.0"
    assert metadata["columns"][metadata["primary_column"]]["encoding"] == "WKB"
    for x, y, h3 in zip(frame.geometry.x, frame.geometry.y, frame["h3"], strict=True):
        mark = Mark.objects.filter(h3=h3).select_related("appeal").first()
        public = mark.appeal.public_location
        assert (x, y) == pytest.approx((public.x, public.y), abs=1e-6)
    read = f"SELECT count(*), count(DISTINCT month) FROM read_parquet('{export.address}/{layout.MARKS}')"
    [(number, months)] = duckdb.sql(read).fetchall()
    assert number == export.marks == Mark.objects.visible_to(AUDIENCE).count()
    assert months == len(list(Path(export.address, "marks").iterdir()))


def test_it_names_nobody_and_others_cannot_read_it(export: MarksExport) -> None:
    place = Path(export.address)
    for path in (place, *place.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert not {"number", "text", "author_id", "appeal_id", "hidden_area_ids"} & set(layout.MARK_SCHEMA.names)
    states = {row[0] for row in duckdb.sql(f"SELECT state FROM '{place}/{layout.MARKS}'").fetchall()}
    assert states.isdisjoint({"draft", "submitted", "moderation", "refused"})
    held = b"".join(path.read_bytes() for path in place.rglob("*.parquet"))
    for appeal in Appeal.objects.exclude(text="")[:50]:
        assert appeal.number.encode() not in held
        assert appeal.follow_token.encode() not in held


def test_an_export_is_seen_when_it_is_whole(
    seeded: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MARKS_EXPORT_ROOT = tmp_path / "marks"
    with pytest.raises(ExportUnreadable), opened():
        pass
    root = layout.folder()
    for minutes in range(3):
        newest = export_marks(now=NOW + timedelta(minutes=minutes))
        assert (root / layout.LATEST).resolve() == newest
    # The newest and one more, which somebody may be reading.
    assert len([path for path in root.iterdir() if not path.is_symlink()]) == 2

    def fails(*_: Any) -> None:
        raise OSError("full")

    before = sorted(root.iterdir())
    monkeypatch.setattr(writing, "_areas", fails)
    with pytest.raises(OSError, match="full"):
        export_marks(now=NOW)
    assert sorted(root.iterdir()) == before
    with pytest.raises(CommandError, match="full"):
        call_command("export_marks", stderr=StringIO())


def test_without_marks_nothing_is_measured(tmp_path: Path, settings: Any) -> None:
    settings.MARKS_EXPORT_ROOT = tmp_path / "marks"
    Mark.objects.all().delete()
    export_marks(now=NOW)
    with opened() as export:
        assert export.marks == 0
        assert export.cells(Selection(), 8, question(QueryDict(), NOW).asked) == {}


@pytest.mark.parametrize("name", ["MEDIA_ROOT", "STATIC_ROOT"])
def test_it_never_lies_where_files_are_served(tmp_path: Path, settings: Any, name: str) -> None:
    setattr(settings, name, tmp_path)
    settings.MARKS_EXPORT_ROOT = tmp_path / "marks"
    with pytest.raises(OpenFolder):
        export_marks(now=NOW)


def measured(*words: str, **options: Any) -> list[str]:
    out = StringIO()
    call_command("measure_marks", *words, stdout=out, stderr=StringIO(), **options)
    return out.getvalue().splitlines()


def test_the_command_tells_a_measure_from_any_address(export: MarksExport) -> None:
    query = "measure=in_time&since=2025-01-01"
    rows = measured(query, at=export.address, resolution=6)
    assert rows[0] == "cell,value,n,why"
    assert len(rows) > 1
    assert measured(query, at=f"file://{export.address}", resolution=6) == rows
    assert measured(query, resolution=6) == rows
    assert measured(query, at=export.address, areas=True)[0] == "area,code,name,value,n,why"
    assert measured(query, at=export.address, public=True, resolution=6) != rows
    for words, options in (
        ("measure=beauty", {}),
        ("text=яма", {}),
        ("", {"resolution": 3}),
        ("", {"at": "/nowhere"}),
        ("", {"at": "nowhere://bucket/marks"}),
    ):
        with pytest.raises(CommandError):
            measured(words, **options)
