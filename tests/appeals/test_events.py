"""An event and the job that tells of it are written by one transaction; what comes in bulk has no job."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.types import PUBLIC
from appeals.models import Event
from appeals.services.bulk import BulkAppeal, write_appeals
from appeals.services.events import DELIVERY, record
from appeals.types import EventType, Kind, State
from territories.types import Decision, Rule
from tests.builders import NOON, TOWN, make_appeal, make_topic

pytestmark = pytest.mark.django_db


def jobs() -> list[int]:
    """Events that wait to be told of."""
    found = ProcrastinateJob.objects.filter(task_name=DELIVERY, status="todo").order_by("pk")
    return [job.args["event_id"] for job in found]


def test_an_event_has_its_job() -> None:
    appeal = make_appeal()
    with CaptureQueriesContext(connection) as queries:
        event = record(appeal, EventType.ACCEPTED, actor=PUBLIC, now=NOON)
    assert jobs() == [event.pk]
    assert len(queries) == 2


def test_both_go_back_together() -> None:
    appeal = make_appeal()
    with transaction.atomic():
        record(appeal, EventType.ACCEPTED, actor=PUBLIC, now=NOON)
        transaction.set_rollback(True)
    assert jobs() == []
    assert not Event.objects.exists()


def test_bulk_tells_nobody() -> None:
    reached = ((State.ACCEPTED, NOON + timedelta(hours=1)),)
    nobody = Decision(Rule.MANUAL, None, None, None, ambiguous=False, border_m=None)
    row = BulkAppeal(
        make_topic(),
        Kind.PROBLEM,
        "Яма",
        TOWN.lon,
        TOWN.lat,
        NOON,
        nobody,
        state=State.ACCEPTED,
        reached=reached,
    )
    write_appeals([row])
    assert jobs() == []
    assert [event.new["silent"] for event in Event.objects.all()] == [True, True]
