"""The roll-up per cell and month: what it saves a heat map, what it costs a write, how long verifying takes.

Needs a large and a small database of the demo's generator, both analysed and vacuumed.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from statistics import median
from time import monotonic
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.types import PUBLIC
from analytics.queries.heatmap import heatmap
from analytics.queries.rollup import tallies
from analytics.queries.verifying import verify
from appeals.models import Appeal, Mark
from appeals.types import Selection
from bench import reading, writing
from bench.timing import Row, at_most, database, in_turn, over_all
from geo import hexgrid, sql
from geo.types import BBox, HexCell

# Cells of one answer, at any size of the database.
WANTED_CELLS = 60
NUMBER, ROUNDS = 40, 3


def rows(large: str, small: str) -> Iterator[Row]:
    """All rows. large, small: addresses of the two databases; nothing stays in them but bench_wide."""
    yield by_size(large, small)
    with database(large):
        yield from region_and_year()
        yield share_of_a_write()
    yield verifying(large, small)


def by_size(large: str, small: str) -> Row:
    """The measures of as many cells, among five million and among fifty thousand."""
    asked: dict[str, Callable[[], Any]] = {}
    for url in (small, large):
        with database(url):
            asked[url] = partial(tallies, PUBLIC, _year(), reading.RESOLUTION, _cells())
    best = {url: float("inf") for url in asked}
    for url in (small, large) * 3:
        with database(url):
            best[url] = min(best[url], *over_all([asked[url]], 15))
    return at_most("measures of cells: 5 million / 50 thousand", best[large] / best[small], 1.3)


def _cells() -> list[HexCell]:
    """Cells with appeals around some place, as many in any database."""
    place = reading.sample_places()[0]
    side = 0.05
    box = BBox(place.lon - side, place.lat - side / 2, place.lon + side, place.lat + side / 2)
    near = list(tallies(PUBLIC, _year(), reading.RESOLUTION, hexgrid.cells_around(box, reading.RESOLUTION)))
    return near[:WANTED_CELLS]


def _year() -> Selection:
    """The last twelve whole months of the database."""
    zone = timezone.get_default_timezone()
    newest = Mark.objects.order_by("-submitted_at").values_list("submitted_at", flat=True)[0].astimezone(zone)
    until = datetime(newest.year, newest.month, 1, tzinfo=zone)
    return Selection(since=until.replace(year=until.year - 1), until=until)


def region_and_year() -> Iterator[Row]:
    """Cells of a region from the roll-up, against the wide table and against the marks' index."""
    centre, (width, height) = reading.sample_places()[0], reading.REGION_DEG
    box = BBox(
        centre.lon - width / 2, centre.lat - height / 2, centre.lon + width / 2, centre.lat + height / 2
    )
    year = _year()
    reading.make_wide()
    params = {
        "resolution": reading.RESOLUTION,
        **{side: getattr(box, side) for side in ("west", "south", "east", "north")},
        "since": year.since,
        "until": year.until,
    }

    def from_rollup() -> Any:
        return tallies(PUBLIC, year, reading.RESOLUTION, hexgrid.cells_around(box, reading.RESOLUTION))

    def from_wide() -> list[tuple[HexCell, tuple[int, ...]]]:
        found = sql.rows("bench", "wide_heatmap", params)
        return [(HexCell(cell), tuple(counts)) for cell, *counts in found]

    def from_marks() -> Any:
        return heatmap(PUBLIC, replace(year, bbox=box), reading.RESOLUTION)

    ours, wide = in_turn(from_rollup, from_wide, 7)
    yield at_most("measures of a region and year by the roll-up / from the wide table", ours / wide, 0.3)
    ours, marks = in_turn(from_rollup, from_marks, 7)
    yield at_most("measures of a region and year by the roll-up / counts from the marks", ours / marks, 1)


def share_of_a_write() -> Row:
    """An appeal with all that belongs to it, with the triggers of the roll-up and without them."""
    took: dict[bool, list[float]] = {True: [], False: []}
    with transaction.atomic():
        ids = Appeal.objects.order_by("pk").values_list("pk", flat=True)
        first, step = ids[0], max((ids.reverse()[0] - ids[0]) // NUMBER, 1)
        for rolled in (True, False) * ROUNDS:
            _trigger(on=rolled)
            found = []
            for number in range(NUMBER):
                near = Appeal.objects.select_related("topic").filter(pk__gte=first + number * step)
                copy = writing.copy_of(near.earliest("pk"))
                found.append(writing.took_ms(partial(writing.write_everything, copy)))
            # After a switch everything about the table is planned anew, which no other insert pays.
            took[rolled] += found[NUMBER // 4 :]
        transaction.set_rollback(True)
    return at_most("insert with the roll-up / without it", median(took[True]) / median(took[False]), 1.25)


def _trigger(*, on: bool) -> None:
    with connection.cursor() as cursor:
        # Foreign keys wait until the end; a table with waiting checks lets no trigger be switched.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE appeals_mark {'ENABLE' if on else 'DISABLE'} TRIGGER USER")


def verifying(large: str, small: str) -> Row:
    """Verifying everything, for each appeal; its time on the clock is said beside."""
    per_appeal: dict[str, float] = {}
    for url in (small, large):
        with database(url):
            began, verdict = monotonic(), verify()
            took_s = monotonic() - began
            sys.stderr.write(
                f"verify_rollups: {verdict.appeals:,} appeals in {took_s:.0f} s, sound: {verdict.sound}\n"
            )
            per_appeal[url] = took_s / verdict.appeals
    return at_most(
        "verify_rollups, an appeal: 5 million / 50 thousand", per_appeal[large] / per_appeal[small], 2
    )
