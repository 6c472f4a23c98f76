"""Maps for tests of hot spots: regions of the hex grid, noise on them, planted clusters; and Gi* once more by numpy."""

from functools import cache
from math import sqrt

import h3.api.numpy_int as h3
import numpy as np
from numpy.typing import NDArray

from analytics.rules.neighbours import Neighbours
from geo.gridarrays import disks, neighbour_pairs

Cells = NDArray[np.int64]
Numbers = NDArray[np.float64]
RESOLUTION = 8
MIDDLE = int(h3.latlng_to_cell(60.0, 30.3, RESOLUTION))


@cache
def disk(radius: int, middle: int = MIDDLE) -> Cells:
    """All cells within so many rings of one, ascending."""
    return disks(np.array([middle], dtype=np.int64), radius)


@cache
def around(radius: int, rings: int = 1) -> Neighbours:
    """The neighbours in `disk(radius)`."""
    return beside(disk(radius), rings)


def beside(cells: Cells, rings: int = 1) -> Neighbours:
    return Neighbours(len(cells), *neighbour_pairs(cells, rings))


def plain_gi_star(values: Numbers, cells: Cells, rings: int) -> Numbers:
    """z by the formula of Ord and Getis 1995 (their 6, starred), from a dense matrix; of nobody else."""
    number = len(cells)
    weights = np.zeros((number, number))
    for row, cell in enumerate(cells.tolist()):
        for other in h3.grid_disk(cell, rings).tolist():
            weights[row, cells == other] = 1
    mean = values.sum() / number
    spread = sqrt((values**2).sum() / number - mean**2)
    own, squares = weights.sum(axis=1), (weights**2).sum(axis=1)
    return (weights @ values - mean * own) / (spread * np.sqrt((number * squares - own**2) / (number - 1)))
