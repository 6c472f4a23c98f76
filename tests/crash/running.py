"""Load, kills, draining and the report of one crash run; needs Django set up on the cluster."""

import random
import time
from dataclasses import asdict
from threading import Event

from django.core.management import call_command
from django.db import Error, connection
from procrastinate.contrib.django.models import ProcrastinateJob

from channels.models import Notice
from channels.types import NoticeState
from tests.crash.cluster import Cluster
from tests.crash.load import Days, Hand, Record, begin_daily_letters
from tests.crash.post import Post
from tests.crash.town import build
from tests.crash.verdict import Verdict, judge
from tests.crash.workers import Workers

HANDS = 2
# Nothing done for so long: what still waits is stuck.
STUCK_AFTER_S = 180.0
# Letters that must have gone out since the last kill, so that each kill meets work; and how long is waited for them.
BUSY_LETTERS = 5
BUSY_WITHIN_S = 30.0
Kill = tuple[float, str]
_UNSENT = [NoticeState.WAITING, NoticeState.GATHERED]


def run(cluster: Cluster, port: int, *, kills: int, seed: int) -> bool:
    """Whether nothing was lost and every doubled letter is explained."""
    print(f"seed {seed}, {kills} kills, cluster in {cluster.folder}", flush=True)
    call_command("migrate", verbosity=0)
    moderator, worker = build()
    post, record, end, workers = Post(port), Record(), Event(), Workers()
    hands = [Hand(record, moderator, worker, end, seed + number) for number in range(HANDS)]
    threads = [*hands, Days(record, end)]
    post.start()
    began = time.monotonic()
    try:
        workers.keep()
        for thread in threads:
            thread.start()
        done = _kill(cluster, workers, post, kills, random.Random(seed))
        end.set()
        for thread in threads:
            thread.join(60)
        lasted = time.monotonic() - began
        under_fire = post.count
        drained = _drain(workers, post)
    finally:
        end.set()
        workers.stop()
        post.stop()
    verdict = judge(record, post, [at for at, _what in done])
    print(f"letters accepted while the kills went on: {under_fire}")
    _report(record, done, workers, verdict, lasted, drained)
    return verdict.passed and drained is not None


def _kill(cluster: Cluster, workers: Workers, post: Post, kills: int, chance: random.Random) -> list[Kill]:
    """Kill one worker, or the database, at a random moment of their work; what died is started again."""
    done: list[Kill] = []
    while len(done) < kills:
        _wait_for_work(workers, post)
        time.sleep(chance.uniform(0, 0.7))
        if chance.random() < 0.4:
            done.append((time.monotonic(), "database"))
            cluster.crash()
            time.sleep(chance.uniform(0, 1))
            cluster.start()
        else:
            done.append((time.monotonic(), "worker"))
            workers.kill_one(chance)
        if len(done) % 10 == 0:
            print(f"{len(done)} kills, {post.count} letters accepted", flush=True)
    return done


def _wait_for_work(workers: Workers, post: Post) -> None:
    before, until = post.count, time.monotonic() + BUSY_WITHIN_S
    while True:
        workers.keep()
        if post.count >= before + BUSY_LETTERS or time.monotonic() > until:
            return
        time.sleep(0.05)


def _drain(workers: Workers, post: Post) -> float | None:
    """Seconds until no job and no letter waited any more; None: some still did, and nothing happened to them."""
    began = moved = time.monotonic()
    accepted = post.count
    while time.monotonic() < moved + STUCK_AFTER_S:
        if post.count > accepted:
            accepted, moved = post.count, time.monotonic()
        workers.keep()
        try:
            jobs = ProcrastinateJob.objects.filter(
                status__in=["todo", "doing"], task_name__startswith="channels."
            )
            # What was gathered since the last day, and what an event told of since then.
            begun = begin_daily_letters()
            if not begun and not jobs.exists() and not Notice.objects.filter(state__in=_UNSENT).exists():
                return time.monotonic() - began
        except Error:
            connection.close()
        time.sleep(1)
    return None


def _report(
    record: Record,
    kills: list[Kill],
    workers: Workers,
    verdict: Verdict,
    lasted: float,
    drained: float | None,
) -> None:
    of_worker = sum(what == "worker" for _at, what in kills)
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    jobs = ProcrastinateJob.objects.count()
    told = [
        f"\n{len(kills)} kills in {lasted:.0f} s: {of_worker} of a worker, {len(kills) - of_worker} of the database",
        f"operations tried {record.tried}, acknowledged {record.acknowledged}, cut by a crash {record.cut}",
        f"jobs executed {jobs}, failed for good {failed}, worker processes {workers.started}",
        f"drained in {drained:.0f} s" if drained is not None else "not drained",
    ]
    for name, value in asdict(verdict).items():
        shown = f"{value:.3f}" if isinstance(value, float) else value
        told.append(f"  {name.replace('_', ' ')}: {shown}")
    told.append("nothing lost" if verdict.passed else "FAILED")
    print("\n".join(told), flush=True)
