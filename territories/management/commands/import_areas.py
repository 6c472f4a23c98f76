"""import_areas: polygons of areas from a file to a new boundary version; see README."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from geo.importing.command import ImportCommand
from geo.importing.progress import Progress
from geo.importing.report import Report
from geo.importing.sources import stem
from territories.importing.areas import AreaFields, import_areas
from territories.importing.days import day_option
from territories.importing.places import ground_asked
from territories.models import BoundaryVersion
from territories.services.boundaries import publish
from territories.types import VersionState

KIND_MAX, COLLECTION_MAX = 40, 80


class Command(ImportCommand):
    help = "Import areas with their polygons as a new boundary version: staged, or published with --publish."

    def add_import_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--kind",
            required=True,
            help="level of the areas, such as region, city, district; a kind with a word such as precinct, electoral,"
            " census or postal never names the place of an appeal",
        )
        parser.add_argument("--name-field", required=True, metavar="NAME", help="column of the name")
        parser.add_argument("--code-field", default="", metavar="CODE", help="column of a stable code")
        parser.add_argument(
            "--parent-code-field", default="", metavar="F", help="column of the code of the area above"
        )
        parser.add_argument(
            "--parent-collection",
            default="",
            metavar="SLUG",
            help="collection of the areas above (default: this)",
        )
        parser.add_argument("--oktmo-field", default="", metavar="F", help="column of the ОКТМО")
        parser.add_argument("--collection", default="", metavar="NAME", help="default: the file's stem")
        parser.add_argument("--srid", type=int, help="coordinate system of a file that names none")
        parser.add_argument(
            "--layer", default="", help="layer of the file (default: the first that has geometry)"
        )
        parser.add_argument(
            "--encoding", default="", help="encoding of a CSV or Shapefile (default: detected)"
        )
        parser.add_argument(
            "--within", default="", metavar="AREA", help="refuse rows outside this area or collection"
        )
        parser.add_argument(
            "--valid-from",
            type=day_option,
            metavar="DATE",
            help="first day of the version (default: without bound for a first version, else today)",
        )
        parser.add_argument("--publish", action="store_true", help="switch the version on at once")

    def run_import(self, path: Path, options: dict[str, Any], report: Report, progress: Progress) -> None:
        progress.step(_("reading"))
        frame = self.read(path, options, report)
        ground = ground_asked(options["within"], on=timezone.localdate())
        fields = AreaFields(
            kind=_short(options["kind"], "--kind", KIND_MAX),
            name=options["name_field"],
            code=options["code_field"],
            parent=options["parent_code_field"],
            parent_collection=options["parent_collection"],
            oktmo=options["oktmo_field"],
        )
        progress.step(_("checking and storing"))
        version = import_areas(
            frame,
            fields,
            collection=_short(options["collection"] or stem(path), "--collection", COLLECTION_MAX),
            report=report,
            ground=ground,
            source=self.source(options),
        )
        if version is not None:
            self._switch_on(version, options, report)

    def _switch_on(self, version: BoundaryVersion, options: dict[str, Any], report: Report) -> None:
        slug = version.collection.slug
        if options["publish"]:
            version = publish(version=version, valid_from=options["valid_from"])
            report.note(_("%(version)s is in force.") % {"version": version})
        elif version.state == VersionState.STAGED:
            report.note(
                _("%(version)s is staged and invisible: publish_areas %(slug)s switches it on.")
                % {"version": version, "slug": slug}
            )
        report.details["collection"] = slug
        report.details["state"] = str(version.state)


def _short(text: str, option: str, most: int) -> str:
    """The text without outer spaces. Raises CommandError when nothing is left, or more than the database holds."""
    text = " ".join(text.split())
    if not text or len(text) > most:
        raise CommandError(
            _("%(option)s needs 1 to %(most)d characters, not %(count)d.")
            % {"option": option, "most": most, "count": len(text)}
        )
    return text
