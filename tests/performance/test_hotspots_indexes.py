"""Hot spots over time are read by the covering index of the marks, by name; not what they cost."""

from typing import Any

import pytest

from accounts.types import PUBLIC
from appeals.queries.stretches import marks_within
from appeals.types import Selection
from geo import sql
from geo.types import BBox
from tests.builders import NOON, TOWN
from tests.performance.test_map_indexes import many_marks, plan

__all__ = ["many_marks"]
pytestmark = pytest.mark.django_db
BOX = BBox(TOWN.lon, TOWN.lat - 0.01, TOWN.lon + 0.02, TOWN.lat)


def statement(selection: Selection) -> str:
    marks: Any = marks_within(PUBLIC, selection)
    return sql.compose("analytics", "cells_over_time", {"resolution": 8, "starts": [NOON]}, {"marks": marks})


def test_cells_of_a_box_over_time_are_read_index_only() -> None:
    assert "Index Only Scan using mark_mk" in plan(statement(Selection(bbox=BOX)))


def test_cells_over_time_are_read_in_one_pass() -> None:
    assert plan(statement(Selection())).count(" on appeals_mark") == 1
