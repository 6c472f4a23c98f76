"""What changed: months against the same months a year before, topics that grow; of any selection."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from django.core.cache import caches

from accounts.types import Viewer
from analytics.queries import rollup
from analytics.queries.figures import MONTH, sums
from analytics.rules.growth import growing
from analytics.rules.periods import boundaries
from analytics.types import Period, Tally
from appeals.days import begins
from appeals.models import Topic
from appeals.queries.counting import DEAR_NUMBER
from appeals.queries.statistics import key_of
from appeals.queries.stretches import marks_within
from appeals.types import Selection
from geo import sql

MONTHS = 12
KEPT_S = 900


@dataclass(frozen=True, slots=True)
class MonthBeside:
    """A month that is over and the same one a year before. known: whether there were appeals at all by then."""

    month: date
    now: Tally
    year_before: Tally
    known: bool

    @property
    def change(self) -> float | None:
        """Per cent more than the year before; None from nothing."""
        was = self.year_before.appeals
        return 100 * (self.now.appeals - was) / was if was else None


@dataclass(frozen=True, slots=True)
class Grown:
    """A topic of which there is more than in the equal period before, and how likely that is chance."""

    topic: Topic
    now: int
    before: int
    q: float


def compared_since(today: date) -> datetime:
    """Where the months begin that `months_beside` compares."""
    return begins(_firsts(today)[0])


def _firsts(today: date) -> list[date]:
    return boundaries(Period.MONTH, 2 * MONTHS, today)


def months_beside(viewer: Viewer, selection: Selection, *, today: date) -> list[MonthBeside]:
    """The last twelve months that are over, oldest first, whatever period the selection has.

    One query. Index: cellmonth_cell where the roll-up answers, else that of the selection.
    """
    firsts = _firsts(today)
    whole = replace(selection, since=begins(firsts[0]), until=begins(firsts[-1]))
    rolled_up = rollup.answerable(viewer, whole, rollup.FINEST)
    counted = rollup.monthly(viewer, whole) if rolled_up else sums(viewer, whole)[MONTH]
    first = min(counted, default=today)
    return [
        MonthBeside(month, counted.get(month, Tally()), counted.get(earlier, Tally()), earlier >= first)
        for earlier, month in zip(firsts[:MONTHS], firsts[MONTHS:-1], strict=True)
    ]


def growing_topics(viewer: Viewer, selection: Selection, before: Selection) -> list[Grown]:
    """Topics of which the selection holds more than the equal period before, not by chance; most first.

    Four queries. Numbers of DEAR_NUMBER appeals and more are kept for a quarter of an hour.
    """
    now, earlier = (_by_topic(viewer, period) for period in (selection, before))
    counts = [(pk, number, earlier.get(pk, 0)) for pk, number in sorted(now.items())]
    tested = zip(counts, growing([(of_now, was) for _pk, of_now, was in counts]), strict=True)
    grown = [(*known, q) for known, q in tested if q is not None]
    topics = Topic.objects.select_related("category").in_bulk([pk for pk, *_ in grown])
    found = [Grown(topics[pk], of_now, was, q) for pk, of_now, was, q in grown if pk in topics]
    return sorted(found, key=lambda topic: (topic.before - topic.now, topic.topic.code))


def _by_topic(viewer: Viewer, selection: Selection) -> dict[int, int]:
    """Numbers alone: of millions all that `figures` tells takes far longer."""
    keep = caches["figures"]
    key = sha256(f"topics 1 {key_of(viewer, selection)}".encode()).hexdigest()
    kept: dict[int, int] | None = keep.get(key)
    if kept is not None:
        return kept
    found = dict(sql.rows("analytics", "number_by_topic", {}, {"marks": marks_within(viewer, selection)}))
    if sum(found.values()) >= DEAR_NUMBER:
        keep.set(key, found, KEPT_S)
    return found
