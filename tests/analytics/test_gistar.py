"""z of Gi*: esda's is that of a plain implementation; where nothing can be said it is 0."""

import h3.api.numpy_int as h3
import numpy as np
import pytest

from analytics.rules.gistar import gi_star
from tests.analytics.maps import MIDDLE, RESOLUTION, Numbers, around, beside, disk, plain_gi_star

RNG = np.random.default_rng(4)
NOISE = {
    "few": RNG.poisson(0.05, 271),
    "some": RNG.poisson(4, 271),
    "uneven": RNG.negative_binomial(0.3, 0.05, 271),
    "rates": RNG.gamma(0.5, 3, 271),
}


def z_of(values: Numbers, rings: int = 1) -> Numbers:
    return gi_star(values[None, :].astype(float), around(9, rings))[0]


@pytest.mark.parametrize("rings", [1, 2])
@pytest.mark.parametrize("noise", NOISE)
def test_two_implementations_agree(noise: str, rings: int) -> None:
    values = NOISE[noise].astype(float)
    assert np.abs(z_of(values, rings) - plain_gi_star(values, disk(9), rings)).max() < 1e-9


def test_rows_are_maps_of_their_own() -> None:
    rows = np.stack([NOISE["some"], NOISE["uneven"]]).astype(float)
    assert np.array_equal(gi_star(rows, around(9)), np.stack([z_of(row) for row in rows]))


@pytest.mark.parametrize(("factor", "constant"), [(1, 1000), (7, 0), (0.25, 3)])
def test_scale_and_level_change_nothing(factor: float, constant: float) -> None:
    values = NOISE["uneven"].astype(float)
    assert np.abs(z_of(values * factor + constant) - z_of(values)).max() < 1e-9


def test_a_cell_at_the_edge_is_judged_with_the_neighbours_it_has() -> None:
    neighbours = around(9)
    assert set(neighbours.sizes.tolist()) == {4, 5, 7}
    values = NOISE["some"].astype(float)
    edge = int(np.argmin(neighbours.sizes))
    mean, variance, n, k = values.mean(), values.var(), len(values), neighbours.sizes[edge]
    summed = values[neighbours.neighbour[neighbours.focal == edge]].sum()
    assert z_of(values)[edge] == pytest.approx(
        (summed - k * mean) / np.sqrt(variance * k * (n - k) / (n - 1))
    )


@pytest.mark.parametrize("values", [np.zeros(271), np.full(271, 3)])
def test_nothing_is_said_of_equal_values(values: Numbers) -> None:
    assert not z_of(values).any()


@pytest.mark.parametrize("radius", [0, 1])
def test_nothing_is_said_of_one_cell_nor_of_what_is_everybodys_neighbour(radius: int) -> None:
    cells = disk(radius)
    z = gi_star(np.arange(1.0, len(cells) + 1)[None, :], beside(cells))
    assert z.shape == (1, len(cells))
    assert z[0, cells == MIDDLE] == 0
    assert np.isfinite(z).all()


def test_no_map_and_no_cells() -> None:
    assert gi_star(np.zeros((0, 271)), around(9)).shape == (0, 271)
    assert gi_star(np.zeros((1, 0)), beside(np.zeros(0, dtype=np.int64))).shape == (1, 0)


def test_an_island_is_judged_by_itself_and_apart_from_others() -> None:
    far = int(h3.latlng_to_cell(55.0, 20.0, RESOLUTION))
    cells = np.union1d(disk(5), [far])
    values = np.random.default_rng(1).poisson(3, len(cells)).astype(float)
    values[cells == far] = 40
    z = gi_star(values[None, :], beside(cells))[0]
    assert np.abs(z - plain_gi_star(values, cells, 1)).max() < 1e-9
    assert z[cells == far] == pytest.approx((40 - values.mean()) / values.std())


def test_a_pentagon_has_five_neighbours() -> None:
    pentagon = int(h3.get_pentagons(RESOLUTION)[0])
    cells = disk(4, pentagon)
    neighbours = beside(cells)
    assert neighbours.sizes[cells == pentagon] == 6
    values = np.random.default_rng(2).poisson(3, len(cells)).astype(float)
    assert np.abs(gi_star(values[None, :], neighbours)[0] - plain_gi_star(values, cells, 1)).max() < 1e-9


def test_the_place_of_the_region_says_nothing() -> None:
    other = disk(9, int(h3.latlng_to_cell(-33.0, 151.0, RESOLUTION)))
    values = np.zeros(271)
    values[disk(9) == MIDDLE] = 9
    moved = np.zeros(271)
    moved[other == int(h3.latlng_to_cell(-33.0, 151.0, RESOLUTION))] = 9
    assert sorted(z_of(values)) == pytest.approx(sorted(gi_star(moved[None, :], beside(other))[0]))
