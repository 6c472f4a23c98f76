"""`manage.py load_topics`: loads the catalogue of topics and reasons of refusal by code."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from appeals.importing.catalogue import CATALOGUE, load_catalogue


class Command(BaseCommand):
    help = "Load categories, topics and reasons of refusal from a catalogue file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=CATALOGUE, help="default: %(default)s")

    def handle(self, *_args: object, **options: Path) -> None:
        path = options["file"]
        try:
            counts = load_catalogue(path)
        except (OSError, KeyError, TypeError, ValueError) as problem:
            message = _("%(path)s is not a catalogue of topics: %(problem)s")
            raise CommandError(message % {"path": path, "problem": repr(problem)}) from problem
        message = _(
            "Catalogue loaded: %(categories)d categories, %(topics)d topics, %(reasons)d reasons of refusal."
        )
        self.stdout.write(
            message % {"categories": counts.categories, "topics": counts.topics, "reasons": counts.reasons}
        )
