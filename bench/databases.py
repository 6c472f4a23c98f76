"""The databases of the bench: made once by the demo's generator, kept, and made anew when it changes."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from demo.town.layout import GENERATOR_VERSION

ROOT = Path(__file__).resolve().parent.parent
SEED = 1


@dataclass(frozen=True, slots=True)
class Size:
    """A database of the bench."""

    name: str
    towns: int
    appeals: int

    @property
    def label(self) -> str:
        """What the generator was asked for; another label means another content."""
        return f"metka bench v{GENERATOR_VERSION}: {self.towns} towns, {self.appeals} appeals, seed {SEED}"


SMALL = Size("metka_bench_50k", 3, 50_000)
QUICK = Size("metka_bench_500k", 30, 500_000)
LARGE = Size("metka_bench_5m", 300, 5_000_000)


def ensure(size: Size, cluster: str) -> str:
    """Address of the filled database on the cluster of `cluster`; makes it when it is missing or outdated.

    One that is kept gets the migrations that have come since.
    """
    url = address(cluster, size.name)
    if _label(cluster, size.name) == size.label:
        _manage(url, "migrate", "--skip-checks", "--verbosity", "0")
        return url
    sys.stderr.write(f"Making {size.name} ({size.appeals:,} appeals): this happens once.\n")
    _create(cluster, size.name)
    _manage(url, "migrate", "--skip-checks", "--verbosity", "0")
    _manage(url, "seed_demo", "--towns", str(size.towns), "--appeals", str(size.appeals), "--seed", str(SEED))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        # Last, so that a database that was left half-made is made again.
        connection.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(size.name), sql.Literal(size.label))
        )
    return url


def ensure_migrated(name: str, cluster: str) -> str:
    """Address of a database with the tables only, which its group fills; made when it is missing."""
    url = address(cluster, name)
    with psycopg.connect(cluster) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if not known:
        _create(cluster, name)
    _manage(url, "migrate", "--skip-checks", "--verbosity", "0")
    return url


def address(cluster: str, name: str) -> str:
    """The cluster's address with another database."""
    parts = urlsplit(cluster)
    return f"{parts.scheme}://{parts.netloc}/{name}" + (f"?{parts.query}" if parts.query else "")


def _label(cluster: str, name: str) -> str | None:
    with psycopg.connect(cluster) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
    return None if row is None else row[0]


def _create(cluster: str, name: str) -> None:
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _manage(url: str, *arguments: str) -> None:
    environment = {**os.environ, "DATABASE_URL": url}
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)
