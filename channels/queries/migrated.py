"""Whether the database has the tables that this code expects; changes nothing."""

from functools import lru_cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def is_migrated() -> bool:
    """True when each migration of the code is applied. One query; the code's own are read once by a process."""
    applied = MigrationRecorder(connection).migration_qs.values_list("app", "name")
    return _expected() <= set(applied)


@lru_cache(maxsize=1)
def _expected() -> frozenset[tuple[str, str]]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(loader.graph.nodes)
