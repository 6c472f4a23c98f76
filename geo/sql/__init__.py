"""The SQL door: one statement per file, named parameters only; nothing else runs raw SQL."""

from collections.abc import Mapping
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
