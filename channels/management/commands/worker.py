"""worker: delivers notices and does the other jobs until it is stopped."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from channels.working import Pace, work


class Command(BaseCommand):
    help = "Deliver notices and do the other jobs until SIGTERM; rescue what workers that died have left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--concurrency", type=int, default=4, help="jobs at once (default: 4)")
        parser.add_argument(
            "--sweep-s", type=float, default=30, help="seconds between two sweeps (default: 30)"
        )
        parser.add_argument(
            "--silent-s",
            type=float,
            default=30,
            help="seconds without a sign after which a worker counts as dead (default: 30)",
        )
        parser.add_argument(
            "--most-s", type=float, default=300, help="seconds that no job exceeds (default: 300)"
        )
        parser.add_argument(
            "--settled-s",
            type=float,
            default=600,
            help="seconds after which an event or letter without a job is missed (default: 600)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        names = ("concurrency", "sweep_s", "silent_s", "most_s", "settled_s")
        work(Pace(**{name: options[name] for name in names}))
