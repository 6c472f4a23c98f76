"""How bench rows are measured: two things in turn, medians of both; not what is measured.

Machines are shared and noisy: only ratios of things measured in the same minutes mean anything.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from django.db import connection


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
    """Median milliseconds of both, run one after the other so that a busy moment hits both."""
    times: tuple[list[float], list[float]] = ([], [])
    first()
    second()
    for _ in range(rounds):
        for kept, run in zip(times, (first, second), strict=True):
            started = perf_counter()
            run()
            kept.append((perf_counter() - started) * 1e3)
    return median(times[0]), median(times[1])


def over_all(cases: Sequence[Callable[[], Any]], rounds: int = 5) -> list[float]:
    """Best milliseconds of each case, over several passes through all of them."""
    best = [float("inf")] * len(cases)
    for _ in range(rounds + 1):
        for number, run in enumerate(cases):
            started = perf_counter()
            run()
            best[number] = min(best[number], (perf_counter() - started) * 1e3)
    return best


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
