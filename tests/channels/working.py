"""Does the jobs that wait, as the worker would, but here and now; not the worker itself."""

from datetime import datetime
from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.types import PUBLIC, Viewer
from appeals.models import Appeal, Event
from appeals.rules.lifecycle import TABLE
from appeals.services.events import DELIVERY, record
from appeals.types import Action, State
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
    return took(appeal, Action.ANSWER, State.IN_PROGRESS, actor=actor)


def took(
    appeal: Appeal,
    action: Action,
    old: State,
    *,
    actor: Viewer = PUBLIC,
    comment: str = "",
    is_public: bool = True,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Event:
    """The event of a step from a state, at noon, as the table has it. before, after: what else it tells."""
    [row] = [row for row in TABLE if (row.action, row.old) == (action, old)]
    return record(
        appeal,
        row.event,
        actor=actor,
        now=NOON,
        old={"state": old.value, **(before or {})},
        new={"state": row.new.value, "action": action.value, **(after or {})},
        comment=comment,
        is_public=is_public,
    )
