"""What the roll-up says it answers and for whom, by what filters, zones and cells; not the figures of a town."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import OperationalError
from django.test import override_settings
from django.utils import timezone

from accounts.types import PUBLIC, SYSTEM, Role, Viewer
from analytics.queries.rollup import FINEST, answerable, audience_of, tallies
from analytics.rules.months import whole_months
from analytics.types import Audience, MonthSpan
from appeals.models import Mark
from appeals.types import Kind, Selection, State
from geo import hexgrid
from geo.types import BBox, HexCell, LonLat
from tests.builders import NOON, TOWN, make_appeal

pytestmark = pytest.mark.django_db
ADMINISTRATOR = Viewer(1, frozenset({Role.ADMINISTRATOR}))
MOSCOW = timezone.get_default_timezone()
MARCH = Selection(since=datetime(2026, 3, 1, tzinfo=MOSCOW), until=datetime(2026, 4, 1, tzinfo=MOSCOW))


def test_a_cell_that_lost_its_appeals_is_left_out() -> None:
    appeal = make_appeal()
    assert tallies(PUBLIC, Selection(), 9)
    Mark.objects.filter(pk=appeal.pk).delete()
    assert tallies(PUBLIC, Selection(), 9) == {}


def test_months_are_those_of_the_sites_zone() -> None:
    make_appeal(submitted_at=datetime(2026, 2, 28, 21, tzinfo=UTC))
    make_appeal(submitted_at=datetime(2026, 3, 31, 20, 59, tzinfo=UTC))
    make_appeal(submitted_at=datetime(2026, 3, 31, 21, tzinfo=UTC))
    [tally] = tallies(PUBLIC, MARCH, 9).values()
    assert tally.appeals == 2 == Mark.objects.matching(MARCH).count()


SEEN = [
    (PUBLIC, Audience.PUBLIC),
    (Viewer(roles=frozenset({Role.RESIDENT})), Audience.PUBLIC),
    (Viewer(5), None),
    (ADMINISTRATOR, Audience.SENT),
    (Viewer(5, frozenset({Role.MODERATOR})), Audience.SENT),
    (Viewer(5, frozenset({Role.OPERATOR, Role.WORKER}), frozenset({3})), Audience.SENT),
    (Viewer(5, frozenset({Role.MODERATOR}), moderated_area_ids=frozenset({3})), None),
    (Viewer(5, frozenset({Role.ANALYST}), overseen_area_ids=None), None),
    (Viewer(organisation_ids=frozenset({3})), None),
    (SYSTEM, Audience.EVERYTHING),
]


@pytest.mark.parametrize(("viewer", "audience"), SEEN)
def test_only_who_sees_by_state_and_visibility_alone_is_answered(
    viewer: Viewer, audience: Audience | None
) -> None:
    assert audience_of(viewer) == audience
    assert answerable(viewer, Selection(), 9) == (audience is not None)


REFUSED = [
    Selection(bbox=BBox(30, 60, 31, 61)),
    Selection(area_ids=(1,)),
    Selection(categories=("roads",)),
    Selection(topics=("pothole",)),
    Selection(kinds=(Kind.PROBLEM,)),
    Selection(states=(State.CLOSED,)),
    Selection(executor_ids=(1,)),
    Selection(unassigned=True),
    Selection(text="яма"),
    replace(MARCH, since=datetime(2026, 3, 2, tzinfo=MOSCOW)),
    replace(MARCH, until=datetime(2026, 4, 1, tzinfo=UTC)),
]


@pytest.mark.parametrize("selection", REFUSED)
def test_any_other_filter_is_left_to_the_marks(selection: Selection) -> None:
    assert not answerable(PUBLIC, selection, 9)
    with pytest.raises(ValueError, match="answerable"):
        tallies(PUBLIC, selection, 9)


def test_finer_cells_than_the_roll_ups_are_left_to_the_marks() -> None:
    assert answerable(PUBLIC, MARCH, FINEST)
    assert not answerable(PUBLIC, MARCH, FINEST + 1)
    with pytest.raises(ValueError, match="in part"):
        tallies(PUBLIC, Selection(), 7, [hexgrid.cell_at(TOWN, 9)])


def test_whole_months_are_told_from_cut_ones() -> None:
    since, until = MARCH.since, MARCH.until
    assert whole_months(since, until, MOSCOW) == MonthSpan(date(2026, 3, 1), date(2026, 4, 1))
    assert whole_months(datetime(2026, 2, 28, 21, tzinfo=UTC), None, MOSCOW) == MonthSpan(date(2026, 3, 1))
    assert whole_months(None, None, MOSCOW) == MonthSpan()
    assert whole_months(NOON, None, MOSCOW) is None
    assert whole_months(datetime(2026, 3, 1, 0, 0, 1, tzinfo=MOSCOW), None, MOSCOW) is None


def test_months_of_another_zone_are_refused_and_never_told_wrongly() -> None:
    make_appeal()
    with (
        override_settings(TIME_ZONE="Asia/Omsk"),
        pytest.raises(OperationalError, match="months of Europe/Moscow"),
    ):
        tallies(PUBLIC, Selection(), 9)


def test_ranges_at_the_roll_ups_resolution_hold_all_descendants() -> None:
    coarse = hexgrid.cell_at(TOWN, 6)
    [(low, high)] = hexgrid.ranges_of([coarse], 9)
    for number in range(200):
        near = hexgrid.cell_at(LonLat(TOWN.lon + number / 1000, TOWN.lat))
        index = hexgrid.parent(near, 9).index
        assert (low <= index <= high) == (hexgrid.parent(HexCell(index), 6) == coarse)
