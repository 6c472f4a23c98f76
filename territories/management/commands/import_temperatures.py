"""import_temperatures: daily means of the air, by which the season of collection is told; see README."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from geo.importing.command import ImportCommand
from geo.importing.progress import Progress
from geo.importing.report import Report
from territories.importing.temperatures import import_temperatures


class Command(ImportCommand):
    help = "Import daily mean temperatures of the air: date, mean_c (°C) and, where there are several, area."

    def add_import_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--area", default="", metavar="AREA", help="area of rows that name none (default: everywhere)"
        )
        parser.add_argument("--encoding", default="", help="encoding of a CSV (default: detected)")

    def run_import(self, path: Path, options: dict[str, Any], report: Report, progress: Progress) -> None:
        progress.step(_("reading"))
        frame = self.read(path, options, report)
        progress.step(_("storing"))
        import_temperatures(frame, area=options["area"], report=report)
