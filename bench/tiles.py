"""Tiles of points: over HTTP against their own SQL, against the usual SQL, and against other tile servers.

All servers run on loopback at once, one worker each, over the same tables. Each tile is asked of all of them in turn
and the best of several rounds counts. What counts is processor time, that of the server and of its database backends
together: it decides how many tiles a second a machine gives, and a busy machine does not blur it. Metka serves twice:
as it is, and with a cache that keeps nothing, so that every tile is made anew ("made anew"). The rivals come from
requirements/bench.txt in .venv-bench; without it their rows are left out. They give the same rows (what the public
sees) with the same attributes, but the numbers of topic and category instead of their codes.
"""

import json
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from socket import create_server
from time import monotonic, sleep
from typing import NamedTuple
from urllib.parse import parse_qs, quote, urlsplit

from django.db import connection

from bench.processor import backends, family, own_backend, processor_ms
from bench.timing import Row, at_least, at_most, database
from geo import sql
from geo.types import TileId
from tiles.sources.appeals import Points, points_statement, points_tile
from tiles.types import LayerName, TileRequest

ROOT = Path(__file__).resolve().parent.parent
RIVALS = ROOT / ".venv-bench"
# Marks in a tile of zoom 14. The heavy ones weigh at least 50 KB.
HEAVY, LIGHT = (1200, 4000), (20, 200)
WANTED = 8
ROUNDS = 12
START_S = 60.0
# What a process still does after its answer belongs to the answer.
SETTLE_S = 0.002
OWN_SQL, USUAL, ANEW, OURS, EMPTY = "sql", "usual", "anew", "metka", "empty"
TIPG, VECTORTILES = "tipg", "vectortiles"


class Asked(NamedTuple):
    """Somebody who gives tiles. pid: of the server, None for a statement sent from here."""

    ask: Callable[[TileId], object]
    pid: int | None = None


def rows(large: str) -> Iterator[Row]:
    """All rows. large: address of the large database."""
    with database(large), ExitStack() as servers:
        tiles = {"heavy": _tiles(*HEAVY), "light": _tiles(*LIGHT)}
        with connection.cursor() as cursor:
            cursor.execute(sql.statement("bench", "make_gist"))
        asked = _ask_all(servers, large)
        took = {kind: _best_of(asked, found) for kind, found in tiles.items() if found}
    if "heavy" in took:
        yield from _heavy(took["heavy"])
    if "light" in took:
        yield from _light(took["light"])


def _heavy(took: Mapping[str, float]) -> Iterator[Row]:
    yield at_most("tile SQL / GiST + ST_AsMVTGeom", took[OWN_SQL] / took[USUAL], 0.55)
    yield at_most("tile over HTTP / its SQL (heavy, made anew)", took[ANEW] / took[OWN_SQL], 1.25)
    yield from _against_rivals("heavy", took, {TIPG: 3, VECTORTILES: 3})


def _light(took: Mapping[str, float]) -> Iterator[Row]:
    allowed = took[OWN_SQL] + 2 * took[EMPTY]
    yield at_most("light tile over HTTP / (its SQL + 2 empty requests)", took[ANEW] / allowed, 1)
    yield from _against_rivals("light", took, {TIPG: 4, VECTORTILES: 3})


def _against_rivals(kind: str, took: Mapping[str, float], least: Mapping[str, float]) -> Iterator[Row]:
    for rival, hold in least.items():
        if rival in took:
            yield at_least(f"tiles a second / {rival}'s ({kind})", took[rival] / took[OURS], hold)
            yield at_least(f"tiles a second / {rival}'s ({kind}, made anew)", took[rival] / took[ANEW], hold)


def _ask_all(servers: ExitStack, large: str) -> dict[str, Asked]:
    """How to ask each of them for a tile; the servers end with the stack."""
    asked = {OWN_SQL: Asked(_own_sql), USUAL: Asked(_usual_sql)}
    for name, kept in ((OURS, "1000"), (ANEW, "0")):
        site = _gunicorn(ROOT / ".venv", "config.wsgi:application")
        port, pid = servers.enter_context(
            _server(
                name, site, large, {"DJANGO_SETTINGS_MODULE": "config.settings", "METKA_TILES_KEPT": kept}
            )
        )
        asked[name] = Asked(_over_http(port, "/tiles/appeals/{z}/{x}/{y}.mvt"), pid)
    asked[EMPTY] = Asked(_over_http(port, "/tiles/none.json", expected=404), pid)
    if RIVALS.exists():
        port, pid = servers.enter_context(_server(TIPG, _uvicorn(RIVALS, "tipg.main:app"), large))
        fields = "number,kind,topic_id,category_id,state,supports"
        path = "/collections/public.appeals_mark/tiles/WebMercatorQuad/{z}/{x}/{y}"
        asking = _over_http(port, f"{path}?properties={fields}&visibility=public&limit=10000")
        asked[TIPG] = Asked(asking, pid)
        site = _gunicorn(RIVALS, "django.core.wsgi:get_wsgi_application()")
        given = {"DJANGO_SETTINGS_MODULE": "bench.rivals.vectortiles_settings"}
        port, pid = servers.enter_context(_server(VECTORTILES, site, large, given))
        asked[VECTORTILES] = Asked(_over_http(port, "/{z}/{x}/{y}"), pid)
    return asked


def _best_of(asked: Mapping[str, Asked], tiles: list[TileId]) -> dict[str, float]:
    """Processor milliseconds of all tiles together, of each the best of several rounds, by who was asked."""
    working = {name: _processes(name, one, tiles[0]) for name, one in asked.items()}
    best = {(name, tile): float("inf") for name in asked for tile in tiles}
    for _ in range(ROUNDS):
        for tile in tiles:
            for name, one in asked.items():
                before = processor_ms(working[name])
                one.ask(tile)
                sleep(SETTLE_S)
                best[name, tile] = min(best[name, tile], processor_ms(working[name]) - before)
    return {name: sum(best[name, tile] for tile in tiles) for name in asked}


def _processes(name: str, asked: Asked, tile: TileId) -> list[int]:
    """Who works for an answer, once it is warm and connected."""
    for _ in range(3):
        asked.ask(tile)
    if asked.pid is None:
        return [os.getpid(), own_backend()]
    return [*family(asked.pid), *backends(_application(ANEW if name == EMPTY else name))]


def _application(name: str) -> str:
    """What a server calls itself to the database."""
    return f"bench_{name}"


def _tiles(least: int, most: int) -> list[TileId]:
    """Tiles of zoom 14 that hold so many marks, the fullest first."""
    found = sql.rows("bench", "full_tiles", {"least": least, "most": most, "wanted": WANTED})
    return [_tile_of(mk) for (mk,) in found]


def _tile_of(mk: int) -> TileId:
    prefix = mk >> 34
    x = sum((prefix >> 2 * bit & 1) << bit for bit in range(14))
    y = sum((prefix >> 2 * bit + 1 & 1) << bit for bit in range(14))
    return TileId(14, x, y)


def _own_sql(tile: TileId) -> object:
    """The statement and what makes a tile of its columns."""
    (row,) = sql.binary_rows_of(_own_text(tile))
    return points_tile(Points(*row))


def _usual_sql(tile: TileId) -> object:
    return sql.binary_rows_of(_usual_text(tile))


@cache
def _own_text(tile: TileId) -> str:
    params, found = points_statement(TileRequest(LayerName.APPEALS, tile))
    return sql.compose("tiles", "tile_points", params, {"marks": found})


@cache
def _usual_text(tile: TileId) -> str:
    return sql.compose("bench", "gist_tile", {"z": tile.z, "x": tile.x, "y": tile.y})


def _over_http(port: int, path: str, expected: int = 200) -> Callable[[TileId], bytes]:
    """Asks a server over one kept connection; another status than the expected stops the bench."""
    client = HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(tile: TileId) -> bytes:
        client.request("GET", path.format(z=tile.z, x=tile.x, y=tile.y))
        answer = client.getresponse()
        body = answer.read()
        if answer.status != expected:
            raise RuntimeError(f"{answer.status} for {path} {tile}: {body[:300]!r}")
        return body

    return ask


def _gunicorn(venv: Path, application: str) -> list[str]:
    flags = ["--workers", "1", "--worker-class", "gthread", "--threads", "1", "--keep-alive", "120"]
    return [str(venv / "bin" / "gunicorn"), *flags, "--log-level", "warning", application]


def _uvicorn(venv: Path, application: str) -> list[str]:
    flags = ["--log-level", "warning", "--no-access-log", "--timeout-keep-alive", "120"]
    return [str(venv / "bin" / "uvicorn"), application, *flags, "--host", "127.0.0.1"]


@contextmanager
def _server(
    name: str, command: list[str], url: str, given: Mapping[str, str] | None = None
) -> Iterator[tuple[int, int]]:
    """Port on loopback and process of a server that ends with the block. given: variables of its environment."""
    with create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    asyncpg = "uvicorn" in command[0]
    bind = ["--port", str(port)] if asyncpg else ["--bind", f"127.0.0.1:{port}"]
    environment = {
        **os.environ,
        "DATABASE_URL": _for_asyncpg(url, _application(name)) if asyncpg else url,
        "PGAPPNAME": _application(name),
        # Only the table in question, and no survey of the whole of it at the start.
        "TIPG_DB_TABLES": json.dumps(["public.appeals_mark"]),
        "TIPG_DB_SPATIAL_EXTENT": "false",
        "TIPG_DB_DATETIME_EXTENT": "false",
        **(given or {}),
    }
    process = subprocess.Popen([*command, *bind], env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        _wait(process, port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def _for_asyncpg(url: str, application: str) -> str:
    """The address with the socket's folder as its host: asyncpg does not look for it in the query."""
    parts = urlsplit(url)
    folder = parse_qs(parts.query).get("host", [""])[0]
    who, at, host = parts.netloc.rpartition("@")
    host = quote(folder, safe="") or host
    return f"{parts.scheme}://{who}{at}{host}{parts.path}?application_name={application}"


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    """Until the server answers anything. Raises RuntimeError when it ends or is too slow."""
    until = monotonic() + START_S
    while monotonic() < until and process.poll() is None:
        try:
            client = HTTPConnection("127.0.0.1", port, timeout=START_S)
            client.request("GET", "/tiles/none.json")
            client.getresponse().read()
        except OSError:
            sleep(0.2)
        else:
            return
    raise RuntimeError(f"{process.args!r} does not answer")
