"""Events and assignments are only added; events are chained, and the verifier finds what was changed past it."""

import json
from datetime import timedelta
from hashlib import sha256
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts.types import SYSTEM
from appeals.models import Appeal, Assignment, Event
from appeals.queries.chains import verify_events
from appeals.services.events import record
from appeals.types import EventType
from tests.builders import NOON, make_appeal, make_organisation, make_user, make_zone, resident

pytestmark = pytest.mark.django_db


def told(count: int = 3) -> Appeal:
    appeal = make_appeal()
    for step in range(count):
        record(
            appeal,
            EventType.STATE_CHANGED,
            actor=SYSTEM,
            now=NOON + timedelta(seconds=step, microseconds=7),
            new={"state": "answered", "b": [1, None]},
            comment="Слово",
        )
    return appeal


def unguarded(statement: str) -> None:
    """What somebody does who may switch triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE appeals_event DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE appeals_event ENABLE TRIGGER USER")


def test_events_are_numbered_and_chained_per_appeal() -> None:
    first, second = told(3), told(2)
    assert list(first.events.values_list("seq", flat=True)) == [1, 2, 3]
    assert list(second.events.values_list("seq", flat=True)) == [1, 2]
    before = b""
    for event in first.events.order_by("seq"):
        # Written by hand, beside the statement: what the digest is made of.
        content = (
            f'[{first.pk}, {event.seq}, "state_changed", "{event.at:%Y-%m-%dT%H:%M:%S.%f}", "system", {{}}, '
            '{"b": [1, null], "state": "answered"}, "Слово", true]'
        )
        before = sha256(before + sha256(content.encode()).digest()).digest()
        assert bytes(event.hash) == before
    verdict = verify_events()
    assert (verdict.appeals, verdict.events, verdict.sound) == (2, 5, True)


@pytest.mark.parametrize(
    "change",
    [
        {"comment": "Другое"},
        {"new": {}},
        {"at": NOON},
        {"type": "answered"},
        {"is_public": False},
        {"seq": 9},
        {"hash": b"x" * 32},
        {"actor_role": "moderator"},
    ],
)
def test_an_event_cannot_be_changed(change: dict[str, object]) -> None:
    appeal = told()
    with pytest.raises(IntegrityError), transaction.atomic():
        appeal.events.filter(seq=2).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).delete()
    assert verify_events().sound


def test_a_person_is_forgotten_and_the_chain_still_holds() -> None:
    user = make_user()
    appeal = make_appeal()
    record(appeal, EventType.RATED, actor=resident(), now=NOON, comment="Иванов, кв. 5", new={"rating": 1})
    record(appeal, EventType.CLOSED, actor=SYSTEM, now=NOON)
    assert appeal.events.filter(seq=1).update(actor=None) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        appeal.events.filter(seq=1).update(actor=user)
    assert appeal.events.filter(seq=1).update(comment="", digest=b"whatever") == 1
    event = Event.objects.get(appeal=appeal, seq=1)
    assert (event.comment, len(event.digest)) == ("", 32)
    verdict = verify_events()
    assert (verdict.sound, verdict.erased) == (True, 1)


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE appeals_event SET comment = 'x' WHERE seq = 2", 2),
        ('UPDATE appeals_event SET new = \'{"state": "closed"}\' WHERE seq = 3', 3),
        ("DELETE FROM appeals_event WHERE seq = 1", 2),
        ("DELETE FROM appeals_event WHERE seq = 2", 3),
        ("UPDATE appeals_event SET hash = 'x' WHERE seq = 1", 1),
    ],
)
def test_the_verifier_finds_what_was_changed_past_the_trigger(statement: str, seq: int) -> None:
    appeal, sound = told(), told()
    whole = verify_events(chunk=1)
    unguarded(f"{statement} AND appeal_id = {appeal.pk}")
    verdict = verify_events(chunk=1)
    assert verdict.broken == [(appeal.number, seq)]
    assert whole.sound
    out = StringIO()
    with pytest.raises(CommandError, match=appeal.number) as caught:
        call_command("verify_events", stdout=out)
    assert sound.number not in str(caught.value)


def test_a_history_cut_off_shows_in_the_fingerprint_and_one_removed_is_missing() -> None:
    appeal = told()
    before = verify_events()
    unguarded("DELETE FROM appeals_event WHERE seq = 3")
    after = verify_events()
    assert after.sound
    assert after.fingerprint != before.fingerprint
    unguarded("DELETE FROM appeals_event")
    assert verify_events().silent == [appeal.number]


def test_the_command_tells_counts_as_json() -> None:
    told()
    out = StringIO()
    call_command("verify_events", "--json", stdout=out)
    assert json.loads(out.getvalue())["events"] == 3


def test_the_migration_chains_what_was_there_before() -> None:
    appeal, other = told(3), told(1)
    before = verify_events().fingerprint
    # As the column is added: unnumbered, except that a number stands once.
    unguarded("UPDATE appeals_event SET seq = -id, hash = ''")
    assert len(verify_events().broken) == 2
    migration = import_module("appeals.migrations.0011_event_chain")
    unguarded(migration.CHAIN)
    assert verify_events().sound
    assert verify_events().fingerprint == before
    assert list(appeal.events.values_list("seq", flat=True)) == [1, 2, 3]
    assert other.events.get().seq == 1


@pytest.mark.parametrize(
    "change",
    [{"rule": "manual"}, {"organisation": None}, {"at": NOON}, {"explanation": {}}, {"is_manual": True}],
)
def test_an_assignment_cannot_be_changed(change: dict[str, Any]) -> None:
    zone = make_zone(make_organisation())
    kept = Assignment.objects.create(
        appeal=make_appeal(),
        at=NOON + timedelta(days=1),
        organisation=zone.organisation,
        zone=zone,
        actor=make_user(),
        rule="zone",
        explanation={"rule": "zone"},
    )
    rows = Assignment.objects.filter(pk=kept.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()
    # A person may be forgotten, and a zone deleted.
    assert rows.update(actor=None, zone=None) == 1
