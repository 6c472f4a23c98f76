"""All appeals of a town as columns: topic, kind, time, place; not yet who answers nor what became of them."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from appeals.models import Topic
from appeals.types import Kind
from demo.stories.places import NO_HOUSE, Gazetteer
from demo.stories.seasons import HABITS, REST
from demo.stories.times import Calendar
from demo.town.frame import Array
from demo.town.layout import Town
from territories.types import TopicScope

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
KINDS = (Kind.PROBLEM, Kind.SUGGESTION, Kind.GRATITUDE)
DUPLICATES = 0.11


@dataclass(slots=True)
class Batch:
    """Columns, oldest first. topic: position in the list of topics; house: position in the town's houses or −1.

    original: of a repetition the position of what it repeats, else −1.
    """

    topic: Integers
    kind: Integers
    age_s: Floats
    lons: Floats
    lats: Floats
    house: Integers
    near: Integers
    near_m: Floats
    original: Integers

    @property
    def copy(self) -> NDArray[np.bool_]:
        """Which ones are repetitions."""
        found: NDArray[np.bool_] = self.original >= 0
        return found

    def __len__(self) -> int:
        return len(self.topic)


def draw(
    rng: np.random.Generator, town: Town, gazetteer: Gazetteer, topics: list[Topic], count: int, now: datetime
) -> Batch:
    """`count` appeals of five years up to `now`."""
    habits = [HABITS.get(topic.code, REST) for topic in topics]
    weights = np.array([habit.weight for habit in habits])
    shares = rng.multinomial(count, weights / weights.sum())
    calendar = Calendar(now)
    columns: list[tuple[Integers, Floats, Array, Integers, Integers]] = []
    drawn = 0
    for position, (topic, habit, share) in enumerate(zip(topics, habits, shares.tolist(), strict=True)):
        if not share:
            continue
        ages = calendar.draw(rng, habit.season, share)
        points, houses = gazetteer.spots(habit.where).draw(rng, share)
        originals = _repeat(rng, ages, points, houses)
        originals[originals >= 0] += drawn
        drawn += share
        if topic.scope not in {TopicScope.HOUSE, TopicScope.YARD}:
            houses = np.full(share, NO_HOUSE)
        columns.append((np.full(share, position), ages, points, houses, originals))
    topic_at = np.concatenate([column[0] for column in columns])
    ages, points = np.concatenate([c[1] for c in columns]), np.vstack([c[2] for c in columns])
    house, original = np.concatenate([c[3] for c in columns]), np.concatenate([c[4] for c in columns])
    order = np.argsort(-ages, kind="stable")
    original = np.where(original >= 0, np.argsort(order)[original], original)
    near = gazetteer.nearest_house(points)
    degrees = np.round(town.frame.degrees_of(points), 7)
    apart = np.hypot(*(points - gazetteer.homes[near]).T)
    kind = _kinds(rng, topics, topic_at)
    batch = Batch(topic_at, kind, ages, degrees[:, 0], degrees[:, 1], house, near, apart, original)
    for name in Batch.__slots__:
        setattr(batch, name, getattr(batch, name)[order])
    return batch


def _repeat(rng: np.random.Generator, ages: Floats, points: Array, houses: Integers) -> Integers:
    """Turns some of the appeals into repetitions of others: same topic, a few metres off, within days. In place.

    Answers what each repeats, −1: nothing.
    """
    count = len(ages)
    repeated = np.full(count, -1)
    number = int(count * DUPLICATES)
    if count < 4 or not number:
        return repeated
    originals = rng.integers(0, count - number, number)
    copied = slice(count - number, count)
    points[copied] = points[originals] + rng.normal(0, 9, (number, 2))
    houses[copied] = houses[originals]
    later = ages[originals] - rng.exponential(1.6 * 86_400, number)
    ages[copied] = np.where(later > 120, later, ages[originals])
    repeated[copied] = originals
    return repeated


def _kinds(rng: np.random.Generator, topics: list[Topic], topic_at: Integers) -> Integers:
    """Mostly problems; suggestions and thanks where the topic allows them."""
    allowed = np.array([[kind.value in topic.kinds for kind in KINDS] for topic in topics])
    wish = rng.choice(3, len(topic_at), p=(0.60, 0.24, 0.16))
    fits = allowed[topic_at, wish]
    first = np.argmax(allowed, axis=1)
    result: Integers = np.where(fits, wish, first[topic_at]).astype(np.int64)
    return result
