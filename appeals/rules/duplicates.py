"""How alike two appeals are: a score of four parts, each shown with it; pure, the measures are given.

The weights are a judgement, not a law: place and matter decide, age and wording confirm.
"""

from dataclasses import dataclass

DISTANCE_WEIGHT = 0.35
TOPIC_WEIGHT = 0.25
AGE_WEIGHT = 0.1
TEXT_WEIGHT = 0.3
# Below this, two appeals have the neighbourhood in common and little else.
LIKELY = 0.5
_SAME_CATEGORY = 0.5


@dataclass(frozen=True, slots=True)
class Measures:
    """What two appeals have in common. distance_m, radius_m: metres; age_days, oldest_days: days.

    likeness: of their words, 0 to 1.
    """

    distance_m: float
    radius_m: float
    same_topic: bool
    same_category: bool
    age_days: float
    oldest_days: float
    likeness: float


@dataclass(frozen=True, slots=True)
class Score:
    """total: weighted, 0 to 1. The parts are 0 to 1 each, 1: alike."""

    total: float
    distance: float
    topic: float
    age: float
    text: float

    @property
    def likely(self) -> bool:
        return self.total >= LIKELY


def score(measures: Measures) -> Score:
    """The score of two appeals; one beyond the radius or the age of its topic has 0 in that part."""
    distance = _nearness(measures.distance_m, measures.radius_m)
    topic = 1.0 if measures.same_topic else _SAME_CATEGORY if measures.same_category else 0.0
    age = _nearness(measures.age_days, measures.oldest_days)
    text = min(max(measures.likeness, 0.0), 1.0)
    total = DISTANCE_WEIGHT * distance + TOPIC_WEIGHT * topic + AGE_WEIGHT * age + TEXT_WEIGHT * text
    return Score(total, distance, topic, age, text)


def _nearness(value: float, limit: float) -> float:
    """1 at nothing, 0 at the limit and beyond."""
    if limit <= 0:
        return 1.0 if value <= 0 else 0.0
    return min(max(1.0 - value / limit, 0.0), 1.0)
