"""Heat map, list and tiles count alike, whatever the filter, the viewer and the resolution."""

import pytest
from django.db.models import Count, F, Q, Sum
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.types import Viewer
from analytics.queries.cells import CellFigures
from analytics.queries.heatmap import COARSEST, FINEST, heatmap, heatmap_of_cells
from analytics.types import Tally
from appeals.models import Appeal, Mark
from appeals.queries.counting import number_matched
from appeals.queries.listing import list_page
from appeals.types import OPEN_STATES, Ordering, Selection
from geo import hexgrid
from tests.builders import TOWN
from tests.properties.town import counted_in_tiles, make_town, numbered, selections, tiles_of_the_town

RESOLUTIONS = range(COARSEST, FINEST + 1)


@pytest.fixture
def viewers(db: None) -> dict[str, Viewer]:
    return make_town()


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


def added(cells: list[CellFigures], resolution: int) -> dict[int, Tally]:
    """Tallies of finer cells put together under their ancestors of a resolution."""
    sums: dict[int, Tally] = {}
    for cell in cells:
        key = hexgrid.parent(cell.cell, resolution).index
        sums[key] = sums.get(key, Tally()) + cell.facts.tally
    return sums


def agree(viewer: Viewer, selection: Selection, resolution: int, ordering: Ordering) -> None:
    """The finest cells add up to the raw appeals, those of a resolution are sums of them, and all others count it."""
    expected = raw_tally(viewer, selection)
    matched = expected.appeals
    finest = heatmap(viewer, selection, FINEST)
    assert sum((cell.facts.tally for cell in finest), Tally()) == expected
    cells = heatmap(viewer, selection, resolution)
    assert {cell.cell.index: cell.facts.tally for cell in cells} == added(finest, resolution)
    assert heatmap_of_cells(viewer, selection, [cell.cell for cell in cells]) == cells
    assert number_matched(viewer, selection) == matched
    page = list_page(viewer, selection, ordering, TOWN, limit=1000)
    assert (page.number_matched, page.number_returned, page.next_cursor) == (matched, matched, None)
    assert Mark.objects.visible_to(viewer).matching(selection, viewer).count() == matched
    for layer in ("appeals", "hexbins"):
        assert counted_in_tiles(viewer, selection, layer) == matched


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    selection=selections,
    who=st.sampled_from(["public", "author", "worker", "moderator"]),
    resolution=st.sampled_from(RESOLUTIONS),
    ordering=st.sampled_from(list(Ordering)),
)
@example(Selection(), "public", COARSEST, Ordering.DATE)
def test_totals_agree(
    viewers: dict[str, Viewer], selection: Selection, who: str, resolution: int, ordering: Ordering
) -> None:
    agree(viewers[who], numbered(selection), resolution, ordering)


def test_every_resolution_is_made_of_the_finest(viewers: dict[str, Viewer]) -> None:
    assert len(tiles_of_the_town()) > 1
    for who in ("public", "worker", "moderator"):
        for selection in (Selection(), Selection(topics=("pothole", "sign"))):
            expected, finest = raw_tally(viewers[who], selection), heatmap(viewers[who], selection, FINEST)
            assert 0 < expected.appeals == sum(cell.count for cell in finest)
            for resolution in RESOLUTIONS:
                cells = heatmap(viewers[who], selection, resolution)
                assert {cell.cell.index: cell.facts.tally for cell in cells} == added(finest, resolution)
                assert sum((cell.facts.tally for cell in cells), Tally()) == expected
