"""Re-examination of open appeals: preview, apply, closed ones untouched, choices by hand kept."""

import json
from datetime import UTC, date, datetime
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command

from accounts.types import PUBLIC, SYSTEM
from appeals.errors import NotAllowed
from appeals.models import Appeal, Assignment, Event, Mark
from appeals.queries.card import card_by_number
from appeals.services.correction import Correction, assign, correct
from appeals.services.moderation import accept
from appeals.services.reexamination import apply, preview
from appeals.services.submission import submit
from appeals.services.work import decline
from appeals.types import Draft, EventType, Kind, State, Visibility
from geo.types import LonLat
from territories.models import Area, Organisation
from territories.services.boundaries import publish, stage
from tests.builders import make_authority, make_organisation, make_topic, moderator, worker
from tests.grid import Grid

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 4, 10, 12, 0, tzinfo=UTC)
BEFORE, AFTER = Grid("AABB\nAABB"), Grid("AAAB\nAAAB")
MOVED, STAYING = BEFORE.point(2, 0), BEFORE.point(0, 0)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town() -> None:
    publish(version=stage(collection="town", rows=[BEFORE.area("A"), BEFORE.area("B")]), now=NOW)
    for letter in "AB":
        make_authority(make_organisation(f"Орган {letter}"), Area.objects.get(code=letter))


def sent(place: LonLat) -> Appeal:
    draft = Draft(Kind.PROBLEM, make_topic().code, "Яма на дороге", uuid4(), location=place)
    return submit(actor=PUBLIC, draft=draft, now=NOW)


def reform() -> None:
    version = stage(collection="town", rows=[AFTER.area("A"), AFTER.area("B")])
    publish(version=version, valid_from=date(2026, 4, 1), now=LATER)


def test_preview_names_those_that_change_and_writes_nothing() -> None:
    moved, staying = sent(MOVED), sent(STAYING)
    reform()
    review = preview(now=LATER)
    assert review.examined == 2
    assert [(c.number, c.before, c.after) for c in review.changed] == [(moved.number, "Орган B", "Орган A")]
    assert Assignment.objects.count() == 2
    assert staying.executor.name == "Орган A"


def test_nothing_changes_without_a_reform() -> None:
    sent(MOVED)
    review = apply(actor=SYSTEM, now=LATER)
    assert (review.changed, review.moved, review.kept) == ([], [], [])


def test_apply_appends_an_assignment_an_event_and_moves_the_mark() -> None:
    appeal = sent(MOVED)
    reform()
    apply(actor=SYSTEM, now=LATER)
    appeal.refresh_from_db()
    first, second = Assignment.objects.filter(appeal=appeal)
    assert (first.organisation.name, second.organisation.name) == ("Орган B", "Орган A")
    assert second.version.number == 2
    assert appeal.executor.name == "Орган A"
    assert appeal.area.code == "A"
    mark = Mark.objects.get(appeal=appeal)
    assert (mark.executor_id, mark.area_ids) == (appeal.executor_id, appeal.area_ids)
    event = Event.objects.filter(appeal=appeal, type=EventType.ASSIGNED).last()
    assert event.new["executor"] == appeal.executor_id
    assert preview(now=LATER).changed == []


@pytest.mark.parametrize("state", [State.ANSWERED, State.CLOSED, State.REFUSED, State.WITHDRAWN])
def test_closed_appeals_are_never_rewritten(state: State) -> None:
    appeal = sent(MOVED)
    Appeal.objects.filter(pk=appeal.pk).update(state=state)
    reform()
    review = apply(actor=SYSTEM, now=LATER)
    appeal.refresh_from_db()
    assert (review.examined, review.changed) == (0, [])
    assert appeal.executor.name == "Орган B"


def test_a_choice_by_hand_is_kept_and_told() -> None:
    appeal = sent(MOVED)
    other = make_organisation("Выбрана вручную")
    assign(actor=moderator(), number=appeal.number, executor_id=other.pk, comment="По договору", now=NOW)
    reform()
    review = apply(actor=SYSTEM, now=LATER)
    appeal.refresh_from_db()
    assert review.changed == []
    assert [(c.before, c.after) for c in review.kept] == [("Выбрана вручную", "Орган A")]
    assert appeal.executor == other
    assert appeal.area.code == "A"


def test_whoever_declined_is_not_asked_again_by_the_rule() -> None:
    appeal = sent(STAYING)
    accept(actor=moderator(), number=appeal.number, visibility=Visibility.PUBLIC, now=NOW)
    decliner = Organisation.objects.get(name="Орган A")
    decline(actor=worker(decliner), number=appeal.number, comment="Не наше", now=NOW)
    row = Assignment.objects.order_by("pk").last()
    assert row is not None
    assert (row.organisation_id, row.rule, row.is_manual) == (None, "manual", True)
    card = card_by_number(PUBLIC, appeal.number)
    assert card is not None
    assert card.explanation is not None
    assert card.explanation["organisation"] is None
    assert "Орган A" not in card.explanation["sentence"]
    assert card.explanation["area"]["code"] == "A"
    review = apply(actor=SYSTEM, now=LATER)
    appeal.refresh_from_db()
    assert (review.changed, appeal.executor, appeal.state) == ([], None, State.ACCEPTED)


def test_the_public_may_not_apply() -> None:
    with pytest.raises(NotAllowed):
        apply(actor=PUBLIC, now=LATER)


def test_command_previews_then_applies() -> None:
    appeal = sent(MOVED)
    reform()
    out = StringIO()
    call_command("reexamine", "--json", "--on", "2026-04-10", stdout=out)
    told = json.loads(out.getvalue())
    assert [change["number"] for change in told["changed"]] == [appeal.number]
    assert not told["applied"]
    call_command("reexamine", "--apply", "--on", "2026-04-10", stdout=StringIO())
    appeal.refresh_from_db()
    assert appeal.executor == Organisation.objects.get(name="Орган A")


def test_a_correction_after_the_reform_follows_the_new_boundaries() -> None:
    appeal, other = sent(MOVED), make_topic("lamp_broken")
    reform()
    apply(actor=SYSTEM, now=LATER)
    change = Correction(topic_code=other.code)
    corrected = correct(actor=moderator(), number=appeal.number, correction=change, now=LATER)
    assert corrected.executor.name == "Орган A"
    assert Assignment.objects.filter(appeal=appeal).last().version.number == 2
