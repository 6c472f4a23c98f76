"""Sets failed jobs and letters going again when a person asks for it; what nobody works on is the sweep's."""

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.rules import may_administer
from accounts.types import Viewer
from appeals.errors import NotAllowed
from channels.models import Notice
from channels.services.spreading import defer_sending
from channels.types import NoticeState


@transaction.atomic
def try_again(*, actor: Viewer, now: datetime) -> int:
    """Put every failed job back in the queue and every failed letter on its way; answers how many. Raises NotAllowed.

    A letter gets three days anew.
    """
    if not may_administer(actor):
        raise NotAllowed
    failed = list(ProcrastinateJob.objects.filter(status="failed").values_list("pk", flat=True))
    for job_id in failed:
        jobs.job_manager.retry_job_by_id(job_id=job_id, retry_at=now)
    letters = Notice.objects.select_for_update().filter(state=NoticeState.FAILED)
    ids = sorted(letters.values_list("pk", flat=True))
    # A daily letter that failed goes out as single ones.
    Notice.objects.filter(pk__in=ids).update(
        state=NoticeState.WAITING, digest=None, problem="", created_at=now
    )
    defer_sending(ids)
    return len(failed) + len(ids)
