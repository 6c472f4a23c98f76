"""list_versions: boundary versions of all collections with their days of validity; see README."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count

from territories.models import BoundaryVersion


class Command(BaseCommand):
    help = "List boundary versions: collection, number, state, validity, number of areas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("collection", nargs="?", default="", help="only this collection")
        parser.add_argument("--json", action="store_true", help="one JSON line")

    def handle(self, *args: Any, **options: Any) -> None:
        versions = BoundaryVersion.objects.select_related("collection")
        if options["collection"]:
            versions = versions.filter(collection__slug=options["collection"])
        areas = dict(versions.order_by().values_list("pk").annotate(Count("boundaries")))
        found = [
            {
                "collection": version.collection.slug,
                "number": version.number,
                "state": str(version.state),
                "valid_from": version.valid_from.isoformat() if version.valid_from else None,
                "valid_to": version.valid_to.isoformat() if version.valid_to else None,
                "areas": areas[version.pk],
            }
            for version in versions.order_by("collection__slug", "number")
        ]
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for row in found:
            days = f"{row['valid_from'] or '…'} – {row['valid_to'] or '…'}"
            self.stdout.write(
                f"{row['collection']:<40} v{row['number']:<4} {row['state']:<10} {days:<25} {row['areas']:>6}"
            )
