"""The SQL door: one statement per file, named parameters only; nothing else runs raw SQL."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection


@cache
def statement(app: str, name: str) -> str:
    """Text of `<app>/sql/<name>.sql`, read once per process. Raises FileNotFoundError."""
    return (Path(__file__).resolve().parents[2] / app / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def rows(app: str, name: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement file with named parameters `%(name)s`."""
    with connection.cursor() as cursor:
        cursor.execute(statement(app, name), params)
        return cursor.fetchall()


def records(app: str, name: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All rows as dictionaries keyed by the statement's column names."""
    with connection.cursor() as cursor:
        cursor.execute(statement(app, name), params)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


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
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
                count += 1
    return count
