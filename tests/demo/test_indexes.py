"""A large load runs without the indexes that it does not need, and leaves all of them behind."""

import re

import pytest
from django.db import connection

from demo.indexes import NEEDED, TABLES, postponed

pytestmark = pytest.mark.django_db

INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)"
KEYS = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = ANY(%s::regclass[])"


def found(statement: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(TABLES)])
        return {name: plain(definition) for name, definition in cursor.fetchall()}


def plain(definition: str) -> str:
    """A definition without casts and brackets, of which PostgreSQL writes more when it reads its own text again."""
    return re.sub(r"::(text|character varying)(\[\])?|[()]", "", definition)


def test_indexes_and_foreign_keys_come_back() -> None:
    indexes, keys = found(INDEXES), found(KEYS)
    with postponed():
        assert len(found(INDEXES)) < len(indexes)
        assert len(found(KEYS)) < len(keys)
    assert found(INDEXES) == indexes
    assert found(KEYS) == keys


def test_what_the_load_looks_up_by_stays() -> None:
    with postponed():
        left = set(found(INDEXES))
    assert set(NEEDED) < left
    assert all(name in NEEDED or name.endswith("_pkey") for name in left)


def test_the_chain_of_events_is_looked_up_by_an_index_during_a_load() -> None:
    with postponed(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT seq, hash FROM appeals_event WHERE appeal_id = 1 ORDER BY seq DESC LIMIT 1"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "event_seq_once" in plan
