"""`import_osm`: addresses, administrative boundaries and basemap of an OpenStreetMap file; the work is done by geo."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from geo.importing.basemap import write_features
from geo.importing.command import ImportCommand
from geo.importing.osm.addresses import AddressCollector, import_osm_addresses
from geo.importing.osm.basemap import BasemapCollector
from geo.importing.osm.boundaries import BoundaryCollector, OsmBoundary
from geo.importing.osm.reading import OsmFile
from geo.importing.progress import Progress
from geo.importing.report import Report
from geo.importing.sources import stem
from geo.models import Source
from territories.services.boundaries import publish, stage
from territories.types import AreaRow, VersionState

OSM_ATTRIBUTION = "© OpenStreetMap contributors"
OSM_LICENCE = "ODbL 1.0"
PARTS = ("addresses", "boundaries", "basemap")


class Command(ImportCommand):
    help = (
        "Import OpenStreetMap data (.osm, .osm.gz, .osm.pbf): addresses, administrative boundaries, basemap."
    )

    def add_import_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", choices=PARTS, help="import this part only")
        parser.add_argument(
            "--default-settlement", default="", metavar="NAME", help="for addresses that no place is near"
        )
        parser.add_argument(
            "--collection",
            default="",
            metavar="NAME",
            help="collection of the boundaries (default: osm-admin- and the file's stem)",
        )
        parser.add_argument(
            "--no-publish", action="store_true", help="stage the boundaries, publish them later"
        )

    def run_import(self, path: Path, options: dict[str, Any], report: Report, progress: Progress) -> None:
        options["attribution"] = options["attribution"] or OSM_ATTRIBUTION
        options["licence"] = options["licence"] or OSM_LICENCE
        wanted = (options["only"],) if options["only"] else PARTS
        source, file = self.source(options), OsmFile(path)
        addresses, boundaries, basemap = AddressCollector(), BoundaryCollector(), BasemapCollector()
        takes = {"addresses": addresses.take, "boundaries": boundaries.take, "basemap": basemap.take}
        for thing in progress.track(file.things(), _("reading")):
            for part in wanted:
                takes[part](thing)
        _tell_cuts(file, report)
        if "addresses" in wanted:
            progress.step(_("addresses"))
            settlement = options["default_settlement"]
            import_osm_addresses(
                addresses, source=source, report=report, default_settlement=settlement or stem(path)
            )
        if "boundaries" in wanted:
            progress.step(_("boundaries"))
            collection = options["collection"] or f"osm-admin-{stem(path)}"
            _import_boundaries(boundaries.boundaries(), collection, source, options, report)
        if "basemap" in wanted:
            progress.step(_("basemap"))
            report.details["basemap"] = dict(sorted(basemap.counts.items()))
            count = write_features(source, basemap.features)
            report.note(_("basemap features: %(count)d") % {"count": count})


def _tell_cuts(file: OsmFile, report: Report) -> None:
    report.details["objects"] = dict(file.counts)
    if file.ways_cut or file.relations_cut:
        report.warn(
            _("the file is cut: %(ways)d ways and %(relations)d relations are incomplete and were left out")
            % {"ways": file.ways_cut, "relations": file.relations_cut}
        )


def _import_boundaries(
    found: list[OsmBoundary], collection: str, source: Source, options: dict[str, Any], report: Report
) -> None:
    report.details["boundaries"] = len(found)
    if not found:
        report.note(_("the file has no complete administrative boundary"))
        return
    rows = [
        AreaRow(
            code=boundary.code,
            name=boundary.name,
            kind=f"admin_level_{boundary.level}",
            geometry=boundary.geometry,
            oktmo=boundary.oktmo,
            parent_code=boundary.parent_code,
        )
        for boundary in found
    ]
    version = stage(collection=collection, rows=rows, name=options["source_title"], source=source)
    if not options["no_publish"]:
        version = publish(version=version)
    state = _("in force") if version.state == VersionState.PUBLISHED else _("staged")
    report.note(
        _("boundaries: %(count)d areas in collection %(collection)s, version %(number)d, %(state)s")
        % {"count": len(rows), "collection": collection, "number": version.number, "state": state}
    )
