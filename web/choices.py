"""What the fields area and executor of a filter may narrow to; not the figures they come from."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appeals.queries.statistics import Statistics, area_names, executor_names
from appeals.selecting import NOBODY_WORD
from appeals.types import Dimension, Selection


def choices(
    found: Statistics, dimension: Dimension, chosen: str, selection: Selection
) -> list[dict[str, str]]:
    """What the figures name, by name; what is chosen stays, though they do not."""
    named = [(row.name, row.key) for row in found.by[dimension].rows if row.key is not None]
    offered = [
        {"code": str(key), "name": name} for name, key in sorted(named, key=lambda pair: pair[0].lower())
    ]
    nobody = dimension == Dimension.EXECUTOR and chosen == NOBODY_WORD
    if nobody or any(row.key is None for row in found.by[dimension].rows):
        offered.append({"code": NOBODY_WORD, "name": str(_("To be chosen by the administration"))})
    if chosen and chosen not in {choice["code"] for choice in offered}:
        offered.insert(0, {"code": chosen, "name": _name_of(dimension, selection) or chosen})
    return offered


def _name_of(dimension: Dimension, selection: Selection) -> str:
    """The names of what the filter chose, be they several; empty where there are none of them."""
    if dimension == Dimension.AREA:
        names = area_names(list(selection.area_ids), timezone.localdate())
    else:
        names = executor_names(list(selection.executor_ids))
    return ", ".join(names.values())
