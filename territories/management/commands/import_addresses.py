"""`import_addresses`: houses of a table, with their management companies; the work is done by geo and importing."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from geo.errors import GeoError
from geo.importing.addresses import AddressFields, AddressOptions, import_addresses
from geo.importing.checking import SHARED_POINT_LIMIT
from geo.importing.command import ImportCommand
from geo.importing.progress import Progress
from geo.importing.reading import cell_text, require_fields
from geo.importing.report import Report
from territories.importing.contracts import write_contracts
from territories.importing.days import day_option
from territories.importing.organisations import answering, note_merges, resolve_names
from territories.importing.places import ground_of


class Command(ImportCommand):
    help = "Import houses from CSV, GeoJSON, GeoPackage, Shapefile, Parquet or xlsx; polygons count as a point inside."

    def add_import_arguments(self, parser: ArgumentParser) -> None:
        fields = parser.add_argument_group("fields")
        fields.add_argument("--address-field", default="", metavar="A", help="column with the whole address")
        fields.add_argument("--settlement-field", default="", metavar="A", help="column with the settlement")
        fields.add_argument("--street-field", default="", metavar="A", help="column with the street")
        fields.add_argument("--number-field", default="", metavar="A", help="column with the house number")
        fields.add_argument("--lon-field", default="", metavar="X", help="column with the longitude")
        fields.add_argument("--lat-field", default="", metavar="Y", help="column with the latitude")
        fields.add_argument(
            "--organisation-field", default="", metavar="F", help="column with the management company"
        )
        fields.add_argument(
            "--residents-field", default="", metavar="F", help="column with the number of residents"
        )
        fields.add_argument(
            "--id-field", default="", metavar="F", help="column with the house's id in the source"
        )
        parser.add_argument(
            "--default-settlement", default="", metavar="NAME", help="for rows that name none"
        )
        parser.add_argument(
            "--within", default="", metavar="AREA", help="refuse rows outside this area or collection"
        )
        parser.add_argument(
            "--shared-point-limit",
            type=int,
            default=SHARED_POINT_LIMIT,
            metavar="N",
            help="refuse rows of a point that more than N different addresses share; 0: never (default: %(default)s)",
        )
        parser.add_argument("--valid-from", type=day_option, metavar="DATE", help="since when contracts hold")
        parser.add_argument("--srid", type=int, metavar="N", help="coordinate system of the file (EPSG)")
        parser.add_argument("--encoding", default="", help="encoding of a text file (default: found out)")
        parser.add_argument(
            "--layer", default="", help="layer of the file (default: the first that has geometry)"
        )

    def run_import(self, path: Path, options: dict[str, Any], report: Report, progress: Progress) -> None:
        progress.step(_("reading"))
        frame = self.read(path, options, report)
        require_fields(frame, options["organisation_field"])
        houses = import_addresses(
            frame, _options(options), source=self.source(options), report=report, progress=progress
        )
        if options["organisation_field"]:
            progress.step(_("companies"))
            names = {row: cell_text(frame.at[row, options["organisation_field"]]) for row in houses}
            _write_companies(houses, names, options["valid_from"], report)


def _options(options: dict[str, Any]) -> AddressOptions:
    if not (options["address_field"] or options["number_field"]):
        raise MissingChoice
    return AddressOptions(
        fields=AddressFields(
            address=options["address_field"],
            settlement=options["settlement_field"],
            street=options["street_field"],
            number=options["number_field"],
            residents=options["residents_field"],
            id=options["id_field"],
        ),
        within=ground_of(options["within"]) if options["within"] else None,
        shared_point_limit=options["shared_point_limit"],
        default_settlement=options["default_settlement"],
    )


class MissingChoice(GeoError):
    """Neither a column of whole addresses nor one of house numbers was named."""

    message = _(
        "Name the column of addresses with --address-field, or the parts with --number-field and others."
    )


def _write_companies(
    houses: dict[int, int], names: dict[int, str], since: date | None, report: Report
) -> None:
    companies = answering(resolve_names(names.values(), report=report), report)
    pairs = ((houses[row], companies[name].pk) for row, name in names.items() if name in companies)
    written = write_contracts(pairs, since=since)
    report.details["contracts"] = {"begun": written.begun, "ended": written.ended, "shared": written.shared}
    report.note(
        _("management contracts: %(begun)d begun, %(ended)d ended; companies: %(companies)d")
        % {
            "begun": written.begun,
            "ended": written.ended,
            "companies": len({c.pk for c in companies.values()}),
        }
    )
    note_merges(report)
    if written.shared:
        report.warn(
            _("%(count)d houses are given to several companies: a person must choose")
            % {"count": written.shared}
        )
