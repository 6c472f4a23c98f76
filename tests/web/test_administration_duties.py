"""Organisations, authorities and contracts of houses as an administrator changes them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.errors import NotAdministrator
from accounts.models import Invitation, User
from accounts.queries import viewer_of
from accounts.services.changing import changing
from accounts.types import PUBLIC, Role
from appeals.types import State
from geo.types import LonLat
from territories.errors import ContractKnown
from territories.models import Area, Authority, HouseContract, Organisation
from territories.queries import decide_executor
from territories.services.houses import begin_contract
from territories.services.organisations import set_authority
from territories.types import TopicRef
from tests.builders import (
    TOWN,
    make_appeal,
    make_area,
    make_authority,
    make_contract,
    make_house,
    make_organisation,
    make_topic,
    make_user,
    make_zone,
    moderator,
)
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(sign_in: SignIn) -> Client:
    return sign_in(Role.ADMINISTRATOR)


def seen_in(client: Client, path: str) -> str:
    """The stamp that the page's form carries."""
    return str(client.get(path).context["form"]["seen"].value())


def values(**given: Any) -> dict[str, Any]:
    return {"name": "ООО «Дом»", "kind": "management_company", **given}


def test_only_administrators_change_anything() -> None:
    for viewer in (PUBLIC, moderator()):
        with pytest.raises(NotAdministrator), changing(viewer):
            raise AssertionError("never inside")


def test_an_organisation_is_made_found_and_changed(boss: Client) -> None:
    office = make_organisation("Комитет")
    answer = boss.post(
        "/administration/organisations/new/", values(inn="7812345678", parent=office.pk), follow=True
    )
    made = Organisation.objects.get(inn="7812345678")
    assert answer.redirect_chain == [(f"/administration/organisations/{made.pk}/", 302)]
    assert "Комитет" in answer.content.decode()
    assert "ООО «Дом»" in boss.get("/administration/organisations/?words=дом").content.decode()
    assert "ООО «Дом»" not in boss.get("/administration/organisations/?kind=other").content.decode()
    edit = f"/administration/organisations/{made.pk}/edit/"
    boss.post(
        edit, values(name="ООО «Дом 2»", name_en="House", contractors=[office.pk], seen=seen_in(boss, edit))
    )
    made.refresh_from_db()
    assert (made.name, made.name_en, made.inn, made.parent) == ("ООО «Дом 2»", "House", "", None)
    assert list(made.contractors.all()) == [office]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": "Общество с ограниченной ответственностью Дом"}, "is in the register already"),
        ({"name": "Other", "inn": "7812345678"}, "This ИНН belongs to “ООО «Дом»”"),
        ({"name": "Other", "inn": "12"}, "10 or 12 digits"),
    ],
)
def test_what_another_organisation_has_is_refused_and_nothing_typed_is_lost(
    boss: Client, given: dict[str, str], told: str
) -> None:
    boss.post("/administration/organisations/new/", values(inn="7812345678"))
    answer = boss.post("/administration/organisations/new/", values(**given, phone="+7 812 000"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert "+7 812 000" in page
    assert Organisation.objects.count() == 1


def test_an_organisation_does_not_stand_above_itself(boss: Client) -> None:
    office = make_organisation("A")
    below = make_organisation("B", parent=office)
    edit = f"/administration/organisations/{office.pk}/edit/"
    answer = boss.post(edit, values(parent=below.pk, seen=seen_in(boss, edit)))
    assert "It would stand above itself" in answer.content.decode()


def test_two_administrators_do_not_overwrite_each_other_unawares(boss: Client, sign_in: SignIn) -> None:
    company = make_organisation("ООО «Дом»", phone="1")
    edit = f"/administration/organisations/{company.pk}/edit/"
    seen = seen_in(boss, edit)
    sign_in(Role.ADMINISTRATOR).post(edit, values(phone="2", seen=seen))
    answer = boss.post(edit, values(phone="3", email="a@example.org", seen=seen))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else has changed this" in page
    assert answer.context["stored"] == [("E-mail", "—"), ("Phone", "2")]
    assert "a@example.org" in page
    again = str(answer.context["form"]["seen"].value())
    assert boss.post(edit, values(phone="3", seen=again)).status_code == 302
    company.refresh_from_db()
    assert company.phone == "3"


def test_closing_tells_what_is_held_and_ends_it(boss: Client) -> None:
    company, area = make_organisation("ООО «Дом»"), make_area()
    make_authority(company, area)
    zone = make_zone(company)
    contract = make_contract(make_house(), company)
    worker = make_user(role=Role.WORKER, organisation=company)
    make_appeal(executor=company, state=State.ASSIGNED)
    Invitation.objects.create(
        email="a@example.org",
        role=Role.WORKER,
        organisation=company,
        invited_by=User.objects.get(memberships__role=Role.ADMINISTRATOR),
        token_hash="x",
        sent_at=timezone.now(),
        ends_at=timezone.now() + timedelta(days=1),
    )
    path = f"/administration/organisations/{company.pk}/"
    held = boss.get(f"{path}end/").context["held"]
    assert (len(held.zones), len(held.offices), held.contracts, len(held.people), held.open_appeals) == (
        1,
        1,
        1,
        1,
        1,
    )
    assert "1 people lost their access" in boss.post(f"{path}end/", follow=True).content.decode()
    today = timezone.localdate()
    zone.refresh_from_db()
    contract.refresh_from_db()
    assert (zone.valid_to, contract.valid_to, Authority.objects.get().valid_to) == (today, today, today)
    assert not viewer_of(worker).organisation_ids
    assert Invitation.objects.get().ends_at <= timezone.now()
    assert decide_executor(TOWN, TopicRef("pothole", "roads"), on=today).organisation_id is None
    assert decide_executor(TOWN, TopicRef("pothole", "roads"), on=today - timedelta(days=1)).organisation_id
    assert company.name not in boss.get("/staff/").content.decode()
    assert "Appeals still in its hands" in boss.get(path).content.decode()
    boss.post(f"{path}again/")
    assert company.name in boss.get("/staff/").content.decode()


def test_an_authority_is_made_from_a_hole_and_ended(boss: Client) -> None:
    make_topic()
    office, area = make_organisation("Office"), make_area("North")
    page = boss.get(f"/administration/authorities/new/?area={area.pk}&category=roads").context["form"]
    assert (page["area"].value(), page["categories"].value()) == (str(area.pk), ["roads"])
    given = {
        "organisation": office.pk,
        "area": area.pk,
        "categories": ["roads"],
        "valid_from": "2026-01-01",
        "last_day": "2026-12-31",
    }
    assert boss.post("/administration/authorities/new/", given).status_code == 302
    made = Authority.objects.get()
    assert (made.valid_from, made.valid_to) == (date(2026, 1, 1), date(2027, 1, 1))
    topic = TopicRef("pothole", "roads")
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [decide_executor(TOWN, topic, on=day).organisation_id for day in days] == [
        None,
        office.pk,
        office.pk,
        None,
    ]
    boss.post(f"/administration/authorities/{made.pk}/end/", {"last_day": "2026-06-30"})
    made.refresh_from_db()
    assert made.valid_to == date(2026, 7, 1)
    assert (
        "Name the last day"
        in boss.post(f"/administration/authorities/{made.pk}/end/", follow=True).content.decode()
    )


def test_an_authority_is_not_held_twice_nor_ends_before_it_begins(boss: Client) -> None:
    office, area = make_organisation(), make_area()
    make_authority(office, area)
    given = {"organisation": office.pk, "area": area.pk, "valid_from": "2026-01-01"}
    answer = boss.post("/administration/authorities/new/", given)
    assert "It is the authority of this area" in answer.content.decode()
    answer = boss.post("/administration/authorities/new/", {**given, "last_day": "2025-01-01"})
    assert "It would end before it begins" in answer.content.decode()


def test_an_area_that_no_polygon_draws_has_authorities_too(boss: Client) -> None:
    below, office = make_area("Below"), make_organisation()
    county = Area.objects.create(collection=below.collection, kind="county", code="c", name="County")
    stray = Area.objects.create(collection=below.collection, kind="county", code="s", name="Stray")
    Area.objects.filter(pk=below.pk).update(parent=county)
    given = {"organisation": office.pk, "area": county.pk, "valid_from": "2026-01-01"}
    assert boss.post("/administration/authorities/new/", given).status_code == 302
    assert boss.post("/administration/authorities/new/", {**given, "area": stray.pk}).status_code == 422
    path = f"/administration/authorities/{make_authority(office, stray).pk}/"
    edit = {**given, "area": stray.pk, "seen": seen_in(boss, path)}
    assert boss.post(path, edit).status_code == 302


def test_a_conflict_is_told_before_it_is_saved(boss: Client) -> None:
    area, other = make_area(), make_organisation("Other")
    make_authority(other, area)
    given = {"organisation": make_organisation().pk, "area": area.pk, "valid_from": "2026-01-01"}
    answer = boss.post("/administration/authorities/new/", given)
    assert answer.status_code == 422
    assert "Others answer for the same there: Other" in answer.content.decode()
    assert "Save all the same" in answer.content.decode()
    assert answer.context["form"]["meant"].value() == "on"
    assert boss.post("/administration/authorities/new/", {**given, "meant": "on"}).status_code == 302
    narrow = {**given, "organisation": make_organisation().pk, "categories": ["roads"]}
    make_topic()
    assert boss.post("/administration/authorities/new/", narrow).status_code == 302


def test_an_authority_changed_meanwhile_is_told(boss: Client) -> None:
    authority = make_authority(make_organisation(), make_area())
    path = f"/administration/authorities/{authority.pk}/"
    given = {
        "organisation": authority.organisation_id,
        "area": authority.area_id,
        "seen": seen_in(boss, path),
    }
    boss.post(path, {**given, "last_day": "2030-01-01"})
    answer = boss.post(path, {**given, "last_day": "2031-01-01"})
    assert answer.status_code == 422
    assert answer.context["stored"] == [("Last day", "01/01/2030")]


def test_a_contract_begins_by_address_and_ends_the_one_before(boss: Client) -> None:
    house, old, new = make_house("13"), make_organisation("Old"), make_organisation("New")
    make_contract(house, old)
    given = {"address": house.address, "organisation": new.pk, "since": "2026-03-01"}
    assert boss.post("/administration/contracts/", given).status_code == 302
    rows = HouseContract.objects.order_by("pk").values_list("organisation", "valid_from", "valid_to")
    assert list(rows) == [(old.pk, None, date(2026, 3, 1)), (new.pk, date(2026, 3, 1), None)]
    assert "already" in boss.post("/administration/contracts/", given).content.decode()
    early = {**given, "organisation": make_organisation().pk, "since": "2026-02-01", "house_id": house.pk}
    assert "cannot begin before it" in boss.post("/administration/contracts/", early).content.decode()
    lost = boss.post("/administration/contracts/", {**given, "address": "Неизвестная улица, 1"})
    assert "There is no house at this address" in lost.content.decode()
    history = boss.get(f"/administration/contracts/?house={house.pk}")
    assert [row.organisation.name for row in history.context["page"]] == ["New", "Old"]
    found = boss.get("/administration/contracts/?words=Садовая New")
    assert [row.organisation.name for row in found.context["page"]] == ["New"]


def test_a_contract_ends_with_its_last_day(boss: Client) -> None:
    contract = make_contract(make_house(), make_organisation())
    path = f"/administration/contracts/{contract.pk}/end/"
    contract.valid_from = date(2026, 5, 1)
    contract.save()
    early = boss.post(path, {"last_day": "2026-04-01"}, follow=True)
    assert "It would end before it begins" in early.content.decode()
    boss.post(path, {"last_day": "2026-05-31"})
    contract.refresh_from_db()
    assert contract.valid_to == date(2026, 6, 1)
    again = boss.post(path, {"last_day": "2027-05-31"}, follow=True)
    assert "It has ended already" in again.content.decode()
    assert "Name the last day" in boss.post(path, follow=True).content.decode()


def test_a_file_of_contracts_is_reported_row_by_row(boss: Client) -> None:
    houses = [make_house("1"), make_house("3", at=LonLat(TOWN.lon + 0.01, TOWN.lat))]
    company = make_organisation("ООО «Дом»", inn="7812345678")
    Organisation.objects.filter(pk=company.pk).update(name_key="ооо дом")
    text = (
        "адрес;организация;примечание\n"
        f"{houses[0].address};Общество с ограниченной ответственностью «Дом»;\n"
        f"{houses[1].address};7812345678;\n"
        "Неизвестная улица, 1;7812345678;=HYPERLINK()\n"
        f"{houses[0].address};ООО «Чужие»;\n"
        f"{houses[0].address};;\n"
    )
    upload = SimpleUploadedFile("contracts.csv", text.encode())
    answer = boss.post("/administration/contracts/file/", {"table": upload, "since": "2026-01-01"})
    report = answer.context["report"]
    assert (report.read, report.created, report.refused) == (5, 2, 3)
    assert report.refused_by() == {"unknown_house": 1, "unknown_organisation": 1, "no_organisation": 1}
    assert set(HouseContract.objects.values_list("house", "valid_from")) == {
        (house.pk, date(2026, 1, 1)) for house in houses
    }
    back = boss.post("/administration/contracts/refused/", {"rows": answer.context["refused"]})
    assert back["Content-Disposition"] == 'attachment; filename="refused.csv"'
    lines = back.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "row_number;reason;message;адрес;организация;примечание"
    assert "'=HYPERLINK()" in lines[1]


@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"a;b\n1;2\n", b""])
def test_a_file_that_cannot_be_used_is_told(boss: Client, content: bytes) -> None:
    upload = SimpleUploadedFile("contracts.csv", content)
    assert boss.post("/administration/contracts/file/", {"table": upload}).status_code == 422


def test_who_answered_for_years_is_not_ended_before_the_beginning_nor_twice(boss: Client) -> None:
    authority = make_authority(make_organisation(), make_area())
    Authority.objects.filter(pk=authority.pk).update(valid_from=date(2020, 1, 1))
    path = f"/administration/authorities/{authority.pk}/end/"
    early = boss.post(path, {"last_day": "2019-12-31"}, follow=True)
    assert "It would end before it begins" in early.content.decode()
    authority.refresh_from_db()
    assert authority.valid_to is None
    boss.post(path, {"last_day": "2025-12-31"})
    later = boss.post(path, {"last_day": "2030-12-31"}, follow=True)
    assert "It has ended already" in later.content.decode()
    authority.refresh_from_db()
    assert authority.valid_to == date(2026, 1, 1)


def test_a_new_contract_cuts_one_that_ends_later_and_is_made_once() -> None:
    house, first, second = make_house(), make_organisation(), make_organisation()
    old = make_contract(house, first)
    HouseContract.objects.filter(pk=old.pk).update(valid_to=date(2026, 12, 31))
    begin_contract(house_id=house.pk, organisation_id=second.pk, since=date(2026, 11, 1))
    old.refresh_from_db()
    assert old.valid_to == date(2026, 11, 1)
    HouseContract.objects.filter(organisation=second).update(valid_to=date(2026, 11, 20))
    with pytest.raises(ContractKnown):
        begin_contract(house_id=house.pk, organisation_id=second.pk, since=date(2026, 11, 1))


def test_a_file_without_a_day_begins_today_and_resumes_what_had_an_end(boss: Client) -> None:
    house, today = make_house("1"), timezone.localdate()
    company = make_organisation("Дом", inn="7812345678")
    text = f"адрес;организация\n{house.address};7812345678\n"
    for _again in range(2):
        upload = SimpleUploadedFile("contracts.csv", text.encode())
        assert boss.post("/administration/contracts/file/", {"table": upload}).status_code == 200
        [contract] = HouseContract.objects.all()
        assert (contract.organisation, contract.valid_from, contract.valid_to) == (company, today, None)
        HouseContract.objects.update(valid_to=today + timedelta(days=30))


def test_a_closed_organisation_begins_nothing_by_a_file() -> None:
    closed = make_organisation()
    closed.is_active = False
    closed.save()
    assert not set_authority(organisation=closed, areas={make_area().pk: []})
    assert not Authority.objects.exists()
