"""The worker's two halves: procrastinate, which does the jobs, and the sweep in a thread; not the jobs themselves."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Thread

from django.db import Error, close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.db_cleanup import DjangoApp
from procrastinate.contrib.django.django_connector import DjangoConnector

from channels.services.sweeping import sweep

logger = logging.getLogger(__name__)
_GRACE_S = 20.0


@dataclass(frozen=True, slots=True)
class Pace:
    """concurrency: jobs at once. sweep_s: seconds between sweeps. silent_s: without a sign from it a worker is dead.

    most_s: no job lasts longer. settled_s: events and letters this old without a job are missed.
    """

    concurrency: int
    sweep_s: float
    silent_s: float
    most_s: float
    settled_s: float


def work(pace: Pace) -> None:
    """Do jobs and sweep until SIGTERM or SIGINT; the jobs under way are finished first. Raises what ended it else."""
    end = Event()
    sweeper = Thread(target=_sweep_on, args=(pace, end), name="sweeper", daemon=True)
    sweeper.start()
    try:
        asyncio.run(_work(pace))
    finally:
        end.set()
        sweeper.join(_GRACE_S)


async def _work(pace: Pace) -> None:
    """A second app with the same tasks, and those that a worker alone imports: it fetches jobs by a pool of its own.

    What the tasks defer goes on through the first one, by Django's connection and so by the task's own transaction; an
    app whose connector is replaced would write those jobs before the rows they are about.
    """
    assert isinstance(jobs.connector, DjangoConnector)
    fetching = DjangoApp(connector=jobs.connector.get_worker_connector(), import_paths=jobs.import_paths)
    fetching.tasks = jobs.tasks
    fetching.periodic_registry = jobs.periodic_registry
    async with fetching.open_async():
        await fetching.run_worker_async(
            concurrency=pace.concurrency,
            update_heartbeat_interval=pace.silent_s / 3,
            stalled_worker_timeout=pace.silent_s,
            shutdown_graceful_timeout=_GRACE_S,
        )


def _sweep_on(pace: Pace, end: Event) -> None:
    """Not a job: one that got stuck could not rescue itself. A failure is told and the next sweep tries again."""
    while True:
        try:
            close_old_connections()
            done = sweep(
                now=timezone.now(),
                silent_s=pace.silent_s,
                most_s=pace.most_s,
                settled=timedelta(seconds=pace.settled_s),
            )
            if done:
                logger.warning(
                    "set going again: %d jobs, %d events, %d letters", done.jobs, done.events, done.letters
                )
        except Error:
            logger.exception("the sweep failed")
        if end.wait(pace.sweep_s):
            close_old_connections()
            return
