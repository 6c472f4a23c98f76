"""What is stuck: figures for watchdog, health and metrics, and the jobs that wait for a person; mends nothing."""

from dataclasses import dataclass

from django.db.models import Count
from procrastinate.contrib.django.models import ProcrastinateJob

from channels.models import Notice
from channels.types import NoticeState
from geo import sql

ALIVE_S = 60.0
# Longer than any job waits while a worker is well.
LATE_S = 300.0
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Stuck:
    """Figures of now; ages in seconds. sweep_age_s: None before the first sweep."""

    workers: int
    todo: int
    doing: int
    failed: int
    oldest_job_s: float
    waiting: int
    gathered: int
    oldest_letter_s: float
    letters_failed: int
    sweep_age_s: float | None

    @property
    def is_well(self) -> bool:
        """A worker is alive and no job is late. Letters may wait for a mail server that is away."""
        return self.workers > 0 and self.oldest_job_s < LATE_S


def stuck() -> Stuck:
    """One query."""
    [row] = sql.records("channels", "stuck", {"alive_s": ALIVE_S})
    return Stuck(**row)


def failed_jobs() -> list[ProcrastinateJob]:
    """Jobs that failed as often as they may, the latest first."""
    return list(ProcrastinateJob.objects.filter(status="failed").order_by("-pk")[:_SHOWN])


def failed_letters() -> list[tuple[str, int]]:
    """Why letters failed, with their number, the most frequent first."""
    failed = Notice.objects.filter(state=NoticeState.FAILED)
    counted = failed.values("problem").annotate(number=Count("pk")).order_by("-number", "problem")
    return list(counted.values_list("problem", "number"))
