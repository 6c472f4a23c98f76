"""Runs Gi* in a process of its own, which ends with the answer: neither a web process nor the worker keeps its tools.

esda loads scikit-learn and geopandas: two seconds and 200 MB, which no process gives back, see
docs/adr/0052-hot-spots.md.
Arrays go in and come out as numpy's own files; the process knows no setting, no database and no secret.
"""

import subprocess
import sys
from io import BytesIO
from os import environ
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analytics.errors import TookTooLong
from analytics.rules.hotspots import Chances

Numbers = NDArray[np.float64]
# Below the minute after which a web process is taken for stuck.
LONGEST_S = 45
_BASE = Path(__file__).resolve().parents[1]
# One thread: the machine serves others meanwhile.
_ALONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def spots_apart(cells: NDArray[np.int64], values: Numbers, rings: int) -> tuple[Numbers, Chances]:
    """`analytics.alone.spots` by another process: z, and p with q. Raises TookTooLong."""
    given = BytesIO()
    np.savez(given, cells=cells, values=values, rings=np.array(rings))
    environment = {**_ALONE, "PATH": environ.get("PATH", ""), "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "analytics.alone"],
            cwd=_BASE,
            env=environment,
            input=given.getvalue(),
            stdout=subprocess.PIPE,
            check=True,
            timeout=LONGEST_S,
        )
    except subprocess.TimeoutExpired:
        raise TookTooLong from None
    with np.load(BytesIO(done.stdout)) as found:
        return found["z"], Chances(found["p"], found["q"])
