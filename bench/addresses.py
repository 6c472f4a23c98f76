"""Suggest and geocode on a million addresses, in milliseconds of the whole call; not how well they find (geocoding).

DATABASE_URL=<an empty, migrated database> python -m bench.addresses
"""

import os
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from geo.types import LonLat

HOLD_MS = 10.0
TOWNS, STREETS, PER_STREET = 300, 26_000, 45
Row = tuple[str, float, float, bool]


def fill() -> None:
    """A synthetic million in an empty database."""
    from django.db import connection  # noqa: PLC0415 - Django is set up first

    statement = (Path(__file__).parent / "sql" / "fill_addresses.sql").read_text(encoding="utf-8")
    with connection.cursor() as cursor:
        cursor.execute(statement, {"towns": TOWNS, "streets": STREETS, "per_street": PER_STREET})
        cursor.execute("VACUUM ANALYZE geo_settlement, geo_street, geo_house")


def run(*, calls: int = 200, seed: int = 1) -> list[Row]:
    """p95 per kind of call: rows of (what, milliseconds, milliseconds to hold, holds). Needs addresses."""
    from geo.addresses.queries import geocode, reverse, suggest  # noqa: PLC0415
    from geo.models import House, Street  # noqa: PLC0415

    chance = random.Random(seed)
    ids = list(Street.objects.values_list("id", flat=True))
    chosen = Street.objects.filter(pk__in=chance.sample(ids, min(calls, len(ids))))
    streets = [(street.name, LonLat(street.location.x, street.location.y)) for street in chosen]
    kinds: dict[str, Callable[[str, LonLat], object]] = {
        "suggest": lambda name, near: suggest(name[:5], near=near),
        "suggest with a typo": lambda name, near: suggest(f"{name[:3]}{name[4:9]}", near=near),
        "suggest houses": lambda name, near: suggest(f"{name} 1", near=near),
        "geocode": lambda name, near: geocode(f"{name}, 12", near=near),
        "geocode with a typo": lambda name, near: geocode(f"{name[:3]}{name[4:]}, 12", near=near),
        "reverse": lambda name, near: reverse(near),
    }
    print(f"   {House.objects.count()} houses, {len(ids)} streets")
    return [_row(what, [_timed(call, *street) for street in streets]) for what, call in kinds.items()]


def _timed(call: Callable[[str, LonLat], object], name: str, near: LonLat) -> float:
    call(name, near)
    begin = time.perf_counter()
    call(name, near)
    return (time.perf_counter() - begin) * 1000


def _row(what: str, times: list[float]) -> Row:
    p95 = statistics.quantiles(times, n=20)[-1]
    return what, p95, HOLD_MS, p95 <= HOLD_MS


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from geo.models import House

    if not House.objects.exists():
        fill()
    for label, milliseconds, hold, ok in run():
        print(f"{label:22} p95 {milliseconds:7.2f} ms  hold ≤ {hold:.0f}  {'ok' if ok else 'MISSED'}")
