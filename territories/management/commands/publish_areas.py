"""publish_areas: switches a staged boundary version on in one step; see README."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from geo.errors import GeoError
from territories.errors import UnknownCollection
from territories.importing.days import day_option
from territories.importing.findings import describe_checks
from territories.models import BoundaryVersion, Collection
from territories.services.boundaries import publish
from territories.types import VersionState


class Command(BaseCommand):
    help = "Publish the staged boundary version of a collection."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("collection", help="code of the collection")
        parser.add_argument(
            "--valid-from",
            type=day_option,
            metavar="DATE",
            help="first day of the version (default: without bound for a first version, else today)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            version = publish(version=_staged(options["collection"]), valid_from=options["valid_from"])
        except GeoError as problem:
            raise CommandError(str(problem)) from problem
        for line in describe_checks(version.report):
            self.stdout.write(f"! {line}")
        self.stdout.write(_("%(version)s is in force.") % {"version": version})


def _staged(slug: str) -> BoundaryVersion:
    home = Collection.objects.filter(slug=slug).first()
    if home is None:
        known = ", ".join(Collection.objects.order_by("slug").values_list("slug", flat=True))
        raise UnknownCollection(collection=slug, known=known or "–")
    version = home.versions.filter(state=VersionState.STAGED).order_by("-number").first()
    if version is None:
        raise CommandError(_("“%(collection)s” has nothing staged.") % {"collection": slug})
    return version
