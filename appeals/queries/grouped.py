"""Pages of the list that go group by group, by category, topic or executor; the pages' shape is listing's."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import caches
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from accounts.types import Viewer
from appeals.models import Appeal, Category, Topic
from appeals.queries.counting import DEAR_NUMBER
from appeals.queries.statistics import FRESH, key_of
from appeals.queries.stretches import marks, marks_within, read_page
from appeals.types import Ordering, Selection
from geo import sql
from territories.models import Organisation

# The group of appeals for which nobody was chosen yet.
NOBODY = 0
# Appeals of a group that is read whole together with those before it.
SMALL = 1_000


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups of the list. name: as the statements call it; column: of the mark; order: ids of all groups in order."""

    name: str
    column: str
    order: Callable[[], list[int]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: after this appeal of this group, or after this moment when it has gone."""

    group_id: int
    submitted_at: datetime
    appeal_id: int = 0


def _categories() -> list[int]:
    return list(Category.objects.order_by("position", "pk").values_list("pk", flat=True))


def _topics() -> list[int]:
    name = "name_en" if get_language() == "en" else "name_ru"
    return list(Topic.objects.order_by(name, "pk").values_list("pk", flat=True))


def _executors() -> list[int]:
    return [*Organisation.objects.order_by("name", "pk").values_list("pk", flat=True), NOBODY]


GROUPINGS = {
    Ordering.CATEGORY: Grouping("category", "category_id", _categories),
    Ordering.TOPIC: Grouping("topic", "topic_id", _topics),
    Ordering.EXECUTOR: Grouping("executor", "executor_id", _executors),
}


def place_of(text: str) -> Place:
    """The `place` of a row, without its appeal. Raises ValueError."""
    group_id, _space, moment = text.partition(" ")
    submitted_at = datetime.fromisoformat(moment)
    if submitted_at.tzinfo is None:
        raise ValueError(text)
    return Place(int(group_id), submitted_at)


def rows_by_group(
    viewer: Viewer, selection: Selection, grouping: Grouping, after: Place | None, limit: int
) -> list[dict[str, Any]]:
    """What is left of the group where the page before ended, then as many of the following ones as fill the page.

    Rows of appeal_id, number, submitted_at and place (text), the newest of a group first. None when the group of
    `after` has gone.
    """
    rows: list[dict[str, Any]] = []
    order, found = grouping.order(), marks(viewer, selection)
    if after:
        if after.group_id not in order:
            return []
        same_moment = Q(submitted_at=after.submitted_at, pk__lt=after.appeal_id)
        begun = found.filter(
            Q(submitted_at__lt=after.submitted_at) | same_moment, submitted_at__lte=after.submitted_at
        )
        rows = _of_groups(begun, selection, grouping, [after.group_id], limit)
        order = order[order.index(after.group_id) + 1 :]
    numbers = number_by_group(viewer, selection, grouping) if len(rows) < limit else {}
    # Again only where groups hold less than they did when they were counted.
    while following := list(_filling(order, numbers, limit - len(rows))):
        small = following if numbers[following[-1]] <= SMALL else following[:-1]
        rows += _of_groups(found, selection, grouping, small, limit - len(rows))
        if small != following:
            rows += _of_groups(found, selection, grouping, following[-1:], limit - len(rows))
        order = order[order.index(following[-1]) + 1 :]
    return rows


def number_by_group(viewer: Viewer, selection: Selection, grouping: Grouping) -> dict[int, int]:
    """How many there are by group, those without any left out; the sum is `number_matched`.

    Kept as the figures of statistics are where the table is large, for they say only which groups a page has to ask.
    """
    ((estimated,),) = sql.rows("appeals", "marks_estimated", {})
    if estimated < DEAR_NUMBER:
        return _numbers(viewer, selection, grouping)
    keep, key = caches["figures"], f"{grouping.name}-{key_of(viewer, selection)}"
    known: dict[int, int] | None = keep.get(key)
    if known is None:
        known = _numbers(viewer, selection, grouping)
        keep.set(key, known, FRESH.total_seconds())
    return known


def _numbers(viewer: Viewer, selection: Selection, grouping: Grouping) -> dict[int, int]:
    relations = {"marks": marks_within(viewer, selection)}
    return dict(sql.rows("appeals", "number_by_group", {"grouping": grouping.name}, relations))


def _filling(order: list[int], numbers: dict[int, int], missing: int) -> Iterator[int]:
    """The first groups that hold as many as are missing, empty ones left out."""
    for group_id in order:
        if missing <= 0:
            return
        if group_id in numbers:
            yield group_id
            missing -= numbers[group_id]


def _of_groups(
    found: QuerySet[Any, Any], selection: Selection, grouping: Grouping, group_ids: list[int], limit: int
) -> list[dict[str, Any]]:
    """One group alone is read by date, which stops after a page; several together are read whole."""
    if not group_ids:
        return []
    relation = read_page(_picked(found, selection, grouping, group_ids), selection)
    params = {"grouping": grouping.name, "groups": group_ids, "limit": limit}
    name, sent = ("page_by_date", {"limit": limit}) if len(group_ids) == 1 else ("page_by_group", params)
    rows = sql.records("appeals", name, sent, {"marks": relation})
    for row in rows:
        row["place"] = f"{row.get('group_id', group_ids[0])} {row['submitted_at'].isoformat()}"
    return rows


def _picked(
    found: QuerySet[Any, Any], selection: Selection, grouping: Grouping, group_ids: list[int]
) -> QuerySet[Any, Any]:
    """Marks of the groups; of executors by the index that appeals have of them."""
    within = Q(**{f"{grouping.column}__in": group_ids})
    if NOBODY in group_ids:
        within |= Q(**{f"{grouping.column}__isnull": True})
    if grouping.column == "executor_id" and not selection.bbox:
        found = found.filter(pk__in=Appeal.objects.filter(within).values("pk"))
    return found.filter(within)
