"""Tiles of points: over HTTP against their own SQL, against the usual SQL, and against other tile servers.

All servers run on loopback with one worker over the same tables; a client of one connection asks each in turn.
The rivals come from requirements/bench.txt in .venv-bench; without it their rows are left out.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from socket import create_server
from statistics import median
from time import monotonic, perf_counter, sleep

from django.db import connection

from bench.timing import Row, at_least, at_most, database, over_all
from geo import sql
from geo.types import TileId
from tiles.sources.appeals import points_statement
from tiles.types import LayerName, TileRequest

ROOT = Path(__file__).resolve().parent.parent
HEAVY, LIGHT = (1200, 4000), (20, 200)
WANTED = 8
START_S = 40.0


def rows(large: str) -> Iterator[Row]:
    """All rows. large: address of the large database."""
    with database(large):
        heavy, light = _tiles(*HEAVY), _tiles(*LIGHT)
        with connection.cursor() as cursor:
            cursor.execute(sql.statement("bench", "make_gist"))
        own = {tile: over_all([_raw(tile)])[0] for tile in heavy + light}
        usual = {tile: over_all([_usual(tile)])[0] for tile in heavy}
    if not heavy:
        heavy = light
    yield at_most("tile SQL / GiST + ST_AsMVTGeom", _sum(own, heavy) / max(_sum(usual, heavy), 1e-9), 0.55)
    with _server(_gunicorn(ROOT / ".venv", "config.wsgi:application"), large) as port:
        ours = _asked(port, "/tiles/appeals/{z}/{x}/{y}.mvt", heavy + light)
        empty = median(_asked(port, "/tiles/none.json", heavy).values())
    yield at_most("tile over HTTP / its SQL (heavy)", _sum(ours, heavy) / _sum(own, heavy), 1.25)
    yield at_most(
        "light tile over HTTP / (its SQL + 2 empty requests)",
        _sum(ours, light) / (_sum(own, light) + 2 * empty * len(light)),
        1,
    )
    yield from _rivals(large, ours, heavy, light)


def _rivals(large: str, ours: dict[TileId, float], heavy: list[TileId], light: list[TileId]) -> Iterator[Row]:
    bench = ROOT / ".venv-bench"
    if not bench.exists():
        return
    with _server(_uvicorn(bench, "tipg.main:app"), large) as port:
        fields = "number,kind,topic_id,category_id,state,supports"
        path = "/collections/public.appeals_mark/tiles/WebMercatorQuad/{z}/{x}/{y}"
        tipg = _asked(port, f"{path}?properties={fields}&limit=10000", heavy + light)
    yield at_least("tiles a second / tipg's (heavy)", _sum(tipg, heavy) / _sum(ours, heavy), 3)
    yield at_least("tiles a second / tipg's (light)", _sum(tipg, light) / _sum(ours, light), 4)
    with _server(_gunicorn(bench, "bench.rivals.vectortiles_site:application"), large) as port:
        django = _asked(port, "/{z}/{x}/{y}", heavy + light)
    yield at_least("tiles a second / django-vectortiles' (heavy)", _sum(django, heavy) / _sum(ours, heavy), 3)


def _sum(took: dict[TileId, float], tiles: list[TileId]) -> float:
    return sum(took[tile] for tile in tiles)


def _tiles(least: int, most: int) -> list[TileId]:
    """Tiles of zoom 14 that hold so many marks, the fullest first."""
    found = sql.rows("bench", "full_tiles", {"least": least, "most": most, "wanted": WANTED})
    return [_tile_of(mk) for (mk,) in found]


def _tile_of(mk: int) -> TileId:
    prefix = mk >> 34
    x = sum((prefix >> 2 * bit & 1) << bit for bit in range(14))
    y = sum((prefix >> 2 * bit + 1 & 1) << bit for bit in range(14))
    return TileId(14, x, y)


def _raw(tile: TileId) -> Callable[[], object]:
    params, found = points_statement(TileRequest(LayerName.APPEALS, tile))
    return lambda: sql.binary_rows("tiles", "tile_points", params, {"marks": found})


def _usual(tile: TileId) -> Callable[[], object]:
    return lambda: sql.binary_rows("bench", "gist_tile", {"z": tile.z, "x": tile.x, "y": tile.y})


def _gunicorn(venv: Path, application: str) -> list[str]:
    return [
        str(venv / "bin" / "gunicorn"),
        "--workers",
        "1",
        "--threads",
        "2",
        application,
    ]


def _uvicorn(venv: Path, application: str) -> list[str]:
    return [str(venv / "bin" / "uvicorn"), application, "--log-level", "warning", "--host", "127.0.0.1"]


@contextmanager
def _server(command: list[str], url: str) -> Iterator[int]:
    """A server on a free port of loopback, ended with the block."""
    with create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    bind = ["--port", str(port)] if "uvicorn" in command[0] else ["--bind", f"127.0.0.1:{port}"]
    # A validator of tipg's wants a host; the socket's folder in the query wins over it.
    environment = {
        **os.environ,
        "DATABASE_URL": url.replace("@/", "@localhost/"),
        "TIPG_DB_SCHEMAS": '["public"]',
    }
    process = subprocess.Popen([*command, *bind], env=environment, cwd=ROOT)
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int) -> None:
    until = monotonic() + START_S
    while True:
        try:
            client = HTTPConnection("127.0.0.1", port, timeout=START_S)
            client.request("GET", "/")
            client.getresponse().read()
        except OSError:
            if monotonic() > until:
                raise
            sleep(0.2)
        else:
            return


def _asked(port: int, path: str, tiles: list[TileId], rounds: int = 6) -> dict[TileId, float]:
    """Best milliseconds of each tile over one kept connection; a tile that fails stops the bench."""
    client = HTTPConnection("127.0.0.1", port, timeout=60)
    best = dict.fromkeys(tiles, float("inf"))
    for _ in range(rounds):
        for tile in tiles:
            started = perf_counter()
            client.request("GET", path.format(z=tile.z, x=tile.x, y=tile.y))
            answer = client.getresponse()
            answer.read()
            best[tile] = min(best[tile], (perf_counter() - started) * 1e3)
            if answer.status >= 400 and "none" not in path:
                raise RuntimeError(f"{answer.status} for {path} {tile}")
    return best
