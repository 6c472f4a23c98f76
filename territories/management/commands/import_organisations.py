"""import_organisations: executors, their contacts and the areas whose authority they are; see README."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from geo.importing.command import ImportCommand
from geo.importing.progress import Progress
from geo.importing.report import Report
from territories.importing.catalogue import known_codes
from territories.importing.organisations import import_organisations
from territories.naming import kind_of
from territories.types import OrganisationKind


class Command(ImportCommand):
    help = "Import organisations: name, kind, inn, email, phone, parent, area_codes (;), categories."

    def add_import_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--kind",
            default=OrganisationKind.OTHER.value,
            help="kind of rows that name none: " + ", ".join(OrganisationKind),
        )
        parser.add_argument("--encoding", default="", help="encoding of the file (default: detected)")

    def run_import(self, path: Path, options: dict[str, Any], report: Report, progress: Progress) -> None:
        kind = kind_of(options["kind"])
        if kind is None:
            raise CommandError(_("“%(kind)s” is no kind of organisation.") % {"kind": options["kind"]})
        progress.step(_("reading"))
        frame = self.read(path, options, report)
        progress.step(_("storing"))
        import_organisations(frame, kind=kind, categories=known_codes("Category"), report=report)
