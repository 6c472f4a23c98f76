"""Stretches of the Morton index that hold a selection's box; a way to read less, never a condition of its own."""

from dataclasses import asdict, replace
from functools import cache
from typing import Any

from django.db.models import QuerySet

from accounts.types import PUBLIC, Viewer
from appeals.drawn import box_of
from appeals.models import Appeal, Mark
from appeals.rules.privacy import COARSE_QUANTA
from appeals.selecting import QuantumBox, quantum_box
from appeals.types import Selection
from geo import sql, tilegrid
from geo.types import BBox
from territories.queries import areas_extent, boundaries_extent

COLUMNS = (
    *("appeal_id", "number", "supports", "submitted_at", "kind", "category_id", "topic_id", "state"),
    *("executor_id", "h3", "qx", "qy", "mk", "in_time", "rating", "reopened", "answer_h"),
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
    return found if box is None else _read_box(found, quantum_box(box))


def read_selected(found: QuerySet[Any, Any], selection: Selection) -> QuerySet[Any, Any] | str:
    """Marks of a selection, for whoever reads all of them: read where its box, its polygon, its cell, its boundaries,
    its areas, its workplaces or its executors are.

    An area's appeals lie in its polygons, at most the coarsening of a home's pin beside them; those of a workplace or
    an executor are found by the appeal's own indexes. Without any of them all marks are read.
    """
    if selection.bbox or selection.polygon:
        return read_within(found, selection.bbox or box_of(selection.polygon))
    if selection.cell:
        return found
    if selection.boundary_ids:
        return read_within(found, boundaries_extent(selection.boundary_ids))
    if selection.area_ids:
        extent = areas_extent(selection.area_ids)
        return found if extent is None else _read_box(found, quantum_box(extent).widened(COARSE_QUANTA))
    if selection.workplace_ids:
        return found.filter(pk__in=Appeal.objects.worked_on_by(selection.workplace_ids).values("pk"))
    if selection.executor_ids and not selection.unassigned:
        chosen = Appeal.objects.filter(executor_id__in=selection.executor_ids)
        return found.filter(pk__in=chosen.values("pk"))
    return found


def read_page(found: QuerySet[Any, Any], selection: Selection) -> QuerySet[Any, Any] | str:
    """Marks of a selection for whoever stops after a page: read where its box is, or by the executor's own index,
    for few of all appeals are one executor's."""
    if selection.bbox or not (selection.executor_ids or selection.workplace_ids):
        return read_within(found, selection.bbox)
    return read_selected(found, replace(selection, area_ids=(), polygon=(), cell=None))


def _read_box(found: QuerySet[Any, Any], box: QuantumBox) -> str:
    return read_stretches(found, tilegrid.morton_cover(box.west, box.north, box.east, box.south))


def marks_within(viewer: Viewer, selection: Selection) -> QuerySet[Any, Any] | str:
    """`marks`, read as `read_selected` does; with a box only those of a stretch that the box's edge cuts are compared
    with the box."""
    if selection.bbox is None:
        return read_selected(marks(viewer, selection), selection)
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
