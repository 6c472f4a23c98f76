"""Stretches of the Morton index that hold a selection's box; a way to read less, never a condition of its own."""

from dataclasses import asdict, replace
from functools import cache
from typing import Any

from django.db.models import QuerySet

from accounts.types import PUBLIC, Viewer
from appeals.models import Mark
from appeals.selecting import quantum_box
from appeals.types import Selection
from geo import sql, tilegrid
from geo.types import BBox

COLUMNS = (
    *("appeal_id", "number", "supports", "submitted_at", "kind", "category_id", "topic_id", "state"),
    *("executor_id", "h3", "qx", "qy", "mk"),
)


def marks(viewer: Viewer, selection: Selection) -> QuerySet[Any, dict[str, Any]]:
    """Marks that the viewer may see and the selection picks: what every map answer is built from."""
    return Mark.objects.visible_to(viewer).matching(selection, viewer).values(*COLUMNS)


def marks_text(viewer: Viewer, selection: Selection) -> QuerySet[Any, dict[str, Any]] | str:
    """The same for a caller in a hurry: the SQL of all that the public sees is composed once, for it never changes."""
    if viewer == PUBLIC and selection == Selection():
        return _everything_public()
    return marks(viewer, selection)


@cache
def _everything_public() -> str:
    return sql.relation_text(marks(PUBLIC, Selection()))


def read_within(found: QuerySet[Any, Any], box: BBox | None) -> QuerySet[Any, Any] | str:
    """The same marks, read from the stretches of the Morton index that hold the box; as they are without one.

    The marks' own condition decides about the box; a mark outside every stretch must not satisfy it.
    """
    if box is None:
        return found
    quanta = quantum_box(box)
    cover = tilegrid.morton_cover(quanta.west, quanta.north, quanta.east, quanta.south)
    return read_stretches(found, cover)


def marks_within(viewer: Viewer, selection: Selection) -> QuerySet[Any, Any] | str:
    """`marks`, read from the stretches of the selection's box, for whoever reads all of them: only those of a
    stretch that the box's edge cuts are compared with the box."""
    if selection.bbox is None:
        return marks(viewer, selection)
    box = quantum_box(selection.bbox)
    whole, cut = tilegrid.morton_parts(box.west, box.north, box.east, box.south)
    params = {
        "lows": [low for low, _high in whole + cut],
        "highs": [high for _low, high in whole + cut],
        "whole": [True] * len(whole) + [False] * len(cut),
        **asdict(box),
    }
    anywhere = marks(viewer, replace(selection, bbox=None))
    return sql.compose("appeals", "stretches_of_box", params, {"marks": anywhere})


def read_stretches(found: QuerySet[Any, Any] | str, cover: list[tuple[int, int]]) -> str:
    """The marks whose Morton code lies in one of the ranges (inclusive, not overlapping)."""
    params: dict[str, Any] = {"lows": [low for low, _ in cover], "highs": [high for _, high in cover]}
    return sql.compose("appeals", "stretches", params, {"marks": found})


def read_stretch(found: QuerySet[Any, Any] | str, stretch: tuple[int, int]) -> str:
    """The marks whose Morton code lies in one range (inclusive), such as a tile: planned in half the time."""
    low, high = stretch
    return sql.compose("appeals", "stretch", {"low": low, "high": high}, {"marks": found})
