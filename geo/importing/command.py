"""The command every import shares: options, one transaction, table, JSON line, exit code; not what is imported."""

import json
import sys
from abc import ABC, abstractmethod
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.db import DataError, transaction
from django.utils.translation import gettext as _
from geopandas import GeoDataFrame

from geo.errors import GeoError, UnreadableFile
from geo.importing.progress import Progress
from geo.importing.reading import read_table
from geo.importing.report import MESSAGES, Report, require_writable, write_refused
from geo.importing.sources import source_for
from geo.models import Source
from geo.sql import rows

INTERRUPTED = 130


class ImportCommand(BaseCommand, ABC):
    """Base of the import commands. A subclass gives `add_import_arguments` and `run_import`.

    The whole of `run_import` is one transaction: a failure or Ctrl-C leaves nothing. Exceptions of the types
    in `problems` become a clear message and exit code 1; exit code 1 also when every row was refused.
    """

    problems: tuple[type[Exception], ...] = (GeoError,)
    # Whether `run_import` writes to the database: such commands run one after the other.
    writes = True
    # Checking every page and template takes longer than a small import and says nothing of the file.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to import")
        self.add_import_arguments(parser)
        group = parser.add_argument_group("import")
        group.add_argument(
            "--json", action="store_true", help="print the result as one JSON line, nothing else"
        )
        group.add_argument(
            "--refused", type=Path, metavar="FILE", help="write refused rows with reasons as CSV"
        )
        group.add_argument("--progress", action="store_true", help="show progress even without a terminal")
        group.add_argument("--dry-run", action="store_true", help="do everything, report it, then undo it")
        group.add_argument("--source-title", default="", help="name of the source (default: the file's stem)")
        group.add_argument("--attribution", default="", help="text shown under maps that use this data")
        group.add_argument("--licence", default="", help="licence of the data")

    def add_import_arguments(self, parser: ArgumentParser) -> None:
        """Options of one import, besides the shared ones."""

    @abstractmethod
    def run_import(self, path: Path, options: dict[str, Any], report: Report, progress: Progress) -> None:
        """Import the file and count into `report`; runs inside the transaction."""

    def source(self, options: dict[str, Any]) -> Source:
        """The geo.Source that the shared options describe."""
        return source_for(
            options["file"],
            title=options["source_title"],
            attribution=options["attribution"],
            licence=options["licence"],
        )

    def read(self, path: Path, options: dict[str, Any], report: Report) -> GeoDataFrame:
        """The file's rows as `geo.importing.reading` gives them, by those of its options that the command has."""
        names = ("srid", "lon_field", "lat_field", "encoding", "layer")
        frame = read_table(path, **{name: options[name] for name in names if name in options})
        unread = frame.attrs["unread_layers"]
        if unread:
            report.note(_("Other layers of the file, for --layer: %(names)s.") % {"names": ", ".join(unread)})
        return frame

    def handle(self, *args: Any, **options: Any) -> None:
        report = Report()
        try:
            self._run(options, report)
            if options["refused"]:
                write_refused(report, options["refused"])
        except KeyboardInterrupt:
            self._interrupted()
        except self.problems as problem:
            raise CommandError(str(problem)) from problem
        except DataError as problem:
            told = _("The database does not take a value of the file: %(why)s")
            raise CommandError(told % {"why": str(problem).strip()}) from problem
        self._finish(report, options)

    def _run(self, options: dict[str, Any], report: Report) -> None:
        path: Path = options["file"]
        if not path.exists():
            raise UnreadableFile(path=path, why=_("there is no such file"))
        if options["refused"]:
            # Said before an hour's work rather than after it.
            require_writable(options["refused"])
        shown = options["progress"] or (sys.stderr.isatty() and not options["json"])
        with Progress(shown=shown) as progress, transaction.atomic():
            if self.writes:
                self._queue()
            self.run_import(path, options, report, progress)
            if options["dry_run"]:
                transaction.set_rollback(True)

    def _queue(self) -> None:
        """Wait for the end of another import: two at once would both make the same town, street or company."""
        if not rows("geo", "import_lock_try", {})[0][0]:
            self.stderr.write(_("Another import is running: this one begins when it ends."))
            rows("geo", "import_lock", {})

    def _interrupted(self) -> NoReturn:
        self.stderr.write(_("Interrupted: nothing was imported."))
        raise SystemExit(INTERRUPTED)

    def _finish(self, report: Report, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False, default=str))
        else:
            self.stdout.write("\n".join(table(report)))
        if report.nothing_imported:
            raise CommandError(_("Nothing could be imported."))


def table(report: Report) -> list[str]:
    """The final table as lines of text: counts, refusals by reason, notes and warnings."""
    counts = [
        (_("read"), report.read),
        (_("created"), report.created),
        (_("updated"), report.updated),
        (_("merged"), report.merged),
        (_("refused"), report.refused),
    ]
    reasons = [
        (f"  {MESSAGES.get(reason, reason)} ({reason})", count)
        for reason, count in report.refused_by().items()
    ]
    width = max(len(label) for label, _count in counts + reasons)
    lines = [f"{label:<{width}}  {count:>9}" for label, count in counts + reasons]
    lines += [f"· {text}" for text in report.notes]
    return lines + [f"! {text}" for text in report.warnings]
