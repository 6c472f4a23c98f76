"""Fixtures of tile tests: no tile outlives its test."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache, caches


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    for known in (cache, caches["tiles"]):
        known.clear()
    yield
    for known in (cache, caches["tiles"]):
        known.clear()
