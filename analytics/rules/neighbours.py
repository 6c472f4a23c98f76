"""Who is whose neighbour, as arrays of pairs; the grid itself is geo's."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Pairs of positions of cells, ascending by focal; each cell is its own neighbour as well."""

    cells: int
    focal: Positions
    neighbour: Positions

    @property
    def sizes(self) -> Positions:
        """How many cells each neighbourhood holds, the cell itself included."""
        return np.bincount(self.focal, minlength=self.cells)

    def sums(self, values: NDArray[np.int64]) -> Positions:
        """The sum of whole numbers over each cell's neighbourhood."""
        summed: Positions = np.zeros(self.cells, dtype=np.int64)
        np.add.at(summed, self.focal, values[self.neighbour])
        return summed
