"""The sweep: jobs of dead workers, events and letters without a job are set going again, once."""

from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from appeals.models import Event
from appeals.services.events import DELIVERY
from appeals.types import EventType
from channels.models import Notice, Sweep
from channels.services.spreading import SENDING, spread
from channels.services.sweeping import Swept, sweep, tidy
from tests.builders import NOON, make_appeal
from tests.channels.working import answered, waiting

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
NOTHING = Swept(0, 0, 0)


def _sweep() -> Swept:
    return sweep(now=LATER, silent_s=30, most_s=300)


def _event() -> Event:
    return answered(make_appeal(author_email="a@example.org"))


def _run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _doing(seconds_since_sign: float, seconds_since_start: float) -> int:
    """A job under way by a worker that gave its last sign so long ago."""
    _event()
    job = ProcrastinateJob.objects.order_by("-pk")[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) SELECT now() - make_interval(secs => %s) RETURNING id",
            [seconds_since_sign],
        )
        (worker,) = cursor.fetchone()
    _run("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", worker, job.pk)
    _run(
        "UPDATE procrastinate_events SET at = now() - make_interval(secs => %s) WHERE job_id = %s AND type = 'started'",
        seconds_since_start,
        job.pk,
    )
    return job.pk


@pytest.mark.parametrize(
    ("since_sign", "since_start", "rescued"),
    [(5, 5, 0), (60, 5, 1), (5, 400, 1)],
    ids=["well", "dead", "stuck"],
)
def test_jobs_that_nobody_does(since_sign: float, since_start: float, rescued: int) -> None:
    job = _doing(since_sign, since_start)
    assert _sweep().jobs == rescued
    assert ProcrastinateJob.objects.get(pk=job).status == ("todo" if rescued else "doing")
    assert _sweep().jobs == 0


def test_an_event_without_a_job_gets_one() -> None:
    event = _event()
    _run("DELETE FROM procrastinate_jobs")
    assert _sweep() == Swept(0, 1, 0)
    assert [job.args["event_id"] for job in waiting(DELIVERY)] == [event.pk]
    assert _sweep() == NOTHING
    assert Sweep.objects.get().event_id == event.pk


def test_an_event_that_has_been_told_of_gets_none() -> None:
    spread(_event().pk, now=NOON)
    _run("DELETE FROM procrastinate_jobs WHERE task_name = %s", DELIVERY)
    assert _sweep() == NOTHING


def test_what_came_in_bulk_gets_none() -> None:
    Event.objects.create(
        appeal=make_appeal(), type=EventType.ANSWERED, at=NOON, actor_role="system", new={"silent": True}
    )
    assert _sweep() == NOTHING


def test_what_may_still_be_written_is_left_for_the_next_time() -> None:
    event = Event.objects.create(
        appeal=make_appeal(),
        type=EventType.ANSWERED,
        at=LATER,
        actor_role="system",
        new={"state": "answered"},
    )
    assert _sweep() == NOTHING
    assert Sweep.objects.get().event_id < event.pk


def test_a_letter_without_a_job_gets_one() -> None:
    spread(_event().pk, now=NOON)
    _run("DELETE FROM procrastinate_jobs WHERE task_name = %s", SENDING)
    assert _sweep() == Swept(0, 0, 1)
    assert [job.args["notice_id"] for job in waiting(SENDING)] == [Notice.objects.get().pk]
    assert _sweep() == NOTHING


def test_a_letter_whose_job_failed_waits_for_a_person() -> None:
    spread(_event().pk, now=NOON)
    _run("UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name = %s", SENDING)
    assert _sweep() == NOTHING


def test_old_jobs_and_notices_are_deleted() -> None:
    spread(_event().pk, now=NOON)
    _run("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE task_name = %s", DELIVERY)
    tidy(now=NOON)
    assert ProcrastinateJob.objects.count() == 2
    _run("UPDATE procrastinate_events SET at = now() - interval '8 days'")
    tidy(now=NOON + timedelta(days=366))
    assert [job.task_name for job in ProcrastinateJob.objects.all()] == [SENDING]
    assert not Notice.objects.exists()
