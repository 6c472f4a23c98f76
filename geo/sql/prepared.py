"""Statements that the database parses and plans once per connection; not for statements of many shapes.

One plan serves all values, which the settings ask for (plan_cache_mode): left alone the database compares estimates,
and over large tables it plans for every pin again. A rollback makes the next run plan anew. Behind a pool that changes
connections between transactions the pool has to know of prepared statements (PgBouncer from 1.21).
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg.types.numeric import Int8Dumper

_PLACE = re.compile(r"%\((\w+)\)s")


class _PreparedCursor(psycopg.RawCursor[Any]):
    """Binds on the server and prepares what it executes; Django's own cursors send text with literals in it."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> "_PreparedCursor":
        kept = self.connection.prepare_threshold
        # Django turns preparing off. On for this statement alone: psycopg would remember the text of every other.
        self.connection.prepare_threshold = 0
        try:
            super().execute(query, params, prepare=True, **options)
        finally:
            self.connection.prepare_threshold = kept
        return self


@contextmanager
def executed(text: str, params: Mapping[str, Any]) -> Iterator[CursorWrapper]:
    """A cursor of Django's connection that has run the statement with its named parameters.

    It raises Django's errors, and its queries are counted as others are; of a prepared one the log has no text.
    """
    connection.ensure_connection()
    # Django's wrappers take any cursor of the driver, their annotations only each other.
    raw: Any = _PreparedCursor(connection.connection)
    # An integer's own size would make another statement of each.
    raw.adapters.register_dumper(int, Int8Dumper)
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    numbered, names = _numbered(text)
    with wrap(raw) as cursor:
        cursor.execute(numbered, [params[name] for name in names])
        yield cursor


@cache
def _numbered(text: str) -> tuple[str, list[str]]:
    """The statement with `$1` in the place of `%(name)s`, as the database reads it, and the names in order."""
    names = list(dict.fromkeys(_PLACE.findall(text)))
    return _PLACE.sub(lambda place: f"${names.index(place[1]) + 1}", text).replace("%%", "%"), names
