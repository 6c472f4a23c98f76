"""verify_events: recompute the chains of events and say whether any history was changed."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from appeals.queries.chains import Verdict, verify_events

MOST = 20


class Command(BaseCommand):
    help = (
        "Recompute the hash chain of every appeal's events; fails when a history was changed or is missing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="everything as one JSON line")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify_events()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(verdict)))
        else:
            self.stdout.write(
                f"{verdict.events} events of {verdict.appeals} appeals, {verdict.erased} with erased words\n"
                f"fingerprint {verdict.fingerprint}"
            )
        if not verdict.sound:
            raise CommandError("\n".join(_faults(verdict)))


def _faults(verdict: Verdict) -> list[str]:
    lines = [f"№ {number}: event {seq} is not what was written" for number, seq in verdict.broken[:MOST]]
    lines += [f"№ {number}: has no events" for number in verdict.silent[:MOST]]
    left = len(verdict.broken) + len(verdict.silent) - len(lines)
    return [*lines, f"and {left} more"] if left > 0 else lines
