"""Dates as pages say them: days alone in lists, with the time in a history."""

from datetime import datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.utils.translation import override

from appeals.types import Figures
from web.distances import away
from web.figures import Line, Table
from web.templatetags.metka import minute, moment


def noon() -> datetime:
    return localtime().replace(hour=12, minute=5)


def test_an_old_step_keeps_its_time() -> None:
    at = noon() - timedelta(days=3)
    with override("ru"):
        assert minute(at) == f"{moment(at)}, 12:05"
        assert ":" not in moment(at)


def test_a_step_of_today_is_told_once_with_its_time() -> None:
    with override("ru"):
        assert minute(noon().isoformat()) == moment(noon()) == "сегодня, 12:05"


def test_two_appeals_of_one_house_are_not_nought_metres_apart() -> None:
    with override("ru"):
        assert [away(0), away(0.6), away(31)] == ["там же", "там же", "31\u00a0м"]


def test_what_is_folded_and_left_out_is_grouped() -> None:
    lines = [Line(str(number), Figures(), 1) for number in range(1625)]
    with override("ru"):
        html = render_to_string("web/parts/breakdown.html", {"table": Table("area", "", [], lines, 2262)})
    assert "Ещё 1\u00a0625" in html
    assert "Ещё 2\u00a0262 с меньшим числом обращений" in html


@pytest.mark.parametrize(
    ("title", "told"), [("spb", "version 3"), ("Saint Petersburg", "Saint Petersburg, version 3")]
)
def test_boundaries_are_not_called_by_a_code(title: str, told: str) -> None:
    explanation = {"boundary_version": {"title": title, "collection": "spb", "number": 3}, "sentences": [""]}
    card = {"explanation": explanation}
    appeal = {"executor_id": 1, "executor": {"pk": 1, "name": "X"}}
    with override("en"):
        html = render_to_string("web/parts/executor.html", {"card": card, "appeal": appeal})
    assert f"<dd>{told}</dd>" in html
