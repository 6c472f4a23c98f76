"""Reads datasets with GDAL, in a process of its own: in this one it would keep the test's server from answering."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

_SCRIPT = """
import json, sys
import pyogrio

def read(path, bbox=None, lists=False, **reading):
    frame = pyogrio.read_dataframe(path, bbox=bbox and tuple(bbox), **reading)
    rows = [
        {name: str(value) for name, value in row.items() if name != "geometry"}
        | {"geometry": row["geometry"].wkt, "x": row["geometry"].centroid.x, "y": row["geometry"].centroid.y}
        for row in frame.to_dict("records")
    ]
    layers = [str(name) for name, _kind in pyogrio.list_layers(path)] if lists else []
    return {"layers": layers, "crs": str(frame.crs), "rows": rows}

print(json.dumps([read(**asked) for asked in json.loads(sys.argv[1])]))
"""


@dataclass(frozen=True, slots=True)
class Read:
    """layers: of the dataset, if they were asked for. crs: as GDAL names it.

    rows: values as text, and `x`, `y` of the geometry's middle.
    """

    layers: list[str]
    crs: str
    rows: list[dict[str, Any]]

    def by(self, name: str) -> dict[str, dict[str, Any]]:
        return {row[name]: row for row in self.rows}


def gdal(*asked: dict[str, Any]) -> list[Read]:
    """Each asked: `path`, whether it `lists` the layers, and what `pyogrio.read_dataframe` takes, open options too."""
    env = {**os.environ, "NO_PROXY": "localhost,127.0.0.1"}
    command = [sys.executable, "-c", _SCRIPT, json.dumps(asked)]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return [Read(**one) for one in json.loads(done.stdout)]
