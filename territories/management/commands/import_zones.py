"""import_zones: zones of duty and assets of organisations from a file; see README."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from geo.importing.command import ImportCommand
from geo.importing.progress import Progress
from geo.importing.report import Report
from territories.importing.catalogue import check_codes, known_codes, split_codes
from territories.importing.days import day_option
from territories.importing.places import ground_asked
from territories.importing.zones import ZoneFields, import_zones
from territories.naming import kind_of
from territories.types import OrganisationKind

# Farther from a road nobody means it.
TOLERANCE_MAX_M = 1000


class Command(ImportCommand):
    help = "Import service zones: polygons, areas (--area-codes-field), or assets (lines, points, --tolerance-m)."

    def add_import_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--organisation-field", required=True, metavar="F", help="column of the organisation; several: ;"
        )
        duty = parser.add_mutually_exclusive_group()
        duty.add_argument("--topics", default="", metavar="CODES", help="topics, between commas")
        duty.add_argument("--categories", default="", metavar="CODES", help="categories, between commas")
        parser.add_argument(
            "--split-field",
            default="",
            metavar="F",
            help="boolean column: its organisations share the polygon",
        )
        parser.add_argument("--name-field", default="", metavar="F", help="column of the zone's name")
        ground = parser.add_mutually_exclusive_group()
        ground.add_argument(
            "--area-codes-field", default="", metavar="F", help="column of area codes (;) instead of geometry"
        )
        ground.add_argument(
            "--address-field", default="", metavar="F", help="column of house addresses instead of geometry"
        )
        parser.add_argument(
            "--kind-of-organisation",
            default=OrganisationKind.OTHER.value,
            metavar="K",
            help="kind of organisations that are new: " + ", ".join(OrganisationKind),
        )
        parser.add_argument("--valid-from", type=day_option, metavar="DATE", help="first day")
        parser.add_argument("--valid-to", type=day_option, metavar="DATE", help="first day after")
        parser.add_argument(
            "--tolerance-m",
            type=float,
            metavar="M",
            help="rows are assets; a pin so near to one belongs to it",
        )
        parser.add_argument("--within", default="", metavar="AREA", help="refuse rows outside this area")
        parser.add_argument("--srid", type=int, help="coordinate system of a file that names none")
        parser.add_argument(
            "--layer", default="", help="layer of the file (default: the first that has geometry)"
        )
        parser.add_argument(
            "--encoding", default="", help="encoding of a CSV or Shapefile (default: detected)"
        )

    def run_import(self, path: Path, options: dict[str, Any], report: Report, progress: Progress) -> None:
        fields = self._fields(options, report)
        progress.step(_("reading"))
        frame = self.read(path, options, report)
        ground = ground_asked(options["within"], on=timezone.localdate())
        progress.step(_("storing"))
        import_zones(
            frame,
            fields,
            source=self.source(options),
            today=timezone.localdate(),
            report=report,
            ground=ground,
        )

    def _fields(self, options: dict[str, Any], report: Report) -> ZoneFields:
        kind = kind_of(options["kind_of_organisation"])
        if kind is None:
            raise CommandError(
                _("“%(kind)s” is no kind of organisation: %(known)s.")
                % {"kind": options["kind_of_organisation"], "known": ", ".join(OrganisationKind)}
            )
        _check_numbers(options)
        return ZoneFields(
            organisation=options["organisation_field"],
            name=options["name_field"],
            split=options["split_field"],
            area_codes=options["area_codes_field"],
            address=options["address_field"],
            topics=_checked(options["topics"], "Topic", report),
            categories=_checked(options["categories"], "Category", report),
            kind=kind,
            tolerance_m=options["tolerance_m"],
            valid_from=options["valid_from"],
            valid_to=options["valid_to"],
        )


def _checked(text: str, noun: str, report: Report) -> tuple[str, ...]:
    """Codes of an option. Raises UnknownCode; without a catalogue it only warns."""
    codes = split_codes(text)
    known = known_codes(noun)
    if codes and not known:
        report.warn(_("The catalogue of topics is empty: the codes were not checked."))
    check_codes(codes, known)
    return codes


def _check_numbers(options: dict[str, Any]) -> None:
    """Raises CommandError for zones that would never hold, and for a tolerance that is no distance."""
    since, until, tolerance = options["valid_from"], options["valid_to"], options["tolerance_m"]
    if since and until and until <= since:
        raise CommandError(_("--valid-to must be later than --valid-from."))
    if tolerance is not None and not 0 <= tolerance <= TOLERANCE_MAX_M:
        raise CommandError(
            _("--tolerance-m is a distance from 0 to %(most)d metres.") % {"most": TOLERANCE_MAX_M}
        )
