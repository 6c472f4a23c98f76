"""Reads the deadlines of the catalogue file into their table, where the table does not say the same already.

The file's `deadlines` hold for all topics: stage, track, number, unit, source. `topic_deadlines` are the same by name,
and a topic names the one that holds for it as its `deadline`. They begin the table, which is the administrators' from
then on: a row for the same stage, track and topic, whatever it says and whenever, is left alone.
"""

from collections.abc import Iterator
from typing import Any

from appeals.models import Deadline, Topic
from appeals.rules.deadlines import Stage, Unit
from appeals.types import Track

_Key = tuple[str, str, int | None]


def load_deadlines(data: dict[str, Any]) -> int:
    """Add what is missing; answers how many rows. Topics are there. Raises KeyError or ValueError for another shape."""
    known: set[_Key] = set(
        Deadline.objects.filter(category=None, area=None).values_list("stage", "track", "topic_id")
    )
    missing = [row for row in _rows(data) if (row.stage, row.track, row.topic_id) not in known]
    Deadline.objects.bulk_create(missing)
    return len(missing)


def _rows(data: dict[str, Any]) -> Iterator[Deadline]:
    for row in data["deadlines"]:
        yield _deadline(row, None)
    topics = dict(Topic.objects.values_list("code", "pk"))
    for group in data["categories"]:
        for topic in group["topics"]:
            if "deadline" in topic:
                yield _deadline(data["topic_deadlines"][topic["deadline"]], topics[topic["code"]])


def _deadline(row: dict[str, Any], topic_id: int | None) -> Deadline:
    return Deadline(
        stage=Stage(row["stage"]),
        track=Track(row["track"]),
        topic_id=topic_id,
        number=row["number"],
        unit=Unit(row["unit"]),
        source=row["source"],
    )
