"""The bulk writer gives the same rows as a single submission and the makers of tests, by COPY."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from accounts.types import PUBLIC
from appeals.models import Appeal, Assignment, Event, Mark, Topic
from appeals.services import assigning
from appeals.services.bulk import BulkAppeal, known_source_keys, write_appeals
from appeals.services.submission import submit
from appeals.types import Draft, EventType, Kind, State, Visibility
from geo.types import LonLat
from tests.builders import TOWN, make_area, make_authority, make_house, make_organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ITS_OWN = {"id", "number", "client_key", "follow_token", "channel"}


def row(topic: Topic, place: LonLat = TOWN, **fields: Any) -> BulkAppeal:
    decision = assigning.decide(place, topic, now=NOW, house_id=None)
    plain: dict[str, Any] = {
        "text": "Яма, звоните +7 921 123-45-67",
        "submitted_at": NOW,
        "kind": Kind.PROBLEM,
        **fields,
    }
    return BulkAppeal(topic=topic, lon=place.lon, lat=place.lat, decision=decision, **plain)


@pytest.mark.parametrize("code", ["pothole", "no_heating"])
def test_equals_a_submission(catalogue: dict[str, Topic], code: str) -> None:
    make_authority(make_organisation("Администрация"), make_area("Речной"))
    house = make_house("13", at=TOWN)
    draft = Draft(Kind.PROBLEM, code, "Беда, звоните +7 921 123-45-67", uuid4(), location=TOWN)
    sent = submit(actor=PUBLIC, draft=draft, now=NOW)
    write_appeals([row(catalogue[code], text=draft.text, address=house.address)])
    copied = Appeal.objects.exclude(pk=sent.pk).get()
    assert _plain(copied, ITS_OWN) == _plain(Appeal.objects.get(pk=sent.pk), ITS_OWN)
    one, other = (_plain(Mark.objects.get(pk=appeal.pk), {"appeal", "number"}) for appeal in (sent, copied))
    assert one == other
    told, copied_told = (Assignment.objects.get(appeal=appeal).explanation for appeal in (sent, copied))
    assert copied_told["translations"] == told["translations"]
    assert copied_told["organisation"] == told["organisation"]
    assert copied_told["boundary_version"] == told["boundary_version"]


def _plain(instance: Appeal | Mark, without: set[str]) -> dict[str, object]:
    values = model_to_dict(instance, exclude=list(without))
    shapes = {name: value.coords for name, value in values.items() if hasattr(value, "coords")}
    rounded = {name: tuple(round(degrees, 7) for degrees in place) for name, place in shapes.items()}
    return {**values, **rounded}


def test_hidden_states_are_never_public(catalogue: dict[str, Topic]) -> None:
    rows = [
        row(catalogue["pothole"], state=state, visibility=Visibility.PUBLIC)
        for state in State
        if state != State.DRAFT
    ]
    write_appeals(rows)
    public = set(Appeal.objects.visible_to(PUBLIC).values_list("state", flat=True))
    assert public == set(State) - {State.DRAFT, State.SUBMITTED, State.MODERATION, State.REFUSED}
    assert set(Mark.objects.visible_to(PUBLIC).values_list("state", flat=True)) == public


def test_history_is_written(catalogue: dict[str, Topic]) -> None:
    answered = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
    steps = ((State.ACCEPTED, NOW), (State.ASSIGNED, NOW), (State.ANSWERED, answered))
    write_appeals([row(catalogue["pothole"], state=State.ANSWERED, answer="Готово", reached=steps)])
    assert [event.type for event in Event.objects.all()] == [
        EventType.IMPORTED,
        EventType.ACCEPTED,
        EventType.STATE_CHANGED,
        EventType.ANSWERED,
    ]
    assert Event.objects.last().old == {"state": "assigned"}
    assert Appeal.objects.get().changed_at == answered


@pytest.mark.parametrize(
    ("state", "reached", "often"),
    [
        (State.REOPENED, (), 1),
        (State.CLOSED, ((State.ANSWERED, NOW), (State.REOPENED, NOW), (State.CLOSED, NOW)), 1),
        (State.CLOSED, ((State.ANSWERED, NOW), (State.CLOSED, NOW)), 0),
    ],
)
def test_what_was_sent_back_is_counted(
    catalogue: dict[str, Topic], state: State, reached: tuple[tuple[State, datetime], ...], often: int
) -> None:
    write_appeals([row(catalogue["pothole"], state=state, reached=reached)])
    assert (Appeal.objects.get().reopenings, Mark.objects.get().reopened) == (often, often > 0)


def test_numbers_are_random_and_given_ones_are_kept(catalogue: dict[str, Topic]) -> None:
    write_appeals([row(catalogue["pothole"], number="100000001"), *[row(catalogue["pothole"])] * 20])
    numbers = set(Appeal.objects.values_list("number", flat=True))
    assert len(numbers) == 21
    assert "100000001" in numbers
    assert all(len(number) == 9 for number in numbers)


def test_a_source_key_comes_once(catalogue: dict[str, Topic]) -> None:
    write_appeals([row(catalogue["pothole"], source_key="town:1")])
    assert known_source_keys(["town:1", "town:2"]) == {"town:1"}
    with pytest.raises(IntegrityError):
        write_appeals([row(catalogue["pothole"], source_key="town:1")])


def test_many_chunks_and_nothing(catalogue: dict[str, Topic], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("appeals.services.bulk.CHUNK", 3)
    assert write_appeals([]) == 0
    assert write_appeals(row(catalogue["pothole"]) for _again in range(8)) == 8
    assert (Appeal.objects.count(), Mark.objects.count()) == (8, 8)


def test_text_and_quotes_survive_copy(catalogue: dict[str, Topic]) -> None:
    text = 'Строка\nвторая\tи \\N, «кавычки», \\ и "ещё"'
    write_appeals([row(catalogue["pothole"], text=text)])
    assert Appeal.objects.get().text == text


def test_unexplained_rows_still_say_the_rule(catalogue: dict[str, Topic]) -> None:
    make_area("Речной")
    write_appeals([row(catalogue["pothole"])], explained=False)
    assignment = Assignment.objects.get()
    assert (assignment.rule, assignment.explanation) == ("manual", {})


def test_queries_do_not_grow_with_the_rows(catalogue: dict[str, Topic]) -> None:
    def count(rows: Sequence[BulkAppeal]) -> int:
        with CaptureQueriesContext(connection) as captured:
            write_appeals(rows)
        return len(captured)

    assert count([row(catalogue["pothole"])]) == count([row(catalogue["pothole"])] * 30)
