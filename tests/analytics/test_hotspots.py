"""Hot spots of appeals: which cells are judged, what is counted in them, whose answers are kept; not their figures."""

from datetime import UTC, date, datetime

import numpy as np
import pytest
from django.core.cache import caches

from accounts.types import PUBLIC, Role, Viewer
from analytics.errors import Busy
from analytics.queries import hotspots as room
from analytics.queries import region as places
from analytics.queries.heatmap import heatmap
from analytics.queries.hotspots import FRESH, SLOT, Asked, HotSpots, hot_spots, kept_spots
from analytics.queries.region import fitted_region, known_region, region
from analytics.types import Course, Period, Spot
from appeals.errors import InvalidFilter
from appeals.types import Kind, Selection, State, Visibility
from geo import hexgrid
from geo.gridarrays import disks
from geo.types import BBox, HexCell
from tests.analytics.maps import MIDDLE, disk
from tests.analytics.town import OLD, in_this_process, report, town
from tests.builders import NOON, box, make_area, moderator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_this_process")]
__all__ = ["in_this_process"]
HERE = Asked(resolution=8)
SPOT = HexCell(MIDDLE)


def of(found: HotSpots) -> dict[HexCell, room.SpotCell]:
    return {cell.cell: cell for cell in found.rows()}


def counted(selection: Selection | None = None, asked: Asked = HERE, viewer: Viewer = PUBLIC) -> HotSpots:
    return hot_spots(viewer, selection or Selection(), asked, now=NOON)


def test_a_heap_is_a_hot_spot() -> None:
    town()
    found = counted()
    hot = {cell.cell.index for cell in found.rows(significant=True)}
    assert set(disk(1).tolist()) <= hot <= set(disk(2).tolist())
    middle = of(found)[SPOT]
    assert (middle.spot, middle.level, middle.course) == (Spot.HOT, 0.01, Course.NONE)
    assert middle.count >= 3
    assert middle.around > found.mean > 0
    assert found.counts.sum() == sum(cell.count for cell in heatmap(PUBLIC, Selection(), 8))


def test_cells_without_what_is_counted_are_judged_too() -> None:
    """Of waste there are seven cells; the region is where anybody ever reported anything, and beside it."""
    town()
    found = counted(Selection(topics=("bins",)))
    held = np.union1d(np.array(OLD), disk(1))
    assert found.cells.tolist() == disks(held, 1).tolist()
    assert np.count_nonzero(found.counts) == 7
    assert set(disk(1).tolist()) <= {cell.cell.index for cell in found.rows(significant=True)}


def test_one_cell_alone_is_no_hot_spot_however_many_it_holds() -> None:
    """Seven neighbourhoods hold it wherever it lies: no cluster. The heat map shows it."""
    for cell in OLD:
        report(cell)
    report(MIDDLE, 20)
    assert not list(counted().rows(significant=True))


def test_of_a_box_whole_cells_are_judged() -> None:
    town()
    corners = [corner for cell in disk(2).tolist() for corner in hexgrid.outline(HexCell(cell))]
    lons, lats = zip(*corners, strict=True)
    cells = set(region(PUBLIC, Selection(bbox=BBox(min(lons), min(lats), max(lons), max(lats))), 8).tolist())
    assert set(disk(2).tolist()) <= cells
    for cell in cells:
        assert all(min(lons) <= lon <= max(lons) for lon, _lat in hexgrid.outline(HexCell(cell)))
    assert MIDDLE not in region(PUBLIC, Selection(bbox=BBox(30.29, 59.9, 30.3, 60.1)), 8)


def test_a_cell_beside_an_area_that_holds_others_appeals_is_not_an_empty_one() -> None:
    area = make_area(polygon=box())
    ours, theirs = MIDDLE, int(disk(1)[0] if disk(1)[0] != MIDDLE else disk(1)[1])
    report(ours, areas=[area])
    report(theirs)
    cells = region(PUBLIC, Selection(area_ids=(area.pk,)), 8).tolist()
    assert set(cells) == set(disk(1).tolist()) - {theirs}


def test_everybody_is_told_of_what_they_see() -> None:
    town()
    far = int(disk(9)[0])
    report(far, 3, visibility=Visibility.PRIVATE)
    assert far not in counted().cells
    staff = counted(viewer=moderator())
    assert int(staff.counts[staff.cells == far][0]) == 3
    assert far not in counted(viewer=Viewer(1, frozenset({Role.RESIDENT}))).cells


def test_nothing_is_said_where_nobody_reports_and_where_few_cells_are() -> None:
    nothing = counted()
    assert (list(nothing.rows()), nothing.enough, nothing.mean) == ([], False, 0)
    caches["figures"].clear()
    report(MIDDLE, 30)
    few = counted()
    assert (len(few.cells), few.enough) == (7, False)
    assert not list(few.rows(significant=True))


def test_one_that_fits_is_chosen_or_named(monkeypatch: pytest.MonkeyPatch) -> None:
    town()
    monkeypatch.setattr(places, "MOST_CELLS", 40)
    resolution, cells = fitted_region(PUBLIC, Selection())
    assert resolution == 7
    assert len(cells) <= 40
    with pytest.raises(InvalidFilter, match="40") as refused:
        region(PUBLIC, Selection(), 8)
    assert refused.value.parameter == "resolution"
    monkeypatch.setattr(places, "MOST_CELLS", 3)
    with pytest.raises(InvalidFilter, match="3") as refused:
        fitted_region(PUBLIC, Selection())
    assert refused.value.parameter == "bbox"


def test_months_are_told_apart() -> None:
    town()
    lately = Selection(kinds=(Kind.PROBLEM,))
    found = counted(lately, Asked(resolution=8, step=Period.MONTH, periods=4))
    assert found.starts == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
        date(2026, 3, 1),
    ]
    middle = of(found)[SPOT]
    # Forty days before the tenth of March is January.
    assert [z > 3 for z in middle.zs] == [False, False, True, False]
    assert (middle.count, middle.hot, middle.course) == (3, 1, Course.NONE)
    caches["figures"].clear()
    before = counted(
        Selection(until=datetime(2026, 2, 3, tzinfo=UTC)), Asked(resolution=8, step=Period.MONTH, periods=4)
    )
    assert before.starts[-1] == date(2026, 2, 1)
    assert of(before)[SPOT].course == Course.NEW


def test_a_series_is_bounded_by_its_periods_alone() -> None:
    with pytest.raises(InvalidFilter) as refused:
        counted(Selection(since=NOON), Asked(step=Period.QUARTER))
    assert refused.value.parameter == "since"


@pytest.mark.parametrize("year", [2, 1999])
def test_there_are_no_periods_before_there_were_appeals(year: int) -> None:
    with pytest.raises(InvalidFilter) as refused:
        counted(Selection(until=datetime(year, 5, 1, tzinfo=UTC)), Asked(step=Period.MONTH))
    assert refused.value.parameter == "until"


def test_local_midnight_divides_the_months() -> None:
    """Three hours ahead of UTC: what was sent at ten in the evening belongs to the next day."""
    report(MIDDLE, submitted_at=datetime(2026, 1, 31, 22, 0, tzinfo=UTC))
    report(MIDDLE, submitted_at=datetime(2026, 1, 31, 20, 0, tzinfo=UTC))
    starts = [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    maps = room._maps(PUBLIC, Selection(), 8, disk(0), starts)
    assert maps.tolist() == [[2], [0], [1], [1]]


def test_an_answer_is_kept_for_whom_it_was_made_and_for_a_while() -> None:
    town()
    first = counted()
    report(MIDDLE, 5)
    kept = kept_spots(PUBLIC, Selection(), HERE, now=NOON + FRESH / 2)
    assert kept.counts.sum() == first.counts.sum()
    assert kept_spots(moderator(), Selection(), HERE, now=NOON) is None
    assert kept_spots(PUBLIC, Selection(states=(State.CLOSED,)), HERE, now=NOON) is None
    assert kept_spots(PUBLIC, Selection(), Asked(resolution=8, rings=2), now=NOON) is None
    assert kept_spots(PUBLIC, Selection(), HERE, now=NOON + FRESH) is None
    anew = hot_spots(PUBLIC, Selection(), HERE, now=NOON + FRESH)
    assert anew.counts.sum() == first.counts.sum() + 5


def test_one_answer_is_counted_at_a_time() -> None:
    town()
    old = counted()
    caches["figures"].add(SLOT, True, 60)
    assert hot_spots(PUBLIC, Selection(), HERE, now=NOON + 2 * FRESH).counted_at == old.counted_at
    with pytest.raises(Busy):
        counted(Selection(topics=("bins",)))
    caches["figures"].delete(SLOT)
    counted(Selection(topics=("bins",)))
    assert caches["figures"].get(SLOT) is None


def test_of_many_appeals_the_region_is_kept_apart_from_what_is_counted_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report(MIDDLE)
    beyond = int(disk(4)[0])
    monkeypatch.setattr(places, "DEAR_NUMBER", -2)
    _resolution, first = known_region(PUBLIC, Selection(), 8)
    report(beyond)
    assert np.array_equal(known_region(PUBLIC, Selection(topics=("bins",)), 8)[1], first)
    assert beyond in known_region(moderator(), Selection(), 8)[1]
    assert beyond in known_region(PUBLIC, Selection(bbox=BBox(30, 59, 31, 61)), 8)[1]
    assert known_region(PUBLIC, Selection(), None)[0] == 8
    monkeypatch.setattr(places, "DEAR_NUMBER", 10**9)
    assert beyond in known_region(PUBLIC, Selection(), 8)[1]


def test_the_slot_is_free_again_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MOST_CELLS", 1)
    report(MIDDLE)
    with pytest.raises(InvalidFilter):
        counted()
    assert caches["figures"].get(SLOT) is None
