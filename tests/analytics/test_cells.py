"""Facts of cells beside the tally: days, places, what is late, what was before; by every way of reading."""

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.types import PUBLIC, Viewer
from analytics.models import CellResidents
from analytics.queries.cells import PLACE_RESOLUTION, CellFigures
from analytics.queries.heatmap import heatmap, heatmap_of_cells, heatmap_of_stretches
from analytics.queries.residents import residents_of_cells
from analytics.types import RESIDENTS_RESOLUTION, Asked, Facts, Need, ResidentsMethod, Tally
from appeals.models import Appeal, Mark
from appeals.types import OPEN_STATES, Selection, State, Visibility
from geo import hexgrid, sql
from geo.types import BBox, HexCell, LonLat
from tests.analytics.counting import tally_of
from tests.builders import NOON, TOWN, make_appeal, make_topic, moderator

pytestmark = pytest.mark.django_db
RESOLUTION = 8
NOW = NOON + timedelta(days=40)
EVERYTHING = frozenset({Need.DAYS, Need.PLACES, Need.OVERDUE})
WORLD = [(0, (1 << 62) - 1)]


@pytest.fixture
def town() -> None:
    """Sixty appeals at twelve places, some open, late, answered, sent back or private."""
    chance = random.Random(8)  # a repeatable town, no secret
    places = [LonLat(TOWN.lon + chance.random() / 20, TOWN.lat + chance.random() / 40) for _ in range(12)]
    topics = [make_topic("bins"), make_topic("lamp")]
    for number in range(60):
        sent = NOON + timedelta(days=number % 30)
        waits = number % 3 == 0
        make_appeal(
            at=places[number % len(places)],
            topic=topics[number % 2],
            state=State.ASSIGNED if waits else State.CLOSED,
            visibility=Visibility.PRIVATE if number % 11 == 0 else Visibility.PUBLIC,
            submitted_at=sent,
            due_at=sent + timedelta(days=number % 50),
            answered_at=None if waits else sent + timedelta(hours=chance.randint(1, 900)),
            reopenings=int(number % 13 == 0),
            supports=number % 4,
        )


def by_hand(selection: Selection | None = None, viewer: Viewer = PUBLIC) -> dict[HexCell, Facts]:
    """Facts of each cell from the appeals one by one."""
    groups: dict[HexCell, list[Mark]] = defaultdict(list)
    picked = selection or Selection()
    marks = Mark.objects.visible_to(viewer).matching(picked, viewer).select_related("appeal")
    for mark in marks:
        groups[hexgrid.parent(HexCell(mark.h3), RESOLUTION)].append(mark)
    return {cell: _facts(group) for cell, group in groups.items()}


def _facts(marks: list[Mark]) -> Facts:
    hours = [mark.answer_h for mark in marks if mark.state not in OPEN_STATES and mark.answer_h is not None]
    late = [
        mark
        for mark in marks
        if mark.state in OPEN_STATES and mark.appeal.due_at and mark.appeal.due_at <= NOW
    ]
    return Facts(
        sum((tally_of(mark) for mark in marks), Tally()),
        overdue=len(late),
        timed=len(hours),
        median_h=float(np.quantile(hours, 0.5)) if hours else None,
        p90_h=float(np.quantile(hours, 0.9)) if hours else None,
        places=len({hexgrid.parent(HexCell(mark.h3), PLACE_RESOLUTION) for mark in marks}),
    )


def plain(cells: list[CellFigures]) -> dict[HexCell, Facts]:
    """Without what the cell itself says."""
    return {
        found.cell: replace(
            found.facts,
            km2=None,
            median_h=found.facts.median_h and pytest.approx(found.facts.median_h),
            p90_h=found.facts.p90_h and pytest.approx(found.facts.p90_h),
        )
        for found in cells
    }


def every_cell(selection: Selection) -> list[HexCell]:
    return [found.cell for found in heatmap(PUBLIC, selection, RESOLUTION)]


WAYS: dict[str, Callable[[Selection, Asked], list[CellFigures]]] = {
    "whole": lambda selection, asked: heatmap(PUBLIC, selection, RESOLUTION, asked),
    "cells": lambda selection, asked: heatmap_of_cells(PUBLIC, selection, every_cell(selection), asked),
    "stretches": lambda selection, asked: heatmap_of_stretches(PUBLIC, selection, RESOLUTION, WORLD, asked),
}
SELECTIONS = {
    "all": Selection(),
    "topic": Selection(topics=("bins",)),
    "open": Selection(states=(State.ASSIGNED,)),
    "closed": Selection(states=(State.CLOSED,)),
    "box": Selection(bbox=BBox(TOWN.lon, TOWN.lat, TOWN.lon + 0.03, TOWN.lat + 0.02)),
    "nothing": Selection(topics=("lamp",), states=(State.REFUSED,)),
}


@pytest.mark.parametrize("way", WAYS)
def test_facts_are_those_counted_by_hand(town: None, way: str) -> None:
    for name, selection in SELECTIONS.items():
        found = WAYS[way](selection, Asked(EVERYTHING, NOW))
        assert plain(found) == by_hand(selection), name
        for need in EVERYTHING:
            tallies = {
                cell.cell: cell.facts.tally for cell in WAYS[way](selection, Asked(frozenset({need}), NOW))
            }
            assert tallies == {cell.cell: cell.facts.tally for cell in found}


def test_what_is_late_is_the_viewers_own(town: None) -> None:
    found = heatmap(moderator(), Selection(), RESOLUTION, Asked(EVERYTHING, NOW))
    assert plain(found) == by_hand(viewer=moderator())
    assert sum(cell.facts.overdue or 0 for cell in found) > sum(
        cell.facts.overdue or 0 for cell in heatmap(PUBLIC, Selection(), RESOLUTION, Asked(EVERYTHING, NOW))
    )


def test_late_ones_are_read_from_the_open_ones(town: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        heatmap(PUBLIC, Selection(), RESOLUTION, Asked(frozenset({Need.OVERDUE}), NOW))
    assert len(queries) == 2
    late = sql.relation_text(Appeal.objects.overdue(NOW).order_by().values("id"))
    assert late.partition(" WHERE ")[2] in queries[1]["sql"]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE appeals_appeal")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + late)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    # Both hold open ones alone; of so few either is as near.
    assert "appeal_due" in plan or "appeal_in_hand" in plan, plan


def test_places_and_repeats_add_up_over_resolutions(town: None) -> None:
    asked = Asked(frozenset({Need.PLACES}))
    sums = {
        resolution: sum(cell.facts.places or 0 for cell in heatmap(PUBLIC, Selection(), resolution, asked))
        for resolution in range(4, 13)
    }
    assert set(sums.values()) == {12}


def test_what_was_before_stands_beside_and_adds_its_cells() -> None:
    far = LonLat(TOWN.lon + 1, TOWN.lat)
    for day, place in ((1, TOWN), (2, TOWN), (2, far), (11, TOWN)):
        make_appeal(at=place, submitted_at=NOON + timedelta(days=day))
    before = Selection(since=NOON, until=NOON + timedelta(days=10))
    now = replace(before, since=before.until, until=NOON + timedelta(days=20))
    asked = Asked(frozenset({Need.BEFORE}), before=before)
    found = heatmap(PUBLIC, now, RESOLUTION, asked)
    assert {(cell.count, cell.facts.before.appeals) for cell in found} == {(1, 2), (0, 1)}
    assert [cell.cell.index for cell in found] == sorted(cell.cell.index for cell in found)


def test_residents_are_given_by_cell(town: None) -> None:
    first, *_others = every_cell(Selection())
    found = heatmap(PUBLIC, Selection(), RESOLUTION, Asked(residents={first: 250.0}))
    assert [cell.facts.residents for cell in found] == [250.0, *[None] * (len(found) - 1)]


def test_residents_are_looked_up_where_a_measure_needs_them(town: None) -> None:
    """As `residents_of_cells` knows them, at the day's year; of cells too fine for that none; with as many queries."""
    cells = [cell.cell for cell in heatmap(PUBLIC, Selection(), RESIDENTS_RESOLUTION)]
    for number, cell in enumerate(cells):
        CellResidents.objects.create(
            first=hexgrid.finest_range(cell)[0],
            resolution=cell.resolution,
            year=2026,
            method=ResidentsMethod.AREA,
            residents=100.0 * number,
        )
    asked = Asked(frozenset({Need.RESIDENTS}), NOW)
    for resolution in (RESIDENTS_RESOLUTION, RESOLUTION):
        with CaptureQueriesContext(connection) as queries:
            found = heatmap(PUBLIC, Selection(), resolution, asked)
        known = residents_of_cells([cell.cell for cell in found], on=NOW.date())
        assert known is not None
        assert {cell.cell.index: cell.facts.residents for cell in found} == known.people
        assert len(queries) == 4
    assert {cell.facts.residents for cell in heatmap(PUBLIC, Selection(), 10, asked)} == {None}
    assert heatmap(PUBLIC, Selection(), RESOLUTION, Asked())[0].facts.residents is None


def test_closing_an_appeal_takes_it_off_the_late(town: None) -> None:
    asked = Asked(frozenset({Need.OVERDUE}), NOW)
    late = sum(cell.facts.overdue or 0 for cell in heatmap(PUBLIC, Selection(), RESOLUTION, asked))
    one = Appeal.objects.overdue(NOW).filter(visibility=Visibility.PUBLIC).first()
    Appeal.objects.filter(pk=one.pk).update(state=State.CLOSED)
    Mark.objects.filter(pk=one.pk).update(state=State.CLOSED)
    assert (
        sum(cell.facts.overdue or 0 for cell in heatmap(PUBLIC, Selection(), RESOLUTION, asked)) == late - 1
    )
