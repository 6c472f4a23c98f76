"""The register: one company per row, whatever the spelling; ИНН decides; file import with refusals."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from geo.importing.report import Report
from territories.importing.organisations import note_merges, resolve_names
from territories.models import Authority, Organisation
from territories.services.boundaries import publish, stage
from territories.services.organisations import register, set_parents
from territories.types import OrganisationKind, OrganisationRow
from tests.grid import Grid

TOWN = Grid("AABB")
pytestmark = pytest.mark.django_db


def rows(*names: str) -> list[OrganisationRow]:
    return [OrganisationRow(name=name) for name in names]


def test_spellings_become_one_and_are_told() -> None:
    done = register(rows=rows("ООО «ЖКС № 1»", 'ООО "ЖКС №1"', "ЖКС 1", "ООО «ЖКС № 2»"))
    assert Organisation.objects.count() == 2
    assert done.merges == {"ООО «ЖКС № 1»": ['ООО "ЖКС №1"', "ЖКС 1"]}
    assert len({one.pk for one in done.organisations[:3]}) == 1


def test_a_name_without_form_stays_apart_when_two_forms_share_the_words() -> None:
    done = register(rows=rows("Заря", "ООО Заря", "АО Заря"))
    assert len({one.pk for one in done.organisations}) == 3


@pytest.mark.parametrize("order", [("Заря", "ООО Заря"), ("ООО Заря", "Заря")])
def test_a_missing_form_does_not_matter_in_any_order(order: tuple[str, str]) -> None:
    done = register(rows=rows(*order))
    assert len({one.pk for one in done.organisations}) == 1
    assert len({one.pk for one in register(rows=rows(*order)).organisations}) == 1


@pytest.mark.parametrize(
    ("known", "kind", "same"),
    [
        ("ТСЖ «Стрела»", OrganisationKind.CONTRACTOR, False),
        ("ТСЖ «Стрела»", OrganisationKind.OTHER, False),
        ("ТСЖ «Стрела»", OrganisationKind.MANAGEMENT_COMPANY, True),
        ("ООО «Стрела»", OrganisationKind.CONTRACTOR, False),
        ("ООО «Стрела»", OrganisationKind.OTHER, True),
    ],
)
def test_a_name_without_form_means_an_organisation_of_its_kind(
    known: str, kind: OrganisationKind, same: bool
) -> None:
    resolve_names([known])
    for _again in range(2):
        resolve_names(["Стрела"], kind=kind)
        assert Organisation.objects.count() == (1 if same else 2)


def test_merges_are_told_in_words_and_the_rest_is_counted() -> None:
    names = [f"ООО «Дом {letter}»" for letter in "абвгдежзиклм"]
    report = Report()
    resolve_names([*names, *(name.upper() for name in names)], report=report)
    note_merges(report)
    assert len(report.details["organisations_merged"]) == 12
    assert len(report.notes) == 11
    assert "2" in report.notes[-1]


def test_an_inn_joins_different_names_and_parts_equal_ones() -> None:
    first = OrganisationRow("ООО Заря", inn="7801000001")
    renamed = OrganisationRow("ООО Новая заря", inn="7801000001")
    namesake = OrganisationRow("ООО Заря", inn="7802000002")
    done = register(rows=[first, renamed, namesake])
    assert done.organisations[0] == done.organisations[1] != done.organisations[2]
    again = register(rows=[first, renamed, namesake])
    assert again.organisations == done.organisations
    assert (again.created, again.updated) == (set(), set())


def test_given_fields_replace_what_is_stored_and_empty_ones_do_not() -> None:
    register(rows=[OrganisationRow("ООО Заря", email="a@example.org", phone="1")])
    done = register(rows=[OrganisationRow("ООО Заря", phone="2", inn="7801000001")])
    organisation = Organisation.objects.get()
    assert (organisation.email, organisation.phone, organisation.inn) == ("a@example.org", "2", "7801000001")
    assert done.updated == {organisation.pk}


def test_names_resolve_to_organisations() -> None:
    found = resolve_names(["ТСЖ «Уют»", "«Уют» ТСЖ", "", "  "])
    assert set(found) == {"ТСЖ «Уют»", "«Уют» ТСЖ"}
    assert Organisation.objects.get().kind == OrganisationKind.MANAGEMENT_COMPANY


@pytest.mark.parametrize("name", ["ТСЖ", "Товарищество собственников жилья", "«ООО»"])
def test_a_legal_form_alone_is_nobody(name: str) -> None:
    report = Report()
    assert set(resolve_names([name, "ТСЖ «Уют»"], report=report)) == {"ТСЖ «Уют»"}
    assert any(name in warning for warning in report.warnings)


def test_parents_never_make_a_circle() -> None:
    one, two = register(rows=rows("Один", "Два")).organisations
    assert set_parents(parents={one.pk: two.pk}) == {one.pk}
    assert set_parents(parents={two.pk: one.pk}) == set()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "organisations.csv"
    path.write_text(
        "name,kind,inn,email,phone,parent,area_codes,categories\n"
        'Администрация Центра,Администрация,7801000001,a@example.org,123,,A;town/B,"roads,waste"\n'
        "Отдел благоустройства,department,,,,Администрация Центра,A,\n"
        '"ООО ""ЖКС №1""",УК,,,,,,\n'
        "Общество с ограниченной ответственностью «ЖКС № 1»,УК,7801000003,,,,,\n"
        "Нечто,инопланетяне,,,,,,\n"
        "Чужой,УК,,,,,нет такой,\n"
        ",УК,,,,,,\n"
        "Сирота,УК,,,,Нет такого родителя,,\n"
        "Плохой ИНН,УК,12,,,,,\n"
        "Плохая почта,УК,,не почта,,,,\n",
        encoding="utf-8",
    )
    return path


def told(*arguments: str | Path) -> dict:
    out = StringIO()
    call_command(*map(str, arguments), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_command(file: Path, tmp_path: Path) -> None:
    publish(version=stage(collection="town", rows=[TOWN.area("A"), TOWN.area("B")]))
    refused = tmp_path / "refused.csv"
    report = told("import_organisations", file, "--refused", refused)
    assert (report["read"], report["created"], report["merged"], report["refused"]) == (10, 3, 1, 6)
    assert report["refused_by"] == {
        "unknown_kind": 1,
        "unknown_area": 1,
        "no_name": 1,
        "bad_inn": 1,
        "bad_email": 1,
        "unknown_parent": 1,
    }
    assert report["organisations_merged"] == {
        'ООО "ЖКС №1"': ["Общество с ограниченной ответственностью «ЖКС № 1»"]
    }
    assert [line.split(",")[0] for line in refused.read_text().splitlines()[1:]] == [
        "5",
        "6",
        "7",
        "8",
        "9",
        "10",
    ]
    centre = Organisation.objects.get(name="Администрация Центра")
    assert sorted(centre.authorities.values_list("area__code", "categories")) == [
        ("A", ["roads", "waste"]),
        ("B", ["roads", "waste"]),
    ]
    assert Organisation.objects.get(name="Отдел благоустройства").parent == centre
    assert Organisation.objects.get(inn="7801000003").name == 'ООО "ЖКС №1"'


def test_the_same_file_again_changes_nothing(file: Path) -> None:
    publish(version=stage(collection="town", rows=[TOWN.area("A"), TOWN.area("B")]))
    told("import_organisations", file)
    before = list(Authority.objects.values()), list(Organisation.objects.values())
    report = told("import_organisations", file)
    assert (report["created"], report["updated"]) == (0, 0)
    assert (list(Authority.objects.values()), list(Organisation.objects.values())) == before


def test_a_category_with_a_typo_is_refused_with_near_ones(tmp_path: Path, catalogue: dict) -> None:
    path = tmp_path / "o.csv"
    path.write_text("name,categories\nДорожники,rods\nДвор,yard\n", encoding="utf-8")
    refused = tmp_path / "refused.csv"
    assert told("import_organisations", path, "--refused", refused)["refused_by"] == {"unknown_category": 1}
    assert "roads" in refused.read_text()


def test_a_code_of_two_collections_must_say_which(tmp_path: Path) -> None:
    for slug in ("one", "two"):
        publish(version=stage(collection=slug, rows=[TOWN.area("A")]))
    path = tmp_path / "o.csv"
    path.write_text("name;area_codes\nДа;one/A\nНет;A\n", encoding="utf-8")
    assert told("import_organisations", path)["refused_by"] == {"unknown_area": 1}
    assert Authority.objects.get().area.collection.slug == "one"


def test_nothing_imported_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    path.write_text("name,kind\nА,инопланетяне\n", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_organisations", str(path), stdout=StringIO())
    assert not Organisation.objects.exists()


LONG = "Государственное бюджетное общеобразовательное учреждение " * 6


def test_names_longer_than_any_column_stay_apart_and_are_found_again() -> None:
    names = [f"{LONG} № {number}" for number in (1, 2)]
    done = register(rows=rows(*names, *names))
    assert len({one.pk for one in done.organisations}) == 2
    assert done.merges == {}
    assert register(rows=rows(*names)).created == set()


def test_parents_that_lead_back_are_told(tmp_path: Path) -> None:
    path = tmp_path / "organisations.csv"
    path.write_text("name,parent\nОтдел,Комитет\nКомитет,Отдел\nСама,Сама\n", encoding="utf-8")
    out = StringIO()
    call_command("import_organisations", str(path), "--json", stdout=out)
    (warning,) = json.loads(out.getvalue())["warnings"]
    assert "Комитет, Сама" in warning
    assert Organisation.objects.get(name="Отдел").parent.name == "Комитет"


def test_a_legal_form_alone_is_no_parent(tmp_path: Path) -> None:
    """Also where an older import has registered one by that name."""
    register(rows=rows("ТСЖ"))
    path = tmp_path / "organisations.csv"
    path.write_text("name,parent\nОтдел,ТСЖ\nКомитет,\n", encoding="utf-8")
    assert told("import_organisations", path)["refused_by"] == {"unknown_parent": 1}


def test_a_closed_organisation_gets_no_area_back(file: Path) -> None:
    publish(version=stage(collection="town", rows=[TOWN.area("A"), TOWN.area("B")]))
    told("import_organisations", file)
    Authority.objects.all().delete()
    Organisation.objects.filter(name="Администрация Центра").update(is_active=False)
    report = told("import_organisations", file)
    assert "Закрытым организациям ничего не поручается: Администрация Центра." in report["warnings"]
    assert [row.organisation.name for row in Authority.objects.all()] == ["Отдел благоустройства"]
