"""Sets going again what nobody works on: jobs of dead workers, events and letters without a job; tidies up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone
from procrastinate.contrib.django import app as jobs
from procrastinate.types import JSONDict

from analytics.services.reporting import SENDING as SENDING_REPORT
from appeals.models import Event
from appeals.services.events import DELIVERY
from channels.models import Notice, Sweep
from channels.services.digesting import SENDING_DIGEST
from channels.services.spreading import defer_sending
from geo import sql

# A transaction that has taken a number may end after a later one: what is younger than this is looked at next time.
_SETTLED = timedelta(minutes=10)
_BATCH = 50_000
KEPT = timedelta(days=365)
KEPT_JOBS_H = 7 * 24


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep set going again."""

    jobs: int
    events: int
    letters: int

    def __bool__(self) -> bool:
        return bool(self.jobs or self.events or self.letters)


def sweep(*, now: datetime, silent_s: float, most_s: float, settled: timedelta = _SETTLED) -> Swept:
    """One pass over everything that might lie about. Two sweeps at once do the work once.

    silent_s: seconds without a sign after which a worker is dead. most_s: seconds that a job may last. settled: how old
    an event or a letter must be to be missed.
    """
    with transaction.atomic():
        if not _alone():
            return Swept(0, 0, 0)
        rescued = _rescue(silent_s, most_s)
        events = _spread_missed(now - settled)
        letters = _send_missed(now - settled) + _report_missed(now - settled)
        Sweep.objects.update(at=now)
    return Swept(rescued, events, letters)


def tidy(*, now: datetime) -> None:
    """Delete what is old: jobs that were done a week ago, notices of a year ago."""
    Notice.objects.filter(created_at__lt=now - KEPT).delete()
    sql.execute("channels", "old_jobs", {"hours": KEPT_JOBS_H})


def _alone() -> bool:
    """Locks the row of the sweep; False when another sweep has it."""
    Sweep.objects.get_or_create(pk=1)
    return Sweep.objects.select_for_update(skip_locked=True).first() is not None


def _rescue(silent_s: float, most_s: float) -> int:
    """Put jobs that nobody does back in the queue."""
    rows = sql.rows("channels", "stalled_jobs", {"silent_s": silent_s, "most_s": most_s})
    for (job_id,) in rows:
        jobs.job_manager.retry_job_by_id(job_id=job_id, retry_at=timezone.now())
    return len(rows)


def _spread_missed(before: datetime) -> int:
    """Write the job of each event that has none; the mark moves on behind them."""
    mark = Sweep.objects.get()
    later = Event.objects.filter(pk__gt=mark.event_id, pk__lte=mark.event_id + _BATCH)
    fresh = later.filter(at__gte=before).aggregate(first=Min("pk"))["first"]
    last = later.aggregate(last=Max("pk"))["last"]
    if last is None:
        # Rows of a transaction that went back leave a gap that may be longer than one batch.
        last = Event.objects.filter(pk__gt=mark.event_id).aggregate(first=Min("pk"))["first"]
        until = mark.event_id if last is None else last - 1
    else:
        until = last if fresh is None else fresh - 1
    if until <= mark.event_id:
        return 0
    params = {"after_id": mark.event_id, "until_id": until, "task": DELIVERY}
    missed: list[JSONDict] = [
        {"event_id": pk} for (pk,) in sql.rows("channels", "events_without_job", params)
    ]
    if missed:
        jobs.configure_task(DELIVERY).batch_defer(*missed)
    Sweep.objects.update(event_id=until)
    return len(missed)


def _send_missed(before: datetime) -> int:
    """Write the job of each letter that has none."""
    rows = sql.rows("channels", "letters_without_job", {"before": before})
    defer_sending(notice_id for notice_id, digest in rows if digest is None)
    digests: list[JSONDict] = [{"digest": str(digest)} for _id, digest in rows if digest is not None]
    if digests:
        jobs.configure_task(SENDING_DIGEST).batch_defer(*digests)
    return len(rows)


def _report_missed(before: datetime) -> int:
    """Write the job of each letter with a report that has none."""
    params = {"before": before, "task": SENDING_REPORT}
    missed: list[JSONDict] = [
        {"letter_id": pk} for (pk,) in sql.rows("channels", "reports_without_job", params)
    ]
    if missed:
        jobs.configure_task(SENDING_REPORT).batch_defer(*missed)
    return len(missed)
