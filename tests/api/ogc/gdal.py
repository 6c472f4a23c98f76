"""Reads datasets with GDAL, in a process of its own: in this one it would keep the test's server from answering."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
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


PROGRAMS = all(map(shutil.which, ("ogrinfo", "ogr2ogr")))


def ogrinfo(path: str | Path) -> dict[str, int]:
    """Number of features by layer, as the program tells it of a whole dataset."""
    told = _run("ogrinfo", "-ro", "-al", "-so", str(path))
    found = re.findall(r"^Layer name: ([^\n]*)$.*?^Feature Count: (\d+)$", told, re.MULTILINE | re.DOTALL)
    return {name: int(number) for name, number in found}


def ogr2ogr(target: Path, path: str, *options: str) -> None:
    """All layers of a dataset into a GeoPackage, whose layers of the same name are written on."""
    _run("ogr2ogr", "-f", "GPKG", "-update", "-append", str(target), path, *options)


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, env=_env(), check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _env() -> dict[str, str]:
    return {**os.environ, "NO_PROXY": "localhost,127.0.0.1"}


def gdal(*asked: dict[str, Any]) -> list[Read]:
    """Each asked: `path`, whether it `lists` the layers, and what `pyogrio.read_dataframe` takes, open options too."""
    return [Read(**one) for one in json.loads(_run(sys.executable, "-c", _SCRIPT, json.dumps(asked)))]
