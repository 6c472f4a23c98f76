"""import_sites: container sites from a file; see README."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from geo.importing.command import ImportCommand
from geo.importing.progress import Progress
from geo.importing.report import Report
from territories.importing.containers import import_sites
from territories.importing.places import ground_asked


class Command(ImportCommand):
    help = (
        "Import container sites by their code: CSV, GeoJSON, xlsx and alike with code, operator, lon, lat, name, "
        "address, containers, volume_m3, kinds, interval_days, route_days, valid_from, valid_to, or in Russian."
    )

    def add_import_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--operator", default="", metavar="NAME", help="operator of rows that name none: name or ИНН"
        )
        parser.add_argument("--lon-field", default="", metavar="F", help="column of the longitude")
        parser.add_argument("--lat-field", default="", metavar="F", help="column of the latitude")
        parser.add_argument("--within", default="", metavar="AREA", help="refuse rows outside this area")
        parser.add_argument("--srid", type=int, help="coordinate system of a file that names none")
        parser.add_argument(
            "--layer", default="", help="layer of the file (default: the first that has geometry)"
        )
        parser.add_argument("--encoding", default="", help="encoding of a CSV (default: detected)")

    def run_import(self, path: Path, options: dict[str, Any], report: Report, progress: Progress) -> None:
        progress.step(_("reading"))
        frame = self.read(path, options, report)
        ground = ground_asked(options["within"], on=timezone.localdate())
        progress.step(_("storing"))
        import_sites(
            frame, operator=options["operator"], source=self.source(options), report=report, ground=ground
        )
