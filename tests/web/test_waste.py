"""The page of waste and its GeoJSON, whose sites they show, and the administrator's editing of them."""

import csv
from datetime import timedelta
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from accounts.types import Role
from analytics.queries.waste import WasteTally
from analytics.rules.waste import Change
from appeals.types import State
from territories.models import ContainerSite, ContainerSiteEvent, Organisation
from territories.types import OrganisationKind
from tests.builders import TOWN, box, make_appeal, make_organisation, make_topic, make_zone
from tests.web.conftest import SignIn
from web import waste_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine() -> Organisation:
    return make_organisation("Mine", kind=OrganisationKind.WASTE_OPERATOR)


@pytest.fixture
def theirs() -> Organisation:
    return make_organisation("Theirs", kind=OrganisationKind.WASTE_OPERATOR)


@pytest.fixture(autouse=True)
def town(mine: Organisation, theirs: Organisation) -> None:
    """A site of each, 550 m apart, one complaint about mine and two about theirs."""
    topic = make_topic("waste_not_collected", category="waste", is_waste=True)
    yesterday = timezone.now() - timedelta(days=1)
    for code, operator, lon, count in (("MINE", mine, 30.3, 1), ("THEIRS", theirs, 30.31, 2)):
        place = Point(lon, TOWN.lat, srid=4326)
        ContainerSite.objects.create(code=f"{code}-1", operator=operator, location=place, route_days=[1, 4])
        for _again in range(count):
            at = type(TOWN)(lon, TOWN.lat)
            make_appeal(at=at, topic=topic, executor=operator, state=State.ASSIGNED, submitted_at=yesterday)


def told(client: Client, query: str = "") -> tuple[str, dict[str, int]]:
    """The page's text, and complaints by site as the API has them."""
    page = client.get(f"/waste/{query}")
    assert page.status_code == 200
    sites = client.get(f"/api/v1/waste/sites/{query}").json()["features"]
    return page.content.decode(), {
        site["properties"]["code"]: site["properties"]["complaints"] for site in sites
    }


def test_an_operator_is_shown_exactly_its_own_sites(sign_in: SignIn, mine: Organisation) -> None:
    text, sites = told(sign_in(Role.WORKER, mine))
    assert sites == {"MINE-1": 1}
    assert "MINE-1" in text
    assert "THEIRS" not in text
    assert "Theirs" not in text
    text, sites = told(sign_in(Role.HEAD, mine))
    assert sites == {"MINE-1": 1}


def lines(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == 200, answer.content
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_tables_are_files(sign_in: SignIn, mine: Organisation, theirs: Organisation) -> None:
    """Of the own sites alone, whole, and equal to the page; an administrator's in the order of the page."""
    worker, boss = sign_in(Role.WORKER, mine), sign_in(Role.ADMINISTRATOR)
    [row] = lines(worker, "/waste/sites.csv")
    assert [
        row[name] for name in ("Container site", "Operator", "Longitude", "Complaints", "Answered, %")
    ] == [
        *("MINE-1", "Mine", "30.3", "1", "0.0"),
    ]
    [zone] = lines(worker, "/waste/zones.csv")
    assert (zone["Zone"], zone["Sites"], zone["Per site"]) == ("in no zone", "1", "1.0")
    assert [row["Complaints"] for row in lines(worker, "/waste/cells.csv")] == ["1"]
    assert [row["Operator"] for row in lines(boss, "/waste/operators.csv")] == ["Theirs", "Mine"]
    assert [row["Container site"] for row in lines(boss, "/waste/sites.csv")] == ["THEIRS-1", "MINE-1"]
    found = boss.get("/waste/?sort=violations").context["page"]
    assert [row["Container site"] for row in lines(boss, "/waste/sites.csv?sort=violations")] == [
        row.site.code for row in found
    ]
    assert [row["Container site"] for row in lines(boss, f"/waste/sites.csv?operator={mine.pk}")] == [
        "MINE-1"
    ]
    for shape in ("csv", "xlsx"):
        assert worker.get(f"/waste/nonsense.{shape}").status_code == 404
        answer = worker.get(f"/waste/sites.{shape}?since=2026-13-01")
        assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
    book = boss.get("/waste/cells.xlsx")
    assert book.content.startswith(b"PK")
    assert "waste-cells" in book["Content-Disposition"]


def test_another_companys_sites_are_in_no_file(
    sign_in: SignIn, mine: Organisation, theirs: Organisation
) -> None:
    worker = sign_in(Role.WORKER, mine)
    for table in ("sites", "operators", "zones", "cells"):
        rows = lines(worker, f"/waste/{table}.csv")
        assert sum(int(row["Complaints"]) for row in rows) == 1
        assert "heirs" not in str(rows).lower()
        # It is no choice of this person's: the page tells so as well.
        assert worker.get(f"/waste/{table}.csv?operator={theirs.pk}").status_code == 200
        assert lines(worker, f"/waste/{table}.csv?operator={theirs.pk}") == rows


def test_no_cell_of_the_files_is_a_formula(sign_in: SignIn, mine: Organisation) -> None:
    ContainerSite.objects.update(code=Concat(Value("=1+"), "code"), address="@SUM(A1)")
    Organisation.objects.filter(pk=mine.pk).update(name="+cmd")
    [row] = lines(sign_in(Role.WORKER, mine), "/waste/sites.csv")
    assert (row["Container site"], row["Operator"], row["Address"]) == ("'=1+MINE-1", "'+cmd", "'@SUM(A1)")


def test_the_page_offers_its_files_and_the_own_report(
    sign_in: SignIn, mine: Organisation, theirs: Organisation
) -> None:
    today = timezone.localdate()
    days = f"since={today - timedelta(days=3)}&until={today}"
    text = unescape(sign_in(Role.WORKER, mine).get(f"/waste/?{days}").content.decode())
    for address in (f"reports/own/{mine.pk}.pdf", "waste/sites.csv", "waste/zones.csv", "waste/cells.xlsx"):
        assert f'"/{address}?{days}"' in text
    boss = sign_in(Role.ADMINISTRATOR)
    assert "/reports/" not in boss.get("/waste/").content.decode()
    text = boss.get(f"/waste/?operator={theirs.pk}").content.decode()
    assert f"/reports/organisation/{theirs.pk}.xlsx" in text
    assert f"operator={theirs.pk}" in text.split("/waste/zones.csv?")[1].split('"')[0]
    assert "/reports/own/" not in text


def test_another_companys_filter_opens_nothing(
    sign_in: SignIn, mine: Organisation, theirs: Organisation
) -> None:
    worker = sign_in(Role.WORKER, mine)
    assert worker.get(f"/api/v1/waste/sites/?operator={theirs.pk}").json()["features"] == []
    text = worker.get(f"/waste/?operator={theirs.pk}").content.decode()
    assert "THEIRS" not in text
    stranger = sign_in(Role.WORKER, make_organisation())
    text, sites = told(stranger)
    assert sites == {}
    assert "MINE" not in text
    assert "No container sites" in text


def test_an_administrator_sees_all_and_may_narrow(sign_in: SignIn, mine: Organisation) -> None:
    boss = sign_in(Role.ADMINISTRATOR)
    text, sites = told(boss)
    assert sites == {"THEIRS-1": 2, "MINE-1": 1}
    assert "By operator" in text
    assert told(boss, f"?operator={mine.pk}")[1] == {"MINE-1": 1}
    assert told(boss, "?since=2020-01-01&until=2020-02-01")[1] == {"MINE-1": 0, "THEIRS-1": 0}


@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.OPERATOR])
def test_others_do_not_get_in(sign_in: SignIn, role: Role | None) -> None:
    someone = sign_in(role)
    assert someone.get("/waste/").status_code == 403
    assert someone.get("/api/v1/waste/sites/").status_code == 403


def test_a_filter_that_cannot_be_read_is_told(sign_in: SignIn) -> None:
    boss = sign_in(Role.ADMINISTRATOR)
    assert boss.get("/waste/?since=yesterday").status_code == 400
    assert boss.get("/waste/?since=2026-02-01&until=2026-01-01").status_code == 400
    assert boss.get("/api/v1/waste/sites/?since=2026-02-01&until=2026-01-01").status_code == 400


def test_the_ranking_is_ordered_by_any_column(sign_in: SignIn) -> None:
    boss = sign_in(Role.ADMINISTRATOR)
    for order in ("rank", "violations", "early", "repeats", "answered", "nonsense"):
        assert boss.get(f"/waste/?sort={order}").status_code == 200
    rows = boss.get("/waste/?sort=repeats").context["page"].object_list
    assert [row.tally.repeats for row in rows] == [1, 0]


def test_before_and_after_a_measure(sign_in: SignIn) -> None:
    boss = sign_in(Role.ADMINISTRATOR)
    measured = timezone.localdate() - timedelta(days=10)
    page = boss.get(f"/waste/?measure={measured}")
    change = page.context["change"]
    assert (change.before, change.after, change.year_before) == (0, 3, None)
    assert "nothing can be compared" in page.content.decode()
    assert "Complaints a day: 0.0 before, 0.3 after" in page.content.decode()
    assert boss.get("/waste/?measure=0001-01-20").status_code == 400
    soon = boss.get(f"/waste/?measure={timezone.localdate()}").content.decode()
    assert "seven whole days" in soon


def test_before_and_after_at_one_site(sign_in: SignIn, mine: Organisation) -> None:
    """Of the viewer's own sites only; another's code is told like one that there is not."""
    boss, worker = sign_in(Role.ADMINISTRATOR), sign_in(Role.WORKER, mine)
    measured = timezone.localdate() - timedelta(days=10)
    for client, code, after in ((boss, "THEIRS-1", 2), (boss, "MINE-1", 1), (worker, "MINE-1", 1)):
        page = client.get(f"/waste/?measure={measured}&site={code}")
        assert page.context["change"].after == after
        assert f"site={code}#measure" in client.get(f"/waste/?measure={measured}").content.decode()
    for code in ("THEIRS-1", "NONE"):
        page = worker.get(f"/waste/?measure={measured}&site={code}")
        assert page.status_code == 400
        assert "There is no container site with this code." in page.content.decode()
        assert "change" not in page.context


def test_routes_stand_beside_the_days_of_complaints(sign_in: SignIn) -> None:
    page = sign_in(Role.ADMINISTRATOR).get("/waste/")
    by_day = dict(page.context["by_day"])
    assert [cell.on_route for cell in by_day["MINE-1"]] == [True, False, False, True, False, False, False]
    assert [sum(cell.count for cell in by_day[code]) for code in ("MINE-1", "THEIRS-1")] == [1, 2]
    assert page.content.decode().count("waste__route") == 4


def test_topics_of_complaints_are_told(sign_in: SignIn) -> None:
    make_topic("waste_container_damaged", category="waste", is_waste=True)
    text = sign_in(Role.ADMINISTRATOR).get("/waste/").content.decode()
    both = "Topic waste_container_damaged; Topic waste_not_collected"
    assert f"Complaints are problems on these topics: {both}." in text
    assert "Of these “not collected” are: Topic waste_not_collected." in text


def test_of_how_many_sites_the_route_is_known(sign_in: SignIn) -> None:
    boss = sign_in(Role.ADMINISTRATOR)
    assert "On which days trucks come" not in boss.get("/waste/").content.decode()
    ContainerSite.objects.filter(code="MINE-1").update(route_days=[])
    text = boss.get("/waste/").content.decode()
    assert "On which days trucks come is known of 1 site of 2." in text
    assert "0 sites on the route" in text
    ContainerSite.objects.update(route_days=[])
    text = boss.get("/waste/").content.decode()
    assert "Of no site it is known on which days trucks come." in text
    assert "on the route" not in text


def test_zones_called_the_same_are_told_apart(
    sign_in: SignIn, mine: Organisation, theirs: Organisation
) -> None:
    for operator in (mine, theirs):
        make_zone(operator, polygon=box(30.0, 59.0, 31.0, 61.0), name="North")
    boss, names = sign_in(Role.ADMINISTRATOR), {"North · Mine", "North · Theirs"}
    text = boss.get("/waste/").content.decode()
    assert all(name in text for name in names)
    assert {row["Zone"] for row in lines(boss, "/waste/zones.csv")} == names
    own = sign_in(Role.WORKER, mine).get("/waste/").content.decode()
    assert '<th scope="row">North</th>' in own


def test_a_zone_without_a_name_is_not_told_as_none(sign_in: SignIn, mine: Organisation) -> None:
    zone = make_zone(mine, polygon=box(30.0, 59.0, 31.0, 61.0), name="")
    worker = sign_in(Role.WORKER, mine)
    assert f'<th scope="row">Zone {zone.pk}</th>' in worker.get("/waste/").content.decode()
    assert [row["Zone"] for row in lines(worker, "/waste/zones.csv")] == [f"Zone {zone.pk}"]


def test_an_administrator_reads_no_name_of_a_command(sign_in: SignIn) -> None:
    boss = sign_in(Role.ADMINISTRATOR)
    ContainerSite.objects.all().delete()
    for path in ("/administration/sites/", "/waste/"):
        text = boss.get(path).content.decode()
        assert "a technician loads from a file" in text
        assert "import_sites" not in text


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        (WasteTally(), "In these days nobody complained that waste was not collected."),
        (
            WasteTally(violations=2),
            "Of 2 complaints “not collected”, 2 tell of waste that lay longer than allowed. None came early,",
        ),
        (
            WasteTally(early=1),
            "“not collected”, none tells of waste that lay too long. 1 came early: the time had not run out.",
        ),
        (
            WasteTally(unknown=3),
            "none tells of waste that lay too long. 3 are about sites without a known route.",
        ),
    ],
)
def test_what_there_is_none_of_is_no_zero(counted: WasteTally, said: str) -> None:
    with override("en"):
        assert said in waste_words.told(counted)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change(0, 5), "There was no complaint before: nothing can be compared."),
        (Change(8, 10), "There are more complaints: 125\u00a0% of those before."),
        (Change(10, 8), "80\u00a0% of the complaints of before are left."),
        (Change(1000, 1001), "There are as many complaints as before."),
        (Change(8, 10, 10, 10), "a year before, there are more complaints: 125\u00a0% of those before."),
        (Change(8, 10, 10, 20), "a year before, 63\u00a0% of the complaints of before are left."),
        (Change(8, 16, 10, 20), "a year before, there are as many complaints as before."),
    ],
)
def test_an_increase_is_told_as_one(change: Change, said: str) -> None:
    with override("en"):
        assert said in waste_words.changed(change)


def filled(client: Client, path: str, **given: Any) -> dict[str, Any]:
    """What the form would send, with some of it changed."""
    form = client.get(path).context["form"]
    start = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in {**start, **given}.items() if value is not None}


def test_a_site_is_added_moved_and_closed(sign_in: SignIn, mine: Organisation) -> None:
    boss = sign_in(Role.ADMINISTRATOR)
    new = {"code": "NEW", "lon": "30.5", "lat": "60.1", "operator": mine.pk, "route_days": [2, 5]}
    assert boss.post("/administration/sites/new/", new).status_code == 302
    site = ContainerSite.objects.get(code="NEW")
    assert (site.location.coords, site.operator, site.route_days) == ((30.5, 60.1), mine, [2, 5])
    path = f"/administration/sites/{site.pk}/"
    old = filled(boss, path)
    assert boss.post(path, {**old, "lon": "30.6", "containers": 4}).status_code == 302
    site.refresh_from_db()
    assert (site.location.x, site.containers) == (30.6, 4)
    assert boss.post(path, {**old, "lon": "30.7"}).status_code == 422
    assert boss.post(f"{path}close/", {"last_day": "2026-01-31"}).status_code == 302
    site.refresh_from_db()
    assert site.valid_to is not None
    assert site.valid_to.isoformat() == "2026-02-01"
    assert ContainerSiteEvent.objects.filter(pgh_obj=site).count() == 3
    assert "NEW" not in boss.get("/administration/sites/").content.decode()
    assert "NEW" in boss.get("/administration/sites/?show=over&words=new").content.decode()


def test_a_code_is_taken_once(sign_in: SignIn, mine: Organisation) -> None:
    boss = sign_in(Role.ADMINISTRATOR)
    again = {"code": "MINE-1", "lon": "30.5", "lat": "60.1", "operator": mine.pk}
    page = boss.post("/administration/sites/new/", again)
    assert page.status_code == 422
    assert "code" in page.context["form"].errors
    outside = {**again, "code": "N", "lat": "95"}
    assert boss.post("/administration/sites/new/", outside).status_code == 422


def test_only_an_administrator_edits(sign_in: SignIn, mine: Organisation) -> None:
    worker = sign_in(Role.HEAD, mine)
    site = ContainerSite.objects.get(code="MINE-1")
    for path in ("", "new/", f"{site.pk}/"):
        assert worker.get(f"/administration/sites/{path}").status_code == 403
    assert (
        worker.post(f"/administration/sites/{site.pk}/close/", {"last_day": "2026-01-31"}).status_code == 403
    )
