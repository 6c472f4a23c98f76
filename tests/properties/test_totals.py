"""Heat map, list and tiles count alike, whatever the filter, the viewer and the resolution."""

import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.types import PUBLIC, Role, Viewer
from appeals.models import Appeal, Mark
from appeals.queries.counting import number_matched
from appeals.queries.heatmap import COARSEST, FINEST, heatmap, heatmap_of_cells
from appeals.queries.listing import list_page
from appeals.types import Kind, Ordering, Selection, State, Visibility
from geo import hexgrid
from geo.types import BBox, LonLat
from tests.builders import NOON, TOWN, make_appeal, make_area, make_organisation, make_topic, make_user

CATEGORIES, TOPICS = ("roads", "light"), ("pothole", "sign", "lamp")
SIDE_DEG, DAYS = 0.2, 30


@pytest.fixture
def viewers(db: None) -> dict[str, Viewer]:
    """A hundred appeals of a seeded town, and one viewer of each sort who sees another part of them."""
    chance = random.Random(60)  # a repeatable town, no secret
    organisations = [make_organisation() for _ in range(2)]
    areas = [make_area(f"Район {n}", code=f"a{n}") for n in range(3)]
    topics = [make_topic(code, category=CATEGORIES[n // 2]) for n, code in enumerate(TOPICS)]
    authors = [make_user() for _ in range(2)]
    for number in range(100):
        make_appeal(
            at=LonLat(TOWN.lon + chance.random() * SIDE_DEG, TOWN.lat + chance.random() * SIDE_DEG),
            topic=chance.choice(topics),
            kind=chance.choice(list(Kind)),
            state=chance.choice([state for state in State if state != State.DRAFT]),
            visibility=chance.choice(list(Visibility)),
            executor=chance.choice([*organisations, None]),
            areas=chance.sample(areas, chance.randint(0, 3)),
            author=chance.choice([*authors, None]),
            submitted_at=NOON + timedelta(days=chance.randint(0, DAYS)),
            text=("Яма", "Фонарь", "Снег")[number % 3],
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


def few(values: list[str] | tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
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
    bbox=st.one_of(st.none(), boxes),
    categories=few(CATEGORIES),
    topics=few(TOPICS),
    kinds=few(list(Kind)),
    states=few([*State]),
    since=days,
    until=days,
    text=st.sampled_from(["", "", "яма", "нет такого"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    selection=selections,
    who=st.sampled_from(["public", "author", "worker", "moderator"]),
    resolution=st.integers(COARSEST, FINEST),
    ordering=st.sampled_from(list(Ordering)),
)
def test_totals_agree(
    viewers: dict[str, Viewer], selection: Selection, who: str, resolution: int, ordering: Ordering
) -> None:
    viewer = viewers[who]
    matched = number_matched(viewer, selection)
    cells = heatmap(viewer, selection, resolution)
    assert sum(cell.count for cell in cells) == matched
    assert heatmap_of_cells(viewer, selection, [cell.cell for cell in cells]) == cells
    page = list_page(viewer, selection, ordering, TOWN, limit=1000)
    assert (page.number_matched, page.number_returned, page.next_cursor) == (matched, matched, None)
    for objects in (Appeal.objects, Mark.objects):
        assert objects.visible_to(viewer).matching(selection).count() == matched


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(selection=selections, who=st.sampled_from(["public", "moderator"]))
def test_coarser_cells_are_sums_of_finer_ones(
    viewers: dict[str, Viewer], selection: Selection, who: str
) -> None:
    finest = heatmap(viewers[who], selection, FINEST)
    for resolution in range(COARSEST, FINEST):
        sums: dict[int, int] = {}
        for cell in finest:
            key = hexgrid.parent(cell.cell, resolution).index
            sums[key] = sums.get(key, 0) + cell.count
        found = heatmap(viewers[who], selection, resolution)
        assert {cell.cell.index: cell.count for cell in found} == sums
