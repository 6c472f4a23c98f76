"""assign: a table of points comes back with areas, executor, rule, ambiguity and distance."""

import csv
import gzip
import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from geo.types import LonLat
from territories.importing import assigning
from territories.models import Area
from territories.services.boundaries import publish, stage
from tests.builders import box, make_authority, make_contract, make_house, make_organisation, make_zone
from tests.grid import Grid

TOWN = Grid("AABB\nAABB")
ADDED = ["area_city", "area_city_code", "area_district", "area_district_code"]
ANSWERS = ["executor", "rule", "ambiguous", "border_distance_m"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town() -> None:
    rows = [TOWN.area("A"), TOWN.area("B"), TOWN.area("AB", kind="city")]
    publish(version=stage(collection="town", rows=rows))
    make_authority(make_organisation("Орган А"), Area.objects.get(code="A"))
    make_authority(make_organisation("Орган Б"), Area.objects.get(code="B"))


def run(
    tmp_path: Path, text: str, *options: str, encoding: str = "utf-8"
) -> tuple[list[dict[str, str]], dict]:
    source, target, out = tmp_path / "points.csv", tmp_path / "out.csv", StringIO()
    source.write_text(text, encoding=encoding)
    call_command("assign", str(source), "--output", str(target), "--json", *options, stdout=out)
    with target.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file)), json.loads(out.getvalue())


def cells(point: LonLat) -> str:
    return f"{point.lon},{point.lat}"


def test_columns_are_kept_and_answers_added(tmp_path: Path) -> None:
    rows, report = run(tmp_path, f"id,lon,lat,note\n7,{cells(TOWN.point(0, 0))},яма\n")
    assert list(rows[0]) == ["id", "lon", "lat", "note", *ADDED, *ANSWERS]
    assert rows[0]["note"] == "яма"
    assert [rows[0][name] for name in ADDED] == ["Район AB", "AB", "Район A", "A"]
    assert [rows[0][name] for name in ANSWERS[:3]] == ["Орган А", "authority", "false"]
    assert float(rows[0]["border_distance_m"]) == pytest.approx(50, abs=0.2)
    assert (report["read"], report["created"], report["refused"]) == (1, 1, 0)


def test_no_text_can_be_a_formula(tmp_path: Path) -> None:
    text = f"lon,lat,=note\n{cells(TOWN.point(0, 0))},=HYPERLINK()\n{cells(TOWN.point(0, 0))},-5\n"
    rows, _report = run(tmp_path, text)
    assert [row["'=note"] for row in rows] == ["'=HYPERLINK()", "-5"]


def test_a_pin_near_a_border_is_ambiguous(tmp_path: Path) -> None:
    rows, _report = run(tmp_path, f"lon,lat\n{cells(TOWN.at(1.9, 1))}\n{cells(TOWN.at(1.7, 1))}\n")
    assert [row["ambiguous"] for row in rows] == ["true", "false"]


def test_rows_without_usable_coordinates_stay_with_empty_answers(tmp_path: Path) -> None:
    text = f"lon,lat,id\n,,1\nabc,60,2\n400,60,3\n{cells(TOWN.point(0, 0))},4\n"
    rows, report = run(tmp_path, text, "--refused", str(tmp_path / "refused.csv"))
    assert [row["id"] for row in rows] == ["1", "2", "3", "4"]
    assert [row["executor"] for row in rows] == ["", "", "", "Орган А"]
    assert report["refused_by"] == {"no_coordinates": 2, "impossible_coordinates": 1}
    assert len((tmp_path / "refused.csv").read_text().splitlines()) == 4


def test_exchanged_axes_are_refused_by_row_and_said_once(tmp_path: Path) -> None:
    inside, outside = TOWN.point(0, 0), LonLat(30.0, 10.0)
    text = (
        f"lon,lat,id\n{cells(inside)},1\n{inside.lat},{inside.lon},2\n{cells(outside)},3\n"
        f"{inside.lat},{inside.lon},4\n"
    )
    rows, report = run(tmp_path, text, "--refused", str(tmp_path / "refused.csv"))
    assert [row["id"] for row in rows] == ["1", "2", "3", "4"]
    assert [row["executor"] for row in rows] == ["Орган А", "", "", ""]
    assert [row["rule"] for row in rows] == ["authority", "", "manual", ""]
    assert (report["created"], report["refused_by"]) == (2, {"axes_swapped": 2})
    with (tmp_path / "refused.csv").open(encoding="utf-8", newline="") as file:
        refused = list(csv.DictReader(file))
    assert [(row["row_number"], row["reason"], row["id"]) for row in refused] == [
        ("2", "axes_swapped", "2"),
        ("4", "axes_swapped", "4"),
    ]
    [warning] = report["warnings"]
    assert "2 строках" in warning
    assert "строка 2" in warning


def test_exchanged_axes_that_are_no_place_at_all_are_told_as_such(tmp_path: Path) -> None:
    """At 131° E the exchanged latitude is impossible; what is wrong is the order all the same."""
    far = Grid("CC\nCC", corner=LonLat(131.0, 43.0))
    publish(version=stage(collection="far", rows=[far.area("C")]))
    point = far.point(0, 0)
    text = f"lon,lat\n{point.lat},{point.lon}\n{cells(point)}\n170,100\ninf,60\n"
    _rows, report = run(tmp_path, text)
    assert report["refused_by"] == {"axes_swapped": 1, "impossible_coordinates": 2}


def test_exchanged_axes_are_looked_for_on_the_day_of_the_row(tmp_path: Path) -> None:
    far = Grid("CC\nCC", corner=LonLat(40.0, 50.0))
    publish(version=stage(collection="far", rows=[far.area("C")]), valid_from=date(2020, 1, 1))
    point = far.point(0, 0)
    text = f"lon,lat,on\n{point.lat},{point.lon},2019-12-31\n{point.lat},{point.lon},2020-01-01\n"
    rows, report = run(tmp_path, text)
    assert [row["rule"] for row in rows] == ["manual", ""]
    assert report["refused_by"] == {"axes_swapped": 1}


def test_only_the_collection_named_tells_an_exchange(tmp_path: Path) -> None:
    elsewhere = Grid("CC\nCC", corner=LonLat(50.0, 40.0))
    publish(version=stage(collection="far", rows=[elsewhere.area("C")]))
    point = elsewhere.point(0, 0)
    text = f"lon,lat\n{point.lat},{point.lon}\n{cells(TOWN.point(0, 0))}\n"
    assert run(tmp_path, text)[1]["refused_by"] == {"axes_swapped": 1}
    assert run(tmp_path, text, "--collection", "town")[1]["refused_by"] == {}


def test_outside_every_area_goes_to_manual_choice(tmp_path: Path) -> None:
    rows, _report = run(tmp_path, "lon,lat\n10,10\n")
    assert [rows[0][name] for name in ANSWERS] == ["", "manual", "false", ""]
    assert rows[0]["area_district"] == ""


def test_topics_and_categories_by_code(tmp_path: Path, catalogue: dict) -> None:
    make_zone(make_organisation("Вывоз"), polygon=box(29.9, 59.9, 30.1, 60.1), categories=["waste"])
    waste = next(topic for topic in catalogue.values() if topic.category.code == "waste")
    place = cells(TOWN.point(0, 0))
    text = f"lon,lat,topic\n{place},{waste.code}\n{place},waste\n{place},\n{place},wastee\n"
    rows, report = run(tmp_path, text)
    assert [row["executor"] for row in rows] == ["Вывоз", "Вывоз", "Орган А", "Орган А"]
    assert report["unknown_topics"] == {"wastee": 1}
    assert any("waste" in warning for warning in report["warnings"])


def test_each_row_may_have_its_day(tmp_path: Path) -> None:
    wide = Grid("AAAB\nAAAB")
    version = stage(collection="town", rows=[wide.area("A"), wide.area("B")])
    publish(version=version, valid_from=date(2026, 1, 1))
    place = cells(TOWN.point(2, 0))
    text = f"lon,lat,on\n{place},2025-12-31\n{place},01.01.2026\n{place},2026.03.01 16:32\n{place},\n{place},скоро\n"
    rows, report = run(tmp_path, text)
    assert [row["area_district_code"] for row in rows] == ["B", "A", "A", "A", ""]
    assert report["refused_by"] == {"bad_date": 1}


def test_fields_have_names_of_their_own(tmp_path: Path) -> None:
    point = TOWN.point(0, 0)
    rows, _report = run(
        tmp_path, f"east;north\n{point.lon};{point.lat}\n", "--lon-field", "east", "--lat-field", "north"
    )
    assert rows[0]["area_district_code"] == "A"


@pytest.mark.parametrize("option", ["--lon-field", "--topic-field", "--date-field", "--address-field"])
def test_a_field_that_is_not_there_is_an_error(tmp_path: Path, option: str) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        run(tmp_path, "lon,lat\n30,60\n", option, "nowhere")
    assert not (tmp_path / "out.csv").exists()


def test_only_one_collection(tmp_path: Path) -> None:
    publish(version=stage(collection="wards", rows=[TOWN.area("AB", kind="ward")]))
    rows, _report = run(tmp_path, f"lon,lat\n{cells(TOWN.point(0, 0))}\n", "--collection", "wards")
    assert [name for name in rows[0] if name.startswith("area_")] == ["area_ward", "area_ward_code"]
    with pytest.raises(CommandError, match="нет"):
        run(tmp_path, "lon,lat\n30,60\n", "--collection", "нет")


def test_with_several_collections_the_smallest_area_of_a_kind_wins(tmp_path: Path) -> None:
    publish(version=stage(collection="other", rows=[TOWN.area("AB", code="big")]))
    rows, _report = run(tmp_path, f"lon,lat\n{cells(TOWN.point(0, 0))}\n")
    assert rows[0]["area_district_code"] == "A"


def test_an_address_chooses_the_house_and_may_replace_the_point(tmp_path: Path, catalogue: dict) -> None:
    make_contract(make_house("13", street="Садовая", at=TOWN.point(0, 0)), make_organisation("УК Дом"))
    housing = next(t.code for t in catalogue.values() if t.scope == "house")
    far = cells(TOWN.point(3, 1))
    lines = [
        "lon,lat,topic,address",
        f'{far},{housing},"Метский, Садовая улица, 13"',
        f"{far},{housing},",
        f',,{housing},"Метский, Садовая ул., д. 13"',
    ]
    text = "\n".join(lines)
    rows, _report = run(tmp_path, text)
    assert [row["executor"] for row in rows] == ["УК Дом", "Орган Б", "УК Дом"]
    assert rows[2]["area_district_code"] == "A"


def test_answers_of_an_earlier_run_are_replaced(tmp_path: Path) -> None:
    first, _report = run(tmp_path, f"lon,lat,note\n{cells(TOWN.point(0, 0))},яма\n")
    text = (tmp_path / "out.csv").read_text(encoding="utf-8")
    again, report = run(tmp_path, text.replace("Орган А", "устаревший"))
    assert again == first
    assert report["notes"] == []


def test_a_column_of_the_file_that_is_called_like_an_answer_is_kept(tmp_path: Path) -> None:
    text = f"executor,lon,lat,rule,rule_input\nДЕЗ № 1,{cells(TOWN.point(0, 0))},да,нет\n"
    rows, report = run(tmp_path, text)
    assert list(rows[0])[:5] == ["executor_input", "lon", "lat", "rule_input_input", "rule_input"]
    assert (rows[0]["executor_input"], rows[0]["executor"]) == ("ДЕЗ № 1", "Орган А")
    assert "executor → executor_input" in report["notes"][0]


def test_windows_encoding_and_semicolons(tmp_path: Path) -> None:
    point = TOWN.point(0, 0)
    rows, _report = run(tmp_path, f"заметка;lon;lat\nяма;{point.lon};{point.lat}\n", encoding="cp1251")
    assert rows[0]["заметка"] == "яма"


def test_chunks_do_not_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [TOWN.at(0.1 + 0.05 * number, 1) for number in range(70)]
    text = "lon,lat\n" + "\n".join(map(cells, places)) + "\n"
    whole, _report = run(tmp_path, text)
    monkeypatch.setattr(assigning, "CHUNK", 7)
    assert run(tmp_path, text)[0] == whole


def test_a_failure_leaves_no_output_and_keeps_an_older_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out.csv").write_text("прежний")
    monkeypatch.setattr(assigning, "_number", lambda _text: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(tmp_path, "lon,lat\n30,60\n")
    assert (tmp_path / "out.csv").read_text() == "прежний"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "points.csv"]


def test_a_short_row_keeps_its_place(tmp_path: Path) -> None:
    rows, _report = run(tmp_path, f"lon,lat,note\n{cells(TOWN.point(0, 0))}\n")
    assert (rows[0]["note"], rows[0]["area_district_code"]) == ("", "A")


def test_a_table_of_addresses_needs_no_coordinates(tmp_path: Path) -> None:
    make_house("13", street="Садовая", at=TOWN.point(0, 0))
    text = 'id,address\n1,"Метский, Садовая улица, 13"\n2,"Нигдебург, Лесная, 5"\n3,\n'
    rows, report = run(tmp_path, text, "--refused", str(tmp_path / "refused.csv"))
    assert [row["area_district_code"] for row in rows] == ["A", "", ""]
    assert report["refused_by"] == {"unknown_address": 1, "no_coordinates": 1}


@pytest.mark.parametrize("name", ["none/out.csv", "."])
def test_an_output_that_cannot_be_written_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "points.csv").write_text("lon,lat\n30,60\n")
    with pytest.raises(CommandError, match=str(tmp_path / name)):
        call_command(
            "assign", str(tmp_path / "points.csv"), "--output", str(tmp_path / name), stdout=StringIO()
        )


def test_a_packed_table_comes_back_packed(tmp_path: Path) -> None:
    source, target = tmp_path / "points.csv.gz", tmp_path / "out.csv.gz"
    source.write_bytes(gzip.compress(f"lon,lat\n{cells(TOWN.point(0, 0))}\n".encode()))
    call_command("assign", str(source), "--output", str(target), stdout=StringIO())
    assert "Орган А" in gzip.decompress(target.read_bytes()).decode()


@pytest.mark.parametrize(
    "content", ["", "\n\n", '{"type": "FeatureCollection"}', "PK\x03\x04", 'lon,lat\n30,"60\n']
)
def test_what_is_no_table_says_so(tmp_path: Path, content: str) -> None:
    with pytest.raises(CommandError, match=r"points\.csv"):
        run(tmp_path, content)
    assert not (tmp_path / "out.csv").exists()
