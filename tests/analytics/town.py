"""A town with one hot spot, and Gi* in the tests' own process."""

from datetime import UTC, datetime, timedelta

import pytest

from analytics.alone import spots
from analytics.queries import hotspots
from geo import hexgrid
from geo.types import HexCell
from tests.analytics.maps import disk
from tests.builders import NOON, make_appeal, make_topic

OLD = disk(5)[::3].tolist()


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one would load its tools for each answer; test_apart holds both equal."""
    monkeypatch.setattr(hotspots, "spots_apart", spots)


def report(cell: int, number: int = 1, **fields: object) -> None:
    for _ in range(number):
        make_appeal(at=hexgrid.centre(HexCell(cell)), **fields)


def town() -> None:
    """An appeal of long ago in every third cell around the middle, and three new ones in each cell about it."""
    for cell in OLD:
        report(cell, submitted_at=datetime(2020, 5, 5, tzinfo=UTC))
    for cell in disk(1).tolist():
        report(cell, 3, topic=make_topic("bins", category="waste"), submitted_at=NOON - timedelta(days=40))
