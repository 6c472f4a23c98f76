"""Dates as pages say them: days alone in lists, with the time in a history."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import override

from web.distances import away
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
