"""import_residents: buildings with residents onto the hex grid; see docs/commands.md."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.importing.residents import ResidentsOptions, import_residents
from analytics.importing.telling import tell
from analytics.services.residents import spread_year
from geo.importing.command import ImportCommand
from geo.importing.progress import Progress
from geo.importing.report import Report
from territories.importing.days import day_option
from territories.importing.places import ground_of


class Command(ImportCommand):
    help = "Import residents of buildings (GeoJSON, Parquet, CSV…) onto the hex grid, and spread populations with them."

    def add_import_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--year", type=int, required=True, metavar="YYYY", help="of which year the numbers are"
        )
        parser.add_argument(
            "--residents-field", default="", metavar="F", help="column of the number of residents"
        )
        parser.add_argument(
            "--collection",
            default="",
            metavar="NAME",
            help="count buildings by areas of this collection alone",
        )
        parser.add_argument(
            "--within", default="", metavar="AREA", help="refuse rows outside this area or collection"
        )
        parser.add_argument(
            "--on", type=day_option, metavar="DATE", help="day whose boundaries hold (default: today)"
        )
        parser.add_argument("--lon-field", default="", metavar="X", help="column with the longitude")
        parser.add_argument("--lat-field", default="", metavar="Y", help="column with the latitude")
        parser.add_argument("--srid", type=int, metavar="N", help="coordinate system of the file (EPSG)")
        parser.add_argument("--encoding", default="", help="encoding of a text file (default: found out)")
        parser.add_argument(
            "--layer", default="", help="layer of the file (default: the first that has geometry)"
        )

    def run_import(self, path: Path, options: dict[str, Any], report: Report, progress: Progress) -> None:
        progress.step(_("reading"))
        frame = self.read(path, options, report)
        on = options["on"] or timezone.localdate()
        wanted = ResidentsOptions(
            year=options["year"],
            on=on,
            residents_field=options["residents_field"],
            collection=options["collection"],
            within=ground_of(options["within"]) if options["within"] else None,
        )
        progress.step(_("storing"))
        counted = import_residents(frame, wanted, source=self.source(options), report=report)
        progress.step(_("spreading"))
        done = spread_year(year=options["year"], on=on)
        report.created = counted.created + done.recorded.created
        report.updated = counted.updated + done.recorded.updated
        tell(done, report)
