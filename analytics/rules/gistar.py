"""Getis-Ord Gi* by esda, which loads scikit-learn and geopandas: for `analytics.alone` and for tests alone.

Sources: Getis and Ord 1992, "The analysis of spatial association by use of distance statistics"; Ord and Getis 1995,
"Local spatial autocorrelation statistics: distributional issues and an application" (the starred form).
"""

import warnings

import numpy as np
from esda.getisord import G_Local
from libpysal.graph import Graph
from numpy.typing import NDArray

from analytics.rules.neighbours import Neighbours

Numbers = NDArray[np.float64]


def gi_star(values: Numbers, around: Neighbours) -> Numbers:
    """z of each cell for each row of values: [rows, cells] → [rows, cells]; weights are binary, the cell itself counts.

    values: finite and not negative. 0 where nothing can be said: all values are equal, there is one cell alone, or a
    neighbourhood is the whole region.
    """
    if around.cells < 2:
        return np.zeros(values.shape)
    graph = Graph.from_arrays(around.focal, around.neighbour, np.ones(len(around.focal)))
    return np.stack([_z(row, graph) for row in values]) if len(values) else np.zeros(values.shape)


def _z(row: Numbers, graph: Graph) -> Numbers:
    if not np.ptp(row):
        return np.zeros(row.shape)
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        found = G_Local(row, graph, transform="B", star=None, permutations=0)
    return np.nan_to_num(np.asarray(found.Zs, dtype=np.float64), nan=0.0, posinf=0.0, neginf=0.0)
