"""Does the jobs that wait, as the worker would, but here and now; not the worker itself."""

from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.types import PUBLIC, Viewer
from appeals.models import Appeal, Event
from appeals.services.events import DELIVERY, record
from appeals.types import EventType
from channels.services import confirming, digesting, sending, spreading, subscribing
from tests.builders import NOON


def waiting(task: str = "") -> list[ProcrastinateJob]:
    """Jobs that wait, of one task or all of ours, in order."""
    found = ProcrastinateJob.objects.filter(status="todo", task_name__startswith=task or "channels.")
    return list(found.order_by("pk"))


def work(now: datetime) -> int:
    """Does every job until none is left; answers how many. A letter that is not delivered raises NotDelivered."""
    done = 0
    while jobs := waiting():
        for job in jobs:
            _do(job, now)
            app.job_manager.cancel_job_by_id(job.pk, delete_job=True)
            done += 1
    return done


def _do(job: ProcrastinateJob, now: datetime) -> None:
    if job.task_name == DELIVERY:
        spreading.spread(job.args["event_id"], now=now)
    elif job.task_name == spreading.SENDING:
        sending.send(job.args["notice_id"], now=now)
    elif job.task_name == digesting.SENDING_DIGEST:
        sending.send_digest(UUID(job.args["digest"]), now=now)
    elif job.task_name == subscribing.CONFIRMING:
        confirming.send_confirmation(job.args["subscription_id"])
    else:
        raise AssertionError(job.task_name)


def answered(appeal: Appeal, actor: Viewer = PUBLIC) -> Event:
    """The event of an answer, at noon."""
    old, new = {"state": "in_progress"}, {"state": "answered"}
    return record(appeal, EventType.ANSWERED, actor=actor, now=NOON, old=old, new=new)
