"""import_sites and import_temperatures: columns, refusals, upsert by code, nothing half-done; weekdays of routes."""

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from django.core.management import CommandError, call_command

from territories.importing.weekdays import weekdays_of
from territories.models import ContainerSite, ContainerSiteEvent, DailyTemperature
from tests.builders import make_organisation
from tests.grid import Grid

HEADER = "Номер,Адрес,Оператор,Долгота,Широта,Контейнеров,Объём,Виды отходов,График вывоза,Действует с"
LINE = 'КП-1,«Мира, 5»,ООО Чисто,30.3,60.0,4,"4,4",ТКО;КГО,"пн, ср, пт",01.02.2026'


def run(path: Path, *options: str, command: str = "import_sites") -> dict:
    out = StringIO()
    call_command(command, str(path), *options, "--json", stdout=out)
    return json.loads(out.getvalue())


def text(tmp_path: Path, *lines: str, header: str = "code,operator,lon,lat,route_days,containers") -> Path:
    path = tmp_path / "sites.csv"
    path.write_text("\n".join((header, *lines)), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("", ()),
        ("пн, ср, пт", (1, 3, 5)),
        ("Понедельник; четверг", (1, 4)),
        ("Mon Wed", (1, 3)),
        ("1;3;7", (1, 3, 7)),
        ("пн-пт", (1, 2, 3, 4, 5)),
        ("сб – пн", (1, 6, 7)),
        ("ежедневно", (1, 2, 3, 4, 5, 6, 7)),
        ("8", None),
        ("10", None),
        ("иногда", None),
        ("пн-ср-пт", None),
    ],
)
def test_days_of_a_route_are_read(written: str, days: tuple[int, ...] | None) -> None:
    assert weekdays_of(written) == days


@pytest.mark.django_db
def test_russian_columns(tmp_path: Path) -> None:
    operator = make_organisation("ООО Чисто")
    report = run(text(tmp_path, LINE.replace("«Мира, 5»", '"Мира, 5"'), header=HEADER))
    assert (report["created"], report["refused"]) == (1, 0), report
    site = ContainerSite.objects.get(code="КП-1")
    assert (site.operator_id, site.address, site.containers, site.volume_m3) == (
        operator.pk,
        "Мира, 5",
        4,
        4.4,
    )
    assert (site.kinds, site.route_days) == (["bulky", "mixed"], [1, 3, 5])
    assert (site.location.x, site.location.y, site.valid_from) == (30.3, 60.0, date(2026, 2, 1))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["sites.geojson", "sites.xlsx"])
def test_other_formats(tmp_path: Path, name: str) -> None:
    make_organisation("Waste Ltd")
    values = {"code": ["A", "B"], "operator": ["Waste Ltd"] * 2, "containers": [3, None]}
    if name.endswith("xlsx"):
        pd.DataFrame({**values, "lon": [30.3, 30.4], "lat": [60.0, 60.1]}).to_excel(
            tmp_path / name, index=False
        )
    else:
        ground = Grid("AABB", step_m=5)
        shapes = [shapely.Point(30.3, 60.0), ground.polygon("B")]
        gpd.GeoDataFrame(values, geometry=shapes, crs=4326).to_file(tmp_path / name)
    assert run(tmp_path / name)["created"] == 2
    assert list(ContainerSite.objects.values_list("code", "containers")) == [("A", 3), ("B", None)]


@pytest.mark.django_db
def test_refused_rows_are_kept_with_their_reasons(tmp_path: Path) -> None:
    make_organisation("Waste Ltd")
    path = text(
        tmp_path,
        "A,Waste Ltd,30.3,60.0,1,2",
        "A,Waste Ltd,30.3,60.0,1,2",
        ",Waste Ltd,30.3,60.0,1,2",
        "C,Nobody Ltd,30.3,60.0,1,2",
        "D,,30.3,60.0,1,2",
        "E,Waste Ltd,,,1,2",
        "F,Waste Ltd,230.3,60.0,1,2",
        "G,Waste Ltd,30.3,60.0,when full,2",
        "H,Waste Ltd,30.3,60.0,1,many",
    )
    report = run(path, "--refused", str(tmp_path / "refused.csv"))
    assert (report["read"], report["created"]) == (9, 1)
    rows = list(csv.DictReader((tmp_path / "refused.csv").open(encoding="utf-8")))
    assert [(row["row_number"], row["reason"]) for row in rows] == [
        ("2", "duplicate_code"),
        ("3", "no_code"),
        ("4", "unknown_organisation"),
        ("5", "no_organisation"),
        ("6", "no_geometry"),
        ("7", "impossible_coordinates"),
        ("8", "bad_weekdays"),
        ("9", "bad_number"),
    ]


@pytest.mark.django_db
def test_a_second_file_changes_what_it_says_and_keeps_the_rest(tmp_path: Path) -> None:
    make_organisation("Waste Ltd")
    path = text(tmp_path, "A,Waste Ltd,30.3,60.0,1;4,2", "B,Waste Ltd,30.4,60.0,2,2")
    run(path)
    assert (run(path)["created"], run(path)["updated"]) == (0, 0)
    report = run(text(tmp_path, "A,30.5,60.0", header="code,lon,lat"))
    assert (report["created"], report["updated"]) == (0, 1)
    site = ContainerSite.objects.get(code="A")
    assert (site.location.x, site.route_days, site.containers) == (30.5, [1, 4], 2)
    assert ContainerSiteEvent.objects.filter(pgh_obj=site).count() == 2


@pytest.mark.django_db
def test_a_dry_run_and_a_file_of_nothing_leave_nothing(tmp_path: Path) -> None:
    make_organisation("Waste Ltd")
    assert run(text(tmp_path, "A,Waste Ltd,30.3,60.0,1,2"), "--dry-run")["created"] == 1
    with pytest.raises(CommandError):
        run(text(tmp_path, "A,Nobody,30.3,60.0,1,2"))
    with pytest.raises(CommandError):
        run(text(tmp_path, "A", header="operator"))
    assert not ContainerSite.objects.exists()


@pytest.mark.django_db
def test_a_site_may_not_end_before_it_began(tmp_path: Path) -> None:
    make_organisation("Waste Ltd")
    run(text(tmp_path, "A,Waste Ltd,30.3,60.0,2026-05-01", header="code,operator,lon,lat,valid_from"))
    with pytest.raises(CommandError):
        run(text(tmp_path, "A,30.3,60.0,2026-04-01", header="code,lon,lat,valid_to"))
    assert ContainerSite.objects.get().valid_to is None


@pytest.mark.django_db
def test_temperatures_are_read_and_replaced(tmp_path: Path) -> None:
    path = text(
        tmp_path,
        "05.03.2026;−2,5",
        "2026-03-06;4",
        "2026-03-06;5",
        "нет;1",
        "2026-03-07;x",
        header="Дата;Температура",
    )
    report = run(path, command="import_temperatures")
    assert (report["created"], report["updated"], report["refused"]) == (2, 0, 3)
    assert report["refused_by"] == {"duplicate_day": 1, "bad_date": 1, "bad_temperature": 1}
    report = run(text(tmp_path, "2026-03-05,1.5", header="date,mean_c"), command="import_temperatures")
    assert (report["created"], report["updated"]) == (0, 1)
    kept = DailyTemperature.objects.order_by("on")
    assert [(row.on, row.mean_c) for row in kept] == [(date(2026, 3, 5), 1.5), (date(2026, 3, 6), 4.0)]
    assert not kept.exclude(area=None).exists()
