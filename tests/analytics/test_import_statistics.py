"""import_statistics: formats, joins, overlapping and doubled rows, nothing half-done, nothing twice."""

import json
from io import StringIO
from pathlib import Path

import pandas as pd
import pyogrio
import pytest
from django.core.management import CommandError, call_command

from analytics.models import AreaStatistic
from tests.builders import make_area

pytestmark = pytest.mark.django_db
LUGA = "Лужский район"


@pytest.fixture(autouse=True)
def areas() -> None:
    for name, oktmo in (
        (LUGA, "41-633-000-000"),
        ("Тосненский район", "41648000"),
        ("Город Коломна", "46738000"),
    ):
        area = make_area(name, code=oktmo.replace("-", "")[:5])
        area.oktmo = oktmo
        area.save()


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    frame = pd.DataFrame(rows)
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    elif path.suffix == ".xlsx":
        pyogrio.write_dataframe(frame, path)
    else:
        frame.to_csv(path, index=False)
    return path


def run(path: Path, *options: str, indicator: str = "population") -> dict:
    out = StringIO()
    call_command("import_statistics", str(path), "--indicator", indicator, *options, "--json", stdout=out)
    return json.loads(out.getvalue())


def values(indicator: str = "population") -> dict[tuple[str, int, int | None], float]:
    rows = AreaStatistic.objects.filter(indicator=indicator).values_list(
        "area__name", "year", "month", "value"
    )
    return {(name, year, month): value for name, year, month, value in rows}


@pytest.mark.parametrize("name", ["people.csv", "people.xlsx", "people.parquet"])
def test_formats_join_by_a_code_however_it_is_spelled(tmp_path: Path, name: str) -> None:
    rows = [{"oktmo": "41633000", "население": 70_000}, {"oktmo": "41 648 000 000", "население": 130_000}]
    path = write(tmp_path / name, rows)
    report = run(path, "--join", "oktmo", "--year", "2024")
    assert (report["read"], report["created"], report["refused"]) == (2, 2, 0)
    assert values() == {(LUGA, 2024, None): 70_000, ("Тосненский район", 2024, None): 130_000}
    assert AreaStatistic.objects.first().unit == "people"
    again = run(path, "--join", "oktmo", "--year", "2024")
    assert (again["created"], again["updated"]) == (0, 0)


def test_a_population_in_thousands_is_not_taken_for_people(tmp_path: Path) -> None:
    path = write(tmp_path / "people.csv", [{"oktmo": "41633000", "value": 70}])
    with pytest.raises(CommandError, match=r"тыс\. человек"):
        run(path, "--join", "oktmo", "--year", "2024", "--unit", "тыс. человек")
    assert values() == {}


def test_another_indicator_keeps_its_unit(tmp_path: Path) -> None:
    path = write(tmp_path / "pay.csv", [{"oktmo": "41633000", "value": 70}])
    run(path, "--join", "oktmo", "--year", "2024", "--unit", "тыс. руб.", indicator="salary")
    assert AreaStatistic.objects.get().unit == "тыс. руб."


def test_a_changed_number_is_an_update(tmp_path: Path) -> None:
    for value in (70_000, 71_000):
        path = write(tmp_path / "people.csv", [{"oktmo": "41633000", "value": value}])
        report = run(path, "--join", "oktmo", "--year", "2024")
    assert (report["created"], report["updated"]) == (0, 1)
    assert values() == {(LUGA, 2024, None): 71_000}


def test_names_are_compared_without_their_kind_and_near_ones_are_told(tmp_path: Path) -> None:
    rows = [
        {"name": "ЛУЖСКИЙ муниципальный р-н", "value": "70 000,5"},
        {"name": "Тосненскй район", "value": "1"},
        {"name": "Гадюкино", "value": "1"},
    ]
    refused = tmp_path / "refused.csv"
    report = run(
        write(tmp_path / "people.csv", rows), "--join", "name", "--year", "2024", "--refused", str(refused)
    )
    assert values() == {(LUGA, 2024, None): 70_000.5}
    assert report["refused_by"] == {"unknown_area": 2}
    told = pd.read_csv(refused).set_index("name").message
    assert "Тосненский район" in told["Тосненскй район"]
    assert "Тосненский" not in told["Гадюкино"]


def test_a_name_of_two_areas_means_neither(tmp_path: Path) -> None:
    make_area("Лужский район", collection="others")
    path = write(tmp_path / "people.csv", [{"name": LUGA, "value": 7}])
    with pytest.raises(CommandError):
        run(path, "--join", "name", "--year", "2024")
    assert run(path, "--join", "name", "--year", "2024", "--collection", "others")["created"] == 1


def ages(area: str, people: dict[tuple[str, str], float], year: int = 2024) -> list[dict[str, object]]:
    return [
        {"oktmo": area, "year": year, "age": age, "gender": sex, "value": value}
        for (age, sex), value in people.items()
    ]


def test_totals_beside_single_ages_and_open_groups_are_counted_once(tmp_path: Path) -> None:
    people = {
        (age, sex): value
        for sex in ("Женщины", "Мужчины")
        for age, value in (("0-64", 50.0), ("65-69", 6), ("65+", 10), ("70+", 4), ("Всего", 60))
    }
    without = {key: value for key, value in people.items() if key[0] != "Всего"}
    rows = ages("41633000", people) + ages("41648000", without) + ages("41633000", people, year=2023)
    report = run(write(tmp_path / "people.csv", rows), "--join", "oktmo", "--year", "2024")
    assert values() == {(LUGA, 2024, None): 120, ("Тосненский район", 2024, None): 120}
    assert report["refused_by"] == {"overlapping": 8 + 2}
    assert any("10" in note for note in report["notes"])


def test_half_of_the_people_are_no_population(tmp_path: Path) -> None:
    rows = ages("41633000", {("Всего", "Мужчины"): 60.0}) + ages(
        "41648000", {("Всего", "Мужчины"): 60.0, ("Всего", "Женщины"): 70.0}
    )
    report = run(write(tmp_path / "people.csv", rows), "--join", "oktmo", "--year", "2024")
    assert values() == {("Тосненский район", 2024, None): 130}
    assert report["refused_by"] == {"incomplete": 1}


def test_rows_twice_are_counted_once_and_contradictions_not_at_all(tmp_path: Path) -> None:
    rows = [
        {"oktmo": "41633000", "value": 7},
        {"oktmo": "41633000", "value": 7},
        {"oktmo": "41648000", "value": 7},
        {"oktmo": "41648000", "value": 8},
    ]
    report = run(write(tmp_path / "people.csv", rows), "--join", "oktmo", "--year", "2024")
    assert values() == {(LUGA, 2024, None): 7}
    assert report["refused_by"] == {"contradiction": 2, "duplicate": 1}


def test_rows_without_key_number_or_year_are_refused(tmp_path: Path) -> None:
    rows = [
        {"oktmo": "41633000", "year": "2024", "value": "нет"},
        {"oktmo": "", "year": "2024", "value": "1"},
        {"oktmo": "41633000", "year": "24", "value": "1"},
        {"oktmo": "41633000", "year": "2024", "value": "-5"},
        {"oktmo": "41648000", "year": "2024", "value": "1"},
    ]
    report = run(write(tmp_path / "people.csv", rows), "--join", "oktmo")
    assert report["refused_by"] == {"no_value": 1, "no_key": 1, "no_period": 1, "negative": 1}


def test_a_dictionary_knows_the_codes_of_other_years_and_what_was_merged(tmp_path: Path) -> None:
    book = [
        # An okrug since 2024, which the map still shows with the code of the district.
        {"territory_id": 7, "oktmo": "41-633-000-000", "year_from": 2018, "year_to": 2024},
        {"territory_id": 7, "oktmo": "41-533-000-000", "year_from": 2024, "year_to": 9999},
        # Merged into the next one, whose code it had.
        {"territory_id": 8, "oktmo": "46-738-000-000", "year_from": 2018, "year_to": 2021},
        {"territory_id": 9, "oktmo": "46-738-000-000", "year_from": 2021, "year_to": 9999},
    ]
    rows = [{"territory_id": key, "value": 10 * key} for key in (7, 8, 9, 10)]
    dictionary = write(tmp_path / "book.xlsx", book)
    path = write(tmp_path / "people.parquet", rows)
    report = run(path, "--join", "oktmo", "--year", "2024", "--dictionary", str(dictionary))
    assert values() == {(LUGA, 2024, None): 70, ("Город Коломна", 2024, None): 90}
    assert report["refused_by"] == {"shared_area": 1, "not_in_dictionary": 1}


def test_months_and_conditions(tmp_path: Path) -> None:
    rows = [
        {"code": "41633", "date": f"2024-{month:02}", "category": category, "value": month}
        for month in (1, 2)
        for category in ("Все", "Транспорт")
    ]
    path = write(tmp_path / "spent.csv", rows)
    run(path, "--join", "code", "--where", "category=все", indicator="consumption")
    assert values("consumption") == {(LUGA, 2024, 1): 1, (LUGA, 2024, 2): 2}


def test_a_dry_run_and_a_failure_leave_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "people.csv", [{"oktmo": "41633000", "value": 7}])
    assert run(path, "--join", "oktmo", "--year", "2024", "--dry-run")["created"] == 1
    with pytest.raises(CommandError, match="--year"):
        run(path, "--join", "oktmo")
    assert not AreaStatistic.objects.exists()
