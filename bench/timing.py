"""How bench rows are measured: two things in turn, in processor time; not what is measured.

Machines are shared and noisy: only ratios of things measured in the same minutes mean anything, and the clock on the
wall tells more about the neighbours. So what counts is the processor time of this process and of its database backend.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from django.db import connection

from bench.processor import own_backend, processor_ms


class Row(NamedTuple):
    """One line of the bench. hold: the ratio to keep and its direction, such as "≤ 1.3" or "≥ 3"."""

    what: str
    ratio: float
    hold: str
    ok: bool


def at_most(what: str, ratio: float, limit: float) -> Row:
    return Row(what, ratio, f"≤ {limit:g}", ratio <= limit)


def at_least(what: str, ratio: float, limit: float) -> Row:
    return Row(what, ratio, f"≥ {limit:g}", ratio >= limit)


def in_turn(first: Callable[[], Any], second: Callable[[], Any], rounds: int = 15) -> tuple[float, float]:
    """Median processor milliseconds of both, run one after the other so that a busy moment hits both."""
    times: tuple[list[float], list[float]] = ([], [])
    first()
    second()
    for _ in range(rounds):
        for kept, run in zip(times, (first, second), strict=True):
            kept.append(_took_ms(run))
    return median(times[0]), median(times[1])


def over_all(cases: Sequence[Callable[[], Any]], rounds: int = 5) -> list[float]:
    """Best processor milliseconds of each case, over several passes through all of them."""
    best = [float("inf")] * len(cases)
    for _ in range(rounds + 1):
        for number, run in enumerate(cases):
            best[number] = min(best[number], _took_ms(run))
    return best


def _took_ms(run: Callable[[], Any]) -> float:
    working = (os.getpid(), own_backend())
    before = processor_ms(working)
    run()
    return processor_ms(working) - before


@contextmanager
def database(url: str) -> Iterator[None]:
    """Django's connection goes to another database of the same or another cluster inside the block."""
    kept = dict(connection.settings_dict)
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    connection.close()
    connection.settings_dict.update(
        NAME=unquote(parts.path.lstrip("/")),
        USER=unquote(parts.username or ""),
        PASSWORD=unquote(parts.password or ""),
        HOST=query.get("host") or parts.hostname or "",
        PORT=str(parts.port or ""),
    )
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)
