"""Classes of a legend: each holds a value, the natural ones are the best there are."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.rules.classes import MOST_COMPARED, Method, bounds, class_of, diverging

values_of_maps = st.lists(st.integers(0, 40).map(float), min_size=1, max_size=12)


@given(values=values_of_maps, number=st.integers(2, 6), method=st.sampled_from(list(Method)))
def test_every_class_holds_a_value(values: list[float], number: int, method: Method) -> None:
    lower = bounds(values, number, method)
    assert lower[0] == min(values)
    assert len(lower) <= number
    assert {class_of(value, lower) for value in values} == set(range(len(lower)))


def deviation(values: list[float], lower: list[float]) -> float:
    classes: dict[int, list[float]] = {}
    for value in values:
        classes.setdefault(class_of(value, lower), []).append(value)
    return sum(float(np.var(group) * len(group)) for group in classes.values())


@given(values=values_of_maps, number=st.integers(2, 4))
def test_natural_breaks_are_the_best_of_all(values: list[float], number: int) -> None:
    distinct = sorted(set(values))
    every = (
        [distinct[0], *chosen]
        for few in range(min(number, len(distinct)))
        for chosen in combinations(distinct[1:], few)
    )
    best = min(deviation(values, lower) for lower in every)
    assert deviation(values, bounds(values, number, Method.NATURAL)) == pytest.approx(best, abs=1e-6)


def test_natural_breaks_find_the_gaps_of_many() -> None:
    chance = np.random.default_rng(4)
    groups = [chance.normal(middle, 0.5, 2000) for middle in (10, 50, 200)]
    lower = bounds([float(value) for value in np.concatenate(groups)], 3, Method.NATURAL)
    assert MOST_COMPARED < 6000
    assert lower[1] == pytest.approx(groups[1].min(), abs=1)
    assert lower[2] == pytest.approx(groups[2].min(), abs=1)


def test_quantiles_hold_about_as_many_each() -> None:
    assert bounds([float(value) for value in range(60)]) == [0, 10, 20, 30, 40, 50]
    assert bounds([]) == []
    assert bounds([5.0]) == [5.0]


@given(values=st.lists(st.integers(-90, 90).map(float), min_size=1, max_size=20), number=st.integers(2, 9))
def test_diverging_classes_mirror_about_zero(values: list[float], number: int) -> None:
    lower = diverging(values, number)
    assert 0.0 in lower
    inner = lower[1:]
    assert lower[0] <= min(values)
    assert len(lower) <= number + 1
    for value in values:
        if value > 0:
            assert class_of(value, lower) >= lower.index(0.0)
    assert {-bound for bound in inner if bound > 0} <= {*lower}


def test_no_values_have_no_classes() -> None:
    assert diverging([]) == []
    assert diverging([0.0, 0.0]) == [0.0]
