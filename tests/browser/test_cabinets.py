"""The cabinets of a company, a waste operator and a councillor: accessible, no wider than a phone, maps that answer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.types import Role
from appeals.types import State
from territories.models import Area, ContainerSite, Organisation
from territories.types import OrganisationKind
from tests.browser.conftest import assert_accessible, assert_within_the_screen, idle, look
from tests.browser.towns import Town
from tests.builders import TOWN, box, make_appeal, make_area, make_organisation, make_topic, make_user

Open = Callable[..., Page]


@pytest.fixture
def operator(town: Town) -> Organisation:
    """Of two container sites, both in the middle of what the map shows, the first complained about thrice."""
    found = make_organisation("Чистый город", kind=OrganisationKind.WASTE_OPERATOR)
    topic = make_topic("waste_not_collected", category="waste", name_ru="Мусор не вывезен", is_waste=True)
    for number in (1, 2):
        place = Point(TOWN.lon, TOWN.lat, srid=4326)
        ContainerSite.objects.create(code=f"КП-{number}", operator=found, location=place, route_days=[1, 4])
    for hours in (2, 30, 54):
        sent = timezone.now() - timedelta(hours=hours)
        make_appeal(topic=topic, executor=found, state=State.ASSIGNED, submitted_at=sent)
    return found


def looked_at(open_page: Open, path: str, user: User, language: str, *, phone: bool) -> Page | None:
    """The page, accessible and no wider than the screen; with its map drawn, or None where none can be drawn."""
    page = open_page(path, language=language, phone=phone, user=user, drawn=phone)
    assert_accessible(page, phone=phone)
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]
    if not phone:
        expect(page.locator("[data-map-section]")).to_be_hidden()
        return None
    page.locator("[data-map]").scroll_into_view_if_needed()
    idle(page)
    return page


@look
def test_a_zone_is_accessible_and_a_cell_tells_of_itself(
    open_page: Open, town: Town, language: str, phone: bool
) -> None:
    user = make_user(role=Role.WORKER, organisation=town.first.executor)
    if page := looked_at(open_page, "/utility/", user, language, phone=phone):
        assert_within_the_screen(page, ".utility__places :is(th, td)")
        page.locator("#utility-map").click()
        expect(page.locator("[data-chosen]")).to_have_text("Здесь 1 обращение, ждут ответа: 1")


@look
def test_container_sites_are_accessible_and_one_tells_of_itself(
    open_page: Open, operator: Organisation, language: str, phone: bool
) -> None:
    user = make_user(role=Role.WORKER, organisation=operator)
    if page := looked_at(open_page, "/waste/", user, language, phone=phone):
        assert_within_the_screen(page, ".waste__ranking :is(th, td)")
        page.locator("#waste-map").click()
        expect(page.locator("[data-chosen]")).to_contain_text("КП-1")


@pytest.fixture
def precinct(town: Town) -> Area:
    area = make_area("Участок № 7", kind="precinct", polygon=box(), collection="precincts")
    make_appeal(areas=[area], text="Осветите двор", submitted_at=timezone.now() - timedelta(hours=3))
    return area


@look
def test_a_councillor_gathers_questions_and_prints_them(
    open_page: Open, precinct: Area, language: str, phone: bool
) -> None:
    user = make_user(role=Role.COUNCILLOR, area=precinct)
    page = open_page("/precinct/", language=language, phone=phone, user=user)
    assert_accessible(page, phone=phone)
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]
    if phone:
        assert_within_the_screen(page, ".precinct__appeals :is(th, td)")
    page.locator("[name=number]").first.check()
    page.locator("form:has([name=number]) button").last.click()
    expect(page.locator("main textarea").first).to_be_visible()
    assert_accessible(page, phone=phone)
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]
