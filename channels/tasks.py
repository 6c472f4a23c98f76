"""Jobs of the worker: each loads by id and calls one service; what they do stands there, when in `docs/jobs.md`.

Those of appeals and analytics stand here too: they know no worker.
"""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from accounts.types import PUBLIC
from analytics.exporting import dumping
from analytics.services import exports, reporting, totals
from analytics.services.compacting import compact
from appeals.queries.statistics import statistics
from appeals.services import following, rating, reminding
from appeals.services import work as working
from appeals.services.events import DELIVERY
from appeals.types import Selection
from channels.errors import NotDelivered
from channels.rules.pacing import job_wait_s
from channels.services import confirming, digesting, sending, spreading, subscribing, sweeping
from channels.services import reporting as reports

# A letter is given up by its age; anything else that fails so often waits for a person, who sees it in the watchdog.
MOST_ATTEMPTS = 30


class Again(BaseRetryStrategy):
    """Tries again later and later."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, NotDelivered):
            return RetryDecision(retry_at=timezone.now() + timedelta(seconds=exception.wait_s))
        if job.attempts >= MOST_ATTEMPTS:
            return None
        return RetryDecision(retry_at=timezone.now() + timedelta(seconds=job_wait_s(job.attempts)))


@app.task(name=DELIVERY, retry=Again())
def deliver(event_id: int) -> None:
    spreading.spread(event_id, now=timezone.now())


@app.task(name=spreading.SENDING, retry=Again())
def send(notice_id: int) -> None:
    sending.send(notice_id, now=timezone.now())


@app.task(name=digesting.SENDING_DIGEST, retry=Again())
def send_digest(digest: str) -> None:
    sending.send_digest(UUID(digest), now=timezone.now())


@app.task(name=subscribing.CONFIRMING, retry=Again())
def confirm(subscription_id: int) -> None:
    confirming.send_confirmation(subscription_id)


@app.periodic(cron="*/10 * * * *")
@app.task(name="channels.gather", queueing_lock="channels.gather")
def gather(timestamp: int) -> None:
    digesting.gather(now=timezone.now())


# A worker that slept does what is due when it wakes; what was done by hand meanwhile is left alone.
@app.periodic(cron="4-59/10 * * * *")
@app.task(name="channels.resume_due", queueing_lock="channels.resume_due")
def resume_due(timestamp: int) -> None:
    working.resume_due(now=timezone.now())


@app.periodic(cron="2-59/10 * * * *")
@app.task(name="channels.remind", queueing_lock="channels.remind")
def remind(timestamp: int) -> None:
    reminding.remind(now=timezone.now())


@app.periodic(cron="7-59/10 * * * *")
@app.task(name="channels.close_unrated", queueing_lock="channels.close_unrated")
def close_unrated(timestamp: int) -> None:
    rating.close_unrated(now=timezone.now())


# Nobody who opens the statistics waits until millions of appeals are counted.
@app.periodic(cron="2-59/10 * * * *")
@app.task(name="channels.count_ahead", queueing_lock="channels.count_ahead")
def count_ahead(timestamp: int) -> None:
    statistics(PUBLIC, Selection(), now=timezone.now(), fresh=timedelta(0))


# What others change meanwhile is left for the next time; the lock keeps one run from overtaking another.
@app.periodic(cron="6-59/10 * * * *")
@app.task(
    name="channels.compact_rollup", queueing_lock="channels.compact_rollup", lock="channels.compact_rollup"
)
def compact_rollup(timestamp: int) -> None:
    compact()


# A worker that slept takes the months that went by: each as it stands then, and never again.
@app.periodic(cron="47 1 * * *")
@app.task(name="channels.take_months", queueing_lock="channels.take_months")
def take_months(timestamp: int) -> None:
    totals.take_months(now=timezone.now())


@app.periodic(cron="17 1 * * *")
@app.task(name="channels.tidy", queueing_lock="channels.tidy")
def tidy(timestamp: int) -> None:
    sweeping.tidy(now=timezone.now())
    subscribing.forget_unconfirmed(now=timezone.now())
    following.forget_unconfirmed(now=timezone.now())


@app.periodic(cron="47 * * * *")
@app.task(name="channels.forget_exports", queueing_lock="channels.forget_exports")
def forget_exports(timestamp: int) -> None:
    exports.forget_old(now=timezone.now())


# Hourly, so that a worker that slept through Monday's first hour writes when it wakes.
@app.periodic(cron="27 * * * *")
@app.task(name="channels.write_reports", queueing_lock="channels.write_reports")
def write_reports(timestamp: int) -> None:
    reporting.write_due(now=timezone.now())


@app.task(name=reporting.SENDING, retry=Again())
def send_report(letter_id: int) -> None:
    reports.send_report(letter_id, now=timezone.now())


@app.periodic(cron="41 0 * * *")
@app.task(name="channels.dump_open_data", queueing_lock="channels.dump_open_data")
def dump_open_data(timestamp: int) -> None:
    dumping.dump(now=timezone.now())
