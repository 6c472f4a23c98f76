"""Runs the groups of the bench on the databases of the demo and keeps the result; measures nothing itself."""

import importlib
import importlib.util
import inspect
import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from django.conf import settings

from bench import databases
from bench.timing import Row
from config.local import database_url

GROUPS = ("tiles", "lookup", "reading", "desks", "addresses", "writing", "rollup")


def run(groups: Sequence[str], *, quick: bool) -> None:
    """Fills what is missing, prints a line per ratio and writes `.local/bench.json`."""
    cluster = os.environ.get("DATABASE_URL") or database_url(settings.LOCAL_DIR) or "postgresql:///metka"
    small = databases.ensure(databases.SMALL, cluster)
    large = databases.ensure(databases.QUICK if quick else databases.LARGE, cluster)
    found: list[Row] = []
    for row in _rows(groups, large, small):
        found.append(row)
        sys.stdout.write(line(row) + "\n")
        sys.stdout.flush()
    sys.stdout.write(f"{len(found)} ratios, {sum(not row.ok for row in found)} missed.\n")
    keep(found, quick=quick)


def _rows(groups: Sequence[str], large: str, small: str) -> Iterator[Row]:
    for group in groups:
        if importlib.util.find_spec(f"bench.{group}") is None:
            sys.stderr.write(f"bench/{group}.py is not there.\n")
            continue
        sys.stderr.write(f"{group} …\n")
        rows = importlib.import_module(f"bench.{group}").rows
        # A group names the databases it needs.
        given = {"large": large, "small": small}
        yield from rows(**{name: given[name] for name in inspect.signature(rows).parameters})


def line(row: Row) -> str:
    """One line of the table: what, ratio, what to hold, verdict."""
    return f"{row.what:72} {row.ratio:9.2f}   {row.hold:8} {'ok' if row.ok else 'MISSED'}"


def keep(rows: Sequence[Row], *, quick: bool) -> None:
    """The same as JSON, for notes and comparisons."""
    record = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": quick,
        "rows": [
            {"what": row.what, "ratio": round(row.ratio, 3), "hold": row.hold, "ok": row.ok} for row in rows
        ],
    }
    path = settings.LOCAL_DIR / "bench.json"
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
