"""The pages of districts: what the public and staff are shown, by which order, as which file; nobody's hidden ones."""

import csv
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.test import Client
from django.utils import timezone

from accounts.types import Role
from analytics.models import AreaStatistic
from appeals.types import State, Visibility
from territories.models import Area, BoundaryVersion
from territories.types import VersionState
from tests.builders import TOWN, box, make_appeal, make_area, make_organisation, make_topic, make_user
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def small() -> Area:
    return make_area("=Small", polygon=box(TOWN.lon - 0.1, TOWN.lat, TOWN.lon, TOWN.lat + 0.1))


@pytest.fixture
def large() -> Area:
    return make_area("Large", polygon=box(TOWN.lon, TOWN.lat, TOWN.lon + 0.1, TOWN.lat + 0.1))


@pytest.fixture(autouse=True)
def town(small: Area, large: Area) -> None:
    """One late answer of five in the small one, twelve of twenty in the large one, an unpublished appeal in each."""
    now = timezone.now()
    for area, late, answers in ((small, 1, 5), (large, 12, 20)):
        for number in range(answers):
            due = now - timedelta(days=20 if number < late else 5)
            make_appeal(
                areas=(area,),
                state=State.CLOSED,
                submitted_at=now - timedelta(days=30),
                due_at=due,
                answered_at=now - timedelta(days=10),
            )
        make_appeal(
            areas=(area,),
            visibility=Visibility.PRIVATE,
            submitted_at=now - timedelta(days=1),
            due_at=now + timedelta(days=3),
            executor=make_organisation(),
        )
        AreaStatistic.objects.create(area=area, indicator="population", year=2026, value=1000)


def league(client: Client, query: str = "") -> dict[str, tuple[str, int]]:
    page = client.get(f"/districts/{query}")
    assert page.status_code == 200
    return {line.row.name: (line.value, line.row.appeals) for line in page.context["page"]}


def test_everybody_reads_the_league_of_what_is_published(client: Client, sign_in: SignIn) -> None:
    assert league(client) == {"Large": ("40.0\u00a0%", 20), "=Small": ("80.0\u00a0%", 5)}
    assert league(client, "?measure=count") == {"Large": ("20", 20), "=Small": ("5", 5)}
    assert league(sign_in(Role.ANALYST), "?measure=count") == {"Large": ("21", 21), "=Small": ("6", 6)}
    text = client.get("/districts/").content.decode()
    assert "the difference may be chance" in text
    assert "Answers due this week" not in text


def levels_offered(client: Client) -> list[str]:
    form = client.get("/districts/").context["form"]
    return [name for _group, names in form.fields["level"].choices for _code, name in names]


def test_a_collection_is_called_by_its_name_or_not_at_all(client: Client, small: Area) -> None:
    """Its code says nothing to a reader; only what would else be called alike is told apart by it."""
    assert levels_offered(client) == ["District"]
    home = small.collection
    home.name = "Berezovsk"
    home.save()
    assert levels_offered(client) == ["District · Berezovsk"]
    make_area("Elsewhere", collection="other-districts", polygon=box(40, 50, 41, 51))
    assert sorted(levels_offered(client)) == ["District", "District · Berezovsk"]
    home.name = home.slug
    home.save()
    assert sorted(levels_offered(client)) == ["District · districts", "District · other-districts"]


def test_the_period_does_not_say_appeals_twice(client: Client) -> None:
    text = client.get("/districts/?measure=count").content.decode()
    assert "Appeals sent from" in text
    assert "Appeals · appeals sent from" not in text
    assert "Answered in time · appeals sent from" in client.get("/districts/").content.decode()


def test_the_table_has_other_orders(client: Client) -> None:
    assert list(league(client, "?sort=name")) == ["=Small", "Large"]
    assert list(league(client, "?sort=value")) == ["=Small", "Large"]
    assert list(league(client, "?sort=size")) == ["Large", "=Small"]
    page = client.get("/districts/?sort=size&measure=in_time").content.decode()
    assert 'aria-sort="descending"' in page
    assert "?measure=in_time&amp;sort=name#league" in page


@pytest.mark.parametrize(
    "query",
    [
        "measure=nonsense",
        "level=9-x",
        "since=yesterday",
        "since=2026-02-01&until=2026-01-01",
        "since=0001-01-01",
    ],
)
def test_what_cannot_be_read_is_told(client: Client, query: str) -> None:
    page = client.get(f"/districts/?{query}")
    assert page.status_code == 400
    assert page.context["page"].object_list


def test_every_measure_has_a_page(client: Client) -> None:
    measures = client.get("/districts/").context["form"].fields["measure"].choices
    for code, _name in measures:
        page = client.get(f"/districts/?measure={code}")
        assert page.status_code == 200
        assert len(page.context["page_data"]["areas"]) == 2


def test_a_page_of_one_district(client: Client, sign_in: SignIn, large: Area) -> None:
    page = client.get(f"/districts/{large.pk}/")
    assert page.context["total"].appeals == 20
    assert {line.name: line.value for line in page.context["measures"]}["Answered in time"] == "40.0\u00a0%"
    assert f"/appeals/?since={page.context['period'][0]}" in page.content.decode()
    assert page.context["page_data"]["chosen"] == large.pk
    seen = sign_in(Role.ANALYST).get(f"/districts/{large.pk}/")
    assert seen.context["total"].appeals == 21
    assert client.get("/districts/999999/").status_code == 404


def test_answers_due_are_for_staff_alone(client: Client, sign_in: SignIn, large: Area) -> None:
    assert client.get(f"/districts/{large.pk}/").context["risks"] is None
    assert sign_in().get("/districts/").context["risks"] is None
    here = Client(headers={"Accept-Language": "en"})
    here.force_login(make_user(role=Role.DISTRICT_HEAD, area=large))
    told = here.get("/districts/").context["risks"]
    assert (told["found"].soon, told["found"].overdue, told["desk"]) == (1, 0, False)
    worker = sign_in(Role.WORKER, make_organisation()).get("/districts/")
    assert (worker.context["risks"]["found"].soon, worker.context["risks"]["desk"]) == (0, True)
    assert "/organisation/?due=soon" in worker.content.decode()


def test_files_hold_the_table_and_no_formula(client: Client) -> None:
    text = client.get("/districts/table.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert rows[0][:2] == ["Place", "District"]
    assert [(row[0], row[1], row[2], row[4]) for row in rows[1:]] == [
        ("1", "Large", "40.0", "20"),
        ("2", "'=Small", "80.0", "5"),
    ]
    with zipfile.ZipFile(BytesIO(client.get("/districts/table.xlsx").content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "'=Small" in sheet
    assert "<f" not in sheet


def test_outlines_are_of_one_level_and_the_same_for_all(client: Client, small: Area, large: Area) -> None:
    level = client.get("/districts/").context["level"]
    drawn = client.get(f"/districts/outlines.geojson?level={level.code}")
    assert [feature["id"] for feature in drawn.json()["features"]] == [small.pk, large.pk]
    assert "public" in drawn["Cache-Control"]
    assert client.get("/districts/outlines.geojson?level=0-nothing").status_code == 400


def test_topics_that_grow_lead_to_their_list(client: Client) -> None:
    for _ in range(15):
        make_appeal(topic=make_topic("leaks"), submitted_at=timezone.now() - timedelta(days=2))
    week = timezone.localdate() - timedelta(days=7)
    page = client.get(f"/districts/?since={week}")
    assert [topic.topic.code for topic, _address in page.context["grown"]] == ["leaks"]
    assert "topic=leaks" in page.content.decode()


def test_without_boundaries_the_page_says_so(client: Client) -> None:
    BoundaryVersion.objects.update(state=VersionState.DISCARDED)
    page = client.get("/districts/")
    assert page.status_code == 200
    assert "No boundaries yet" in page.content.decode()
    assert len(client.get("/districts/table.csv").content.splitlines()) == 1


def test_boundaries_newer_than_the_appeals_lead_to_no_list(client: Client) -> None:
    """By the list's own filter an appeal is found in the areas of its own day."""
    page = client.get("/districts/?measure=count").content.decode()
    assert "area=" in page
    joined, now = make_area("Joined"), timezone.now()
    BoundaryVersion.objects.update(valid_from=timezone.localdate(now), published_at=now)
    assert league(client, "?measure=count")["Joined"] == ("25", 25)
    page = client.get("/districts/?measure=count").content.decode()
    assert "area=" not in page
    assert "These boundaries are newer than the appeals" in page
    own = client.get(f"/districts/{joined.pk}/")
    assert own.context["total"].appeals == 25
    assert f"area={joined.pk}" not in own.content.decode()


def test_precincts_say_that_homes_are_left_out(client: Client) -> None:
    told = "Appeals about homes are not told by precinct"
    assert told not in client.get("/districts/").content.decode()
    precinct = make_area("801", kind="precinct", collection="precincts")
    version = BoundaryVersion.objects.get(collection=precinct.collection)
    assert told in client.get(f"/districts/?level={version.pk}-precinct").content.decode()


def test_the_only_one_of_its_level_is_compared_with_nothing(client: Client, small: Area) -> None:
    region = make_area("Region", kind="region", collection="regions")
    make_appeal(areas=(region,), submitted_at=timezone.now() - timedelta(days=3))
    alone = client.get(f"/districts/{region.pk}/").context["measures"]
    assert {(line.common, line.place, line.standing) for line in alone} == {("—", None, "")}
    among = client.get(f"/districts/{small.pk}/").context["measures"]
    assert [line.place for line in among if line.standing]
