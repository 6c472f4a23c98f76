"""import_appeals: appeals of another system from a table, assigned in bulk; see README."""

from argparse import ArgumentParser
from pathlib import Path
from time import strptime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from appeals.importing.catalogue import load_catalogue
from appeals.importing.history import HistoryOptions, import_history
from appeals.importing.topics import TopicWords, UnknownDefaultTopic
from appeals.models import Topic
from appeals.types import HIDDEN_STATES, State, Visibility
from geo.importing.command import ImportCommand
from geo.importing.progress import Progress
from geo.importing.report import Report
from territories.importing.places import ground_of

DEFAULT_TOPIC = "improvement_other"
STATES = sorted(state.value for state in State if state != State.DRAFT)


class Command(ImportCommand):
    help = "Import appeals from CSV, xlsx, GeoJSON, GeoPackage, Shapefile or Parquet; a row is written once."

    def add_import_arguments(self, parser: ArgumentParser) -> None:
        fields = parser.add_argument_group("fields")
        fields.add_argument("--text-field", required=True, metavar="T", help="column with the text")
        fields.add_argument("--submitted-field", required=True, metavar="D", help="column with date or time")
        fields.add_argument("--id-field", default="", metavar="I", help="column with the id in the source")
        fields.add_argument(
            "--topic-field", default="", metavar="K", help="column with the topic or category"
        )
        fields.add_argument("--address-field", default="", metavar="A", help="column with the address")
        fields.add_argument("--lon-field", default="", metavar="X", help="column with the longitude")
        fields.add_argument("--lat-field", default="", metavar="Y", help="column with the latitude")
        parser.add_argument(
            "--date-format", default="", metavar="F", help="as of strptime, such as %%d.%%m.%%Y %%H:%%M"
        )
        parser.add_argument(
            "--time-zone", default="", metavar="Z", help="of times without one (default: the site's)"
        )
        parser.add_argument(
            "--topic-map",
            type=Path,
            metavar="MAP.csv",
            help="two columns: value of the file, code of topic or category",
        )
        parser.add_argument(
            "--default-topic",
            default=DEFAULT_TOPIC,
            metavar="CODE",
            help="for rows without a topic (default: %(default)s)",
        )
        parser.add_argument(
            "--state", default=State.CLOSED.value, choices=STATES, help="default: %(default)s"
        )
        parser.add_argument("--publish", action="store_true", help="show them to the public")
        parser.add_argument(
            "--within", default="", metavar="AREA", help="refuse rows outside this area or collection"
        )
        parser.add_argument("--srid", type=int, metavar="N", help="coordinate system of the file (EPSG)")
        parser.add_argument("--encoding", default="", help="encoding of a text file (default: found out)")
        parser.add_argument(
            "--layer", default="", help="layer of the file (default: the first that has geometry)"
        )

    def run_import(self, path: Path, options: dict[str, Any], report: Report, progress: Progress) -> None:
        if not Topic.objects.exists():
            load_catalogue()
        chosen = self._options(options)
        progress.step(_("reading"))
        frame = self.read(path, options, report)
        import_history(frame, chosen, report, progress)

    def _options(self, options: dict[str, Any]) -> HistoryOptions:
        state = State(options["state"])
        if options["publish"] and state in HIDDEN_STATES:
            message = _("Appeals in the state “%(state)s” cannot be published: choose another --state.")
            raise CommandError(message % {"state": state.value})
        words = TopicWords()
        default = words.find(options["default_topic"])
        if default is None:
            raise UnknownDefaultTopic(code=options["default_topic"])
        return HistoryOptions(
            text_field=options["text_field"],
            submitted_field=options["submitted_field"],
            source=self.source(options).slug,
            time_zone=_zone(options["time_zone"]),
            default_topic=default,
            words=words,
            topics=words.read_map(options["topic_map"]) if options["topic_map"] else {},
            date_format=_form(options["date_format"]),
            id_field=options["id_field"],
            topic_field=options["topic_field"],
            address_field=options["address_field"],
            state=state,
            visibility=Visibility.PUBLIC if options["publish"] else Visibility.PRIVATE,
            within=ground_of(options["within"]) if options["within"] else None,
        )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise CommandError(_("There is no time zone “%(name)s”.") % {"name": name}) from problem


def _form(text: str) -> str:
    """The form of dates. Raises CommandError for a letter after % that strptime does not know."""
    try:
        strptime("", text)
    except ValueError as problem:
        # An empty text fits no form; any other complaint is about the form itself.
        if "does not match" not in str(problem):
            raise CommandError(
                _("--date-format “%(form)s” is no form of dates.") % {"form": text}
            ) from problem
    return text
