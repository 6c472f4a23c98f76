"""Runs the groups of the bench on the databases of the demo and keeps the result; measures nothing itself."""

import importlib
import importlib.util
import inspect
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from django.conf import settings

from bench import databases
from bench.timing import Row
from config.local import database_url

GROUPS = ("tiles", "lookup", "reading", "desks", "addresses", "writing", "rollup", "heatmaps")


def run(groups: Sequence[str], *, quick: bool) -> None:
    """Fills what is missing, prints a line per ratio and writes `.local/bench.json`."""
    cluster = os.environ.get("DATABASE_URL") or database_url(settings.LOCAL_DIR) or "postgresql:///metka"
    sizes = {
        "small": databases.SMALL,
        "middle": databases.QUICK,
        "large": databases.QUICK if quick else databases.LARGE,
    }
    found: list[Row] = []
    for row in _rows(groups, sizes, cluster):
        found.append(row)
        sys.stdout.write(line(row) + "\n")
        sys.stdout.flush()
    sys.stdout.write(f"{len(found)} ratios, {sum(not row.ok for row in found)} missed.\n")
    keep(found, quick=quick)


def _rows(groups: Sequence[str], sizes: Mapping[str, databases.Size], cluster: str) -> Iterator[Row]:
    made: dict[str, str] = {}
    for group in groups:
        if importlib.util.find_spec(f"bench.{group}") is None:
            sys.stderr.write(f"bench/{group}.py is not there.\n")
            continue
        sys.stderr.write(f"{group} …\n")
        rows = importlib.import_module(f"bench.{group}").rows
        # A group names the databases it needs; others are not made for it.
        needed = inspect.signature(rows).parameters
        made |= {name: databases.ensure(sizes[name], cluster) for name in needed if name not in made}
        yield from rows(**{name: made[name] for name in needed})


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
