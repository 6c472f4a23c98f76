"""The application on loopback for measurements over HTTP, as `make run` serves it; not the development server."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

from bench.databases import ROOT

START_S = 60.0


@contextmanager
def serving(url: str, *, workers: int = 1) -> Iterator[tuple[str, int]]:
    """Host and port of gunicorn with the database of `url`, ready to answer; it ends with the block."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        [
            *command,
            "--workers",
            str(workers),
            "--keep-alive",
            "60",
            "--worker-class",
            "gthread",
            "--threads",
            "1",
        ],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(server, port)
        yield "127.0.0.1", port
    finally:
        server.terminate()
        server.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: "subprocess.Popen[bytes]", port: int) -> None:
    """Until the server answers anything. Raises RuntimeError when it ends or is too slow."""
    until = time.monotonic() + START_S
    while time.monotonic() < until and server.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/api/v1/topics/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise RuntimeError("gunicorn does not answer")
