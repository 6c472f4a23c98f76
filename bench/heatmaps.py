"""Heat maps at three sizes of the database with as many cells, and what measures cost that are not added.

In this process: tiles by their engine, the API by Django's own client. Needs databases of the demo's generator,
analysed and vacuumed; nothing stays in them.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import orjson
from django.test import Client

from accounts.types import PUBLIC
from analytics.measures import MEASURES
from analytics.queries.heatmap import heatmap
from analytics.types import MeasureCode
from appeals.models import Mark
from appeals.types import Selection
from bench import reading
from bench.timing import Row, at_most, database, over_all
from geo import tilegrid
from geo.types import BBox, TileId
from tiles.engine import tile

# Cells of one answer, as near as some place comes to it.
WANTED_CELLS = 120
TILE_ZOOM, RESOLUTION, WHOLE_RESOLUTION = 12, 9, 8
SIDES_DEG = (0.02, 0.03, 0.045, 0.06, 0.08, 0.1)
ROUNDS, PASSES = 7, 3
OTHERS = tuple(code for code, measure in MEASURES.items() if not measure.additive)


@dataclass(frozen=True, slots=True)
class Question:
    """ask: gives the answer. cells: how many it tells of."""

    ask: Callable[[], Any]
    cells: int


def rows(large: str, middle: str, small: str) -> Iterator[Row]:
    """All rows: addresses of databases of five million, five hundred thousand and fifty thousand appeals."""
    yield from by_size({"50 thousand": small, "500 thousand": middle, "5 million": large})
    with database(large):
        yield from not_added()


def by_size(urls: Mapping[str, str]) -> Iterator[Row]:
    """Milliseconds for each cell: the last size against the first, and the middle one against it."""
    asked: dict[str, dict[str, Question]] = {}
    for size, url in urls.items():
        with database(url):
            asked[size] = {
                "heat map tile": _tile_question(),
                "heat map API of a town": _town_question("count"),
                "heat map API of everything": _whole_question(),
            }
    best = {size: dict.fromkeys(questions, float("inf")) for size, questions in asked.items()}
    for size, url in [*urls.items()] * PASSES:
        with database(url):
            for what, question in asked[size].items():
                (took_ms,) = over_all([question.ask], ROUNDS)
                best[size][what] = min(best[size][what], took_ms)
    first, *later = urls
    for what in asked[first]:
        for size in urls:
            cells = asked[size][what].cells
            sys.stderr.write(f"{what}, {size}: {best[size][what]:.1f} ms for {cells:,} cells\n")
        for size in reversed(later):
            each = [best[one][what] / asked[one][what].cells for one in (size, first)]
            yield at_most(f"{what}, a cell: {size} / {first}", each[0] / each[1], 1.3)


def not_added() -> Iterator[Row]:
    """What a measure costs whose parts do not add up, against the number of appeals of the same cells."""
    box = _box()
    plain, *others = over_all(
        [_api(_town(box, "count")), *(_api(_town(box, code.value)) for code in OTHERS)], ROUNDS
    )
    for code, took_ms in zip(OTHERS, others, strict=True):
        yield at_most(f"heat map of a town by {code.value} / by count", took_ms / plain, 4)


def _tile_question() -> Question:
    """The tile around one of the places that has about as many cells as wanted."""
    found = [tilegrid.tile_at(place, TILE_ZOOM) for place in reading.sample_places()]
    chosen = min(dict.fromkeys(found), key=lambda one: abs(_cells_of(one) - WANTED_CELLS))
    return Question(partial(tile, "hexbins", chosen), _cells_of(chosen))


def _cells_of(chosen: TileId) -> int:
    """Cells that a tile counts: those around its middle, by its box."""
    box = tilegrid.bounds(chosen)
    return len(heatmap(PUBLIC, Selection(bbox=box), RESOLUTION))


def _town_question(measure: str) -> Question:
    ask = _api(_town(_box(), measure))
    return Question(ask, len(orjson.loads(ask())["cells"]))


def _whole_question() -> Question:
    ask = _api(f"measure=count&resolution={WHOLE_RESOLUTION}")
    return Question(ask, len(orjson.loads(ask())["cells"]))


def _box() -> BBox:
    """The box around one of the places that has about as many cells as wanted."""
    boxes = [
        BBox(place.lon - side, place.lat - side / 2, place.lon + side, place.lat + side / 2)
        for place in reading.sample_places(8)
        for side in SIDES_DEG
    ]
    return min(
        boxes, key=lambda box: abs(len(heatmap(PUBLIC, Selection(bbox=box), RESOLUTION)) - WANTED_CELLS)
    )


def _town(box: BBox, measure: str) -> str:
    sides = ",".join(f"{side:.6f}" for side in box.as_tuple())
    period = f"&since={_year_ago()}" if measure == MeasureCode.TREND else ""
    return f"measure={measure}&resolution={RESOLUTION}&bbox={sides}{period}"


def _year_ago() -> date:
    """A year before the newest appeal: what a trend compares with the year before that."""
    newest: datetime = Mark.objects.order_by("-submitted_at").values_list("submitted_at", flat=True)[0]
    return newest.date() - timedelta(days=365)


def _api(query: str) -> Callable[[], bytes]:
    """Asks the API; another answer than 200 stops the bench."""
    client = Client(SERVER_NAME="127.0.0.1")

    def ask() -> bytes:
        answer = client.get(f"/api/v1/heatmap/?{query}")
        if answer.status_code != 200:
            raise RuntimeError(f"{answer.status_code} for {query}: {answer.content[:300]!r}")
        return bytes(answer.content)

    return ask
