"""A filter in words: each condition by the name its reader knows, nothing where there is none."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from analytics.filter_words import filter_words
from appeals.selecting import selection_from_params
from appeals.types import Selection
from tests.builders import NOON, make_area, make_category, make_organisation, make_topic

pytestmark = pytest.mark.django_db
DAY = NOON.date()


def told(language: str = "en", **params: str) -> list[str]:
    with override(language):
        return filter_words(selection_from_params({name: [value] for name, value in params.items()}), DAY)


def test_without_a_filter_nothing_is_said() -> None:
    assert told(since="2026-01-01") == []


def test_each_condition_has_a_line() -> None:
    make_category("roads", name_ru="Дороги", name_en="Roads")
    make_topic("pothole", category="roads", name_ru="Яма", name_en="Pothole")
    area, company = make_area("Заречный район"), make_organisation("ЖКС № 1")
    params = {
        "category": "roads",
        "topic": "pothole",
        "kind": "problem",
        "area": str(area.pk),
        "executor": f"{company.pk},none",
        "text": "яма",
    }
    assert told("ru", **params) == [
        "Категория: Дороги",
        "Тема: Яма",
        "Вид: Проблема",
        "Территория: Заречный район",
        "Исполнитель: ЖКС № 1, выбор администрации по адресу",
        "Слова: яма",
    ]
    assert told(**params)[:2] == ["Category: Roads", "Topic: Pothole"]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("open", "waiting for an answer"),
        ("passed", "passed by a moderator"),
        ("solved", "Answered"),
        ("new,progress", "New, In progress"),
        ("registered,answered", "Registered, Answered"),
    ],
)
def test_states_are_told_as_the_filter_names_them(state: str, words: str) -> None:
    assert told(state=state) == [f"State: {words}"]


def test_what_no_word_names_is_told_as_a_place() -> None:
    assert told(polygon="30,60,30.1,60,30.1,60.1", bbox="30,60,31,61") == [
        "Within a drawn area",
        "Within a part of the map",
    ]
    assert told(cell="8811aa6a81fffff") == ["Within one cell"]


def test_what_names_nothing_stands_itself() -> None:
    assert told(executor="999999") == ["Executor: 999999"]
    with override("en"):
        assert filter_words(replace(Selection(), topics=("gone",)), DAY) == ["Topic: gone"]
