"""assign: areas and executor for every row of a table of points; see README."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from appeals.models import Category, Topic
from appeals.services.assigning import topic_ref
from geo.addresses.geocoding import geocode
from geo.importing.command import ImportCommand
from geo.importing.progress import Progress
from geo.importing.report import Report
from territories.bulk import BulkIndex
from territories.errors import UnknownCollection
from territories.importing.assigning import Placed, PointFields, assign_table
from territories.importing.catalogue import nearest
from territories.models import Collection
from territories.types import TopicRef

FIELDS = {"lon": "lon", "lat": "lat", "topic": "topic", "on": "date", "address": "address"}
# Below this an address is a guess; a guess must not choose the house that answers.
SURE_ENOUGH = 0.7


class Command(ImportCommand):
    writes = False
    help = "Add areas, executor, rule, ambiguity and distance to the border to every row of a CSV of points."

    def add_import_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--output", type=Path, required=True, metavar="OUT.csv", help="the table with answers"
        )
        parser.add_argument("--lon-field", metavar="F", help="column of the longitude (default: lon)")
        parser.add_argument("--lat-field", metavar="F", help="column of the latitude (default: lat)")
        parser.add_argument(
            "--topic-field", metavar="F", help="column of topic or category codes (default: topic)"
        )
        parser.add_argument(
            "--date-field", metavar="F", help="column of the day (default: on; without it: today)"
        )
        parser.add_argument("--address-field", metavar="F", help="column of the address (default: address)")
        parser.add_argument("--collection", default="", metavar="NAME", help="only areas of this collection")

    def run_import(self, path: Path, options: dict[str, Any], report: Report, progress: Progress) -> None:
        progress.step(_("reading the areas"))
        topics = _topics()
        assign_table(
            path,
            options["output"],
            index=BulkIndex(on=timezone.localdate(), collection=_known(options["collection"])),
            fields=_fields(options),
            topic_of=topics.get,
            place_of=_place,
            report=report,
            progress=progress,
        )
        for code, count in report.details["unknown_topics"].items():
            near = ", ".join(nearest(code, list(topics)))
            report.warn(
                _("Topic “%(code)s” is unknown (%(count)s rows). Near it: %(near)s.")
                % {"code": code, "count": count, "near": near or "–"}
            )


def _fields(options: dict[str, Any]) -> PointFields:
    given = {noun: options[f"{name}_field"] for noun, name in FIELDS.items() if options[f"{name}_field"]}
    return PointFields(**given, given=frozenset(given))


def _known(slug: str) -> str:
    """Raises UnknownCollection."""
    if slug and not Collection.objects.filter(slug=slug).exists():
        known = ", ".join(Collection.objects.order_by("slug").values_list("slug", flat=True))
        raise UnknownCollection(collection=slug, known=known or "–")
    return slug


def _topics() -> dict[str, TopicRef]:
    """Topics by code; a category's code stands for any of its topics."""
    found = {code: TopicRef(category=code) for code in Category.objects.values_list("code", flat=True)}
    found |= {topic.code: topic_ref(topic) for topic in Topic.objects.select_related("category")}
    return found


def _place(text: str) -> Placed | None:
    match = geocode(text)
    if match is None or match.confidence < SURE_ENOUGH:
        return None
    return Placed(match.house_id, match.location.lon, match.location.lat)
