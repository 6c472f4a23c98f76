"""A seeded town of appeals for the tests of totals, with filters and viewers; asserts nothing."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from accounts.types import PUBLIC, Role, Viewer
from appeals.types import Kind, Privacy, Selection, State, Visibility
from geo import tilegrid
from geo.types import BBox, LonLat, TileId
from territories.models import Area, Organisation
from tests.builders import NOON, TOWN, box, make_appeal, make_area, make_organisation, make_topic, make_user
from tests.tiles.decoding import properties
from tiles.engine import tile

CATEGORIES, TOPICS = ("roads", "light"), ("pothole", "sign", "lamp")
SIDE_DEG, DAYS = 0.2, 30
# What a selection names by number, as codes until the town is there: what codes mean differs from run to run.
AREAS, EXECUTORS = ("a0", "a1", "a2", "p"), (0, 1)
# At this zoom the edges of tiles cut the town; homes are shown somewhat beside their place.
ZOOM, MARGIN_DEG = 10, 0.02


def make_town(number: int = 100) -> dict[str, Viewer]:
    """So many appeals, and one viewer of each sort who sees another part of them."""
    chance = random.Random(60)  # a repeatable town, no secret
    organisations = [make_organisation(f"Служба {n}") for n in EXECUTORS]
    # The last one is hidden where the topic is about homes: those who may know the place find more by it.
    town = box(east=TOWN.lon + SIDE_DEG, north=TOWN.lat + SIDE_DEG)
    kinds = {"p": "precinct"}
    areas = [make_area(code, code=code, kind=kinds.get(code, "district"), polygon=town) for code in AREAS]
    topics = [
        make_topic(code, category=CATEGORIES[n // 2], privacy=Privacy.HOME if n == 1 else Privacy.STREET)
        for n, code in enumerate(TOPICS)
    ]
    authors = [make_user() for _ in range(2)]
    for index in range(number):
        make_appeal(
            at=somewhere(chance),
            topic=chance.choice(topics),
            kind=chance.choice(list(Kind)),
            state=chance.choice([state for state in State if state != State.DRAFT]),
            visibility=chance.choice(list(Visibility)),
            executor=chance.choice([*organisations, None]),
            areas=chance.sample(areas, chance.randint(0, 4)),
            author=chance.choice([*authors, None]),
            submitted_at=NOON + timedelta(days=chance.randint(0, DAYS)),
            text=("Яма", "Фонарь", "Снег")[index % 3],
            due_at=NOON + timedelta(days=chance.randint(5, DAYS)),
            answered_at=chance.choice([None, NOON + timedelta(days=chance.randint(3, DAYS))]),
            rating=chance.choice([None, 1, 5]),
            reopenings=chance.choice([0, 0, 1]),
            supports=chance.randint(0, 3),
        )
    return {
        "public": PUBLIC,
        "author": Viewer(authors[0].pk, frozenset({Role.RESIDENT})),
        "worker": Viewer(
            make_user().pk, frozenset({Role.WORKER, Role.RESIDENT}), frozenset({organisations[0].pk})
        ),
        "moderator": Viewer(make_user().pk, frozenset({Role.MODERATOR})),
    }


def somewhere(chance: random.Random) -> LonLat:
    """A place in the town."""
    return LonLat(TOWN.lon + chance.random() * SIDE_DEG, TOWN.lat + chance.random() * SIDE_DEG)


def numbered(selection: Selection) -> Selection:
    """The selection with the numbers of this run in place of codes."""
    areas = Area.objects.filter(code__in=map(str, selection.area_ids)).values_list("pk", flat=True)
    names = [f"Служба {number}" for number in selection.executor_ids]
    executors = Organisation.objects.filter(name__in=names).values_list("pk", flat=True)
    return replace(selection, area_ids=tuple(sorted(areas)), executor_ids=tuple(sorted(executors)))


def tiles_of_the_town() -> list[TileId]:
    """All that hold a part of it."""
    first = tilegrid.tile_at(LonLat(TOWN.lon - MARGIN_DEG, TOWN.lat + SIDE_DEG + MARGIN_DEG), ZOOM)
    last = tilegrid.tile_at(LonLat(TOWN.lon + SIDE_DEG + MARGIN_DEG, TOWN.lat - MARGIN_DEG), ZOOM)
    return [TileId(ZOOM, x, y) for x in range(first.x, last.x + 1) for y in range(first.y, last.y + 1)]


def in_tiles(viewer: Viewer, selection: Selection, layer: str) -> list[dict[str, Any]]:
    """A layer's features in all tiles of the town, each once."""
    found: dict[Any, dict[str, Any]] = {}
    for each in tiles_of_the_town():
        for feature in properties(tile(layer, each, viewer, selection), layer):
            # A cell stands whole in every tile that it touches, a cluster in one.
            found[feature.get("cell", len(found))] = feature
    return list(found.values())


def counted_in_tiles(viewer: Viewer, selection: Selection, layer: str) -> int:
    """The sum of the counts of a layer's features."""
    return sum(feature.get("count", 1) for feature in in_tiles(viewer, selection, layer))


def few(values: Sequence[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


_offset = st.floats(-0.02, SIDE_DEG + 0.02, allow_nan=False)
_boxes = st.tuples(_offset, _offset, _offset, _offset).map(
    lambda four: BBox(
        TOWN.lon + min(four[0], four[1]),
        TOWN.lat + min(four[2], four[3]),
        TOWN.lon + max(four[0], four[1]),
        TOWN.lat + max(four[2], four[3]),
    )
)
_days = st.one_of(st.none(), st.integers(-1, DAYS + 1).map(lambda day: NOON + timedelta(days=day)))
selections = st.builds(
    Selection,
    area_ids=few(AREAS),
    executor_ids=few(EXECUTORS),
    bbox=st.one_of(st.none(), _boxes),
    categories=few(CATEGORIES),
    topics=few(TOPICS),
    kinds=few(list(Kind)),
    states=few([*State]),
    since=_days,
    until=_days,
    text=st.sampled_from(["", "", "яма", "нет такого"]),
)
