"""What the fields area and executor of a filter may narrow to; not the figures they come from."""

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from appeals.queries.statistics import Row, Statistics, area_names, executor_names
from appeals.selecting import NOBODY_WORD
from appeals.types import Dimension, Selection
from web.area_levels import by_level


def choices(
    found: Statistics, dimension: Dimension, chosen: str, selection: Selection
) -> list[dict[str, str]]:
    """What the figures name, by name; what is chosen stays, though they do not.

    level: of areas of several levels, which stand together; else empty.
    """
    rows = [row for row in found.by[dimension].rows if row.key is not None]
    offered = _areas(rows) if dimension == Dimension.AREA else _named(rows)
    nobody = dimension == Dimension.EXECUTOR and chosen == NOBODY_WORD
    if nobody or any(row.key is None for row in found.by[dimension].rows):
        offered.append(
            {"code": NOBODY_WORD, "name": str(_("To be chosen by the administration")), "level": ""}
        )
    if chosen and chosen not in {choice["code"] for choice in offered}:
        offered.insert(0, {"code": chosen, "name": _name_of(dimension, selection) or chosen, "level": ""})
    return offered


def _areas(rows: list[Row]) -> list[dict[str, str]]:
    levels = by_level(row.key for row in rows if isinstance(row.key, int))
    if len(levels) < 2:
        return _named(rows)
    return [
        choice
        for level, ids in levels
        for choice in _named([row for row in rows if row.key in ids], capfirst(level))
    ]


def _named(rows: list[Row], level: str = "") -> list[dict[str, str]]:
    ordered = sorted(rows, key=lambda row: row.name.lower())
    return [{"code": str(row.key), "name": row.name, "level": level} for row in ordered]


def _name_of(dimension: Dimension, selection: Selection) -> str:
    """The names of what the filter chose, be they several; empty where there are none of them."""
    if dimension == Dimension.AREA:
        names = area_names(list(selection.area_ids), timezone.localdate())
    else:
        names = executor_names(list(selection.executor_ids))
    return ", ".join(names.values())
