"""Areas that would tell where a home is: hidden from the public in every answer, written alike by every writer."""

import importlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from rest_framework.test import APIClient

from accounts.types import PUBLIC, SYSTEM, Role, Viewer
from analytics.queries.heatmap import heatmap
from appeals.models import Appeal, Mark, Topic
from appeals.queries.card import card_by_number
from appeals.queries.counting import number_matched
from appeals.queries.listing import list_page
from appeals.rules.areas import TOLD_FROM_M2, told_areas
from appeals.rules.privacy import may_see_exact_place
from appeals.seeing import near
from appeals.services import assigning
from appeals.services.bulk import BulkAppeal, write_appeals
from appeals.services.correction import Correction, correct
from appeals.services.moderation import accept
from appeals.services.reexamination import apply
from appeals.services.republishing import republish
from appeals.services.submission import submit
from appeals.standing import parts_in
from appeals.types import Draft, Kind, Privacy, Selection, State, Visibility
from geo import tilegrid
from geo.types import LonLat
from territories.models import Area
from territories.services.boundaries import publish, stage
from territories.types import KnownArea
from tests.builders import (
    make_appeal,
    make_authority,
    make_organisation,
    make_topic,
    make_user,
    moderator,
    resident,
    worker,
)
from tests.grid import Grid
from tests.tiles.decoding import properties
from tiles.engine import tile

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
TOWN = Grid("AB\nAB", step_m=2000.0)
HAMLET, PRECINCT = Grid("H", step_m=400.0), Grid("P", step_m=300.0)
PIN = PRECINCT.point(0, 0)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town() -> None:
    """A city of 16 km² in two districts; at its corner a hamlet of 0.16 km², in it a precinct of 0.09 km²."""
    rows = [
        TOWN.area("AB", kind="city"),
        *(TOWN.area(letter, parent_code="AB") for letter in "AB"),
        HAMLET.area("H", kind="hamlet"),
    ]
    publish(version=stage(collection="town", rows=rows), now=NOW)
    publish(version=stage(collection="votes", rows=[PRECINCT.area("P", kind="precinct")]), now=NOW)
    make_authority(make_organisation("Орган A"), Area.objects.get(code="A"))


def home(code: str = "no_heating") -> Topic:
    return make_topic(code, category="housing", privacy=Privacy.HOME)


def ids(codes: str) -> list[int]:
    """Ids of areas by their codes, in the order named."""
    by_code = dict(Area.objects.values_list("code", "pk"))
    return [by_code[code] for code in codes.split()]


def sent(topic: Topic, place: LonLat = PIN) -> Appeal:
    return submit(actor=PUBLIC, draft=Draft(Kind.PROBLEM, topic.code, "Беда в доме", uuid4(), place), now=NOW)


def written(appeal: Appeal) -> tuple[Any, ...]:
    """What appeal and mark say of areas."""
    appeal.refresh_from_db()
    mark = Mark.objects.get(appeal=appeal)
    return (appeal.area_id, appeal.area_ids, appeal.hidden_area_ids, mark.area_ids, mark.hidden_area_ids)


def expected(privacy: Privacy) -> tuple[Any, ...]:
    if privacy == Privacy.STREET:
        return (*ids("H"), ids("P H A AB"), [], ids("P H A AB"), [])
    return (*ids("A"), ids("P H A AB"), ids("P H"), ids("A AB"), ids("P H"))


AROUND = [
    KnownArea(1, "precinct", 9e9),
    KnownArea(2, "hamlet", TOLD_FROM_M2 - 1),
    KnownArea(3, "district", TOLD_FROM_M2),
    KnownArea(4, "electoral-district", 1e8),
    KnownArea(5, "city", 1e9),
]


def test_the_rule() -> None:
    of_home, of_street = told_areas(AROUND, Privacy.HOME), told_areas(AROUND, Privacy.STREET)
    assert (of_home.shown, of_home.told, of_home.hidden) == (3, (3, 5), (1, 2, 4))
    assert (of_street.shown, of_street.told, of_street.hidden) == (2, (1, 2, 3, 4, 5), ())
    only_precinct = told_areas(AROUND[:1], Privacy.STREET)
    assert (only_precinct.shown, only_precinct.told) == (None, (1,))
    assert told_areas([], Privacy.HOME).shown is None


def by_submission(topic: Topic) -> Appeal:
    return sent(topic)


def by_copy(topic: Topic) -> Appeal:
    decision = assigning.decide(PIN, topic, now=NOW, house_id=None)
    plain: dict[str, Any] = {"kind": Kind.PROBLEM, "text": "Беда", "submitted_at": NOW}
    write_appeals([BulkAppeal(topic=topic, lon=PIN.lon, lat=PIN.lat, decision=decision, **plain)])
    return Appeal.objects.get()


def by_correction_of_the_place(topic: Topic) -> Appeal:
    appeal = sent(topic, TOWN.point(1, 0))
    return correct(actor=moderator(), number=appeal.number, correction=Correction(location=PIN), now=NOW)


def by_correction_of_the_topic(topic: Topic) -> Appeal:
    other = make_topic("other") if topic.privacy == Privacy.HOME else home("other")
    change = Correction(topic_code=topic.code)
    return correct(actor=moderator(), number=sent(other).number, correction=change, now=NOW)


def by_republishing(topic: Topic) -> Appeal:
    privacy = topic.privacy
    Topic.objects.filter(pk=topic.pk).update(
        privacy=Privacy.HOME if privacy == Privacy.STREET else Privacy.STREET
    )
    topic.refresh_from_db()
    appeal = sent(topic)
    Topic.objects.filter(pk=topic.pk).update(privacy=privacy)
    republish(topic_ids=[topic.pk])
    return appeal


def by_reexamination(topic: Topic) -> Appeal:
    """The precinct is drawn after the appeal came."""
    votes = Area.objects.get(kind="precinct").collection
    votes.versions.update(valid_from=date(2026, 3, 20))
    appeal = sent(topic)
    assert ids("P")[0] not in appeal.area_ids
    apply(actor=SYSTEM, now=datetime(2026, 3, 21, 12, 0, tzinfo=UTC))
    return appeal


def by_makers_of_tests(topic: Topic) -> Appeal:
    return make_appeal(at=PIN, topic=topic, areas=[Area.objects.get(pk=pk) for pk in ids("P H A AB")])


def by_migration(topic: Topic) -> Appeal:
    """A row as it was written before areas were hidden."""
    appeal, areas = sent(topic), ids("P H A AB")
    Appeal.objects.update(area_id=areas[0], area_ids=areas, hidden_area_ids=[])
    Mark.objects.update(area_ids=areas, hidden_area_ids=[])
    migration = importlib.import_module("appeals.migrations.0006_hidden_areas")
    with connection.cursor() as cursor:
        cursor.execute(migration.SORT_APPEALS)
        cursor.execute(migration.SORT_MARKS)
    return appeal


WRITERS: list[Callable[[Topic], Appeal]] = [
    *(by_submission, by_copy, by_correction_of_the_place, by_correction_of_the_topic),
    *(by_republishing, by_reexamination, by_makers_of_tests, by_migration),
]


@pytest.mark.parametrize("privacy", list(Privacy))
@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__)
def test_every_writer_hides_the_same(writer: Callable[[Topic], Appeal], privacy: Privacy) -> None:
    topic = home() if privacy == Privacy.HOME else make_topic()
    assert written(writer(topic)) == expected(privacy)


def test_a_saved_appeal_keeps_its_mark_as_it_is() -> None:
    appeal = sent(home())
    accept(actor=moderator(), number=appeal.number, visibility=Visibility.PUBLIC, now=NOW)
    assert written(appeal) == expected(Privacy.HOME)


def test_the_migration_can_be_undone() -> None:
    appeal = sent(home())
    migration = importlib.import_module("appeals.migrations.0006_hidden_areas")
    with connection.cursor() as cursor:
        cursor.execute(migration.SHOW_ALL)
    assert Mark.objects.get(appeal=appeal).area_ids == ids("P H A AB")


@pytest.fixture
def people() -> dict[str, Viewer]:
    """One appeal about a home and one about a street, both published, at the same pin; and who looks at them."""
    company, author = make_organisation("Своя"), make_user()
    areas = [Area.objects.get(pk=pk) for pk in ids("P H A AB")]
    for topic in (home(), make_topic()):
        make_appeal(at=PIN, topic=topic, areas=areas, executor=company, author=author)
    return {
        "public": PUBLIC,
        "resident": resident(),
        "another company": worker(make_organisation("Чужая")),
        "its company": worker(company),
        "author": Viewer(author.pk, frozenset({Role.RESIDENT})),
        "moderator": moderator(),
        "system": SYSTEM,
    }


STRANGERS = {"public", "resident", "another company"}


@pytest.mark.parametrize(
    "who", ["public", "resident", "another company", "its company", "author", "moderator"]
)
@pytest.mark.parametrize("code", ["P", "H", "A", "AB", "B"])
def test_list_count_tile_and_heat_map_find_the_same_by_area(
    people: dict[str, Viewer], who: str, code: str
) -> None:
    viewer, selection = people[who], Selection(area_ids=tuple(ids(code)))
    wanted = {"P": 1, "H": 1, "A": 2, "AB": 2, "B": 0}[code] if who in STRANGERS else 2 * (code != "B")
    found = {
        "count": number_matched(viewer, selection),
        "list": list_page(viewer, selection).number_returned,
        "heat map": sum(cell.count for cell in heatmap(viewer, selection, 9)),
        "marks": Mark.objects.visible_to(viewer).matching(selection, viewer).count(),
        "appeals": Appeal.objects.visible_to(viewer).matching(selection, viewer).count(),
    }
    around = tilegrid.tile_at(PIN, 8)
    clusters = properties(tile("appeals", around, viewer, selection), "appeals")
    found["clusters"] = sum(cluster.get("count", 1) for cluster in clusters)
    cells = properties(tile("hexbins", around, viewer, selection), "hexbins")
    found["hexbins"] = sum(cell["count"] for cell in cells)
    assert found == dict.fromkeys(found, wanted)


def test_whoever_may_know_the_place_is_asked_in_one_way(people: dict[str, Viewer]) -> None:
    appeal, helper = Appeal.objects.first(), make_organisation("Подрядчик")
    assert appeal is not None
    Appeal.objects.filter(pk=appeal.pk).update(delegate=helper)
    appeal.refresh_from_db()
    viewers = [
        *people.values(),
        worker(helper),
        *(Viewer(make_user().pk, frozenset({role})) for role in Role),
    ]
    for viewer in viewers:
        condition, parts = near(viewer), parts_in(viewer, appeal)
        for objects in (Appeal.objects, Mark.objects):
            found = condition is not None and objects.filter(condition, pk=appeal.pk).exists()
            assert found == may_see_exact_place(parts), viewer


def test_the_public_reads_no_hidden_area_anywhere(client: APIClient) -> None:
    small = make_organisation("Комитет")
    make_authority(small, Area.objects.get(code="P"))
    appeal = sent(home())
    accept(actor=moderator(), number=appeal.number, visibility=Visibility.PUBLIC, now=NOW)
    assert appeal.executor == small
    hidden = [f"Район {code}" for code in ("P", "H")]
    for url in (
        f"/api/v1/appeals/{appeal.number}/",
        f"/appeals/{appeal.number}/",
        "/api/v1/appeals/",
        f"/api/v1/appeals/nearby/?lon={PIN.lon}&lat={PIN.lat}",
        "/appeals/",
        "/",
    ):
        answer = client.get(url)
        assert answer.status_code == 200
        assert [name for name in hidden if name in answer.content.decode()] == [], url
    body = client.get(f"/api/v1/appeals/{appeal.number}/").json()["properties"]
    assert body["area"] == body["explanation"]["area"]["name"] == "Район A"
    assert [area["code"] for area in body["explanation"]["areas"]] == ["A", "AB"]
    assert "Комитет" in body["explanation"]["sentence"]
    assert "…" in body["explanation"]["sentence"]


def test_staff_and_author_read_all_of_them() -> None:
    appeal = sent(home())
    card = card_by_number(moderator(), appeal.number)
    assert card is not None
    assert card.explanation is not None
    assert [area["code"] for area in card.explanation["areas"]] == ["P", "H", "A", "AB"]
    assert card.explanation["area"]["code"] == "H"


def test_of_a_street_everybody_reads_all_areas_and_no_precinct_names_the_place() -> None:
    appeal = sent(make_topic())
    accept(actor=moderator(), number=appeal.number, visibility=Visibility.PUBLIC, now=NOW)
    card = card_by_number(PUBLIC, appeal.number)
    assert card is not None
    assert card.explanation is not None
    assert [area["code"] for area in card.explanation["areas"]] == ["P", "H", "A", "AB"]
    assert (card.area, card.explanation["area"]["code"]) == ("Район H", "H")
    [feature] = json.loads(list_page(PUBLIC, Selection()).features)
    assert feature["properties"]["area"] == "Район H"


def test_closed_appeals_are_hidden_too() -> None:
    topic = make_topic()
    appeal = make_appeal(
        at=PIN, topic=topic, state=State.CLOSED, areas=[Area.objects.get(pk=pk) for pk in ids("P H A AB")]
    )
    Topic.objects.update(privacy=Privacy.HOME)
    republish(topic_ids=[topic.pk])
    assert written(appeal) == expected(Privacy.HOME)


def test_an_area_is_judged_by_the_smallest_size_it_was_published_with() -> None:
    """Which version an old appeal was decided by is not asked: whoever is unsure tells less."""
    topic = make_topic()
    appeal = sent(topic)
    rows = [TOWN.area("AB", kind="city"), HAMLET.area("H", kind="district", code="A")]
    publish(version=stage(collection="town", rows=rows), valid_from=date(2026, 3, 11), now=NOW)
    Topic.objects.update(privacy=Privacy.HOME)
    republish(topic_ids=[topic.pk])
    assert written(appeal)[3] == ids("AB")


def test_an_area_that_is_gone_is_dropped_when_places_are_derived_anew() -> None:
    topic = make_topic()
    appeal = sent(topic)
    Area.objects.get(kind="precinct").collection.delete()
    republish(topic_ids=[topic.pk])
    assert written(appeal)[1] == ids("H A AB")
