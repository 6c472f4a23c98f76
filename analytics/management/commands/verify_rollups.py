"""verify_rollups: compare appeals, marks and the roll-up, say what differs, and put it right when asked to."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from analytics.queries.verifying import MOST, Verdict, WrongCell, told, verify
from analytics.services.repairing import repair


class Command(BaseCommand):
    help = "Compare appeals with their marks and the marks with the roll-up per cell and month; fails when any differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="put right what differs, while others write"
        )
        parser.add_argument(
            "--most", type=int, default=MOST, help="how many of each to name (default: %(default)s)"
        )
        parser.add_argument("--json", action="store_true", help="everything as one JSON line")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = (repair if options["repair"] else verify)(most=options["most"])
        faults = "\n".join(_faults(verdict))
        if options["json"]:
            self.stdout.write(json.dumps(asdict(verdict), default=str))
        else:
            self.stdout.write(
                f"{verdict.appeals} appeals: {verdict.wrong_marks} marks"
                f" and {verdict.wrong_cells} cells and months differ"
            )
        if verdict.sound:
            return
        if not options["repair"]:
            raise CommandError(faults)
        if not options["json"]:
            self.stdout.write(f"{faults}\nall put right")


def _faults(verdict: Verdict) -> Iterator[str]:
    if verdict.zone:
        yield f"the months are those of {verdict.zone}"
    for mark in verdict.marks:
        yield f"№ {mark.number}: the mark differs in {', '.join(mark.columns)}"
    for cell in verdict.cells:
        yield f"{_named(cell)}: by the marks {told(cell.lacking)}"
    left = verdict.wrong_marks + verdict.wrong_cells - len(verdict.marks) - len(verdict.cells)
    if left > 0:
        yield f"and {left} more"


def _named(cell: WrongCell) -> str:
    seen = ("public" if cell.is_public else "not public") + (" draft" if cell.is_draft else "")
    return f"{cell.cell} {cell.month:%Y-%m} {seen}"
