"""Tiles of a small town, decoded to sorted text: a change of what is drawn shows as a difference to read.

Run with METKA_WRITE_SNAPSHOTS=1 to write them anew, then read the difference.
"""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest

from appeals.types import Kind, State, Visibility
from geo import tilegrid
from geo.types import LonLat
from tests.builders import NOON, TOWN, box, make_appeal, make_area, make_organisation, make_topic, make_zone
from tests.tiles.decoding import as_text
from tiles.engine import tile

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent / "tiles"
STATES = (State.ACCEPTED, State.ASSIGNED, State.IN_PROGRESS, State.ANSWERED, State.CLOSED, State.MERGED)


@pytest.fixture
def town() -> None:
    """Two districts, a zone, and a spiral of appeals of all groups, every seventh private."""
    west, east = TOWN.lon - 0.06, TOWN.lon + 0.06
    districts = [
        make_area("Западный", code="w", polygon=box(west, 59.95, TOWN.lon, 60.05)),
        make_area("Восточный", code="e", polygon=box(TOWN.lon, 59.95, east, 60.05)),
    ]
    make_zone(make_organisation("Водоканал"), name="Правый берег", polygon=box(TOWN.lon, 59.97, east, 60.03))
    topics = [make_topic("lamp", category="light"), make_topic("pothole", category="roads")]
    for index in range(60):
        place = LonLat(TOWN.lon + 0.0009 * index * (-1) ** index, TOWN.lat + 0.0004 * (index % 11 - 5))
        make_appeal(
            number=f"T-{index:03d}",
            at=place,
            topic=topics[index % 2],
            kind=list(Kind)[index % 3],
            state=STATES[index % len(STATES)],
            visibility=Visibility.PRIVATE if index % 7 == 6 else Visibility.PUBLIC,
            supports=index % 5,
            submitted_at=NOON + timedelta(hours=index),
            areas=[districts[index % 2]],
        )


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("layer", "z"),
    [
        ("appeals", 8),
        ("appeals", 13),
        ("appeals", 14),
        ("hexbins", 9),
        ("hexbins", 12),
        ("areas", 10),
        ("zones", 11),
    ],
)
def test_a_tile_is_drawn_as_before(layer: str, z: int) -> None:
    body = tile(layer, tilegrid.tile_at(LonLat(TOWN.lon + 0.002, TOWN.lat), z))
    # Keys of rows differ from run to run.
    text = re.sub(r"\bid=\d+", "id=…", as_text(body))
    path = FOLDER / f"{layer}-{z}.txt"
    if os.environ.get("METKA_WRITE_SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
