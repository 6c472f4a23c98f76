"""An executor's public page: who, where, what for, how; contacts for those signed in; nothing that is not published."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client

from appeals.types import State, Visibility
from territories.models import HouseContract
from territories.types import OrganisationKind
from tests.builders import (
    NOON,
    box,
    make_appeal,
    make_area,
    make_authority,
    make_category,
    make_house,
    make_organisation,
    make_topic,
    make_zone,
)
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def soup(client: Client, executor_id: int) -> BeautifulSoup:
    response = client.get(f"/executors/{executor_id}/")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(page: BeautifulSoup, selector: str) -> str:
    found = page.select_one(selector)
    assert found is not None, selector
    return found.get_text(" ", strip=True)


def page_data(page: BeautifulSoup) -> dict[str, Any]:
    script = page.select_one("#page-data")
    assert script is not None
    found: dict[str, Any] = json.loads(script.get_text())
    return found


def test_who_it_is_and_its_figures(client: Client) -> None:
    parent = make_organisation("Администрация", kind=OrganisationKind.AUTHORITY)
    water = make_organisation("Вода", kind=OrganisationKind.RESOURCE_SUPPLIER, parent=parent)
    closed = {"state": State.CLOSED, "answered_at": NOON}
    make_appeal(executor=water)
    make_appeal(executor=water, due_on=NOON.date(), rating=4, **closed)
    make_appeal(executor=water, due_on=date(2026, 1, 1), **closed)
    make_appeal(executor=water, visibility=Visibility.PRIVATE)
    make_appeal(executor=parent)
    page = soup(client, water.pk)
    assert words(page, "h1") == "Вода"
    assert words(page, ".executor__head p") == "Supplier of water, heat, power or gas · Администрация"
    figures = [dd.get_text(" ", strip=True) for dd in page.select(".totals dd")]
    assert figures == ["3", "1", "50\u00a0% of 2 answers", "4.0 of 5 · 1 rating"]
    for link, number in zip(page.select(".totals a"), (3, 1), strict=True):
        heading = BeautifulSoup(client.get(str(link["href"])).content, "html.parser").select_one(
            "#list-title"
        )
        assert heading is not None
        assert heading.get_text().startswith(str(number))


def test_what_it_answers_for(client: Client) -> None:
    company = make_organisation("Компания")
    make_category("yard", name_en="Yards")
    make_topic("lamp", category="light", name_en="Lamp")
    make_topic("bench", category="yard", name_en="Bench")
    zone = make_zone(company, categories=["yard"], topics=["lamp", "bench"], name="Северная зона")
    make_zone(company, topics=["lamp"], name="Старая зона", valid_to=date(2020, 1, 1))
    area = make_area("Район", polygon=box())
    make_authority(company, area, categories=["yard"])
    HouseContract.objects.create(house=make_house("13"), organisation=company)
    HouseContract.objects.create(house=make_house("15"), organisation=company, valid_to=date(2020, 1, 1))
    page = soup(client, company.pk)
    assert [item.get_text() for item in page.select(".duties li")] == ["Yards", "Lamp"]
    facts = dict(
        zip(
            [term.get_text() for term in page.select(".facts dt")],
            [value.get_text() for value in page.select(".facts dd")],
            strict=True,
        )
    )
    assert facts == {"Areas": "Район", "Zones": "Северная зона", "Houses managed": "1"}
    data = page_data(page)
    assert data["zones"] == [zone.pk]
    assert data["areas"] == [area.pk]
    assert data["map"]["bounds"] == pytest.approx(list(box().extent))
    assert page.select_one("#executor-map") is not None


def test_everything_and_nothing(client: Client) -> None:
    everything, nothing = make_organisation(), make_organisation()
    make_zone(everything)
    assert "All topics" in words(soup(client, everything.pk), ".executor__side")
    page = soup(client, nothing.pk)
    assert "No place and no topic is given to it." in words(page, ".executor__side")
    assert page.select_one("#executor-map") is None
    assert "No answers yet." in words(page, ".executor__answers")


def test_the_latest_answers_come_first_as_the_public_reads_them(client: Client) -> None:
    company = make_organisation()
    made = [
        make_appeal(
            executor=company,
            state=State.CLOSED,
            answered_at=NOON + timedelta(days=day),
            answer=f"Ответ {day}. Звоните +7 921 123-45-67",
        )
        for day in range(7)
    ]
    make_appeal(
        executor=company,
        state=State.CLOSED,
        answered_at=NOON + timedelta(days=9),
        answer="тайна",
        visibility=Visibility.PRIVATE,
    )
    make_appeal(executor=company, state=State.REOPENED, answered_at=NOON + timedelta(days=9), answer="снова")
    page = soup(client, company.pk)
    addresses = [link["href"] for link in page.select(".answers__topic")]
    assert addresses == [f"/appeals/{appeal.number}/" for appeal in made[:1:-1]]
    text = words(page, ".answers")
    assert "123-45-67" not in text
    assert "тайна" not in text
    assert "снова" not in text


def test_contacts_are_for_those_who_signed_in(client: Client, sign_in: SignIn) -> None:
    company = make_organisation(phone="+7 812 000-00-00", email="office@example.org", site="example.org")
    public = client.get(f"/executors/{company.pk}/").content.decode()
    assert "000-00-00" not in public
    assert "office@example.org" not in public
    assert "Sign in to see the contacts" in public
    signed = sign_in().get(f"/executors/{company.pk}/").content.decode()
    assert "000-00-00" in signed
    assert "office@example.org" in signed


@pytest.mark.parametrize("executor_id", [0, 999_999_999, 10**30])
def test_nobody_is_not_found(client: Client, executor_id: int) -> None:
    assert client.get(f"/executors/{executor_id}/").status_code == 404


def test_the_appeal_leads_to_its_executor(client: Client) -> None:
    company = make_organisation("Компания")
    appeal = make_appeal(executor=company)
    page = BeautifulSoup(client.get(f"/appeals/{appeal.number}/").content, "html.parser")
    link = page.find("a", string="Компания")
    assert link is not None
    assert link["href"] == f"/executors/{company.pk}/"
