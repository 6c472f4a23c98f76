"""Keys of organisations' names, words for kinds, codes from names."""

import pytest
from django.utils import translation

from territories.labels import area_kind
from territories.naming import code_from_name, kind_of, name_key
from territories.types import OrganisationKind


@pytest.mark.parametrize(
    "spelling",
    [
        "ООО «ЖКС № 1»",
        'ООО "ЖКС №1"',
        'ООО"ЖКС№1"',
        "ооо жкс 1",
        "  ООО   ЖКС  N 1 ",
        "ООО 'ЖКС-1'",
        'OOO "ЖКС №1"',  # three Latin letters
        "ЖКС №1 ООО",
        "Общество с ограниченной ответственностью «ЖКС № 1»",
        "Общество с Ограниченной Ответственностью «Жилкомсервис № 1»",
        "ООО Жилищно-коммунальный сервис № 1",
    ],
)
def test_spellings_of_one_company(spelling: str) -> None:
    assert str(name_key(spelling)) == "ооо жкс 1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ООО «ЖКС № 1»", "ООО «ЖКС № 2»"),
        ("ООО «ЖКС № 1»", "АО «ЖКС № 1»"),
        ("ООО «ЖКС № 1»", "ООО «ЖКС № 11»"),
        ("ТСЖ Уют", "ЖСК Уют"),
        ("УК Север", "УК Север 2"),
    ],
)
def test_different_companies(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Зелёный двор", "Зеленый двор"),
        ("Акционерное общество «Заря»", "АО Заря"),
        ("Управляющая компания «Север»", "УК Север"),
        ("Товарищество собственников жилья «Уют»", "ТСЖ «Уют»"),
        ("«Уют» ТСЖ", "ТСЖ Уют"),
    ],
)
def test_other_spellings(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_a_name_that_is_only_a_form_keeps_it() -> None:
    assert str(name_key("ТСЖ")) == "тсж"


def test_latin_names_stay_latin() -> None:
    assert name_key("A&E Service").core == "a e service"


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("management_company", OrganisationKind.MANAGEMENT_COMPANY),
        ("Management company", OrganisationKind.MANAGEMENT_COMPANY),
        ("УК", OrganisationKind.MANAGEMENT_COMPANY),
        ("РСО", OrganisationKind.RESOURCE_SUPPLIER),
        ("Оператор ТКО", OrganisationKind.WASTE_OPERATOR),
        ("waste-operator", OrganisationKind.WASTE_OPERATOR),
        ("Администрация", OrganisationKind.AUTHORITY),
        ("инопланетяне", None),
        ("", None),
    ],
)
def test_kinds(word: str, kind: OrganisationKind | None) -> None:
    assert kind_of(word) == kind


def test_codes_are_made_of_names() -> None:
    assert code_from_name("Центральный район") == "tsentralnyi-raion"
    assert code_from_name("Щёлково № 1") == "shchelkovo-1"
    assert len(code_from_name("Очень длинное название " * 10)) <= 60
    assert code_from_name("Очень длинное название " * 10) != code_from_name("Очень длинное название " * 11)
    assert code_from_name("東京") == code_from_name("東京") != code_from_name("京都")


def test_a_kind_of_areas_is_read_in_words_unless_it_is_an_installations_own() -> None:
    with translation.override("ru"):
        assert area_kind("settlement") == "поселение"
        assert area_kind("Electoral-Precinct") == "избирательный участок"
        assert area_kind("kvartal") == "kvartal"
