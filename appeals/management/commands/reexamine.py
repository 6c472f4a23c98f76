"""reexamine: open appeals whose executor changes with new boundaries or zones: a preview, then --apply."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.types import SYSTEM
from appeals.services.reexamination import Change, Review, apply, preview
from territories.importing.days import day_option


class Command(BaseCommand):
    help = (
        "Show which open appeals change executor with the boundaries and zones of today; --apply writes it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--apply", action="store_true", help="write the changes; without it nothing changes"
        )
        parser.add_argument(
            "--on",
            type=day_option,
            metavar="DATE",
            help="boundaries and zones of this day (default: today)",
        )
        parser.add_argument("--limit", type=int, default=50, help="how many changes to list (default: 50)")
        parser.add_argument("--json", action="store_true", help="everything as one JSON line")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["apply"]:
            review = apply(actor=SYSTEM, now=now, on=options["on"])
        else:
            review = preview(now=now, on=options["on"])
        if options["json"]:
            self.stdout.write(json.dumps(_as_dict(review, applied=options["apply"]), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_lines(review, options["limit"], applied=options["apply"])))


def _as_dict(review: Review, *, applied: bool) -> dict[str, Any]:
    return {
        "applied": applied,
        "examined": review.examined,
        "changed": [_told(change) for change in review.changed],
        "kept_by_hand": [_told(change) for change in review.kept],
        "only_areas_changed": len(review.moved),
    }


def _told(change: Change) -> dict[str, Any]:
    return {
        "number": change.number,
        "before": change.before or None,
        "after": change.after or None,
        "rule": change.decision.rule.value,
        "manual_reason": change.decision.manual_reason.value if change.decision.manual_reason else None,
    }


def _lines(review: Review, limit: int, *, applied: bool) -> list[str]:
    nobody = _("choice by hand")
    lines = [
        _("Open appeals examined: %(count)s.") % {"count": review.examined},
        _("Executor changes: %(count)s.") % {"count": len(review.changed)},
        *(f"  № {c.number}: {c.before or nobody} → {c.after or nobody}" for c in review.changed[:limit]),
        _("Kept, because chosen by hand: %(count)s.") % {"count": len(review.kept)},
        *(f"  № {c.number}: {c.before} ({c.after or nobody})" for c in review.kept[:limit]),
        _("Only areas change: %(count)s.") % {"count": len(review.moved)},
    ]
    if not applied and (review.changed or review.moved):
        lines.append(_("Nothing was written: --apply does it."))
    return lines
