"""Heat map, list and tiles count alike, whatever the filter, the viewer and the resolution."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Count, F, Q, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.types import PUBLIC, Role, Viewer
from analytics.queries.heatmap import COARSEST, FINEST, heatmap, heatmap_of_cells
from analytics.types import Tally
from appeals.models import Appeal, Mark
from appeals.queries.counting import number_matched
from appeals.queries.listing import list_page
from appeals.types import OPEN_STATES, Kind, Ordering, Privacy, Selection, State, Visibility
from geo import hexgrid, tilegrid
from geo.types import BBox, LonLat, TileId
from territories.models import Area, Organisation
from tests.builders import NOON, TOWN, box, make_appeal, make_area, make_organisation, make_topic, make_user
from tests.tiles.decoding import properties
from tiles.engine import tile

CATEGORIES, TOPICS = ("roads", "light"), ("pothole", "sign", "lamp")
SIDE_DEG, DAYS = 0.2, 30
# What a selection names by number, as codes until the town is there: what codes mean differs from run to run.
AREAS, EXECUTORS = ("a0", "a1", "a2", "p"), (0, 1)
# All of the town lies in this tile and around it.
TOWN_ZOOM = 6


@pytest.fixture
def viewers(db: None) -> dict[str, Viewer]:
    """A hundred appeals of a seeded town, and one viewer of each sort who sees another part of them."""
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
    for number in range(100):
        make_appeal(
            at=LonLat(TOWN.lon + chance.random() * SIDE_DEG, TOWN.lat + chance.random() * SIDE_DEG),
            topic=chance.choice(topics),
            kind=chance.choice(list(Kind)),
            state=chance.choice([state for state in State if state != State.DRAFT]),
            visibility=chance.choice(list(Visibility)),
            executor=chance.choice([*organisations, None]),
            areas=chance.sample(areas, chance.randint(0, 4)),
            author=chance.choice([*authors, None]),
            submitted_at=NOON + timedelta(days=chance.randint(0, DAYS)),
            text=("Яма", "Фонарь", "Снег")[number % 3],
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


def numbered(selection: Selection) -> Selection:
    """The selection with the numbers of this run in place of codes."""
    areas = Area.objects.filter(code__in=map(str, selection.area_ids)).values_list("pk", flat=True)
    names = [f"Служба {number}" for number in selection.executor_ids]
    executors = Organisation.objects.filter(name__in=names).values_list("pk", flat=True)
    return replace(selection, area_ids=tuple(sorted(areas)), executor_ids=tuple(sorted(executors)))


def in_tiles(viewer: Viewer, selection: Selection, layer: str) -> int:
    """The sum of the counts of a layer's features in all tiles that may hold the town."""
    home = tilegrid.tile_at(TOWN, TOWN_ZOOM)
    counted: dict[Any, int] = {}
    for x in (home.x - 1, home.x, home.x + 1):
        for y in (home.y - 1, home.y, home.y + 1):
            around = TileId(TOWN_ZOOM, x, y)
            for feature in properties(tile(layer, around, viewer, selection), layer):
                # A cell stands whole in every tile that it touches, a cluster in one.
                key = feature.get("cell", len(counted))
                counted[key] = feature.get("count", 1)
    return sum(counted.values())


def few(values: Sequence[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


offset = st.floats(-0.02, SIDE_DEG + 0.02, allow_nan=False)
boxes = st.tuples(offset, offset, offset, offset).map(
    lambda four: BBox(
        TOWN.lon + min(four[0], four[1]),
        TOWN.lat + min(four[2], four[3]),
        TOWN.lon + max(four[0], four[1]),
        TOWN.lat + max(four[2], four[3]),
    )
)
days = st.one_of(st.none(), st.integers(-1, DAYS + 1).map(lambda day: NOON + timedelta(days=day)))
selections = st.builds(
    Selection,
    area_ids=few(AREAS),
    executor_ids=few(EXECUTORS),
    bbox=st.one_of(st.none(), boxes),
    categories=few(CATEGORIES),
    topics=few(TOPICS),
    kinds=few(list(Kind)),
    states=few([*State]),
    since=days,
    until=days,
    text=st.sampled_from(["", "", "яма", "нет такого"]),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    selection=selections,
    who=st.sampled_from(["public", "author", "worker", "moderator"]),
    resolution=st.integers(COARSEST, FINEST),
    ordering=st.sampled_from(list(Ordering)),
)
def test_totals_agree(
    viewers: dict[str, Viewer], selection: Selection, who: str, resolution: int, ordering: Ordering
) -> None:
    viewer, selection = viewers[who], numbered(selection)
    matched = number_matched(viewer, selection)
    cells = heatmap(viewer, selection, resolution)
    assert sum(cell.count for cell in cells) == matched
    assert heatmap_of_cells(viewer, selection, [cell.cell for cell in cells]) == cells
    page = list_page(viewer, selection, ordering, TOWN, limit=1000)
    assert (page.number_matched, page.number_returned, page.next_cursor) == (matched, matched, None)
    for objects in (Appeal.objects, Mark.objects):
        assert objects.visible_to(viewer).matching(selection, viewer).count() == matched
    for layer in ("appeals", "hexbins"):
        assert in_tiles(viewer, selection, layer) == matched


def raw_tally(viewer: Viewer, selection: Selection) -> Tally:
    """What can be added up, by SQL over the appeals themselves."""
    closed = ~Q(state__in=[state.value for state in OPEN_STATES])
    answered = closed & Q(answered_at__isnull=False, due_at__isnull=False)
    sums = (
        Appeal.objects.visible_to(viewer)
        .matching(selection, viewer)
        .aggregate(
            appeals=Count("pk"),
            waiting=Count("pk", filter=~closed),
            answered=Count("pk", filter=answered),
            in_time=Count("pk", filter=answered & Q(answered_at__lt=F("due_at"))),
            rated=Count("rating", filter=closed),
            ratings=Sum("rating", filter=closed),
            reopened=Count("pk", filter=Q(reopenings__gt=0)),
            supports=Sum("supports"),
        )
    )
    return Tally(**{name: value or 0 for name, value in sums.items()})


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(selection=selections, who=st.sampled_from(["public", "author", "worker", "moderator"]))
def test_figures_of_cells_add_up_to_the_raw_appeals(
    viewers: dict[str, Viewer], selection: Selection, who: str
) -> None:
    viewer, selection = viewers[who], numbered(selection)
    expected = raw_tally(viewer, selection)
    assert expected.appeals == number_matched(viewer, selection)
    for resolution in range(COARSEST, FINEST + 1):
        cells = heatmap(viewer, selection, resolution)
        assert sum((cell.facts.tally for cell in cells), Tally()) == expected


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(selection=selections, who=st.sampled_from(["public", "moderator"]))
def test_coarser_cells_are_sums_of_finer_ones(
    viewers: dict[str, Viewer], selection: Selection, who: str
) -> None:
    selection = numbered(selection)
    finest = heatmap(viewers[who], selection, FINEST)
    for resolution in range(COARSEST, FINEST):
        sums: dict[int, int] = {}
        for cell in finest:
            key = hexgrid.parent(cell.cell, resolution).index
            sums[key] = sums.get(key, 0) + cell.count
        found = heatmap(viewers[who], selection, resolution)
        assert {cell.cell.index: cell.count for cell in found} == sums
