"""Measures over an export in an object storage: a real S3 server on loopback."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.http import QueryDict
from django.test import override_settings
from moto.moto_server.threaded_moto_server import ThreadedMotoServer
from pyarrow import fs

from accounts.types import PUBLIC
from analytics.asking import question
from analytics.errors import ExportUnreadable
from analytics.exporting.marks import layout
from analytics.exporting.marks.reading import MarksExport, opened
from analytics.exporting.marks.writing import export_marks
from analytics.queries.heatmap import heatmap
from tests.demo.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def folder(seeded: None, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Path:
    """The demo town, exported."""
    root = tmp_path_factory.mktemp("marks")
    with django_db_blocker.unblock(), override_settings(MARKS_EXPORT_ROOT=root):
        return export_marks(now=NOW)


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Of the same in a bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    environment = {
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "ru-central1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        storage, bucket = fs.FileSystem.from_uri("s3://metka-marks?allow_bucket_creation=true")
        storage.create_dir(bucket)
        fs.copy_files(str(folder), f"{bucket}/{folder.name}", destination_filesystem=storage)
        yield f"s3://{bucket}/{folder.name}"
    server.stop()


@pytest.fixture
def stored(address: str) -> Iterator[MarksExport]:
    with opened(address) as export:
        yield export


@pytest.mark.parametrize("words", ["", "since=2026-02-10&until=2026-04-01&kind=problem"])
def test_measures_are_those_of_postgresql(stored: MarksExport, words: str) -> None:
    asked = question(QueryDict(f"measure=median_days&{words}"), NOW)
    found = stored.cells(asked.selection, 8, asked.asked, public=True)
    theirs = heatmap(PUBLIC, asked.selection, 8, asked.asked)
    assert [(cell, facts.tally, facts.median_h) for cell, facts in found.items()] == [
        (cell.cell, cell.facts.tally, cell.facts.median_h) for cell in theirs
    ]
    assert sum(facts.tally.appeals for facts in found.values()) > 10


def test_only_the_months_asked_for_are_fetched(stored: MarksExport, folder: Path) -> None:
    text = "EXPLAIN ANALYZE SELECT count(h3) FROM read_parquet($source) WHERE month >= '2026-04'"
    plan = stored.connection.execute(text, {"source": f"{stored.address}/{layout.MARKS}"}).fetchall()[0][1]
    months = sorted(path.name for path in (folder / "marks").iterdir())
    every, recent = (len(list(folder.glob(f"marks/{month}/*/*"))) for month in ("month=*", months[-1]))
    assert f"Scanning Files: {recent}/{every}" in plan
    assert recent < every


def test_what_is_not_there_is_told(address: str) -> None:
    missing = f"{address}-gone"
    with pytest.raises(ExportUnreadable, match="-gone"), opened(missing):
        pass
    with pytest.raises(CommandError, match="-gone"):
        call_command("measure_marks", "measure=count", at=missing, stdout=StringIO(), stderr=StringIO())


def test_the_command_reads_it(address: str, folder: Path) -> None:
    def rows(at: str) -> list[str]:
        out = StringIO()
        call_command("measure_marks", "measure=count&since=2026-04-01", at=at, resolution=6, stdout=out)
        return out.getvalue().splitlines()

    assert rows(address) == rows(str(folder))
    assert len(rows(address)) > 1
