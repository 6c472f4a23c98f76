"""The pages of executors' efficiency: who gets whose figures, orders, files, where the numbers lead."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone

from accounts.types import Role
from appeals.models import Appeal, Assignment
from appeals.types import State, Visibility
from territories.models import Organisation
from tests.builders import make_appeal, make_area, make_organisation, make_topic, make_user, make_zone
from tests.web.conftest import SignIn
from web.views import efficiency as views

pytestmark = pytest.mark.django_db


@pytest.fixture
def firms() -> list[Organisation]:
    """Four alike with 12 answers each, in time 12, 9, 6 and 0 of them; the second's unpublished."""
    made = []
    now = timezone.now()
    for number, in_time in enumerate((12, 9, 6, 0)):
        firm = make_organisation(f"=Firm {number}")
        made.append(firm)
        for answer in range(12):
            make_appeal(
                executor=firm,
                topic=make_topic("pits"),
                state=State.CLOSED,
                visibility=Visibility.PRIVATE if number == 1 else Visibility.PUBLIC,
                submitted_at=now - timedelta(days=30),
                due_at=now - timedelta(days=5 if answer < in_time else 20),
                answered_at=now - timedelta(days=10),
            )
    return made


def test_what_nobody_has_passed_is_nobodys_work(sign_in: SignIn, firms: list[Organisation]) -> None:
    for state in (State.MODERATION, State.REFUSED):
        make_appeal(executor=firms[0], state=state, submitted_at=timezone.now() - timedelta(days=3))
    page = sign_in(Role.ADMINISTRATOR).get("/efficiency/")
    [line] = [line for line in page.context["lines"] if line.name == "=Firm 0"]
    assert line.cells[0].value == "12"
    assert "state=passed" in page.content.decode()


def shown(client: Client, query: str = "") -> dict[str, tuple[str, str]]:
    """Executor → in time, and the median beside it."""
    page = client.get(f"/efficiency/{query}")
    assert page.status_code == 200
    return {line.name: (line.cells[3].value, line.cells[3].median) for line in page.context["lines"]}


def test_who_oversees_compares_all(sign_in: SignIn, firms: list[Organisation]) -> None:
    assert shown(sign_in(Role.ANALYST)) == {
        "=Firm 0": ("100\u00a0%", "50\u00a0%"),
        "=Firm 1": ("75\u00a0%", "50\u00a0%"),
        "=Firm 2": ("50\u00a0%", "75\u00a0%"),
        "=Firm 3": ("0\u00a0%", "75\u00a0%"),
    }
    worst = shown(sign_in(Role.ADMINISTRATOR), "?sort=in_time")
    assert next(iter(worst)) == "=Firm 3"
    assert next(iter(shown(sign_in(Role.ANALYST), "?sort=name"))) == "=Firm 0"


def test_many_executors_are_pages_and_one_file(
    sign_in: SignIn, firms: list[Organisation], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the order of all; what the page was asked stays with it."""
    monkeypatch.setattr(views, "PAGE_SIZE", 3)
    analyst = sign_in(Role.ANALYST)
    assert list(shown(analyst, "?sort=in_time")) == ["=Firm 3", "=Firm 2", "=Firm 1"]
    assert list(shown(analyst, "?sort=in_time&page=2")) == ["=Firm 0"]
    assert (
        'href="?sort=in_time&amp;page=2#executors"'
        in analyst.get("/efficiency/?sort=in_time").content.decode()
    )
    assert len(analyst.get("/efficiency/table.csv").content.decode().splitlines()) == 5


def test_a_head_sees_the_own_organisation_alone(sign_in: SignIn, firms: list[Organisation]) -> None:
    """Its own with the unpublished ones; of the three others, published, the median."""
    client = sign_in(Role.HEAD, firms[1])
    assert shown(client) == {"=Firm 1": ("75\u00a0%", "50\u00a0%")}
    text = client.get("/efficiency/").content.decode()
    assert "Firm 0" not in text
    assert client.get(f"/efficiency/{firms[1].pk}/").status_code == 200
    assert client.get(f"/efficiency/{firms[0].pk}/").status_code == 404
    rows = client.get("/efficiency/table.csv").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    # Others' unpublished appeals are not in the medians: of two a median is not told.
    assert shown(sign_in(Role.HEAD, firms[0])) == {"=Firm 0": ("100\u00a0%", "")}


@pytest.mark.parametrize("role", [None, Role.WORKER, Role.MODERATOR, Role.COUNCILLOR])
def test_others_do_not_get_in(sign_in: SignIn, firms: list[Organisation], role: Role | None) -> None:
    area = make_area() if role == Role.COUNCILLOR else None
    organisation = firms[0] if role == Role.WORKER else None
    client = Client()
    client.force_login(make_user(role=role, organisation=organisation, area=area))
    for address in ("", "table.csv", "table.xlsx", f"{firms[0].pk}/"):
        assert client.get(f"/efficiency/{address}").status_code == 403


def test_the_work_of_one_leads_to_its_appeals(sign_in: SignIn, firms: list[Organisation]) -> None:
    page = sign_in(Role.ANALYST).get(f"/efficiency/{firms[0].pk}/")
    text = page.content.decode()
    assert "Beside the median of 3 organisations of the same kind" in text
    (topic,) = page.context["topics"]
    assert topic.name == "Topic pits"
    assert f"executor={firms[0].pk}" in topic.cells[0].address
    assert "topic=pits" in topic.cells[0].address
    client = sign_in(Role.ANALYST)
    found = client.get(topic.cells[0].address)
    assert "12 appeals" in found.content.decode()


def test_the_work_in_a_zone_leads_to_its_appeals(sign_in: SignIn, firms: list[Organisation]) -> None:
    """To as many as are counted of what the viewer may see; another's zone leads nowhere."""
    mine = firms[1]
    zone, theirs = make_zone(mine), make_zone(firms[0])
    for appeal in Appeal.objects.filter(executor=mine)[:5]:
        Assignment.objects.create(appeal=appeal, organisation=mine, rule="zone", zone=zone, at=timezone.now())
    client, path = sign_in(Role.HEAD, mine), f"/efficiency/{mine.pk}/"
    lines = client.get(path).context["zones"]
    assert [line.cells[0].value for line in lines] == ["7", "5"]
    for line in lines:
        shown = client.get(path + line.cells[0].address).context
        assert shown["page"].paginator.count == len(shown["items"]) == int(line.cells[0].value)
    for unknown in (theirs.pk, "x"):
        assert "items" not in client.get(f"{path}?zone={unknown}").context


def test_the_file_has_numbers_and_no_formula(sign_in: SignIn, firms: list[Organisation]) -> None:
    client = sign_in(Role.ANALYST)
    text = client.get("/efficiency/table.csv?sort=in_time").content.decode("utf-8-sig")
    head, *rows = csv.reader(StringIO(text), delimiter=";")
    at = head.index("In time, %")
    assert next((row[0], row[at], row[at + 1]) for row in rows) == ("'=Firm 3", "0.0", "75.0")
    assert client.get("/efficiency/table.xlsx").status_code == 200


def test_what_cannot_be_read_is_told(sign_in: SignIn, firms: list[Organisation]) -> None:
    client = sign_in(Role.ANALYST)
    for query in ("since=x", "category=nothing", "since=2026-02-01&until=2026-01-01"):
        assert client.get(f"/efficiency/?{query}").status_code == 400
    assert shown(client, "?since=2020-01-01&until=2020-02-01") == {}
