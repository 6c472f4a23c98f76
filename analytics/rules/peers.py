"""An executor beside those like it; pure. Like: of the same kind, and asked most about the same category of topics."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median

from analytics.types import Tally

# Who has fewer appeals is no measure for others; of fewer others a median says who they are.
LEAST_APPEALS, FEWEST = 10, 3
LEAST_SHARE, LEAST_RATED, LEAST_TAIL = 5, 3, 10


class Efficiency(StrEnum):
    """What an executor's work is measured by, as links and files name it."""

    APPEALS = "appeals"
    WAITING = "waiting"
    OVERDUE = "overdue"
    IN_TIME = "in_time"
    REOPENED = "reopened"
    RATING = "rating"
    DECLINED = "declined"
    REACTION = "reaction"
    REACTION_P90 = "reaction_p90"


# Of how much there is to do nobody is better or worse; overdue ones are compared by their share of what is answered.
COMPARED = frozenset(Efficiency) - {Efficiency.APPEALS, Efficiency.WAITING, Efficiency.OVERDUE}


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """Of an executor, or of a part of its work. overdue: of those that wait. declined: given back, not among appeals.

    reacted: of how many the first reaction is known; median_h, p90_h: hours to it.
    """

    tally: Tally = field(default_factory=Tally)
    overdue: int = 0
    declined: int = 0
    reacted: int = 0
    median_h: float | None = None
    p90_h: float | None = None

    def value(self, measure: Efficiency) -> float | None:
        """Shares in per cent; None where too few appeals stand behind it."""
        tally = self.tally
        match measure:
            case Efficiency.APPEALS:
                return tally.appeals
            case Efficiency.WAITING:
                return tally.waiting
            case Efficiency.OVERDUE:
                return self.overdue
            case Efficiency.IN_TIME:
                return _share(tally.in_time, tally.answered)
            case Efficiency.REOPENED:
                return _share(tally.reopened, tally.appeals)
            case Efficiency.RATING:
                return tally.ratings / tally.rated if tally.rated >= LEAST_RATED else None
            case Efficiency.DECLINED:
                return _share(self.declined, tally.appeals + self.declined)
            case Efficiency.REACTION:
                return self.median_h if self.reacted >= LEAST_SHARE else None
            case Efficiency.REACTION_P90:
                return self.p90_h if self.reacted >= LEAST_TAIL else None


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole >= LEAST_SHARE else None


# Kind of organisation, and the category that it is asked most about.
Likeness = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Worker:
    """An executor as it is compared. categories: how many appeals of each category it has."""

    executor_id: int
    kind: str
    facts: WorkFacts
    categories: Mapping[int, int] = field(default_factory=dict)

    @property
    def likeness(self) -> Likeness | None:
        """Kind and the category it has most appeals of; None without any."""
        if not self.categories:
            return None
        most = min(self.categories, key=lambda category: (-self.categories[category], category))
        return self.kind, most


@dataclass(frozen=True, slots=True)
class Alike:
    """Executors that are like each other and have LEAST_APPEALS. values: of each measure compared, ascending."""

    executor_ids: frozenset[int]
    values: Mapping[Efficiency, Sequence[float]]

    def peers(self, one: Worker) -> int:
        """How many others than this one there are."""
        return len(self.executor_ids - {one.executor_id})

    def medians(self, one: Worker) -> dict[Efficiency, float]:
        """The middle of the others' values; a measure that fewer than FEWEST of them have is missing."""
        found = {}
        for measure, values in self.values.items():
            others = list(values)
            own = one.facts.value(measure)
            if own is not None and one.executor_id in self.executor_ids:
                others.remove(own)
            if len(others) >= FEWEST:
                found[measure] = median(others)
        return found


def by_likeness(workers: Iterable[Worker]) -> dict[Likeness, Alike]:
    """Who is like whom; of thousands each is looked at once."""
    groups: dict[Likeness, list[Worker]] = defaultdict(list)
    for worker in workers:
        likeness = worker.likeness
        if likeness is not None and worker.facts.tally.appeals >= LEAST_APPEALS:
            groups[likeness].append(worker)
    return {
        likeness: Alike(frozenset(one.executor_id for one in group), _values(group))
        for likeness, group in groups.items()
    }


def _values(group: Sequence[Worker]) -> dict[Efficiency, list[float]]:
    return {
        measure: sorted(value for one in group if (value := one.facts.value(measure)) is not None)
        for measure in sorted(COMPARED)
    }


NOBODY = Alike(frozenset(), {})
