"""«My zone»: figures of the own organisations alone, in the page and in each file, beside one that could leak."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from accounts.types import PUBLIC, Role
from analytics.errors import NotOwn
from analytics.queries.zone import zone_of
from analytics.seeing import own_zone
from appeals.models import Appeal, Mark
from appeals.queries.counting import number_matched
from appeals.types import Privacy, Selection, State, Visibility
from geo.types import LonLat
from territories.models import Organisation
from tests.builders import TOWN, make_appeal, make_house, make_organisation, make_topic, worker
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
FILES = [f"{table}.{shape}" for table in ("repeats", "houses", "cells") for shape in ("csv", "xlsx")]


@pytest.fixture
def mine() -> Organisation:
    return make_organisation("Mine")


@pytest.fixture
def theirs() -> Organisation:
    return make_organisation("Theirs")


@pytest.fixture(autouse=True)
def town(mine: Organisation, theirs: Organisation) -> None:
    """Twice the same at a house of mine, thrice at one of theirs some kilometres away; half of it not public."""
    yesterday = timezone.now() - timedelta(days=1)
    for owner, street, lon, topic, count in (
        (mine, "Моя", TOWN.lon, "pothole", 2),
        (theirs, "Чужая", TOWN.lon + 0.1, "lamp", 3),
    ):
        house = make_house("7", street=street, at=LonLat(lon, TOWN.lat))
        for number in range(count):
            make_appeal(
                at=LonLat(lon, TOWN.lat),
                topic=make_topic(topic),
                executor=owner,
                house=house,
                address=house.address,
                state=State.ASSIGNED,
                visibility=Visibility.PRIVATE if number else Visibility.PUBLIC,
                submitted_at=yesterday,
            )


def content(client: Client, name: str, query: str = "") -> str:
    """The text of a file; of a workbook all its parts together."""
    response = client.get(f"/utility/{name}{query}")
    assert response.status_code == 200
    if name.endswith("csv"):
        return response.content.decode("utf-8-sig")
    with ZipFile(BytesIO(response.content)) as book:
        return "".join(book.read(part).decode() for part in book.namelist() if part.endswith(".xml"))


@pytest.mark.parametrize("role", [Role.WORKER, Role.HEAD])
def test_the_page_tells_of_the_own_organisation_alone(
    sign_in: SignIn, mine: Organisation, theirs: Organisation, role: Role
) -> None:
    page = sign_in(role, mine).get("/utility/")
    text = page.content.decode()
    assert page.context["total"].appeals == 2
    assert page.context["total"].waiting == 2
    assert [place.appeals for place in page.context["zone"].repeats] == [2]
    assert "Моя улица" in text
    for secret in ("Чужая", "Topic lamp", "Theirs"):
        assert secret not in text
    assert page.context["page_data"]["asked"]["workplace"] == str(mine.pk)
    (cell,) = page.context["zone"].cells
    assert f"around {page.context['zone'].houses[0].address}" in text
    assert str(cell.cell) not in text
    assert f"workplace={theirs.pk}" not in text


@pytest.mark.parametrize("name", FILES)
def test_the_files_tell_of_the_own_organisation_alone(
    sign_in: SignIn, mine: Organisation, theirs: Organisation, name: str
) -> None:
    """Naming the other organisation in the address opens nothing either."""
    client = sign_in(Role.WORKER, mine)
    zone = zone_of(worker(mine), Selection(), now=timezone.now())
    others = zone_of(worker(theirs), Selection(), now=timezone.now())
    for query in ("", f"?organisation={theirs.pk}", f"?executor={theirs.pk}"):
        text = content(client, name, query)
        assert "Чужая" not in text
        assert str(others.cells[0].cell) not in text
        assert (str(zone.cells[0].cell) if name.startswith("cells") else "Моя улица") in text


def test_another_organisation_s_name_in_the_address_opens_nothing(
    sign_in: SignIn, mine: Organisation, theirs: Organisation
) -> None:
    page = sign_in(Role.WORKER, mine).get(f"/utility/?organisation={theirs.pk}&executor={theirs.pk}")
    assert page.context["total"].appeals == 2
    assert "Чужая" not in page.content.decode()


def test_the_rule_never_leaves_a_selection_of_everybody(mine: Organisation, theirs: Organisation) -> None:
    viewer = worker(mine)
    assert own_zone(viewer, Selection(unassigned=True)).workplace_ids == (mine.pk,)
    for someone, chosen, organisation_id in (
        (viewer, Selection(), theirs.pk),
        (viewer, Selection(executor_ids=(theirs.pk,)), None),
        (PUBLIC, Selection(), None),
    ):
        with pytest.raises(NotOwn):
            own_zone(someone, chosen, organisation_id)


def test_figures_are_those_of_the_list(mine: Organisation) -> None:
    viewer, now = worker(mine), timezone.now()
    zone = zone_of(viewer, Selection(), now=now)
    listed = Mark.objects.visible_to(viewer).matching(zone.selection, viewer).count()
    assert zone.facts.tally.appeals == zone.statistics.total.appeals == listed == 2
    assert sum(cell.count for cell in zone.cells) == sum(place.appeals for place in zone.houses) == 2


def test_every_house_leads_to_exactly_its_appeals(sign_in: SignIn, mine: Organisation) -> None:
    """Also where it stands twice in the list of houses, or was written by hand; another's house opens nothing."""
    yesterday = timezone.now() - timedelta(days=1)
    known = Appeal.objects.filter(executor=mine).select_related("house").first()
    assert known
    assert known.house
    twin = make_house("7", street="Моя", at=TOWN)
    homes = make_topic("leak", category="home", privacy=Privacy.HOME)
    for topic, house, address in (
        (known.topic, twin, twin.address),
        (known.topic, None, known.house.address.upper()),
        (homes, known.house, "somewhere else"),
        (homes, None, f"{known.house.address}1"),
    ):
        make_appeal(topic=topic, house=house, address=address, executor=mine, submitted_at=yesterday)
    client = sign_in(Role.WORKER, mine)
    page = client.get("/utility/")
    assert [(place.topic, place.appeals) for place in page.context["zone"].repeats] == [("pothole", 4)]
    assert [place.appeals for place in page.context["zone"].houses] == [5, 1]
    for place, word in [*page.context["repeats"], *page.context["houses"]]:
        shown = client.get(f"/utility/?place={word}")
        assert shown.context["page"].paginator.count == place.appeals
        for item in shown.context["items"]:
            assert client.get(f"/organisation/{item['number']}/").status_code == 200
            assert f"/organisation/{item['number']}/" in shown.content.decode()
        assert place.address not in word


def test_nobody_can_work_out_the_word_of_a_house(sign_in: SignIn, mine: Organisation) -> None:
    """It stands in logs: a mere digest would be found by trying all houses of the town."""
    found = set()
    for secret in ("one", "other"):
        with override_settings(SECRET_KEY=secret):
            page = sign_in(Role.WORKER, mine).get("/utility/")
        found.add(page.context["houses"][0][1])
    assert len(found) == 2


def test_another_s_house_opens_nothing(sign_in: SignIn, mine: Organisation, theirs: Organisation) -> None:
    words = [word for _place, word in sign_in(Role.WORKER, theirs).get("/utility/").context["houses"]]
    client = sign_in(Role.WORKER, mine)
    for word in [*words, "nonsense", ""]:
        page = client.get(f"/utility/?place={word}")
        assert page.status_code == 200
        assert "items" not in page.context


def test_addresses_are_counted_once_and_the_rest_is_told(sign_in: SignIn, mine: Organisation) -> None:
    """Two topics at the house of the town, and eleven houses more."""
    house = Appeal.objects.filter(executor=mine).values_list("house", flat=True).first()
    yesterday = timezone.now() - timedelta(days=1)
    for _again in range(2):
        make_appeal(topic=make_topic("leak"), executor=mine, submitted_at=yesterday, house_id=house)
        for number in range(11):
            make_appeal(executor=mine, submitted_at=yesterday, address=f"Улица, {number}")
    page = sign_in(Role.WORKER, mine).get("/utility/")
    assert len(page.context["zone"].repeats) == 13
    text = page.content.decode()
    assert "At 12 addresses people complain of the same again." in text
    assert "3 more stand in the files." in text
    assert "2 more stand in the files." in text


def test_work_that_others_gave_counts_for_whoever_does_it(mine: Organisation, theirs: Organisation) -> None:
    """It stays with who answers for it too; nobody else learns to whom it was given."""
    given = Appeal.objects.filter(executor=theirs, visibility=Visibility.PUBLIC)
    assert given.update(delegate=mine) == 1
    doer, answerer, stranger = (worker(of) for of in (mine, theirs, make_organisation("Stranger")))
    zones = [(who, zone_of(who, Selection(), now=timezone.now())) for who in (doer, answerer, stranger)]
    assert [zone.facts.tally.appeals for _who, zone in zones] == [3, 3, 0]
    assert [place.appeals for place in zones[0][1].houses if "Чужая" in place.address] == [1]
    for who, zone in zones:
        assert zone.facts.tally.appeals == number_matched(who, zone.selection)
        assert zone.facts.tally.appeals == sum(cell.count for cell in zone.cells)
        assert zone.facts.tally.appeals == zone.statistics.total.appeals
    asked = Selection(workplace_ids=(mine.pk,))
    for who in (PUBLIC, stranger, answerer):
        seen = set(Mark.objects.visible_to(who).matching(asked, who).values_list("executor_id", flat=True))
        assert seen == {mine.pk}


def test_a_person_of_two_organisations_chooses_one(mine: Organisation, theirs: Organisation) -> None:
    one = worker(mine)
    both = type(one)(one.user_id, one.roles, frozenset({mine.pk, theirs.pk}))
    now = timezone.now()
    assert zone_of(both, Selection(), now=now).statistics.total.appeals == 5
    assert zone_of(both, Selection(), now=now, organisation_id=theirs.pk).statistics.total.appeals == 3


@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.ANALYST, Role.ADMINISTRATOR])
def test_others_do_not_get_in(sign_in: SignIn, role: Role | None) -> None:
    someone = sign_in(role)
    assert someone.get("/utility/").status_code == 403
    assert someone.get("/utility/houses.csv").status_code == 403


def test_what_cannot_be_read_is_told(sign_in: SignIn, mine: Organisation) -> None:
    client = sign_in(Role.WORKER, mine)
    assert client.get("/utility/?since=yesterday").status_code == 400
    assert client.get("/utility/?since=2026-02-01&until=2026-01-01").status_code == 400
    assert client.get("/utility/users.csv").status_code == 404
    assert client.get("/utility/?since=2020-01-01&until=2020-02-01").status_code == 200


def test_an_address_cannot_be_a_formula(sign_in: SignIn, mine: Organisation) -> None:
    """As CSV and as a workbook."""
    for _again in range(2):
        make_appeal(
            executor=mine, address='=HYPERLINK("http://x")', submitted_at=timezone.now() - timedelta(days=1)
        )
    client = sign_in(Role.WORKER, mine)
    assert "'=HYPERLINK" in content(client, "repeats.csv")
    assert ";=HYPERLINK" not in content(client, "repeats.csv")
    book = content(client, "repeats.xlsx")
    assert "'=HYPERLINK" in book
    assert "<f>" not in book
