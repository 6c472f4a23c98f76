"""Files as offices send them: layers, archives, torn Shapefiles, spreadsheets, misleading coordinate systems."""

import gzip
import json
import shutil
from pathlib import Path
from zipfile import ZipFile

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from geo.errors import (
    MissingCrs,
    NotDegrees,
    NotMetres,
    UnknownFormat,
    UnknownLayer,
    UnknownSrid,
    UnreadableFile,
)
from geo.importing.reading import read_table


def frame(*names: str, crs: int | str | None = 4326) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"name": list(names)}, geometry=[Point(30.5, 60)] * len(names), crs=crs)


def names(path: Path, **options: str) -> list[str]:
    return read_table(path, **options)["name"].tolist()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "t.gpkg"
    pd.DataFrame({"style": ["red"]}).pipe(gpd.GeoDataFrame).to_file(path, layer="layer_styles")
    frame("Лес").to_file(path, layer="районы")
    frame("Поле", "Луг").to_file(path, layer="посёлки")
    return path


def test_the_first_layer_with_geometry_is_read_and_the_others_are_named(
    package: Path, recwarn: pytest.WarningsRecorder
) -> None:
    read = read_table(package)
    assert read["name"].tolist() == ["Лес"]
    assert read.attrs["unread_layers"] == ["посёлки"]
    assert not list(recwarn)


def test_a_layer_is_read_by_name(package: Path) -> None:
    assert names(package, layer="посёлки") == ["Поле", "Луг"]
    with pytest.raises(UnknownLayer, match=r"районы, посёлки"):
        read_table(package, layer="города")


def test_an_archive_with_several_shapefiles_has_layers(tmp_path: Path) -> None:
    for name in ("лес", "поле"):
        frame(name).to_file(tmp_path / f"{name}.shp", encoding="utf-8")
    with ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr("__MACOSX/._лес.shp", b"rest")
        archive.writestr("about.json", b"{}")
        for file in sorted(tmp_path.glob("*.*")):
            if file.suffix != ".zip":
                archive.write(file, f"данные/{file.name}")
    read = read_table(tmp_path / "t.zip")
    assert (read["name"].tolist(), read.attrs["unread_layers"]) == (["лес"], ["поле"])
    assert names(tmp_path / "t.zip", layer="поле") == ["поле"]
    with pytest.raises(UnknownLayer, match="лес, поле"):
        read_table(tmp_path / "t.zip", layer="луг")


@pytest.mark.parametrize("lacks", [".dbf", ".shx"])
def test_a_torn_shapefile_names_what_is_missing(tmp_path: Path, lacks: str) -> None:
    frame("Лес").to_file(tmp_path / "t[1].shp")
    (tmp_path / f"t[1]{lacks}").unlink()
    with pytest.raises(UnreadableFile, match=lacks):
        read_table(tmp_path / "t[1].shp")


@pytest.mark.parametrize(
    ("encoding", "mark"), [("cp866", 0x65), ("cp1251", 0xC9), ("cp1251", 0x57), ("utf-8", 0)]
)
def test_the_mark_of_a_dbf_names_its_encoding(tmp_path: Path, encoding: str, mark: int) -> None:
    frame("Озеро").to_file(path := tmp_path / "t.shp", encoding=encoding)
    (tmp_path / "t.cpg").unlink()
    table = bytearray((tmp_path / "t.dbf").read_bytes())
    table[29] = mark
    (tmp_path / "t.dbf").write_bytes(table)
    assert names(path) == ["Озеро"]


@pytest.mark.parametrize("name", ["t.geojson.gz", "t.json.gz", "T.GeoJSON"])
def test_packed_and_capital_names_are_read(tmp_path: Path, name: str) -> None:
    text = frame("Лес").to_json().encode()
    (tmp_path / name).write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    assert names(tmp_path / name) == ["Лес"]


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_a_spreadsheet_is_a_table(tmp_path: Path, ending: str) -> None:
    table = gpd.GeoDataFrame(pd.DataFrame({"name": ["Лес"], "код": [101], "lon": [30.5], "lat": [60.0]}))
    table.to_file(path := tmp_path / f"t{ending}", driver=ending[1:].upper(), engine="pyogrio")
    read = read_table(path)
    assert (read["name"].tolist(), read.geometry.x.iloc[0]) == (["Лес"], 30.5)


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_a_spreadsheet_of_text_alone_has_names_in_its_first_row(tmp_path: Path, ending: str) -> None:
    """Registers are often saved with each number as text."""
    table = pd.DataFrame({"код": ["001", "002"], "долгота": ["30,5", "30.6"], "широта": ["60.0", "60.1"]})
    gpd.GeoDataFrame(table).to_file(
        path := tmp_path / f"t{ending}", driver=ending[1:].upper(), engine="pyogrio"
    )
    read = read_table(path)
    assert read["код"].tolist() == ["001", "002"]
    assert read.geometry.x.tolist() == [30.5, 30.6]


def test_a_plain_parquet_table_means_degrees(tmp_path: Path) -> None:
    pd.DataFrame({"name": ["Лес"], "lon": [30.5], "lat": [60.0]}).to_parquet(path := tmp_path / "t.parquet")
    assert read_table(path).geometry.y.iloc[0] == 60.0


def test_features_without_geometry_may_have_columns_of_coordinates(tmp_path: Path) -> None:
    feature = {"type": "Feature", "properties": {"name": "Лес", "lon": 30.5, "lat": 60}, "geometry": None}
    path = tmp_path / "t.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert read_table(path).geometry.x.iloc[0] == 30.5


def test_text_of_postgis_names_its_coordinate_system(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "name;wkt\nЛес;SRID=3857;\n".replace("3857;", '"SRID=3857;POINT(3395234 8399737)"').replace(
            'SRID="', '"'
        )
    )
    assert read_table(path).geometry.y.iloc[0] == pytest.approx(60.0, abs=1e-3)


@pytest.mark.parametrize("srid", [32637, 3857, 2154])
def test_degrees_under_a_projection_are_told(tmp_path: Path, srid: int) -> None:
    frame("Лес").to_file(path := tmp_path / "t.geojson")
    with pytest.raises(NotMetres, match="--srid"):
        read_table(path, srid=srid)
    frame("Лес", crs=srid).to_file(tmp_path / "u.gpkg")
    with pytest.raises(NotMetres):
        read_table(tmp_path / "u.gpkg")
    assert read_table(tmp_path / "u.gpkg", srid=4326).geometry.x.iloc[0] == 30.5


def test_metres_under_degrees_are_told(tmp_path: Path) -> None:
    gpd.GeoDataFrame(geometry=[Point(3395234, 8399737)], crs=3857).to_file(path := tmp_path / "t.gpkg")
    with pytest.raises(NotDegrees):
        read_table(path, srid=4326)


PLAN = 'LOCAL_CS["план участка",UNIT["metre",1]]'


def test_a_system_that_lies_nowhere_on_the_earth_asks_for_one(tmp_path: Path) -> None:
    gpd.GeoDataFrame({"name": ["Лес"]}, geometry=[Point(500_000, 6_500_000)], crs=PLAN).to_file(
        path := tmp_path / "t.shp"
    )
    with pytest.raises(MissingCrs):
        read_table(path)
    assert read_table(path, srid=32636).geometry.x.iloc[0] == pytest.approx(33.0, abs=0.01)
    for nowhere in (5773, 4978):
        with pytest.raises(UnknownSrid):
            read_table(path, srid=nowhere)


def test_a_polygon_across_the_180th_meridian_comes_in_two_parts(tmp_path: Path) -> None:
    crossing = gpd.GeoDataFrame({"name": ["Чукотка"]}, geometry=[box(170, 62, 190, 64)], crs=4326)
    crossing.to_file(tmp_path / "t.geojson")
    crossing.to_crs(3576).to_file(tmp_path / "t.gpkg")
    for name in ("t.geojson", "t.gpkg"):
        shape = read_table(tmp_path / name).geometry.iloc[0]
        assert shape.area == pytest.approx(40, rel=0.05)
        assert shape.geom_type == "MultiPolygon"
        assert shape.bounds[::2] == (-180, 180)


@pytest.mark.parametrize("name", ["t.geojson", "t.gpkg", "t.zip", "t.xlsx"])
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("nothing")
    with pytest.raises(UnreadableFile, match=r"damaged|поврежд"):
        read_table(tmp_path / name)
    (tmp_path / name).write_text("")
    with pytest.raises(UnreadableFile):
        read_table(tmp_path / name)


def test_folders_and_archives_of_other_things_are_no_tables(tmp_path: Path) -> None:
    (tmp_path / "in" / "t").mkdir(parents=True)
    (tmp_path / "in" / "t" / "t.txt").write_text("text")
    path = Path(shutil.make_archive(str(tmp_path / "out"), "zip", tmp_path / "in"))
    with pytest.raises(UnknownFormat, match="xlsx"):
        read_table(path)
    with pytest.raises(UnreadableFile):
        read_table(tmp_path)
