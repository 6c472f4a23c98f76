"""Reading tables, refusing rows, importing houses: what is counted, what is refused, what is left after a failure."""

import csv
import json
import shutil
import sqlite3
from io import StringIO
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from django.core.management import CommandError, call_command
from shapely import Point, Polygon, box

from geo.errors import MissingCrs, MissingField, NotDegrees, UnknownFormat, UnknownSrid, UnreadableFile
from geo.importing.checking import check_point, shared_points
from geo.importing.reading import cell_text, read_table
from geo.importing.report import Reason, Report, write_refused
from geo.importing.sources import source_for, stem
from geo.models import House, Settlement, Source, Street

ROWS = (
    "address,lon,lat,company,residents\n"
    '"г. Метельск, ул. Лесная, д. 1",30.300,60.000,ООО Дом,12\n'
    '"г. Метельск, ул. Лесная, д. 2, к. 1",30.301,60.000,"ООО ""ДОМ""",20\n'
    '"г. Метельск, Лесная, 3",30.302,60.000,,\n'
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "houses.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def run(path: Path, **options: Any) -> dict[str, Any]:
    output = StringIO()
    call_command("import_addresses", path, address_field="address", json=True, stdout=output, **options)
    lines = output.getvalue().splitlines()
    assert len(lines) == 1
    result: dict[str, Any] = json.loads(lines[0])
    return result


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_delimiter_are_found_out(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(
        f"название{delimiter}lon{delimiter}lat\nЛес{delimiter}30,5{delimiter}60\n".encode(encoding)
    ) if (delimiter != ",") else path.write_bytes("название,lon,lat\nЛес,30.5,60\n".encode(encoding))
    frame = read_table(path)
    assert frame["название"].tolist() == ["Лес"]
    assert (frame.geometry.x.iloc[0], frame.geometry.y.iloc[0]) == (30.5, 60.0)


@pytest.mark.parametrize("driver", ["GeoJSON", "GPKG", "ESRI Shapefile", "parquet", "zip"])
def test_every_format_comes_out_alike(tmp_path: Path, driver: str) -> None:
    frame = gpd.GeoDataFrame({"name": ["Лес"]}, geometry=[Point(3395234.5, 8399737.9)], crs=3857)
    if driver == "parquet":
        frame.to_parquet(path := tmp_path / "t.parquet")
    elif driver == "zip":
        frame.to_file(tmp_path / "t.shp", encoding="utf-8")
        path = Path(shutil.make_archive(str(tmp_path.parent / "packed"), "zip", tmp_path))
    else:
        path = tmp_path / {"GeoJSON": "t.geojson", "GPKG": "t.gpkg", "ESRI Shapefile": "t.shp"}[driver]
        (frame.to_crs(4326) if driver == "GeoJSON" else frame).to_file(path, driver=driver, encoding="utf-8")
    read = read_table(path)
    assert read.crs is not None
    assert read.crs.to_epsg() == 4326
    assert read["name"].tolist() == ["Лес"]
    assert read.geometry.x.iloc[0] == pytest.approx(30.5, abs=1e-3)
    assert read.geometry.y.iloc[0] == pytest.approx(60.0, abs=1e-3)
    assert list(read.index) == [1]


def test_a_missing_crs_asks_for_one(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"name": ["a"]}, geometry=[Point(500_000, 6_500_000)])
    frame.to_file(path := tmp_path / "t.shp")
    with pytest.raises(MissingCrs, match="--srid"):
        read_table(path)
    assert read_table(path, srid=32636).geometry.x.iloc[0] == pytest.approx(33.0, abs=0.01)


def test_metres_in_a_text_table_ask_for_a_crs(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x,y\n3395234,8399737\n3395235,8399738\n")
    with pytest.raises(NotDegrees, match="--srid"):
        read_table(path)
    assert read_table(path, srid=3857).geometry.y.iloc[0] == pytest.approx(60.0, abs=1e-3)


def test_geojson_in_metres_asks_for_a_crs(tmp_path: Path) -> None:
    path = tmp_path / "t.geojson"
    feature = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Point", "coordinates": [3395234, 8399737]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with pytest.raises(NotDegrees):
        read_table(path)


def test_a_broken_ring_and_an_empty_polygon_are_rows_without_geometry(
    tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    path = tmp_path / "t.geojson"
    rings = ("[[NaN,60],[41,60],[40,61],[NaN,60]]", "[[40,60],[41,60],[40,61],[40,60]]", "")
    features = (
        f'{{"type":"Feature","properties":{{"n":1}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}'
        for ring in rings
    )
    path.write_text(f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}')
    shapes = read_table(path).geometry
    assert [bool(missing) for missing in shapes.isna() | shapes.is_empty] == [True, False, True]
    assert not [told for told in recwarn if "GeoSeries" in str(told.message)]


def test_a_file_without_rows_says_so(tmp_path: Path) -> None:
    path = tmp_path / "t.geojson"
    path.write_text('{"type":"FeatureCollection","features":[]}')
    with pytest.raises(UnreadableFile, match="нет ни одной строки"):
        read_table(path)


def test_unusable_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "t.doc").write_text("x")
    (tmp_path / "t.geojson").write_text("{broken")
    (tmp_path / "t.csv").write_text("")
    with pytest.raises(UnknownFormat):
        read_table(tmp_path / "t.doc")
    for name in ("t.geojson", "t.csv", "none.csv"):
        with pytest.raises(UnreadableFile):
            read_table(tmp_path / name)


def test_unknown_names_are_said(table: Path) -> None:
    with pytest.raises(MissingField, match="address, lon, lat, company, residents"):
        read_table(table, lon_field="longitude")
    with pytest.raises(UnknownSrid):
        read_table(table, srid=1)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (float("nan"), ""), (12.0, "12"), (1.5, "1.5"), (" a ", "a"), (pd.NA, ""), (0, "0")],
)
def test_a_cell_is_text(value: Any, text: str) -> None:
    assert cell_text(value) == text


def test_codes_keep_their_zeros(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("code,lon,lat\n007,30,60\n")
    assert read_table(path)["code"].tolist() == ["007"]


TOWN = box(30, 59.5, 31, 60.5)


@pytest.mark.parametrize(
    ("lon", "lat", "reason"),
    [
        (30.5, 60.0, None),
        (30.0, 60.0, None),
        (None, 60.0, Reason.NO_COORDINATES),
        (float("nan"), 60.0, Reason.NO_COORDINATES),
        (999.0, 60.0, Reason.IMPOSSIBLE_COORDINATES),
        (float("inf"), 60.0, Reason.IMPOSSIBLE_COORDINATES),
        (0.0, 0.0, Reason.IMPOSSIBLE_COORDINATES),
        (60.0, 30.5, Reason.AXES_SWAPPED),
        (37.64, 55.76, Reason.OUTSIDE_WITHIN),
    ],
)
def test_a_point_is_refused_for_a_reason(lon: float | None, lat: float, reason: Reason | None) -> None:
    assert check_point(lon, lat, TOWN) == reason


def test_without_a_ground_nothing_tells_a_swap() -> None:
    assert check_point(60.0, 30.5) is None


def test_a_crowded_point_is_found_by_different_addresses() -> None:
    lons, lats = np.array([30.0] * 6), np.array([60.0] * 6)
    assert shared_points(lons, lats, ["a", "b", "c", "a", "b", "c"], 2) == set(range(6))
    assert shared_points(lons, lats, ["a", "b", "c", "a", "b", "c"], 3) == set()
    assert shared_points(lons, lats, list("abcdef"), 0) == set()


def test_refused_rows_are_written_with_their_reasons(tmp_path: Path) -> None:
    report = Report(read=2)
    report.refuse(2, Reason.AXES_SWAPPED, row={"address": "a,b"})
    write_refused(report, tmp_path / "refused.csv")
    rows = pd.read_csv(tmp_path / "refused.csv")
    assert rows.to_dict("records")[0]["reason"] == "axes_swapped"
    assert rows["address"].tolist() == ["a,b"]
    assert rows["row_number"].tolist() == [2]


def test_refused_rows_hold_no_formula_and_keep_their_numbers(tmp_path: Path) -> None:
    """They come from a stranger's file and are corrected in a spreadsheet."""
    report = Report(read=1)
    report.refuse(
        1, "unknown", "unknown: =1+1", row={"operator": "=HYPERLINK(A1)", "lon": "-170,5", "@x": " +1+1"}
    )
    report.refuse(2, "unknown", "@SUM(A1)")
    write_refused(report, tmp_path / "refused.csv")
    head, first, second = csv.reader((tmp_path / "refused.csv").read_text().splitlines())
    assert head[3:] == ["operator", "lon", "'@x"]
    assert first[2:] == ["unknown: =1+1", "'=HYPERLINK(A1)", "-170,5", "' +1+1"]
    assert second[2] == "'@SUM(A1)"


@pytest.mark.parametrize(
    ("name", "expected"), [("town.osm.gz", "town"), ("a.b.csv", "a.b"), ("houses.CSV", "houses")]
)
def test_a_stem_has_no_endings(name: str, expected: str) -> None:
    assert stem(name) == expected


@pytest.mark.django_db
def test_a_source_is_one_row_and_keeps_its_attribution() -> None:
    source_for("town.csv", attribution="© Город")
    assert source_for("town.csv").attribution == "© Город"
    assert Source.objects.count() == 1


@pytest.mark.django_db
def test_houses_are_imported_once(table: Path) -> None:
    first = run(table, organisation_field="company", residents_field="residents")
    assert (first["read"], first["created"], first["updated"], first["refused"]) == (3, 3, 0, 0)
    assert first["contracts"] == {"begun": 2, "ended": 0, "shared": 0}
    assert Settlement.objects.get().name == "Метельск"
    assert Street.objects.get().name == "Лесная улица"
    assert House.objects.get(number_key="2 к1").address == "Метельск, Лесная улица, 2 к. 1"
    assert House.objects.get(number_key="1").residents == 12
    second = run(table, organisation_field="company", residents_field="residents")
    assert (second["created"], second["updated"], second["merged"]) == (0, 0, 0)
    assert second["contracts"] == {"begun": 0, "ended": 0, "shared": 0}
    assert House.objects.count() == 3


@pytest.mark.django_db
def test_a_change_is_an_update(table: Path) -> None:
    run(table, residents_field="residents")
    table.write_text(ROWS.replace(",12\n", ",15\n").replace("30.302", "30.3021"), encoding="utf-8")
    assert run(table, residents_field="residents")["updated"] == 2
    assert House.objects.get(number_key="1").residents == 15


@pytest.mark.django_db
def test_rows_that_count_one_house_differently_change_nothing_the_second_time(table: Path) -> None:
    table.write_text(
        ROWS
        + '"г. Метельск, Лесная улица, 1",30.300,60.000,,18\n"г. Метельск, Лесная, 1",30.300,60.000,,3\n',
        encoding="utf-8",
    )
    run(table, residents_field="residents")
    assert House.objects.get(number_key="1").residents == 18
    assert run(table, residents_field="residents")["updated"] == 0
    table.write_text(ROWS, encoding="utf-8")
    assert run(table, residents_field="residents")["updated"] == 1
    assert House.objects.get(number_key="1").residents == 12


TWINS = [
    # The letter is unsaid in one source or in the other, and a source with both says that they are two.
    (["5"], ["5 лит. А"], 1),
    (["5 лит. А"], ["5"], 1),
    (["5"], ["5", "5 лит. А"], 2),
    (["5"], ["5 лит. А", "5"], 2),
    (["5"], ["5 лит. Б"], 2),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("known", "given", "count"), TWINS)
def test_another_source_finds_the_main_building_with_and_without_its_letter(
    tmp_path: Path, known: list[str], given: list[str], count: int
) -> None:
    for name, numbers in [("one", known), ("two", given), ("two", given)]:
        lines = [f'"Метельск, ул. Лесная, {number}",30.3,60.0' for number in numbers]
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join(["address,lon,lat", *lines]), encoding="utf-8")
        report = run(path)
    assert House.objects.count() == count
    assert (report["created"], report["updated"]) == (0, 0)


@pytest.mark.django_db
def test_a_letter_farther_off_is_another_house(tmp_path: Path) -> None:
    for name, number, lon in [("one", "5", 30.3), ("two", "5 лит. А", 30.302)]:
        (tmp_path / f"{name}.csv").write_text(
            f'address,lon,lat\n"Метельск, ул. Лесная, {number}",{lon},60.0\n', encoding="utf-8"
        )
        run(tmp_path / f"{name}.csv")
    assert House.objects.count() == 2


@pytest.mark.django_db
def test_another_source_finds_the_same_house(table: Path, tmp_path: Path) -> None:
    run(table)
    other = tmp_path / "other.geojson"
    frame = gpd.GeoDataFrame(
        {"street": ["Лесная улица"], "number": ["2к1"]},
        geometry=[Polygon([(30.3008, 59.9999), (30.3012, 59.9999), (30.3012, 60.0001), (30.3008, 60.0001)])],
        crs=4326,
    )
    frame.to_file(other)
    output = StringIO()
    call_command(
        "import_addresses",
        other,
        street_field="street",
        number_field="number",
        default_settlement="Метельск",
        json=True,
        stdout=output,
    )
    assert json.loads(output.getvalue())["created"] == 0
    assert House.objects.count() == 3


@pytest.mark.django_db
def test_rows_are_refused_by_number_and_the_rest_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        'address,lon,lat\n"г. Метельск, ул. Лесная, д. 1",30.3,60\n"г. Метельск, ул. Лесная",30.3,60\n'
        '"г. Метельск, ул. Лесная, 4",,\n"ул. Лесная, 5",30.3,60\n"г. Метельск, ул. Лесная, 6",999,60\n'
        '"",30.3,60\n'
    )
    result = run(path, refused=tmp_path / "refused.csv")
    assert result["refused_by"] == {
        "no_address": 2,
        "no_coordinates": 1,
        "no_settlement": 1,
        "impossible_coordinates": 1,
    }
    assert pd.read_csv(tmp_path / "refused.csv")["row_number"].tolist() == [2, 3, 4, 5, 6]
    assert House.objects.count() == 1


@pytest.mark.django_db
def test_a_crowd_on_one_point_is_refused_only_beyond_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = [f'"г. Метельск, ул. Лесная, д. {number}",30.3,60' for number in range(1, 92)]
    path.write_text("\n".join(["address,lon,lat", *rows]))
    with pytest.raises(CommandError):
        run(path, shared_point_limit=50)
    assert House.objects.count() == 0
    assert run(path)["created"] == 91


@pytest.mark.django_db
def test_a_file_of_which_nothing_can_be_used_fails(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('address,lon,lat\n"ничего",30.3,60\n')
    with pytest.raises(CommandError, match=r"\S"):
        run(path)


@pytest.mark.django_db
@pytest.mark.parametrize("failure", [KeyboardInterrupt, sqlite3.OperationalError])
def test_a_failure_leaves_nothing(
    table: Path, monkeypatch: pytest.MonkeyPatch, failure: type[BaseException]
) -> None:
    # The last step of the import is made to fail, as Ctrl-C or a broken connection would.
    def broken(*_args: object, **_options: object) -> None:
        raise failure

    monkeypatch.setattr("territories.management.commands.import_addresses.write_contracts", broken)
    expected: type[BaseException] = SystemExit if failure is KeyboardInterrupt else failure
    with pytest.raises(expected) as stopped:
        run(table, organisation_field="company")
    if isinstance(stopped.value, SystemExit):
        assert stopped.value.code == 130
    assert (House.objects.count(), Settlement.objects.count(), Source.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_a_dry_run_reports_and_leaves_nothing(table: Path) -> None:
    assert run(table, dry_run=True)["created"] == 3
    assert House.objects.count() == 0


@pytest.mark.django_db
def test_the_table_is_printed_for_people(table: Path) -> None:
    output = StringIO()
    call_command("import_addresses", table, address_field="address", stdout=output)
    assert "3" in output.getvalue()
