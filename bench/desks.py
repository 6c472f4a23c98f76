"""What people at their desks open all day, at five million appeals against fifty thousand; not the public's map.

Needs a large and a small database of the demo's generator, both analysed and vacuumed. The towns of both are alike:
whoever moderates one, works for a company in one or reads its figures should not notice the other two hundred.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count

from accounts.types import PUBLIC, Role, Viewer
from appeals.models import Appeal, Mark
from appeals.queries.queue import moderation_queue
from appeals.queries.statistics import counted_now, statistics
from appeals.queries.workplace import workload
from appeals.rules.desk import DeskFilter
from appeals.types import OPEN_STATES, Selection, State
from bench.timing import Row, at_most, database, over_all

WANTED_WAITING = 12
WANTED_IN_HAND = 60
WANTED_COUNTED = 3_000
_OPEN = sorted(state.value for state in OPEN_STATES)
Questions = dict[str, Callable[[], Any]]


def rows(large: str, small: str) -> Iterator[Row]:
    """All rows. large, small: addresses of the two databases."""
    plans: dict[str, Questions] = {}
    for url in (small, large):
        with database(url):
            plans[url] = _questions()
    best: dict[str, dict[str, float]] = {}
    for url in (small, large) * 2:
        with database(url):
            for what, took_ms in zip(plans[url], over_all(list(plans[url].values())), strict=True):
                kept = best.setdefault(what, {})
                kept[url] = min(kept.get(url, took_ms), took_ms)
    for what, took in best.items():
        yield at_most(f"{what}: 5 million / 50 thousand", took[large] / took[small], 1.3)


def _questions() -> Questions:
    """The same questions to any database, each with answers of about the same size."""
    now = Mark.objects.order_by("-submitted_at").values_list("submitted_at", flat=True)[0]
    moderator = Viewer(1, frozenset({Role.MODERATOR}), moderated_area_ids=frozenset({_area_waiting()}))
    worker = Viewer(1, frozenset({Role.WORKER}), organisation_ids=frozenset({_company()}))
    town = Selection(area_ids=(_area_counted(),))
    # Kept figures are asked for once before: whoever opens the page finds what the worker has counted ahead.
    statistics(PUBLIC, Selection(), now=now)
    return {
        "moderation queue of a town": lambda: moderation_queue(moderator, now=now),
        "executor's desk": lambda: _desk(worker, now),
        "statistics of a town": lambda: counted_now(PUBLIC, town, now=now),
        "statistics of everything": lambda: statistics(PUBLIC, Selection(), now=now),
    }


def _desk(worker: Viewer, now: datetime) -> list[Any]:
    """The first page as it is drawn, topics and names of every row included."""
    return [(row.topic.name, row.executor) for row in workload(worker, DeskFilter(), now=now).rows]


def _area_waiting() -> int:
    """The area whose number of appeals before moderation is nearest to the one wanted."""
    waiting = Appeal.objects.filter(state=State.MODERATION.value)
    return _nearest(waiting.exclude(area=None).values_list("area_id"), WANTED_WAITING)


def _company() -> int:
    """The organisation whose work in hand is nearest to the number wanted."""
    return _nearest(
        Appeal.objects.filter(state__in=_OPEN).exclude(executor=None).values_list("executor_id"),
        WANTED_IN_HAND,
    )


def _area_counted() -> int:
    return _nearest(Appeal.objects.exclude(area=None).values_list("area_id"), WANTED_COUNTED)


def _nearest(grouped: Any, wanted: int) -> int:
    counted = grouped.annotate(number=Count("pk")).order_by()
    found: int = min(counted, key=lambda row: abs(row[1] - wanted))[0]
    return found
