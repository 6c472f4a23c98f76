"""Reads the catalogue file (categories, topics, reasons of refusal, deadlines) into its tables.

The file is one JSON object: `deadlines` and `topic_deadlines` (see importing/deadlines.py), `categories` (code, ru, en,
icon and their `topics`) and `refusal_reasons` (code, ru, en). A row is known by its code: the same file again changes
nothing, a changed row is updated, a row that left the file stays, since appeals may use it, and so does a category or
a topic that administrators have changed here. Where a topic's privacy
changed, the public places of its appeals are derived anew in the same transaction; appeals follow in nothing else.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from appeals.importing.deadlines import load_deadlines
from appeals.models import Category, RefusalReason, Topic
from appeals.services.republishing import republish
from appeals.types import Privacy

CATALOGUE = Path(settings.BASE_DIR) / "fixtures" / "topics.json"


@dataclass(frozen=True, slots=True)
class CatalogueCounts:
    """How many rows the file holds."""

    categories: int
    topics: int
    reasons: int


def load_catalogue(path: Path = CATALOGUE) -> CatalogueCounts:
    """Upsert the file's rows by code, all or nothing. Raises KeyError or ValueError for a file of another shape."""
    data = json.loads(path.read_text(encoding="utf-8"))
    with transaction.atomic():
        categories = _load_categories(data["categories"])
        topics = [
            _topic(row, categories[group["code"]], position)
            for group in data["categories"]
            for position, row in enumerate(group["topics"])
        ]
        before = dict(Topic.objects.values_list("code", "privacy"))
        _upsert(Topic, topics)
        _follow_privacy(before)
        load_deadlines(data)
        reasons = [_reason(row, position) for position, row in enumerate(data["refusal_reasons"])]
        _upsert(RefusalReason, reasons)
    return CatalogueCounts(len(categories), len(topics), len(reasons))


def _follow_privacy(before: dict[str, str]) -> None:
    """Derive the public places anew of topics that had another privacy before (by code)."""
    rows = Topic.objects.filter(code__in=before).values_list("pk", "code", "privacy")
    changed = [pk for pk, code, privacy in rows if privacy != before[code]]
    if changed:
        republish(topic_ids=changed)


def _load_categories(groups: list[dict[str, Any]]) -> dict[str, Category]:
    rows = [
        Category(
            code=group["code"],
            name_ru=group["ru"],
            name_en=group["en"],
            icon=group["icon"],
            position=position,
        )
        for position, group in enumerate(groups)
    ]
    _upsert(Category, rows)
    return {category.code: category for category in Category.objects.all()}


def _topic(row: dict[str, Any], category: Category, position: int) -> Topic:
    marks = row.get("marks", [])
    return Topic(
        category=category,
        code=row["code"],
        name_ru=row["ru"],
        name_en=row["en"],
        keywords=row["keywords"],
        kinds=row["kinds"],
        scope=row["scope"],
        privacy=row["privacy"],
        duplicate_radius_m=row["duplicate_radius_m"],
        duplicate_age_days=row["duplicate_age_days"],
        # Where the place itself is private, neighbours would tell what the map hides.
        allows_comments=row["privacy"] == Privacy.STREET,
        is_private="private" in marks,
        is_waste="waste" in marks,
        is_emergency="emergency" in marks,
        is_common="common" in marks,
        federal_code=row.get("federal_code", ""),
        position=position,
    )


def _reason(row: dict[str, Any], position: int) -> RefusalReason:
    return RefusalReason(
        code=row["code"],
        text_ru=row["ru"],
        text_en=row["en"],
        needs_comment=row.get("needs_comment", False),
        position=position,
    )


# What the file knows nothing of.
_HERE = {"id", "code", "is_active", "is_own"}


def _upsert(model: type[Category | Topic | RefusalReason], rows: list[Any]) -> None:
    names = [field.name for field in model._meta.concrete_fields if field.name not in _HERE]
    if issubclass(model, (Category, Topic)):
        own = set(model._default_manager.filter(is_own=True).values_list("code", flat=True))
        rows = [row for row in rows if row.code not in own]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=names
    )
