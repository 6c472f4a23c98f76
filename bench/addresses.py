"""Suggest, geocode and reverse on a million addresses, in milliseconds of the database; not how well they find.

A call's figure is the time its statements are planned and run for, summed (EXPLAIN ANALYZE of each), the best of
several; a row is the 95th percentile over the calls. Python and the way to the database are left out.
How well addresses are found says `bench.geocoding`.

DATABASE_URL=<an empty, migrated database> python -m bench addresses [--slowest]
"""

import argparse
import random
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection

from bench import databases
from bench.timing import Row, at_most, database
from geo.addresses.queries import geocode, reverse, suggest
from geo.models import House, Street
from geo.types import LonLat

HOLD_MS = 10.0
TOWNS, STREETS, PER_STREET = 300, 26_000, 45
CALLS, TIMES = 100, 4
NAME = "metka_bench_addresses"
Call = Callable[[], object]
Asked = tuple[str, Any]


def rows(large: str) -> Iterator[Row]:
    """Rows of `make bench`; the addresses have a database of their own on the cluster of `large`."""

    with database(databases.ensure_migrated(NAME, large)):
        fill()
        yield from measured()


def fill() -> None:
    """A synthetic million, unless there are houses already."""

    if House.objects.exists():
        return
    statement = (Path(__file__).parent / "sql" / "fill_addresses.sql").read_text(encoding="utf-8")
    with connection.cursor() as cursor:
        cursor.execute(statement, {"towns": TOWNS, "streets": STREETS, "per_street": PER_STREET})
        cursor.execute("VACUUM ANALYZE geo_settlement, geo_street, geo_house")


def measured(*, calls: int = CALLS, seed: int = 1, slowest: bool = False) -> Iterator[Row]:
    """A row per kind of call. slowest: each kind's slowest call is told to stderr, statement by statement."""

    chance = random.Random(seed)
    ids = list(Street.objects.order_by("id").values_list("id", flat=True))
    chosen = Street.objects.filter(pk__in=chance.sample(ids, min(calls, len(ids)))).order_by("id")
    streets = [(street.name, LonLat(street.location.x, street.location.y)) for street in chosen]
    for what, kind in _kinds().items():
        told = [_statements(partial(kind, *street)) for street in streets]
        times = [sum(_milliseconds(one) for one in asked) for asked in told]
        if slowest:
            _tell(what, streets[times.index(max(times))][0], told[times.index(max(times))])
        yield at_most(f"{what}: ms in the database, p95", statistics.quantiles(times, n=20)[-1], HOLD_MS)


def _kinds() -> dict[str, Callable[[str, LonLat], object]]:
    """What is asked of a street's name («лесная улица») and place, the map's centre being there."""

    return {
        "suggest": lambda name, near: suggest(name[:5], near=near),
        "suggest, two letters": lambda name, near: suggest(name[:2], near=near),
        "suggest with a typo": lambda name, near: suggest(f"{name[:3]}{name[4:9]}", near=near),
        "suggest without a centre": lambda name, _near: suggest(name[:5]),
        "suggest houses": lambda name, near: suggest(f"{name} 1", near=near),
        "geocode": lambda name, near: geocode(f"{name}, 12", near=near),
        "geocode with a typo": lambda name, near: geocode(f"{name[:3]}{name[4:]}, 12", near=near),
        "geocode without a centre": lambda name, _near: geocode(f"{name}, 12"),
        "geocode without a centre, with a typo": lambda name, _near: geocode(f"{name[:3]}{name[4:]}, 12"),
        "reverse": lambda _name, near: reverse(near),
    }


def _statements(call: Call) -> list[Asked]:
    """The statements that a call sends, with their parameters."""

    asked: list[Asked] = []

    def keep(execute: Callable[..., object], sql: str, params: Any, many: bool, context: Any) -> object:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        call()
    return asked


def _milliseconds(asked: Asked) -> float:
    """Planning and running of one statement: the best of several, so that a busy machine counts little."""
    return min(_explained(asked)[0] for _time in range(TIMES))


def _explained(asked: Asked) -> tuple[float, float, float]:
    """Milliseconds of all, of planning, of running; no clock at every node, which would slow it down."""

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {asked[0]}", asked[1])
        plan = cursor.fetchone()[0][0]
    planning, running = float(plan["Planning Time"]), float(plan["Execution Time"])
    return planning + running, planning, running


def _tell(what: str, name: str, asked: list[Asked]) -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for one in asked:
        _all, planning, running = min(_explained(one) for _time in range(TIMES))
        found[one[0].splitlines()[0]].append(f"{planning:.1f} + {running:.1f}")
    sys.stderr.write(f"{what}: {name}\n")
    for title, times in found.items():
        sys.stderr.write(f"    {title[:70]:70} {', '.join(times)}\n")


def main(arguments: Sequence[str]) -> int:
    """`python -m bench addresses`."""
    parser = argparse.ArgumentParser(
        "bench addresses", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--slowest", action="store_true", help="tell each kind's slowest call by statement")
    parser.add_argument("--calls", type=int, default=CALLS, help="calls of each kind")
    options = parser.parse_args(arguments)
    fill()
    for row in measured(calls=options.calls, slowest=options.slowest):
        sys.stdout.write(f"{row.what:60} {row.ratio:8.2f}  {row.hold}  {'ok' if row.ok else 'MISSED'}\n")
        sys.stdout.flush()
    return 0
