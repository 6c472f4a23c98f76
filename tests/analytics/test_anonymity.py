"""Small numbers: who counts, which months are taken, and that nothing hidden can be worked out of what is told.

Criterion of the attack: its knowns are every number told and every count of published appeals, its unknowns the
unpublished appeals of each area, category and month. It succeeds when the sum over some block of them (areas by
categories by months) behind which fewer than FEWEST people stand follows from the equations.
"""

from collections.abc import Iterable
from datetime import date
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.rules.anonymity import FEWEST, Cell, innermost, months_over, told_total

AREAS, CATEGORIES, MONTHS = range(3), range(2), range(3)
UNKNOWNS = list(product(AREAS, CATEGORIES, MONTHS))
# Unpublished appeals by area, category and month: the people who sent them, None: unsigned.
World = dict[tuple[int, int, int], list[int | None]]


def cell(senders: Iterable[int | None], published: int = 0) -> Cell:
    people = list(senders)
    return Cell(published, len(people), len({one for one in people if one is not None}), None in people)


@pytest.mark.parametrize(
    ("senders", "total"),
    [
        ([1, 2, 3, 4, 5], 12),
        ([1, 2, 3, 4, None, None], 13),
        ([1, 2, 3, None, None, None], None),
        ([1] * 9, None),
        ([None] * 9, None),
        ([1, 2, 3, 4], None),
        ([], None),
    ],
)
def test_five_people_make_a_number_and_all_unsigned_are_one(
    senders: list[int | None], total: int | None
) -> None:
    assert told_total(cell(senders, published=7)) == total


def test_however_many_are_published_the_unpublished_are_what_counts() -> None:
    assert told_total(cell([1, 2], published=10_000)) is None


def test_places_around_others_have_no_number() -> None:
    # A district in a town in a region, and a village of the region.
    assert innermost([1, 2, None, 2]) == [0, 3]


def test_months_are_taken_two_weeks_after_they_end_and_once() -> None:
    first = date(2025, 11, 20)
    assert months_over(first, date(2026, 1, 14), []) == [date(2025, 11, 1)]
    assert months_over(first, date(2026, 1, 15), []) == [date(2025, 11, 1), date(2025, 12, 1)]
    assert months_over(first, date(2026, 1, 15), [date(2025, 11, 1)]) == [date(2025, 12, 1)]
    assert months_over(first, date(2025, 11, 30), []) == []


def told(world: World) -> list[tuple[int, int]]:
    """Areas and months whose number is told."""
    return [
        (area, month)
        for area, month in product(AREAS, MONTHS)
        if told_total(cell(sender for category in CATEGORIES for sender in world[area, category, month]))
        is not None
    ]


def equation(areas: Iterable[int], categories: Iterable[int], months: Iterable[int]) -> Any:
    block = set(product(areas, categories, months))
    return np.array([float(unknown in block) for unknown in UNKNOWNS])


def blocks() -> list[tuple[Any, list[tuple[int, int, int]]]]:
    parts = [
        [subset for size in range(1, len(axis) + 1) for subset in combinations(axis, size)]
        for axis in (AREAS, CATEGORIES, MONTHS)
    ]
    return [(equation(*block), list(product(*block))) for block in product(*parts)]


BLOCKS = blocks()


def worked_out(world: World, known: list[Any]) -> list[list[tuple[int, int, int]]]:
    """Blocks with somebody, and fewer than FEWEST people, behind them whose sum the equations determine."""
    system = np.array(known) if known else np.zeros((1, len(UNKNOWNS)))
    rank = np.linalg.matrix_rank(system)
    few = []
    for row, block in BLOCKS:
        people = cell(sender for unknown in block for sender in world[unknown])
        if 0 < people.people < FEWEST and np.linalg.matrix_rank(np.vstack([system, row])) == rank:
            few.append(block)
    return few


senders = st.lists(st.none() | st.integers(0, 30), max_size=6)
worlds = st.lists(senders, min_size=len(UNKNOWNS), max_size=len(UNKNOWNS)).map(
    lambda lists: dict(zip(UNKNOWNS, lists, strict=True))
)


@settings(max_examples=12, deadline=None)
@given(worlds)
def test_no_sum_of_few_people_follows_from_what_is_told(world: World) -> None:
    shown = told(world)
    assert worked_out(world, [equation([area], CATEGORIES, [month]) for area, month in shown]) == []


@settings(max_examples=12, deadline=None)
@given(worlds)
def test_what_is_hidden_stands_in_no_equation(world: World) -> None:
    """So it may be anything: not even a bound is told but that of the rule, fewer than FEWEST people."""
    shown = told(world)
    system = sum((equation([area], CATEGORIES, [month]) for area, month in shown), np.zeros(len(UNKNOWNS)))
    for place, (area, _category, month) in zip(system, UNKNOWNS, strict=True):
        assert (place > 0) == ((area, month) in shown)


def test_the_attack_works_on_totals_of_a_tree() -> None:
    """The numbers of a district's parts and of the district, each by the rule: one hidden part is their difference."""
    world: World = {unknown: [] for unknown in UNKNOWNS}
    for area in (0, 1):
        world[area, 0, 0] = [1, 2, 3, 4, 5, 6]
    world[2, 0, 0] = [9]
    parts = [equation([area], CATEGORIES, [month]) for area, month in told(world)]
    assert worked_out(world, parts) == []
    found = worked_out(world, [*parts, equation(AREAS, CATEGORIES, [0])])
    assert [(2, 0, 0), (2, 1, 0)] in found


def test_the_attack_works_on_sums_over_months_and_categories() -> None:
    world: World = {unknown: [] for unknown in UNKNOWNS}
    world[0, 0, 0] = world[0, 0, 1] = [1, 2, 3, 4, 5]
    world[0, 1, 2] = [7]
    parts = [equation([area], CATEGORIES, [month]) for area, month in told(world)]
    assert worked_out(world, [*parts, equation([0], CATEGORIES, MONTHS)])
    assert worked_out(world, [*parts, equation([0], [0], MONTHS), equation([0], CATEGORIES, MONTHS)])


def test_successive_states_of_a_month_would_tell_one_appeal() -> None:
    """Why a month is taken once: two numbers of it, each of five people and more, differ by one person's appeal."""
    before, after = cell([1, 2, 3, 4, 5], published=2), cell([1, 2, 3, 4, 5, 6], published=2)
    assert None not in (told_total(before), told_total(after))
    assert (told_total(after) or 0) - (told_total(before) or 0) == 1
