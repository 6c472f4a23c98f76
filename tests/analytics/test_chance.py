"""p is what all ways to deal out the values give; noise is not found, planted clusters are. Not their words."""

from itertools import combinations
from math import erfc, sqrt

import numpy as np
import pytest

from analytics.rules import chance
from analytics.rules.chance import STEPS, exact_p, false_discovery, in_steps
from analytics.rules.gistar import gi_star
from tests.analytics.maps import MIDDLE, Numbers, around, beside, disk

# Of how many maps of noise; the most of them that may hold a single finding, and of findings that may be false.
MAPS, LEVEL = 100, 0.05
RADIUS = 12
CELLS = len(disk(RADIUS))


def normal_p(values: Numbers) -> Numbers:
    z = gi_star(values[None, :], around(RADIUS))[0]
    return np.array([erfc(abs(one) / sqrt(2)) for one in z.tolist()])


def tried_out(values: Numbers, size: int, summed: float) -> float:
    """p by counting every choice of `size` cells."""
    sums = np.array([sum(chosen) for chosen in combinations(values.tolist(), size)])
    return min(1.0, 2 * min((sums <= summed).mean(), (sums >= summed).mean()))


@pytest.mark.parametrize("seed", range(4))
def test_p_is_the_share_of_all_choices(seed: int) -> None:
    cells = disk(2)
    neighbours, values = beside(cells), np.random.default_rng(seed).poisson(1, len(cells)).astype(float)
    found = exact_p(values, neighbours)
    for cell in range(0, len(cells), 5):
        beside_it = neighbours.neighbour[neighbours.focal == cell]
        expected = tried_out(values, len(beside_it), values[beside_it].sum())
        assert found[cell] == pytest.approx(expected, rel=1e-12)


def test_chances_far_below_those_of_a_million_permutations_are_told_apart() -> None:
    values = np.zeros(CELLS)
    values[np.isin(disk(RADIUS), disk(1))] = 1
    [least] = exact_p(values, around(RADIUS))[disk(RADIUS) == MIDDLE]
    # All seven, in one way of choosing seven of all cells.
    ways = np.prod([(CELLS - taken) / (taken + 1) for taken in range(7)])
    assert least == pytest.approx(2 / ways, rel=1e-9)


@pytest.mark.parametrize("changed", [lambda v: v + 1000, lambda v: v * 7, lambda v: v * 1e6 - 3])
def test_scale_and_level_change_nothing(changed) -> None:
    values = np.random.default_rng(5).poisson(2, CELLS).astype(float)
    assert np.allclose(exact_p(changed(values), around(RADIUS)), exact_p(values, around(RADIUS)), rtol=1e-9)


def test_many_values_are_rounded_to_steps_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(6).gamma(0.5, 1e6, CELLS)
    steps = in_steps(values)
    assert (steps.min(), steps.max()) == (0, STEPS)
    assert (np.diff(steps[np.argsort(values)]) >= 0).all()
    rounded = exact_p(values, around(RADIUS))
    monkeypatch.setattr(chance, "STEPS", 8 * STEPS)
    assert np.abs(np.log(rounded / exact_p(values, around(RADIUS)))).max() < 0.1


@pytest.mark.parametrize("values", [[], [3], [0, 0, 0], [5, 5, 5, 5, 5, 5, 5]])
def test_equal_values_one_and_none_are_chance(values: list[float]) -> None:
    cells = disk(1)[: len(values)]
    found = exact_p(np.array(values, dtype=float), beside(cells))
    assert (found == 1).all()
    assert len(found) == len(values)


def test_q_is_that_of_the_paper() -> None:
    """The fifteen values of Benjamini and Hochberg 1995, section 3.2: four are found at 0.05."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240]
    p += [0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    shuffled = np.random.default_rng(7).permutation(15)
    q = false_discovery(np.array(p)[shuffled])
    assert set(np.array(p)[shuffled][q <= 0.05]) == {0.0001, 0.0004, 0.0019, 0.0095}
    assert q[shuffled == 14] == 1
    assert len(false_discovery(np.array([]))) == 0


NOISE = {
    "an appeal in twenty cells": lambda rng: rng.poisson(0.05, CELLS),
    "one in two": lambda rng: rng.poisson(0.5, CELLS),
    "five a cell": lambda rng: rng.poisson(5, CELLS),
    "uneven": lambda rng: rng.negative_binomial(0.3, 0.3 / 5.3, CELLS),
}


def share_of_maps_with_a_finding(noise: str, p_of, maps: int = MAPS) -> float:
    """What of pure noise is found is false: on such maps the rate of false discoveries is this share."""
    rng = np.random.default_rng(52)
    drawn = [NOISE[noise](rng).astype(float) for _ in range(maps)]
    return sum(bool((false_discovery(p_of(values)) <= LEVEL).any()) for values in drawn) / maps


@pytest.mark.parametrize("noise", NOISE)
def test_noise_is_not_found(noise: str) -> None:
    assert share_of_maps_with_a_finding(noise, lambda values: exact_p(values, around(RADIUS))) <= LEVEL


@pytest.mark.parametrize("noise", ["an appeal in twenty cells", "uneven"])
def test_the_normal_curve_would_find_noise(noise: str) -> None:
    """So the test above can fail: this is the p that Gi* usually comes with."""
    assert share_of_maps_with_a_finding(noise, normal_p, maps=15) > 0.5


@pytest.mark.parametrize("noise", NOISE)
def test_planted_clusters_are_found_and_little_else(noise: str) -> None:
    """Seven cells with appeals added; what no neighbourhood of theirs touches is false."""
    rng, cells = np.random.default_rng(25), disk(RADIUS)
    planted, touched = np.isin(cells, disk(1)), np.isin(cells, disk(2))
    found = missed = false = 0
    for _ in range(20):
        values = NOISE[noise](rng).astype(float)
        values[planted] += rng.poisson(3 + 3 * values.std(), planted.sum())
        hit = false_discovery(exact_p(values, around(RADIUS))) <= LEVEL
        missed += not hit[cells == MIDDLE]
        false, found = false + int((hit & ~touched).sum()), found + int(hit.sum())
    assert missed == 0
    assert false <= 2 * LEVEL * found
