"""Correcting place, topic, kind and executor: the assignment follows, a choice by hand stays, closed ones rest."""

from datetime import UTC, date, datetime
from typing import cast

import pytest
from django.contrib.gis.geos import Point

from accounts.types import PUBLIC
from appeals import errors
from appeals.models import Appeal, Assignment, Event, Mark, Topic
from appeals.rules.privacy import coarsen
from appeals.services.correction import Correction, correct
from appeals.types import Kind, State
from geo.types import LonLat
from territories.models import Organisation
from tests.builders import (
    TOWN,
    box,
    make_appeal,
    make_area,
    make_authority,
    make_house,
    make_organisation,
    moderator,
    resident,
    worker,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
Towns = tuple[Organisation, Organisation]
EAST = LonLat(TOWN.lon + 0.15, TOWN.lat)


@pytest.fixture
def towns() -> Towns:
    """Two neighbouring areas with an authority each: around TOWN, and around EAST."""
    west, east = make_organisation("Запад"), make_organisation("Восток")
    make_authority(west, make_area("Запад"))
    make_authority(east, make_area("Восток", polygon=box(TOWN.lon + 0.1, 59.9, TOWN.lon + 0.2, 60.1)))
    return west, east


def fix(appeal: Appeal, *, comment: str = "", **changes: object) -> Appeal:
    correction = Correction(**changes)
    return correct(actor=moderator(), number=appeal.number, correction=correction, comment=comment, now=NOW)


def test_a_moved_pin_changes_area_executor_and_mark(catalogue: dict[str, Topic], towns: Towns) -> None:
    west, east = towns
    appeal = make_appeal(topic=catalogue["pothole"], executor=west, state=State.ASSIGNED)
    before = Mark.objects.get()
    moved = fix(appeal, location=EAST)
    after = Mark.objects.get()
    assert (moved.executor, moved.state) == (east, State.ASSIGNED)
    assert (after.executor_id, after.area_ids) == (east.pk, moved.area_ids)
    assert after.mk != before.mk
    assert Assignment.objects.get().organisation == east


def test_a_new_executor_begins_anew(catalogue: dict[str, Topic], towns: Towns) -> None:
    west, _east = towns
    appeal = make_appeal(topic=catalogue["pothole"], executor=west, state=State.IN_PROGRESS)
    assert fix(appeal, location=EAST).state == State.ASSIGNED


def test_nobody_at_the_new_place_means_a_choice_by_hand(catalogue: dict[str, Topic], towns: Towns) -> None:
    west, _east = towns
    appeal = make_appeal(topic=catalogue["pothole"], executor=west, state=State.IN_PROGRESS)
    moved = fix(appeal, location=LonLat(50, 60))
    assert (moved.executor, moved.state) == (None, State.ACCEPTED)
    assert Assignment.objects.get().explanation["manual_reason"] == "outside"


def test_a_choice_by_hand_passes_it_on_and_says_so(catalogue: dict[str, Topic], towns: Towns) -> None:
    chosen = make_organisation("УК Рассвет")
    appeal = make_appeal(topic=catalogue["pothole"], state=State.ACCEPTED)
    fixed = fix(appeal, executor_id=chosen.pk, comment="По договору")
    assignment = Assignment.objects.get()
    assert (fixed.executor, fixed.state) == (chosen, State.ASSIGNED)
    assert (assignment.is_manual, assignment.rule, assignment.organisation) == (True, "manual", chosen)
    told = assignment.explanation
    assert told["comment"] == "По договору"
    assert told["by_rule"]["organisation"]["name"] == "Запад"
    assert "УК Рассвет" in told["translations"]["ru"]["sentence"]


def test_a_choice_by_hand_is_never_overwritten_silently(catalogue: dict[str, Topic], towns: Towns) -> None:
    _west, east = towns
    chosen = make_organisation("УК Рассвет")
    appeal = make_appeal(topic=catalogue["pothole"], state=State.ACCEPTED)
    fix(appeal, executor_id=chosen.pk, comment="По договору")
    moved = fix(appeal, location=EAST)
    assert moved.executor == chosen
    last = Assignment.objects.last()
    assert last is not None
    assert last.is_manual
    assert last.explanation["by_rule"]["organisation"]["name"] == "Восток"
    assert fix(appeal, by_rule=True).executor == east


def test_in_moderation_the_proposal_changes_and_the_state_stays(
    catalogue: dict[str, Topic], towns: Towns
) -> None:
    _west, east = towns
    appeal = make_appeal(topic=catalogue["pothole"], state=State.MODERATION)
    moved = fix(appeal, location=EAST)
    assert (moved.executor, moved.state) == (east, State.MODERATION)


def test_a_home_topic_hides_the_place_at_once(catalogue: dict[str, Topic], towns: Towns) -> None:
    house = make_house("13", at=TOWN)
    appeal = make_appeal(topic=catalogue["pothole"], address=house.address, due_on=date(2026, 3, 24))
    fixed = fix(appeal, topic_code="no_heating")
    shown = LonLat(fixed.public_location.x, fixed.public_location.y)
    assert shown == coarsen(TOWN)
    assert fixed.public_address == "Метский, Садовая улица"
    appeal.refresh_from_db()
    assert appeal.topic.code == "no_heating"
    assert Mark.objects.get().topic_id == appeal.topic_id
    degrees = cast("Point", Mark.objects.get().geom_3857.transform(4326, clone=True))
    assert degrees.coords == pytest.approx((shown.lon, shown.lat), abs=1e-6)


def test_another_topic_brings_its_deadline(catalogue: dict[str, Topic]) -> None:
    appeal = make_appeal(topic=catalogue["pothole"])
    assert fix(appeal, topic_code="road_repair").due_on == date(2026, 4, 9)


def test_the_kind_must_suit_the_topic(catalogue: dict[str, Topic]) -> None:
    appeal = make_appeal(topic=catalogue["road_repair"])
    assert fix(appeal, kind=Kind.SUGGESTION).kind == Kind.SUGGESTION
    with pytest.raises(errors.WrongKind):
        fix(appeal, topic_code="pothole")


def test_the_public_text_can_be_cut_and_stays_masked(catalogue: dict[str, Topic]) -> None:
    appeal = make_appeal(topic=catalogue["pothole"], text="Яма у дома Ивановых, 8 921 123-45-67")
    fixed = fix(appeal, public_text="Яма у дома, 8 921 123-45-67")
    assert fixed.public_text == "Яма у дома, [телефон скрыт]"
    assert "Ивановых" in fixed.text


@pytest.mark.parametrize(
    "state", [State.REFUSED, State.CLOSED, State.ANSWERED, State.RATED, State.MERGED, State.WITHDRAWN]
)
def test_closed_ones_are_never_rewritten(catalogue: dict[str, Topic], state: State) -> None:
    appeal = make_appeal(topic=catalogue["pothole"], state=state)
    with pytest.raises(errors.WrongState):
        fix(appeal, location=EAST)


def test_only_moderators_may(catalogue: dict[str, Topic]) -> None:
    company = make_organisation()
    appeal = make_appeal(topic=catalogue["pothole"], executor=company)
    for actor in (PUBLIC, resident(), worker(company)):
        with pytest.raises(errors.NotAllowed):
            correct(actor=actor, number=appeal.number, correction=Correction(location=EAST), now=NOW)


@pytest.mark.parametrize("comment", ["", " \n "])
def test_a_choice_by_hand_says_why(catalogue: dict[str, Topic], towns: Towns, comment: str) -> None:
    west, east = towns
    appeal = make_appeal(topic=catalogue["pothole"], executor=west)
    with pytest.raises(errors.UnexplainedChoice) as refused:
        fix(appeal, executor_id=east.pk, comment=comment)
    assert refused.value.field == "comment"
    assert not Assignment.objects.exists()
    assert fix(appeal, by_rule=True).executor == west


def test_an_unknown_executor_changes_nothing(catalogue: dict[str, Topic]) -> None:
    appeal = make_appeal(topic=catalogue["pothole"])
    with pytest.raises(errors.UnknownExecutor):
        fix(appeal, executor_id=10**9, location=EAST, comment="По договору")
    appeal.refresh_from_db()
    assert appeal.location.coords == (TOWN.lon, TOWN.lat)
    assert not Assignment.objects.exists()


def test_history_tells_old_and_new_but_not_to_the_public(catalogue: dict[str, Topic]) -> None:
    appeal = make_appeal(topic=catalogue["road_repair"])
    fix(appeal, kind=Kind.SUGGESTION, comment="Это предложение")
    event = Event.objects.get()
    assert (event.old, event.new) == ({"kind": "problem"}, {"kind": "suggestion"})
    assert (event.comment, event.is_public) == ("Это предложение", False)


def test_nothing_changed_leaves_no_event(catalogue: dict[str, Topic]) -> None:
    fix(make_appeal(topic=catalogue["pothole"]))
    assert not Event.objects.exists()
