"""import_statistics: numbers about areas, such as their population; see docs/commands.md."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from analytics.importing.dictionary import read_dictionary
from analytics.importing.matching import Join
from analytics.importing.statistics import StatisticsOptions, import_statistics
from geo.importing.command import ImportCommand
from geo.importing.progress import Progress
from geo.importing.report import Report


def condition(text: str) -> tuple[str, str]:
    """Column and cell of `--where COLUMN=VALUE`. Raises ArgumentTypeError, which the command shows."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise ArgumentTypeError(_("“%(text)s” is no condition: write COLUMN=VALUE") % {"text": text})
    return name.strip(), value.strip()


class Command(ImportCommand):
    help = (
        "Import numbers about areas (population, salaries) from CSV, xlsx or Parquet, joined by code or name."
    )

    def add_import_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--indicator", required=True, metavar="WORD", help="what is counted: population is counted with"
        )
        parser.add_argument(
            "--join",
            required=True,
            choices=[join.value for join in Join],
            help="what the key column holds; with a dictionary: what the dictionary leads to",
        )
        parser.add_argument(
            "--year", type=int, metavar="YYYY", help="take only this year, or: the year of all rows"
        )
        parser.add_argument("--unit", default="", help="unit of the numbers (population: always people)")
        parser.add_argument("--key-field", default="", metavar="F", help="column of the area's code or name")
        parser.add_argument("--value-field", default="", metavar="F", help="column of the number")
        parser.add_argument(
            "--period-field", default="", metavar="F", help="column of years (2024) or months (2024-03)"
        )
        parser.add_argument(
            "--where",
            type=condition,
            action="append",
            default=[],
            metavar="COLUMN=VALUE",
            help="take only rows with this cell; may be repeated",
        )
        parser.add_argument(
            "--sum",
            action="append",
            default=[],
            metavar="COLUMN",
            help="add up the rows of an area that differ by this column; age and sex are known; may be repeated",
        )
        parser.add_argument(
            "--dictionary", type=Path, metavar="FILE", help="table from the file's keys to codes"
        )
        parser.add_argument(
            "--dictionary-key", default="territory_id", metavar="F", help="column of the keys, in both files"
        )
        parser.add_argument(
            "--dictionary-code",
            default="",
            metavar="F",
            help="column of the code (default: the word of --join)",
        )
        parser.add_argument("--collection", default="", metavar="NAME", help="only areas of this collection")
        parser.add_argument("--layer", default="", help="sheet of a workbook (default: the first)")
        parser.add_argument("--encoding", default="", help="encoding of a text file (default: found out)")

    def run_import(self, path: Path, options: dict[str, Any], report: Report, progress: Progress) -> None:
        if slugify(options["indicator"]) != options["indicator"].lower():
            raise CommandError(_("An indicator is a word of Latin letters, digits and hyphens."))
        progress.step(_("reading"))
        frame = self.read(path, options, report)
        indicator = options["indicator"].lower()
        dictionary = None
        if options["dictionary"]:
            dictionary = read_dictionary(
                options["dictionary"],
                key_field=options["dictionary_key"],
                code_field=options["dictionary_code"] or options["join"],
            )
        progress.step(_("storing"))
        wanted = StatisticsOptions(
            indicator=indicator,
            join=Join(options["join"]),
            unit=options["unit"],
            year=options["year"],
            key_field=options["key_field"],
            value_field=options["value_field"],
            period_field=options["period_field"],
            where=dict(options["where"]),
            summed=options["sum"],
            collection=options["collection"],
            dictionary=dictionary,
            dictionary_key=options["dictionary_key"],
        )
        import_statistics(frame, wanted, source=self.source(options), report=report)
