"""The SQL door: one statement per file, named parameters only; nothing else runs raw SQL."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.db.models.sql.where import AND, ExtraWhere, WhereNode

from geo.sql.arrays import load_as_arrays
from geo.sql.prepared import executed

COPY_CHUNK = 10_000
Relations = Mapping[str, "QuerySet[Any] | str"]


@cache
def statement(app: str, name: str) -> str:
    """Text of `<app>/sql/<name>.sql`, read once per process. Raises FileNotFoundError."""
    return (Path(__file__).resolve().parents[2] / app / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def rows(
    app: str, name: str, params: Mapping[str, Any], relations: Relations | None = None
) -> list[tuple[Any, ...]]:
    """All rows of a statement file with named parameters `%(name)s` and relations `{name}`.

    A relation is what the statement reads as a table, `FROM ({marks}) AS mark`: a queryset, or the text of
    another statement as `compose` returns it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_with_relations(statement(app, name), relations), params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def prepared_rows(app: str, name: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement that is worth preparing: long, asked often, with one good plan for all values."""
    with executed(statement(app, name), params) as cursor:
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def prepared_records(app: str, name: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The same as dictionaries keyed by the statement's column names."""
    with executed(statement(app, name), params) as cursor:
        return _records(cursor)


def records(
    app: str, name: str, params: Mapping[str, Any], relations: Relations | None = None
) -> list[dict[str, Any]]:
    """All rows as dictionaries keyed by the statement's column names."""
    with connection.cursor() as cursor:
        cursor.execute(_with_relations(statement(app, name), relations), params)
        return _records(cursor)


def _records(cursor: CursorWrapper) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def binary_rows(
    app: str, name: str, params: Mapping[str, Any], relations: Relations | None = None
) -> list[tuple[Any, ...]]:
    """All rows in the binary format, which carries bytea as it is; Django's own cursor doubles it as hex.

    Arrays of integers come as numpy arrays. The statement goes out with its values as literals, so that each run
    is planned for its own values: a generic plan makes a tile seventy times slower.
    """
    return binary_rows_of(compose(app, name, params, relations))


def binary_rows_of(text: str) -> list[tuple[Any, ...]]:
    """The same for a statement that is composed already."""
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor, connection.wrap_database_errors:
        load_as_arrays(cursor)
        cursor.execute(text.encode(), prepare=False, binary=True)
        return cursor.fetchall()


def compose(app: str, name: str, params: Mapping[str, Any], relations: Relations | None = None) -> str:
    """The statement with its values as literals, for EXPLAIN and for the bench."""
    return _literal(_with_relations(statement(app, name), relations), params)


def _with_relations(text: str, relations: Relations | None) -> str:
    """Only the named braces are filled, so that a statement may hold others; a value's % is doubled."""
    for name, relation in (relations or {}).items():
        inner = relation if isinstance(relation, str) else relation_text(relation)
        text = text.replace(f"{{{name}}}", inner.replace("%", "%%"))
    return text


def relation_text(queryset: QuerySet[Any]) -> str:
    """A queryset's SQL with its values as literals: what `{name}` is filled with, for a caller who keeps it."""
    try:
        sql, params = queryset.query.sql_with_params()
    except EmptyResultSet:
        # Django has no SQL for a condition that nothing meets; the columns still have to be there.
        query = queryset.query.chain()
        query.where = WhereNode()
        query.where.add(ExtraWhere(["FALSE"], []), AND)
        sql, params = query.sql_with_params()
    return _literal(sql, params)


def _literal(sql: str, params: Any) -> str:
    values = params.values() if isinstance(params, Mapping) else params
    # Bare digits need no quoting; asking the driver costs a light tile a twentieth of its time.
    if all(type(value) is int and value >= 0 for value in values):
        return sql % (params if isinstance(params, Mapping) else tuple(params))
    connection.ensure_connection()
    text: str = psycopg.ClientCursor(connection.connection).mogrify(sql, params)
    return text


def execute(app: str, name: str, params: Mapping[str, Any]) -> int:
    """Run a statement file that returns no rows; answers how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement(app, name), params)
        return int(cursor.rowcount)


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """COPY rows into a table, some 4 µs each; answers how many. Names are trusted, never user input.

    Geometry goes in as hex EWKB, JSON as text. Serial keys and server defaults fill what is not named.
    """
    count = 0
    remaining = iter(rows)
    # A generator may ask the database for its next row, which a COPY under way would never answer.
    while chunk := list(islice(remaining, COPY_CHUNK)):
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
        ):
            for row in chunk:
                copy.write_row(row)
        count += len(chunk)
    return count


def copy_lines(table: str, columns: Sequence[str], lines: Iterable[str]) -> int:
    """COPY lines of tab-separated values, for whoever writes millions; answers how many. Names are trusted.

    Each value is spelled as the text format wants it: `escaped` for text, NULL for nothing.
    """
    count = 0
    remaining = iter(lines)
    while chunk := list(islice(remaining, COPY_CHUNK)):
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
        ):
            copy.write("\n".join(chunk) + "\n")
        count += len(chunk)
    return count


NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_SPECIAL = re.compile(r"[\\\n\r\t]")


def escaped(text: str) -> str:
    """Text as a value of `copy_lines`."""
    return text.translate(_ESCAPES) if _SPECIAL.search(text) else text


def or_null(value: object) -> str:
    """A number or another value without special characters, or NULL for None."""
    return NULL if value is None else str(value)
