"""Open data: written at night from what the public sees, replaced at once, found at addresses that stay."""

import csv
from datetime import timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import geopandas
import pyarrow.parquet
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from analytics.exporting import dumping
from analytics.queries.opendata import folder, open_data
from appeals.types import Privacy, State, Visibility
from geo.types import LonLat
from tests.builders import make_appeal, make_area, make_organisation, make_topic, make_user
from web.views.opendata import COLUMNS

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


def fetched(client: Client, name: str) -> bytes:
    answer = client.get(f"/data/{name}")
    assert answer.status_code == 200
    return answer.getvalue()


def table(client: Client) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(fetched(client, "appeals.csv").decode())))


def test_both_files_hold_what_the_list_shows_the_public(client: Client) -> None:
    executor = make_organisation("Жилкомсервис")
    make_appeal(
        executor=executor, areas=[make_area()], text='Яма, "глубокая"\nу дома', at=LonLat(30.31, 60.02)
    )
    make_appeal(state=State.CLOSED)
    dumping.dump(now=NOW)
    listed = client.get("/api/v1/appeals/").json()["features"]
    rows, frame = (
        table(client),
        geopandas.read_parquet(folder() / open_data().named("appeals.parquet").stored),
    )
    assert [row["number"] for row in rows] == list(frame["number"]) == [feature["id"] for feature in listed]
    places = zip(frame.geometry.x, frame.geometry.y, strict=True)
    for row, place, feature in zip(rows, places, listed, strict=True):
        assert [float(row["lon"]), float(row["lat"])] == list(place) == feature["geometry"]["coordinates"]
        for name in ("state", "text", "topic", "kind"):
            assert row[name] == feature["properties"][name]
        assert row["executor"] == (feature["properties"]["executor"] or "")
    assert frame.crs == "OGC:CRS84"
    assert set(rows[0]) | set(frame.columns) == set(COLUMNS)


def test_nothing_leaks(client: Client) -> None:
    """Everything that the public must not learn stands in the appeals, and in no byte of the files."""
    secrets = ("911123", "Секретов", "secret@example.org", "тайное", "кв. 77", "30.123456", "private-word")
    author = make_user("secret@example.org", full_name="Секретов")
    person = {"author": author, "author_name": "Секретов", "author_email": "secret@example.org"}
    home = make_topic("pipe", privacy=Privacy.HOME)
    exact = LonLat(30.123456, 60.123456)
    make_appeal(text="Звоните 911123, тайное", public_text="Звоните ▇▇▇", answer="private-word", **person)
    make_appeal(topic=home, at=exact, address="Метский, Садовая улица, 13, кв. 77", **person)
    make_appeal(text="private-word", visibility=Visibility.PRIVATE, **person)
    make_appeal(text="private-word", state=State.MODERATION, **person)
    make_appeal(text="private-word", state=State.REFUSED, **person)
    dumping.dump(now=NOW)
    plain = pyarrow.parquet.read_table(folder() / open_data().named("appeals.parquet").stored).to_pydict()
    for body in (fetched(client, "appeals.csv").decode(), str(plain)):
        assert "Звоните" in body
        assert [secret for secret in secrets if secret in body] == []
    assert len(table(client)) == open_data().rows == 2


def test_no_cell_is_a_formula(client: Client) -> None:
    make_appeal(text="=1+1", address="@SUM(A1)")
    dumping.dump(now=NOW)
    [row] = table(client)
    assert (row["text"], row["address"]) == ("'=1+1", "'@SUM(A1)")


def test_the_page_tells_date_size_checksum_licence_and_columns(client: Client, settings: Any) -> None:
    assert client.get("/data/").status_code == 200
    assert client.get("/data/appeals.csv").status_code == 404
    settings.OPEN_DATA_LICENCE = "CC BY 4.0"
    make_appeal()
    dumping.dump(now=NOW)
    page = client.get("/data/", headers={"Accept-Language": "ru"}).content.decode()
    for name in ("appeals.csv", "appeals.parquet"):
        body = fetched(client, name)
        assert sha256(body).hexdigest() in page
        assert open_data().named(name).size_bytes == len(body)
    assert "CC BY 4.0" in page
    assert all(str(meaning) in page for meaning in COLUMNS.values())
    assert client.get("/data/index.json").status_code == 404


def test_who_has_the_file_is_not_sent_it_again(client: Client) -> None:
    dumping.dump(now=NOW)
    etag = client.get("/data/appeals.csv").headers["ETag"]
    assert client.get("/data/appeals.csv", headers={"If-None-Match": etag}).status_code == 304
    make_appeal()
    dumping.dump(now=NOW)
    assert client.get("/data/appeals.csv", headers={"If-None-Match": etag}).status_code == 200


def test_a_dump_that_breaks_leaves_yesterdays(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_appeal()
    dumping.dump(now=NOW)
    before = fetched(client, "appeals.csv")
    make_appeal()

    def broken(csv_path: Path, parquet_path: Path) -> int:
        csv_path.write_text("half")
        raise OSError("disk full")

    monkeypatch.setattr(dumping, "write_dumps", broken)
    with pytest.raises(OSError, match="disk full"):
        dumping.dump(now=NOW)
    assert fetched(client, "appeals.csv") == before


def test_old_files_go_a_day_later_and_a_download_may_end(client: Client) -> None:
    dumping.dump(now=NOW)
    download = client.get("/data/appeals.csv")
    first = {file.stored for file in open_data().files}
    dumping.dump(now=NOW)
    assert {path.name for path in folder().iterdir()} >= first
    dumping.dump(now=NOW + timedelta(days=2))
    assert {path.name for path in folder().iterdir()} == {
        "index.json",
        *(file.stored for file in open_data().files),
    }
    assert download.getvalue().startswith(b'"number"')


def test_two_at_once_do_the_work_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        (name,) = cursor.fetchone()
    other = connection.copy()
    other.settings_dict["NAME"] = name
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended('open data', 0))")
        dumping.dump(now=NOW)
        assert open_data() is None
        # Said, not left to the end of the connection, which comes a moment later.
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended('open data', 0))")
    finally:
        other.close()
    dumping.dump(now=NOW)
    assert open_data() is not None
