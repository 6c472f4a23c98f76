"""spread_residents: populations of areas over the hex grid without a file of buildings; see docs/commands.md."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from analytics.importing.houses import count_houses
from analytics.importing.telling import tell
from analytics.services.residents import spread_year
from geo.errors import GeoError
from geo.importing.command import table
from geo.importing.report import Report
from territories.importing.days import day_option


class Command(BaseCommand):
    help = (
        "Spread the populations of a year over the hex grid, by buildings where they are known, else evenly."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--year", type=int, required=True, metavar="YYYY", help="of which year the numbers are"
        )
        parser.add_argument(
            "--houses",
            action="store_true",
            help="count the residents of Metka's own houses as buildings first",
        )
        parser.add_argument(
            "--on", type=day_option, metavar="DATE", help="day whose boundaries hold (default: today)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report, on = Report(), options["on"] or timezone.localdate()
        try:
            with transaction.atomic():
                if options["houses"]:
                    count_houses(year=options["year"], on=on, report=report)
                done = spread_year(year=options["year"], on=on)
        except GeoError as problem:
            raise CommandError(str(problem)) from problem
        report.created += done.recorded.created
        report.updated += done.recorded.updated
        tell(done, report)
        self.stdout.write("\n".join(table(report)))
