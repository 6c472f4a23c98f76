"""The database of the tests: a copy of a template that is migrated once, not by every process of every run.

The template is named by what makes it (`made_of`), so that another state of the migrations has another template. It is
built under a name of its own and renamed when it is whole: what was interrupted is never copied. One lock of the server
keeps processes apart. The templates used last stay; older ones are dropped.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.utils import OperationalError
from psycopg import sql

PREFIX = "metka_template_"
UNFINISHED = f"{PREFIX}unfinished"
# One for each of some branches that are worked on in turns.
TEMPLATES_KEPT = 4
# Any number that no other program of the server locks.
_LOCK = 7_305_120_611


def copy_template(name: str, *, keep: bool) -> None:
    """Makes the database of this name, or leaves it when it may be kept and is of the same template."""
    with _alone() as cursor:
        made = made_of(cursor)
        template = PREFIX + made
        if not _exists(cursor, template):
            _build(cursor, template)
        _tell(cursor, template, datetime.now(UTC).isoformat())
        _drop_older(cursor)
        if keep and _told(cursor, name) == made:
            return
        _run(cursor, "DROP DATABASE IF EXISTS {}", name)
        _run(cursor, "CREATE DATABASE {} TEMPLATE {}", name, template)
        # No test waits for the disk.
        _run(cursor, "ALTER DATABASE {} SET synchronous_commit = off", name)
        _tell(cursor, name, made)


def use(name: str) -> None:
    """Turns this process to the database of this name."""
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = name
    connection.settings_dict["NAME"] = name


def drop(name: str) -> None:
    """Takes the database away, and whoever is still connected to it: threads of servers are."""
    with connection._nodb_cursor() as cursor:
        _run(cursor, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def made_of(cursor: CursorWrapper) -> str:
    """A short hash of all that a migrated database comes of: sources, packages, the server and its extensions."""
    digest = sha256(sys.version.encode())
    for path in sorted(sources()):
        digest.update(f"\n{path.relative_to(settings.BASE_DIR)}\n".encode() + path.read_bytes())
    digest.update("\n".join(sorted(f"{one.name} {one.version}" for one in distributions())).encode())
    cursor.execute(
        "SELECT version() || string_agg(name || ' ' || default_version, ',' ORDER BY name)"
        " FROM pg_available_extensions"
    )
    digest.update(cursor.fetchone()[0].encode())
    return digest.hexdigest()[:16]


def sources() -> Iterator[Path]:
    """Our migrations and the rooms that they may import (tests/house/test_template.py holds them to it)."""
    yield Path(settings.BASE_DIR) / "config" / "settings.py"
    for app in apps.get_app_configs():
        folder = Path(app.path)
        if folder.parent == Path(settings.BASE_DIR):
            for pattern in ("migrations/*.py", "types.py", "models.py", "models/**/*.py"):
                yield from folder.glob(pattern)


@contextmanager
def _alone() -> Iterator[CursorWrapper]:
    """One process of the server at a time; whoever dies lets go."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield cursor
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _build(cursor: CursorWrapper, template: str) -> None:
    name = connection.settings_dict["NAME"]
    test = connection.settings_dict["TEST"]
    wanted = test["NAME"]
    try:
        test["NAME"] = UNFINISHED
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        test["NAME"] = wanted
        use(name)
    _run(cursor, "ALTER DATABASE {} RENAME TO {}", UNFINISHED, template)


def _drop_older(cursor: CursorWrapper) -> None:
    """All but the templates used last; one that is just being looked into stays until the next run."""
    cursor.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        " ORDER BY shobj_description(oid, 'pg_database') DESC NULLS LAST OFFSET %s",
        [PREFIX, TEMPLATES_KEPT],
    )
    for (older,) in cursor.fetchall():
        with suppress(OperationalError):
            _run(cursor, "DROP DATABASE {}", older)


def _exists(cursor: CursorWrapper, name: str) -> bool:
    cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
    return bool(cursor.rowcount)


def _told(cursor: CursorWrapper, name: str) -> str | None:
    """The comment of the database, None when there is neither."""
    cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
    row = cursor.fetchone()
    return row and row[0]


def _tell(cursor: CursorWrapper, name: str, comment: str) -> None:
    cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(comment)))


def _run(cursor: CursorWrapper, statement: str, *names: str) -> None:
    cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
