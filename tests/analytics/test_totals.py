"""Totals with unpublished appeals: whose areas and months, taken once, the same whatever hides behind hidden ones."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client

from accounts.types import PUBLIC
from analytics.models import AreaMonth
from analytics.queries.totals import month_totals
from analytics.services.totals import take_months
from appeals.models import Appeal, Category
from appeals.queries.statistics import statistics
from appeals.types import Privacy, Selection, State, Visibility
from channels import tasks
from territories.models import Area
from tests.builders import TOWN, box, make_appeal, make_area, make_topic, make_user

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY = datetime(2026, 1, 10, tzinfo=UTC), datetime(2026, 2, 10, tzinfo=UTC)
NOW = datetime(2026, 3, 20, tzinfo=UTC)
PRIVATE = {"visibility": Visibility.PRIVATE, "state": State.ANSWERED}


def parts() -> tuple[Area, Area]:
    """Two districts in a town that says nothing of being above them."""
    make_area("Город", polygon=box(), kind="town", collection="towns")
    make_area("Участок", polygon=box(east=TOWN.lon - 0.09), kind="precinct", collection="precincts")
    west = make_area("Запад", polygon=box(east=TOWN.lon))
    return west, make_area("Восток", polygon=box(west=TOWN.lon))


def private(area: Area, people: int, *, at: datetime = JANUARY, **fields: Any) -> None:
    for number in range(people):
        make_appeal(
            areas=[area], submitted_at=at, author_email=f"{area.pk}-{number}@example.org", **PRIVATE, **fields
        )


def numbers() -> dict[tuple[str, int], int | None]:
    return {
        (area.name, month.month.month): area.appeals
        for month in month_totals(latest=9, on=NOW.date())
        for area in month.areas
    }


def test_only_innermost_areas_have_numbers_and_only_of_five_people() -> None:
    west, east = parts()
    private(west, 5)
    private(east, 4)
    for _again in range(3):
        make_appeal(areas=[east], submitted_at=JANUARY, **PRIVATE)
    make_appeal(areas=[west], submitted_at=JANUARY)
    make_appeal(areas=[east], submitted_at=FEBRUARY)
    make_appeal(areas=[west], submitted_at=JANUARY, state=State.MODERATION, author_email="new@example.org")
    assert take_months(now=NOW) == 2
    assert numbers() == {("Запад", 1): 6, ("Восток", 1): 4 + 3, ("Запад", 2): None, ("Восток", 2): None}


def test_one_person_is_one_by_account_or_address() -> None:
    west, _east = parts()
    user = make_user(email="Same@example.org")
    private(west, 3)
    make_appeal(areas=[west], submitted_at=JANUARY, author=user, **PRIVATE)
    make_appeal(areas=[west], submitted_at=JANUARY, author_email="same@Example.org ", **PRIVATE)
    take_months(now=NOW)
    assert numbers()["Запад", 1] is None


def test_a_month_is_taken_once_and_nothing_moves_it() -> None:
    west, _east = parts()
    private(west, 5)
    take_months(now=NOW)
    private(west, 2)
    Appeal.objects.filter(author_email__startswith=f"{west.pk}-0").delete()
    assert take_months(now=NOW + timedelta(days=1)) == 0
    assert numbers()["Запад", 1] == 5


def test_the_present_month_and_one_just_over_are_not_taken() -> None:
    west, _east = parts()
    private(west, 5, at=FEBRUARY)
    assert take_months(now=datetime(2026, 3, 14, tzinfo=UTC)) == 0
    assert take_months(now=datetime(2026, 3, 16, tzinfo=UTC)) == 1


def test_a_home_is_counted_where_everybody_may_know_it() -> None:
    """A small area is not told of home topics: its unpublished appeals are not in its number either."""
    small = make_area("Двор", polygon=box(TOWN.lon, TOWN.lat, TOWN.lon + 0.004, TOWN.lat + 0.002))
    around = make_area("Район", polygon=box(), collection="wide")
    home = make_topic("leak", category="houses", privacy=Privacy.HOME)
    for number in range(5):
        address = f"{number}@example.org"
        make_appeal(areas=[small, around], topic=home, submitted_at=JANUARY, author_email=address, **PRIVATE)
    take_months(now=NOW)
    assert numbers() == {("Двор", 1): None, ("Двор", 2): None}


def seen(client: Client) -> list[object]:
    """All that everybody may count: totals, the page, and the figures of published appeals by any filter."""
    areas = Area.objects.filter(kind="district").values_list("pk", flat=True)
    categories = Category.objects.order_by("code").values_list("code", flat=True)
    selections = [
        Selection(),
        *(Selection(area_ids=(pk,)) for pk in areas),
        *(Selection(categories=(code,)) for code in categories),
    ]
    page = BeautifulSoup(client.get("/statistics/").content, "html.parser").main
    # Another one with each page.
    for token in page.select("[name=csrfmiddlewaretoken]"):
        token.decompose()
    return [numbers(), str(page), *(statistics(PUBLIC, selection, now=NOW).by for selection in selections)]


def test_behind_a_hidden_number_may_be_anything(client: Client) -> None:
    """Taking all unpublished appeals out of a hidden area and month changes nothing that everybody may see: neither
    siblings, parents, months, categories nor any difference of them can tell what it held.
    """
    west, east = parts()
    light = make_topic("lamp", category="light")
    for area, at in ((west, JANUARY), (east, JANUARY), (east, FEBRUARY)):
        make_appeal(areas=[area], submitted_at=at)
        make_appeal(areas=[area], submitted_at=at, topic=light)
    private(west, 6)
    private(east, 1)
    private(east, 4, at=FEBRUARY, topic=light)
    take_months(now=NOW)
    before = seen(client)
    assert "менее 5" in str(before[1])
    assert numbers()["Запад", 1] == 8
    hidden = [(east, 1), (east, 2)]
    for area, month in hidden:
        with transaction.atomic():
            gone = Appeal.objects.filter(area=area, submitted_at__month=month, visibility="private")
            gone.delete()
            AreaMonth.objects.all().delete()
            take_months(now=NOW)
            assert seen(client) == before
            transaction.set_rollback(True)
    # The same look tells a number that is told.
    Appeal.objects.filter(area=west, visibility="private").first().delete()
    AreaMonth.objects.all().delete()
    take_months(now=NOW)
    assert seen(client) != before


def test_the_page_shows_them_without_a_filter_alone(client: Client) -> None:
    west, _east = parts()
    private(west, 5)
    make_appeal(areas=[west], submitted_at=JANUARY)
    assert b"all-appeals" not in client.get("/statistics/").content
    take_months(now=NOW)
    page = BeautifulSoup(client.get("/statistics/").content, "html.parser")
    rows = {
        row.th.get_text(): [cell.get_text() for cell in row.select("td")]
        for row in page.select("table[aria-labelledby=all-appeals] tbody tr")
    }
    assert rows == {"Восток": ["менее 5"] * 2, "Запад": ["менее 5", "6"]}
    assert b"all-appeals" not in client.get(f"/statistics/?area={west.pk}").content


def test_the_worker_takes_months_by_the_clock() -> None:
    west, _east = parts()
    private(west, 5)
    tasks.take_months(timestamp=0)
    tasks.take_months(timestamp=0)
    assert AreaMonth.objects.filter(appeals=5).count() == 1
