"""measure_marks: a measure of the catalogue per cell or area, by DuckDB over an export of marks."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict

from analytics.asking import Question, question
from analytics.errors import ExportUnreadable, NotInExport, OpenFolder
from analytics.exporting.marks.reading import MarksExport, opened
from analytics.measures import Measure
from analytics.queries.heatmap import ORDINARY, check_resolution
from analytics.types import Facts
from appeals.errors import InvalidFilter
from geo.spreadsheets import harmless


class Command(BaseCommand):
    help = (
        "A measure per cell or area as CSV, by DuckDB over what export_marks wrote; equal to the heat map's."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "query",
            nargs="?",
            default="",
            help="measure, compare and filter as /api/v1/heatmap/ has them: 'measure=median_days&topic=pothole'",
        )
        parser.add_argument(
            "--at", default="", help="folder, file:// or s3:// address of an export; the newest here without"
        )
        parser.add_argument("--areas", action="store_true", help="per area instead of cell")
        parser.add_argument(
            "--resolution", type=int, default=ORDINARY, help="of the cells, 4 to 12 (default: %(default)s)"
        )
        parser.add_argument("--public", action="store_true", help="only what everybody sees")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            check_resolution(options["resolution"])
            with opened(options["at"]) as export:
                asked = question(QueryDict(options["query"]), export.made_at)
                self._write(export, asked, options)
        except (ExportUnreadable, NotInExport, OpenFolder, InvalidFilter) as error:
            raise CommandError(str(error)) from error

    def _write(self, export: MarksExport, asked: Question, options: dict[str, Any]) -> None:
        self.stderr.write(
            f"{export.marks:,} marks as of {export.made_at.astimezone(export.zone).isoformat()}"
        )
        head, rows = (_of_areas if options["areas"] else _of_cells)(export, asked, options)
        text = StringIO()
        table = csv.writer(text, lineterminator="\n")
        table.writerow([*head, "value", "n", "why"])
        table.writerows(rows)
        self.stdout.write(text.getvalue(), ending="")


def _of_cells(
    export: MarksExport, asked: Question, options: dict[str, Any]
) -> tuple[list[str], Iterator[Any]]:
    found = export.cells(asked.selection, options["resolution"], asked.asked, public=options["public"])
    return ["cell"], ([str(cell), *_told(asked.measure, facts)] for cell, facts in found.items())


def _of_areas(
    export: MarksExport, asked: Question, options: dict[str, Any]
) -> tuple[list[str], Iterator[Any]]:
    found = export.areas(asked.selection, asked.asked, public=options["public"])
    rows = (
        [area.area_id, harmless(area.code), harmless(area.name), *_told(asked.measure, area.facts)]
        for area in found
    )
    return ["area", "code", "name"], rows


def _told(measure: Measure, facts: Facts) -> tuple[float | None, int, str]:
    measured = measure.of_facts(facts)
    return measured.value, measured.n, measured.why.value if measured.why else ""
