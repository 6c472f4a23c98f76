"""Gi* as a process of its own, which `analytics.apart` starts: numpy arrays come in and go out."""

import sys
from io import BytesIO
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from analytics.rules.gistar import gi_star
from analytics.rules.hotspots import Chances, chances
from analytics.rules.neighbours import Neighbours
from geo.gridarrays import neighbour_pairs

Numbers = NDArray[np.float64]


def spots(cells: NDArray[np.int64], values: Numbers, rings: int) -> tuple[Numbers, Chances]:
    """z, and p with q, of cells for each row of values, in this very process.

    cells: H3 indexes of one resolution, ascending. values: [rows, cells], finite and not negative. rings: 1 or 2.
    """
    around = Neighbours(len(cells), *neighbour_pairs(cells, rings))
    return gi_star(values, around), chances(values, around)


def _answer(source: BinaryIO, target: BinaryIO) -> None:
    with np.load(BytesIO(source.read())) as given:
        z, chance = spots(given["cells"], given["values"], int(given["rings"]))
    np.savez(target, z=z, p=chance.p, q=chance.q)


if __name__ == "__main__":
    _answer(sys.stdin.buffer, sys.stdout.buffer)
