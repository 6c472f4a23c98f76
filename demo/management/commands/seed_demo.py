"""`manage.py seed_demo`: fills the database with the demo town; refuses nothing, replaces nothing."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from demo import services


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Fill the database with a generated Russian town, who answers there, and five years of appeals."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--towns", type=int, default=1, help="how many towns (1)")
        parser.add_argument("--appeals", type=int, default=20_000, help="how many appeals in all (20000)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same towns (1)")
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is data already")
        parser.add_argument(
            "--replace", action="store_true", help="empty places, territories and appeals first"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and services.is_seeded():
            self.stdout.write("There is data already: nothing to do.")
            return
        started = time.monotonic()
        services.seed(
            towns=options["towns"],
            appeals=options["appeals"],
            seed=options["seed"],
            now=timezone.now(),
            replace=options["replace"],
            progress=lambda line: self.stderr.write(f"[{time.monotonic() - started:6.1f} s] {line}"),
        )
        self.stdout.write(f"Seeded in {time.monotonic() - started:.0f} s.")
