"""import_areas on files that contradict themselves: parents, codes, names that are too long, what the report says."""

import csv
from io import StringIO
from pathlib import Path

import geopandas as gpd
import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from shapely import Polygon, box, is_valid_reason

from territories.importing.findings import describe_checks, fault, size
from territories.models import Area, Boundary
from tests.territories.test_import_areas import run

pytestmark = pytest.mark.django_db


def table(path: Path, rows: list[tuple[str, str]]) -> Path:
    """Areas side by side by code and parent."""
    codes, parents = zip(*rows, strict=True)
    squares = [box(30 + place / 10, 60, 30.1 + place / 10, 60.1) for place in range(len(rows))]
    frame = gpd.GeoDataFrame({"title": codes, "code": codes, "up": parents}, geometry=squares, crs=4326)
    frame.to_file(path)
    return path


def reasons(path: Path, *options: str) -> dict[str, str]:
    refused = path.with_suffix(".csv")
    run(path, "--code-field", "code", "--parent-code-field", "up", "--refused", str(refused), *options)
    with refused.open(encoding="utf-8") as file:
        return {row["code"]: row["reason"] for row in csv.DictReader(file)}


def test_rows_without_a_way_to_the_top_are_refused_and_the_rest_stays(tmp_path: Path) -> None:
    rows = [
        ("leaf", "branch"),
        ("branch", "root"),
        ("root", ""),
        ("orphan", "nobody"),
        ("child of orphan", "orphan"),
        ("own parent", "own parent"),
        ("hen", "egg"),
        ("egg", "hen"),
        ("chick", "hen"),
    ]
    assert reasons(table(tmp_path / "t.geojson", rows)) == {
        "orphan": "unknown_parent",
        "child of orphan": "unknown_parent",
        "own parent": "parent_circle",
        "hen": "parent_circle",
        "egg": "parent_circle",
        "chick": "unknown_parent",
    }
    assert set(Area.objects.values_list("code", flat=True)) == {"leaf", "branch", "root"}
    above = dict(Boundary.objects.values_list("area__code", "parent__code"))
    assert above == {"leaf": "branch", "branch": "root", "root": None}


def test_a_circle_that_a_second_file_draws_is_refused_too(tmp_path: Path) -> None:
    reasons(table(tmp_path / "t.geojson", [("hen", ""), ("egg", "hen")]), "--publish")
    found = reasons(
        table(tmp_path / "u.geojson", [("hen", "egg"), ("egg", "hen"), ("nest", "")]), "--collection", "t"
    )
    assert found == {"hen": "parent_circle", "egg": "parent_circle"}


def test_an_area_does_not_overlap_what_it_holds(tmp_path: Path) -> None:
    whole, half, other = box(30, 60, 30.2, 60.1), box(30, 60, 30.1, 60.1), box(30.05, 60, 30.15, 60.1)
    values = {"title": ["Край", "Район", "Сосед"], "code": ["k", "r", "s"], "up": ["", "k", "k"]}
    gpd.GeoDataFrame(values, geometry=[whole, half, other], crs=4326).to_file(tmp_path / "t.geojson")
    report = run(tmp_path / "t.geojson", "--code-field", "code", "--parent-code-field", "up")
    assert [(pair["first"]["code"], pair["second"]["code"]) for pair in report["overlaps"]] == [("r", "s")]


def test_a_version_without_a_parent_that_it_names_is_told(tmp_path: Path) -> None:
    first = table(tmp_path / "t.geojson", [("k", ""), ("a", "k"), ("b", "k")])
    options = ("--code-field", "code", "--parent-code-field", "up", "--publish")
    with override("en"):
        assert run(first, *options)["warnings"] == []
        report = run(table(tmp_path / "t.geojson", [("a", "k"), ("b", "k")]), *options)
        assert report["warnings"] == ["Parents that the new version itself does not hold: k (k)."]
        flat = run(table(tmp_path / "t.geojson", [("a", ""), ("b", "")]), *options)
        (warning,) = flat["warnings"]
        assert "in force: 2." in warning


def test_a_code_that_is_too_long_is_refused(tmp_path: Path) -> None:
    assert reasons(table(tmp_path / "t.geojson", [("c" * 80, ""), ("d" * 81, "")])) == {"d" * 81: "long_code"}


@pytest.mark.parametrize("options", [{"kind": "к" * 41}, {"kind": " "}, {"collection": "с" * 81}])
def test_a_kind_or_a_collection_that_does_not_fit_is_told(tmp_path: Path, options: dict[str, str]) -> None:
    path = table(tmp_path / "t.geojson", [("a", "")])
    with pytest.raises(CommandError, match=r"--(kind|collection)"):
        call_command(
            "import_areas", path, **{"kind": "district", "name_field": "title", **options}, stdout=StringIO()
        )


def test_a_long_attribution_is_cut(tmp_path: Path) -> None:
    path = table(tmp_path / "t.geojson", [("a", "")])
    report = run(path, "--attribution", "©" * 300, "--licence", "L" * 300, "--source-title", "Т" * 300)
    assert report["created"] == 1


@pytest.mark.parametrize(
    ("square_metres", "text"),
    [(1.2, "1,2 м²"), (32.77, "32,8 м²"), (26572.6, "26 573 м²"), (379789668.64, "379,79 км²")],
)
def test_sizes_are_written_as_people_read_them(square_metres: float, text: str) -> None:
    with override("ru"):
        assert size(square_metres).replace("\xa0", " ") == text


def test_findings_are_told_in_russian_with_their_place() -> None:
    found = {
        "repairs": [{"name": "Бант", "reason": "Self-intersection[30.15 60.05]", "change_m2": 5.0}],
        "overlaps": [],
        "gaps": [
            {"size_m2": 2e6, "lon": 30.1, "lat": 60.1, "between": [{"name": "А"}]},
            {"size_m2": 1e6, "lon": 30.2, "lat": 60.1, "between": [{"name": "А"}, {"name": "Б"}]},
        ],
    }
    with override("ru"):
        repair, hole, gap = describe_checks(found)
    assert (
        repair == "«Бант» исправлена: контур пересекает сам себя (30.15 60.05); площадь изменилась на 5,0 м²."
    )
    assert hole.endswith("внутри «А».")
    assert gap.endswith("между «А», «Б».")


@pytest.mark.parametrize(
    "polygon",
    [
        Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]),
        Polygon([(0, 0), (1, 0), (1, 1), (0, 1)], [[(2, 2), (3, 2), (3, 3)]]),
        Polygon([(0, 0), (0, 0), (0, 0), (0, 0)]),
        Polygon(
            [(0, 0), (9, 0), (9, 9), (0, 9)], [[(1, 1), (8, 1), (8, 8), (1, 8)], [(2, 2), (3, 2), (3, 3)]]
        ),
    ],
)
def test_every_fault_that_geos_names_has_words(polygon: Polygon) -> None:
    with override("ru"):
        assert not any("a" <= letter <= "z" for letter in fault(str(is_valid_reason(polygon))).lower())
