"""export_marks: write the marks as GeoParquet by month and region, for DuckDB and other programs of staff."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from analytics.errors import OpenFolder
from analytics.exporting.marks.writing import export_marks


class Command(BaseCommand):
    help = (
        "Write what analysts may see as GeoParquet by month and region, for bulk analytics; it stands in the place"
        " of the last one when it is whole."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            place = export_marks(now=timezone.now(), told=self._told)
        except (OpenFolder, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(place))

    def _told(self, done: int) -> None:
        self.stderr.write(f"{done:,} marks")
