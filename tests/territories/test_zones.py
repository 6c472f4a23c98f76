"""import_zones: shared polygons, assets, areas, validity, idempotence, catalogue codes."""

import json
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.translation import override

from geo.types import LonLat
from territories.models import Organisation, Piece, ServiceZone
from territories.queries import decide_executor
from territories.services.boundaries import publish, stage
from territories.types import Decision, ManualReason, OrganisationKind, Rule, TopicRef
from tests.builders import make_authority, make_house, make_organisation
from tests.grid import Grid

TOWN = Grid("AABB\nAABB\nCCDD\nCCDD")
WASTE = TopicRef("bin_overflow", "waste")
TODAY = timezone.localdate()
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town() -> None:
    publish(version=stage(collection="town", rows=[TOWN.area(letter) for letter in "ABCD"]))


def table(**columns: list) -> gpd.GeoDataFrame:
    letters = "ABCD"[: len(next(iter(columns.values())))]
    return gpd.GeoDataFrame(columns, geometry=[TOWN.polygon(letter) for letter in letters], crs=4326)


def run(path: Path, *options: str) -> dict:
    out = StringIO()
    call_command("import_zones", str(path), "--organisation-field", "who", *options, "--json", stdout=out)
    return json.loads(out.getvalue())


def decide(point: LonLat, topic: TopicRef = WASTE, on: date = TODAY) -> Decision:
    return decide_executor(point, topic, on=on)


@pytest.fixture
def carriers(tmp_path: Path) -> Path:
    path = tmp_path / "carriers.geojson"
    table(
        who=[
            "АО «Спецтранс»",
            "АО «Спецтранс»; ООО «Эко»",
            'Акционерное общество "Спецтранс"',
            "ООО Эко; ООО Ландшафт",
        ],
        split=[False, True, False, False],
        title=["1", "2", "3", "4"],
    ).to_file(path)
    return path


def test_shared_polygons_stop_at_manual_choice(carriers: Path, catalogue: dict) -> None:
    city = (
        publish(version=stage(collection="city", rows=[TOWN.area("ABCD", kind="city")])).boundaries.get().area
    )
    make_authority(make_organisation("Город"), city)
    report = run(
        carriers, "--categories", "waste", "--split-field", "split", "--kind-of-organisation", "Оператор ТКО"
    )
    assert (report["read"], report["created"], report["shared"], report["refused"]) == (4, 6, 2, 0)
    assert decide(TOWN.point(0, 0)).organisation_id == Organisation.objects.get(name="АО «Спецтранс»").pk
    assert decide(TOWN.point(0, 2)).chosen.organisation == "АО «Спецтранс»"
    assert decide(TOWN.point(3, 0)).manual_reason is ManualReason.SHARED
    assert {c.organisation for c in decide(TOWN.point(3, 0)).tied} == {"АО «Спецтранс»", "ООО «Эко»"}
    assert decide(TOWN.point(3, 3)).manual_reason is ManualReason.SHARED
    other = TopicRef("pothole", "roads")
    assert decide(TOWN.point(3, 0), other).chosen.organisation == "Город"
    assert set(Organisation.objects.exclude(name="Город").values_list("kind", flat=True)) == {
        OrganisationKind.WASTE_OPERATOR
    }
    assert report["organisations_created"] == ["АО «Спецтранс»", "ООО «Эко»", "ООО Ландшафт"]
    assert report["organisations_merged"] == {
        "АО «Спецтранс»": ['Акционерное общество "Спецтранс"'],
        "ООО «Эко»": ["ООО Эко"],
    }


def test_the_same_file_again_changes_nothing(carriers: Path, catalogue: dict) -> None:
    options = ("--categories", "waste", "--split-field", "split")
    run(carriers, *options)
    before = list(ServiceZone.objects.order_by("pk").values())
    report = run(carriers, *options)
    assert (report["created"], report["updated"]) == (0, 0)
    assert list(ServiceZone.objects.order_by("pk").values()) == before


def test_a_zone_that_the_file_no_longer_holds_ends_and_stays_answerable(tmp_path: Path) -> None:
    path = tmp_path / "zones.geojson"
    table(who=["Старая", "Вечная"]).to_file(path)
    run(path)
    table(who=["Новая", "Вечная"]).to_file(path)
    report = run(path)
    assert (report["created"], report["updated"]) == (1, 1)
    assert decide(TOWN.point(0, 0)).chosen.organisation == "Новая"
    assert decide(TOWN.point(3, 0)).chosen.organisation == "Вечная"
    assert ServiceZone.objects.get(organisation__name="Старая").valid_to == TODAY


def test_a_closed_organisation_gets_no_zone(tmp_path: Path) -> None:
    path = tmp_path / "zones.geojson"
    table(who=["Старая", "Вечная"]).to_file(path)
    make_organisation("Старая", is_active=False)
    report = run(path)
    assert "Закрытым организациям ничего не поручается: Старая." in report["warnings"]
    assert [zone.organisation.name for zone in ServiceZone.objects.all()] == ["Вечная"]


def test_a_split_field_that_says_neither_is_told(tmp_path: Path) -> None:
    path = tmp_path / "zones.geojson"
    table(who=["Первая", "Вторая"]).assign(both=["нет", "наверное"]).to_file(path)
    report = run(path, "--split-field", "both")
    assert report["split_unread"] == {"наверное": 1}
    assert len(report["warnings"]) == 1
    assert not ServiceZone.objects.filter(shared=True).exists()


def test_nothing_ends_when_a_row_was_refused(tmp_path: Path) -> None:
    path = tmp_path / "zones.geojson"
    table(who=["Первая", "Вторая"]).to_file(path)
    run(path)
    table(who=["Первая", ""]).to_file(path)
    with override("en"):
        report = run(path)
    assert (report["refused"], report["updated"]) == (1, 0)
    assert any("no earlier zone" in note for note in report["notes"])
    assert decide(TOWN.point(3, 0)).chosen.organisation == "Вторая"
    table(who=["Первая"]).to_file(path)
    assert run(path)["updated"] == 1


def test_another_topic_from_the_same_file_stands_beside(tmp_path: Path, catalogue: dict) -> None:
    path = tmp_path / "zones.geojson"
    table(who=["Служба"]).to_file(path)
    run(path, "--categories", "waste")
    run(path, "--categories", "roads")
    assert ServiceZone.objects.filter(valid_to=None).count() == 2


def test_validity(tmp_path: Path) -> None:
    path = tmp_path / "zones.geojson"
    table(who=["Служба"]).to_file(path)
    run(path, "--valid-from", "2025-01-01", "--valid-to", "2099-01-01")
    assert decide(TOWN.point(0, 0), on=date(2024, 12, 31)).organisation_id is None
    assert decide(TOWN.point(0, 0), on=date(2025, 1, 1)).chosen.organisation == "Служба"
    assert decide(TOWN.point(0, 0), on=date(2099, 1, 1)).organisation_id is None


def test_lines_are_assets_with_a_tolerance(tmp_path: Path) -> None:
    west, east = TOWN.at(0, 1), TOWN.at(4, 1)
    road = shapely.LineString([(west.lon, west.lat), (east.lon, east.lat)])
    path = tmp_path / "roads.gpkg"
    gpd.GeoDataFrame({"who": ["Дорожники"]}, geometry=[road], crs=4326).to_crs(32636).to_file(path)
    run(path, "--tolerance-m", "8")
    assert ServiceZone.objects.get().basis == "asset"
    assert decide(TOWN.at(1, 1.07)).rule is Rule.ASSET
    assert decide(TOWN.at(1, 1.09)).organisation_id is None


def test_zones_may_be_named_by_area_codes(tmp_path: Path) -> None:
    path = tmp_path / "zones.csv"
    path.write_text("who,codes\nСлужба,A;B\nЧужая,Я\n", encoding="utf-8")
    report = run(path, "--area-codes-field", "codes")
    assert report["refused_by"] == {"unknown_area": 1}
    assert decide(TOWN.point(3, 0)).chosen.organisation == "Служба"
    assert decide(TOWN.point(3, 3)).organisation_id is None


def test_zones_may_be_lists_of_houses(tmp_path: Path) -> None:
    first, second = (make_house(number, at=TOWN.point(0, 0)) for number in ("13", "15"))
    path = tmp_path / "houses.csv"
    path.write_text(
        "who,where\n"
        'Служба,"Метский, Садовая улица, 13"\n'
        'Служба,"Метский, ул. Садовая, д. 15"\n'
        'Служба,"Метский, Садовая улица, 99"\n'
        'Служба,"Метский, Садовая улица"\n',
        encoding="utf-8",
    )
    report = run(path, "--address-field", "where")
    assert (report["created"], report["refused_by"]) == (1, {"unknown_house": 2})
    zone = ServiceZone.objects.get()
    assert (zone.basis, set(zone.houses.all())) == ("houses", {first, second})
    decision = decide_executor(TOWN.point(3, 3), WASTE, on=TODAY, house_id=first.pk)
    assert decision.chosen.organisation == "Служба"
    again = run(path, "--address-field", "where")
    assert (again["created"], again["updated"]) == (0, 0)


def test_rows_are_refused_by_reason(tmp_path: Path) -> None:
    path = tmp_path / "zones.geojson"
    far = shapely.box(-74, 40, -73.9, 40.1)
    gpd.GeoDataFrame(
        {"who": ["Служба", "", "Далёкая", "Пустая"]},
        geometry=[TOWN.polygon("A"), TOWN.polygon("B"), far, None],
        crs=4326,
    ).to_file(path)
    report = run(path, "--within", "town")
    assert report["refused_by"] == {"no_organisation": 1, "outside_within": 1, "no_geometry": 1}
    assert report["created"] == 1


def test_exchanged_axes_are_refused_also_without_within(tmp_path: Path) -> None:
    path = tmp_path / "mixed.geojson"
    frame = table(who=["Первая", "Вторая", "Третья"])
    mirror = shapely.transform(TOWN.polygon("B"), lambda xy: xy[:, ::-1])
    elsewhere = shapely.transform(TOWN.polygon("C"), lambda xy: xy + 5)
    frame.geometry = [TOWN.polygon("A"), mirror, elsewhere]
    frame.to_file(path)
    report = run(path)
    assert report["refused_by"] == {"axes_swapped": 1}
    assert ServiceZone.objects.count() == 2


@pytest.mark.parametrize(
    ("option", "code", "near"), [("--categories", "wste", "waste"), ("--topics", "pothol", "pothole")]
)
def test_a_typo_in_a_code_names_near_ones(
    tmp_path: Path, catalogue: dict, option: str, code: str, near: str
) -> None:
    path = tmp_path / "zones.geojson"
    table(who=["Служба"]).to_file(path)
    with pytest.raises(CommandError, match=near):
        run(path, option, code)
    assert not ServiceZone.objects.exists()


def test_without_a_catalogue_codes_are_taken_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "zones.geojson"
    table(who=["Служба"]).to_file(path)
    assert run(path, "--topics", "anything")["warnings"]


def test_an_unknown_kind_of_organisation_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "zones.geojson"
    table(who=["Служба"]).to_file(path)
    with pytest.raises(CommandError, match="management_company"):
        run(path, "--kind-of-organisation", "инопланетяне")


def test_zones_are_cut_into_pieces(tmp_path: Path) -> None:
    circle = shapely.Point(30, 60).buffer(0.05, quad_segs=400)
    path = tmp_path / "zones.geojson"
    gpd.GeoDataFrame({"who": ["Служба"]}, geometry=[circle], crs=4326).to_file(path)
    run(path)
    assert Piece.objects.filter(zone__isnull=False).count() > 4
    assert ServiceZone.objects.get().area_m2 > 1e6


def test_a_zone_of_tomorrow_that_is_withdrawn_never_was(tmp_path: Path) -> None:
    path = tmp_path / "zones.geojson"
    soon = str(TODAY + timedelta(days=30))
    table(who=["Служба"]).to_file(path)
    run(path, "--valid-from", soon)
    table(who=["Другая"]).to_file(path)
    run(path)
    assert decide(TOWN.point(0, 0), on=TODAY + timedelta(days=60)).chosen.organisation == "Другая"


@pytest.mark.parametrize(
    "options",
    [
        ("--valid-from", "01.01.2025", "--valid-to", "2024-01-01"),
        ("--tolerance-m", "-5"),
        ("--tolerance-m", "nan"),
        ("--tolerance-m", "1000000"),
    ],
)
def test_options_that_no_zone_can_have_are_told(carriers: Path, options: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match=r"--(valid-to|tolerance-m)"):
        run(carriers, *options)
    assert not ServiceZone.objects.exists()
