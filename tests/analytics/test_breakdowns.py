"""Age groups that overlap, totals beside their parts: what is added up, and what is not."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.rules.ages import EVER, ages_of, everybody
from analytics.rules.breakdowns import Why, choose

SINGLE = [str(age) for age in range(70)]


@pytest.mark.parametrize(
    ("label", "span"),
    [
        ("0", (0, 0)),
        ("17 лет", (17, 17)),
        ("100", (100, EVER)),
        ("75-79", (75, 79)),
        ("75–79 лет", (75, 79)),
        ("70+", (70, EVER)),
        ("65 и старше", (65, EVER)),
        ("65 лет и более", (65, EVER)),
        ("79-75", None),
        ("Всего", None),
        ("", None),
    ],
)
def test_groups_are_read(label: str, span: tuple[int, int] | None) -> None:
    assert ages_of(label) == span


def test_single_ages_with_open_groups_count_everybody_once() -> None:
    assert everybody([*SINGLE, "65+", "70+"]) == frozenset([*SINGLE, "70+"])


def test_a_group_across_others_is_left_out() -> None:
    fives = [f"{first}-{first + 4}" for first in range(0, 100, 5)]
    assert everybody([*fives, "3-5", "100"]) == frozenset([*fives, "100"])


def test_an_open_group_is_taken_where_the_single_ages_end_early() -> None:
    assert everybody([*SINGLE[:66], "65+"]) == frozenset([*SINGLE[:65], "65+"])


@pytest.mark.parametrize("labels", [SINGLE, ["18-64", "65+"], ["0-17", "19-64", "65+"], []])
def test_what_leaves_ages_out_is_not_everybody(labels: list[str]) -> None:
    assert everybody(labels) is None


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).map(sorted), max_size=8), st.integers(0, 12)
)
def test_what_is_chosen_never_overlaps_and_leaves_nothing(spans: list[list[int]], last: int) -> None:
    labels = [f"{low}-{high}" for low, high in spans] + [f"{last}+"]
    chosen = everybody(labels)
    ways = any(
        sorted(age for span in picked for age in range(span[0], span[1] + 1)) == list(range(last))
        for size in range(len(spans) + 1)
        for picked in combinations(spans, size)
    )
    assert (chosen is not None) == ways
    if chosen is not None:
        chosen_spans = [span for label in chosen if (span := ages_of(label))]
        ages = [age for low, high in chosen_spans for age in range(low, min(high, 30) + 1)]
        assert sorted(ages) == list(range(31))


def test_a_total_is_taken_alone() -> None:
    choice = choose(["Всего", "0", "65+"], ages=True, expected=[])
    assert (choice.counted, choice.why) == (frozenset({"Всего"}), Why.OVERLAPPING)


def test_one_sex_is_not_everybody() -> None:
    both = ["Женщины", "Мужчины"]
    assert choose(both, ages=False, expected=both).counted == frozenset(both)
    assert choose(both[1:], ages=False, expected=both).why == Why.INCOMPLETE
