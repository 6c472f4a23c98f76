"""What is stuck is seen: by programs at /health/ and /metrics/, by administrators at /watchdog/."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.types import PUBLIC, Role, Viewer
from appeals.errors import NotAllowed
from appeals.services.events import record
from appeals.types import EventType
from channels.models import Notice
from channels.services.mending import try_again
from channels.services.spreading import SENDING, spread
from channels.types import NoticeState
from tests.builders import NOON, make_appeal, make_user
from tests.channels.working import answered, waiting

pytestmark = pytest.mark.django_db


def _worker(seconds_ago: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)",
            [timezone.now() - timedelta(seconds=seconds_ago)],
        )


def _job_of(seconds_ago: float, status: str = "todo") -> int:
    record(make_appeal(), EventType.SUPPORTED, actor=PUBLIC, now=NOON)
    job = ProcrastinateJob.objects.order_by("-pk")[0]
    at = timezone.now() - timedelta(seconds=seconds_ago)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [at, job.pk])
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, job.pk])
    return job.pk


def test_health_without_a_worker_is_degraded() -> None:
    _worker(120)
    assert Client().get("/health/").json() == {
        "status": "degraded",
        "database": True,
        "migrated": True,
        "worker": False,
        "late": False,
    }


@pytest.mark.parametrize(("seconds_ago", "statuses"), [(5, (200, 200)), (120, (200, 503))])
def test_a_dead_worker_stops_no_page_but_wakes_a_person(seconds_ago: int, statuses: tuple[int, int]) -> None:
    _worker(seconds_ago)
    assert tuple(Client().get(path).status_code for path in ("/health/", "/health/worker/")) == statuses


@pytest.mark.parametrize("path", ["/health/", "/health/worker/"])
def test_a_database_older_than_the_code_is_no_health(path: str) -> None:
    _worker(5)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'channels' AND name LIKE '0003%'")
    answer = Client().get(path)
    assert (answer.status_code, answer.json()) == (
        503,
        {"status": "down", "database": True, "migrated": False},
    )


def test_migrations_of_removed_code_do_no_harm() -> None:
    _worker(5)
    MigrationRecorder(connection).record_applied("gone", "0001_initial")
    assert Client().get("/health/").json()["status"] == "ok"


def test_health_asks_two_queries_and_tells_no_figures(django_assert_num_queries: Callable) -> None:
    _worker(5)
    Client().get("/health/")
    with django_assert_num_queries(2):
        told = Client().get("/health/").json()
    assert all(isinstance(value, bool) for name, value in told.items() if name != "status")


def test_health_with_a_worker() -> None:
    _worker(5)
    _job_of(10)
    assert Client().get("/health/").json()["status"] == "ok"


def test_health_of_a_worker_that_does_nothing() -> None:
    _worker(5)
    _job_of(400)
    assert Client().get("/health/").json()["late"] is True


def test_metrics_are_for_administrators_and_the_token() -> None:
    _worker(5)
    _job_of(90)
    client = Client()
    assert client.get("/metrics/").status_code == 403
    with override_settings(METRICS_TOKEN="secret"):
        assert client.get("/metrics/", headers={"Authorization": "Bearer other"}).status_code == 403
        text = client.get("/metrics/", headers={"Authorization": "Bearer secret"}).content.decode()
    assert "\nmetka_workers 1\n" in text
    assert "\nmetka_jobs_todo 1\n" in text
    age = float(text.split("\nmetka_oldest_job_seconds ")[1].split("\n")[0])
    assert 60 <= age < 120
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    assert client.get("/metrics/").status_code == 200


@pytest.mark.parametrize(
    ("role", "status"), [(None, 302), (Role.RESIDENT, 403), (Role.MODERATOR, 403), (Role.ADMINISTRATOR, 200)]
)
def test_the_watchdog_is_for_administrators(role: Role | None, status: int) -> None:
    client = Client()
    if role:
        client.force_login(make_user(role=role))
    assert client.get("/watchdog/").status_code == status
    assert client.post("/watchdog/").status_code == (302 if role in {None, Role.ADMINISTRATOR} else status)


def test_what_failed_is_shown_and_tried_again() -> None:
    job = _job_of(10, status="failed")
    event = answered(make_appeal(author_email="a@example.org"))
    spread(event.pk, now=NOON)
    Notice.objects.update(state=NoticeState.FAILED, problem="refused 550")
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    text = client.get("/watchdog/").content.decode()
    assert "channels.deliver" in text
    assert "refused 550" in text
    client.post("/watchdog/")
    assert ProcrastinateJob.objects.get(pk=job).status == "todo"
    assert Notice.objects.get().state == NoticeState.WAITING
    assert len(waiting(SENDING)) == 2


def test_nobody_else_tries_again() -> None:
    with pytest.raises(NotAllowed):
        try_again(actor=Viewer(1, frozenset({Role.MODERATOR})), now=NOON)
