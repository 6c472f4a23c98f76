"""The book of deadlines as the database has it now, kept for some seconds by each process; not what follows from it."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core.cache import cache

from appeals.rules.clockbook import Book, Row
from appeals.rules.deadlines import Span, Stage, Unit
from appeals.types import Track
from geo import sql

_KEY = "clock-book"


def clock_book() -> Book:
    """All deadlines, local days off and time zones. One query, or none while the last answer is kept.

    A change by an administrator holds in every process after CLOCK_BOOK_KEPT_S seconds.
    """
    kept: Book | None = cache.get(_KEY)
    if kept is None:
        kept = read_book()
        cache.set(_KEY, kept, settings.CLOCK_BOOK_KEPT_S)
    return kept


def read_book() -> Book:
    """The book of this moment. One query."""
    [found] = sql.records("appeals", "clock_book", {})
    read = {name: json.loads(value) for name, value in found.items()}
    return Book(
        rows=tuple(_row(row) for row in read["rows"]),
        exceptions={
            (one["area_id"], date.fromisoformat(one["day"])): one["is_working"] for one in read["exceptions"]
        },
        parents={one["area_id"]: one["parent_id"] for one in read["parents"]},
        zones={one["area_id"]: one["time_zone"] for one in read["zones"]},
        default_zone=settings.CLOCK_ZONE,
    )


def _row(row: Mapping[str, Any]) -> Row:
    return Row(
        id=row["id"],
        stage=Stage(row["stage"]),
        track=Track(row["track"]),
        span=Span(row["number"], Unit(row["unit"])),
        topic_id=row["topic_id"],
        category_id=row["category_id"],
        area_id=row["area_id"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
