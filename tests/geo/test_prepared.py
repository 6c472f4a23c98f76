"""A prepared statement is planned once per connection, whatever its values are, and fails as others do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DataError, connection, transaction

from geo import sql

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def statement(monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements of this test stand here, not in a file."""
    texts = {
        "sum": "SELECT %(one)s::bigint + %(two)s::bigint AS sum, '100%%' AS share, %(one)s::bigint AS one",
        "quotient": "SELECT 1 / %(one)s::bigint AS quotient",
        "words": "SELECT %(word)s::text AS word, %(words)s::text[] AS words",
    }
    monkeypatch.setattr(sql, "statement", lambda _app, name: texts[name])


def prepared(like: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE %s",
            [f"%{like}%"],
        )
        return cursor.fetchall()


def test_it_is_prepared_once_for_numbers_of_every_size() -> None:
    for number in (1, 40_000, 3_000_000_000):
        assert sql.prepared_rows("geo", "sum", {"one": number, "two": 1}) == [(number + 1, "100%", number)]
    assert prepared("AS sum") == [
        ("SELECT $1::bigint + $2::bigint AS sum, '100%' AS share, $1::bigint AS one", 3)
    ]


def test_records_are_named_by_their_columns() -> None:
    told = {"word": "это 'слово' %s", "words": ["а", "б"]}
    assert sql.prepared_records("geo", "words", told) == [told]


def test_parameters_that_the_statement_does_not_name_are_left_aside() -> None:
    assert sql.prepared_rows("geo", "quotient", {"one": 1, "other": object()}) == [(1,)]


def test_it_raises_the_errors_of_django() -> None:
    with pytest.raises(DataError), transaction.atomic():
        sql.prepared_rows("geo", "quotient", {"one": 0})
    assert sql.prepared_rows("geo", "quotient", {"one": 1}) == [(1,)]


def test_its_queries_are_logged_and_others_are_not_prepared(django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(2):
        sql.prepared_rows("geo", "sum", {"one": 1, "two": 2})
        with connection.cursor() as cursor:
            cursor.execute("SELECT 'of django'")
    assert prepared("of django") == []
