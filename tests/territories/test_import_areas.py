"""import_areas: formats, coordinate systems, refusals, repairs, versions, nothing half-done."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from django.core.management import CommandError, call_command

from geo.types import LonLat
from territories.importing import areas as importing
from territories.models import Area, Boundary, BoundaryVersion, Collection
from territories.queries import areas_covering
from tests.grid import Grid

TOWN = Grid("AABB\nAABB", step_m=500)
NEW_YORK = Grid("CCDD", step_m=500, corner=LonLat(-74.0, 40.7))
pytestmark = pytest.mark.django_db


def frame(grid: Grid = TOWN, letters: str = "AB") -> gpd.GeoDataFrame:
    values = {"title": [f"Район {letter}" for letter in letters], "code": list(letters)}
    return gpd.GeoDataFrame(values, geometry=[grid.polygon(letter) for letter in letters], crs=4326)


def run(path: Path, *options: str) -> dict:
    out = StringIO()
    call_command(
        "import_areas",
        str(path),
        "--kind",
        "district",
        "--name-field",
        "title",
        *options,
        "--json",
        stdout=out,
    )
    return json.loads(out.getvalue())


def codes(point: LonLat, on: date | None = None) -> list[str]:
    return [hit.code for hit in areas_covering(point, on=on or date(2026, 3, 10))]


@pytest.mark.parametrize("name", ["town.geojson", "town.gpkg", "town.shp", "town.csv"])
@pytest.mark.parametrize("srid", [4326, 32636, 3857])
def test_formats_and_coordinate_systems(tmp_path: Path, name: str, srid: int) -> None:
    path = tmp_path / name
    table = frame().to_crs(srid)
    if name.endswith(".csv"):
        table.assign(wkt=table.geometry.to_wkt()).drop(columns="geometry").to_csv(path, index=False)
        options = ["--srid", str(srid)]
    else:
        table.to_file(path)
        options = []
    report = run(path, "--code-field", "code", "--publish", *options)
    assert (report["read"], report["created"], report["refused"]) == (2, 2, 0)
    assert codes(TOWN.point(0, 0)) == ["A"]
    assert Collection.objects.get().slug == "town"


def test_a_missing_coordinate_system_asks_for_srid(tmp_path: Path) -> None:
    frame().to_crs(32636).to_file(tmp_path / "town.shp")
    (tmp_path / "town.prj").unlink()
    with pytest.raises(CommandError, match="--srid"):
        run(tmp_path / "town.shp")
    assert run(tmp_path / "town.shp", "--srid", "32636")["created"] == 2


def test_an_unknown_field_names_those_there_are(tmp_path: Path) -> None:
    frame().to_file(tmp_path / "town.geojson")
    with pytest.raises(CommandError, match="title"):
        call_command(
            "import_areas",
            str(tmp_path / "town.geojson"),
            "--kind",
            "d",
            "--name-field",
            "nom",
            stdout=StringIO(),
        )


def test_without_publish_the_set_is_staged(tmp_path: Path) -> None:
    frame().to_file(tmp_path / "town.geojson")
    report = run(tmp_path / "town.geojson", "--code-field", "code")
    assert report["state"] == "staged"
    assert codes(TOWN.point(0, 0)) == []
    call_command("publish_areas", "town", stdout=StringIO())
    assert codes(TOWN.point(0, 0)) == ["A"]


def test_the_same_file_again_makes_no_version(tmp_path: Path) -> None:
    frame().to_file(tmp_path / "town.geojson")
    run(tmp_path / "town.geojson", "--publish")
    report = run(tmp_path / "town.geojson", "--publish")
    assert (report["created"], report["updated"], report["unchanged"]) == (0, 0, True)
    assert BoundaryVersion.objects.count() == 1


def test_the_same_file_with_publish_later_switches_it_on(tmp_path: Path) -> None:
    frame().to_file(tmp_path / "town.geojson")
    run(tmp_path / "town.geojson", "--code-field", "code")
    assert run(tmp_path / "town.geojson", "--code-field", "code", "--publish")["state"] == "published"
    assert codes(TOWN.point(0, 0)) == ["A"]


def test_codes_are_made_of_names_and_stay_the_same(tmp_path: Path) -> None:
    frame().to_file(tmp_path / "town.geojson")
    run(tmp_path / "town.geojson", "--publish")
    before = dict(Area.objects.values_list("code", "pk"))
    frame(Grid("AAAB", step_m=500)).to_file(tmp_path / "next.geojson")
    run(tmp_path / "next.geojson", "--collection", "town", "--publish", "--valid-from", "2026-04-01")
    assert (
        dict(Area.objects.values_list("code", "pk"))
        == before
        == {"raion-a": before["raion-a"], "raion-b": before["raion-b"]}
    )


def test_new_york_beside_a_russian_town(tmp_path: Path) -> None:
    frame().to_file(tmp_path / "town.geojson")
    frame(NEW_YORK, "CD").to_file(tmp_path / "ny.geojson")
    assert run(tmp_path / "town.geojson", "--code-field", "code", "--publish")["refused"] == 0
    assert run(tmp_path / "ny.geojson", "--code-field", "code", "--publish")["refused"] == 0
    assert codes(NEW_YORK.point(0, 0)) == ["C"]
    assert codes(TOWN.point(0, 0)) == ["A"]


def test_rows_that_cannot_be_used_are_refused_by_number(tmp_path: Path) -> None:
    frame().to_file(tmp_path / "town.geojson")
    run(tmp_path / "town.geojson", "--code-field", "code", "--publish")
    good = TOWN.polygon("A")
    table = gpd.GeoDataFrame(
        {
            "title": ["хороший", "без кода", "точка", "", "далеко", "повёрнут", "дважды", "пусто"],
            "code": ["1", "", "3", "", "5", "6", "1", "8"],
        },
        geometry=[
            good,
            TOWN.polygon("B"),
            shapely.Point(30.001, 60.001),
            good,
            NEW_YORK.polygon("C"),
            shapely.transform(good, lambda xy: xy[:, ::-1]),
            good,
            None,
        ],
        crs=4326,
    )
    table.to_file(tmp_path / "odd.geojson")
    refused = tmp_path / "refused.csv"
    report = run(
        tmp_path / "odd.geojson", "--code-field", "code", "--within", "town", "--refused", str(refused)
    )
    found = {line.split(",")[0]: line.split(",")[1] for line in refused.read_text().splitlines()[1:]}
    assert found == {
        "3": "not_a_polygon",
        "4": "no_name",
        "5": "outside_within",
        "6": "axes_swapped",
        "7": "duplicate_code",
        "8": "no_geometry",
    }
    assert report["created"] == 2
    assert Area.objects.filter(code="bez-koda").exists()


def test_out_of_the_world_is_refused(tmp_path: Path) -> None:
    table = frame()
    table.loc[1, "geometry"] = shapely.box(200, 10, 201, 11)
    table.to_file(tmp_path / "town.geojson")
    assert run(tmp_path / "town.geojson")["refused_by"] == {"impossible_coordinates": 1}


def test_repairs_overlaps_and_gaps_are_told(tmp_path: Path) -> None:
    ring = Grid("AAB\nA.B\nAAB", step_m=500)
    bow_tie = shapely.Polygon([(30.2, 60), (30.21, 60.01), (30.21, 60), (30.2, 60.01)])
    table = gpd.GeoDataFrame(
        {"title": ["А", "Б", "Внахлёст", "Бант"]},
        geometry=[ring.polygon("A"), ring.polygon("B"), ring.polygon("B").buffer(0.0005), bow_tie],
        crs=4326,
    )
    table.to_file(tmp_path / "town.geojson")
    report = run(tmp_path / "town.geojson")
    assert [repair["name"] for repair in report["repairs"]] == ["Бант"]
    assert {pair["second"]["name"] for pair in report["overlaps"]} == {"Внахлёст"}
    assert len(report["gaps"]) == 1
    assert any("Внахлёст" in warning for warning in report["warnings"])


def test_parents_by_code(tmp_path: Path) -> None:
    gpd.GeoDataFrame({"title": ["Город"], "code": ["T"]}, geometry=[TOWN.polygon("AB")], crs=4326).to_file(
        tmp_path / "city.geojson"
    )
    run(tmp_path / "city.geojson", "--code-field", "code", "--publish")
    frame().assign(up=["T", "X"]).to_file(tmp_path / "town.geojson")
    report = run(
        tmp_path / "town.geojson", "--code-field", "code", "--parent-code-field", "up",
        "--parent-collection", "city", "--publish",
    )  # fmt: skip
    assert report["refused_by"] == {"unknown_parent": 1}
    assert Area.objects.get(code="A").parent.code == "T"


@pytest.mark.parametrize("blow", [RuntimeError("disk"), KeyboardInterrupt()])
def test_a_failure_leaves_nothing(
    tmp_path: Path, blow: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame().to_file(tmp_path / "town.geojson")

    def fail(*_arguments: object) -> None:
        raise blow

    # The last step of the import fails after everything was written.
    monkeypatch.setattr(importing, "tell_checks", fail)
    with pytest.raises((RuntimeError, SystemExit)):
        run(tmp_path / "town.geojson")
    assert not Boundary.objects.exists()
    assert not Collection.objects.exists()


def test_versions_are_listed(tmp_path: Path) -> None:
    frame().to_file(tmp_path / "town.geojson")
    run(tmp_path / "town.geojson", "--publish")
    frame(Grid("AAAB", step_m=500)).to_file(tmp_path / "next.geojson")
    run(tmp_path / "next.geojson", "--collection", "town", "--publish", "--valid-from", "2026-04-01")
    out = StringIO()
    call_command("list_versions", "--json", stdout=out)
    listed = [
        (row["number"], row["state"], row["valid_from"], row["valid_to"])
        for row in json.loads(out.getvalue())
    ]
    assert listed == [(1, "published", None, "2026-04-01"), (2, "published", "2026-04-01", None)]


def test_publishing_what_is_not_there_is_a_clear_error() -> None:
    with pytest.raises(CommandError, match="нет-такой"):
        call_command("publish_areas", "нет-такой", stdout=StringIO())
