"""What became of an appeal: its state by age, the hours between its steps, its rating; drawn, not decided."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from appeals.types import State

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
S = State
STATES = tuple(State)
DAY_S = 86_400.0

# Age in days up to which the shares hold. Old open ones are the overdue of slow executors.
BY_AGE: tuple[tuple[float, dict[State, float]], ...] = (
    (1.0, {S.MODERATION: 0.72, S.ASSIGNED: 0.22, S.REFUSED: 0.03, S.ACCEPTED: 0.03}),
    (
        3.0,
        {
            S.MODERATION: 0.25,
            S.ASSIGNED: 0.38,
            S.REGISTERED: 0.16,
            S.IN_PROGRESS: 0.13,
            S.REFUSED: 0.05,
            S.MERGED: 0.03,
        },
    ),
    (
        10.0,
        {
            S.MODERATION: 0.03,
            S.ASSIGNED: 0.20,
            S.REGISTERED: 0.14,
            S.IN_PROGRESS: 0.36,
            S.ANSWERED: 0.18,
            S.REFUSED: 0.06,
            S.MERGED: 0.03,
        },
    ),
    (
        35.0,
        {
            S.ASSIGNED: 0.04,
            S.IN_PROGRESS: 0.26,
            S.ON_HOLD: 0.04,
            S.INTERIM_ANSWER: 0.05,
            S.ANSWERED: 0.30,
            S.CLOSED: 0.20,
            S.REFUSED: 0.07,
            S.MERGED: 0.04,
        },
    ),
    (
        90.0,
        {
            S.IN_PROGRESS: 0.12,
            S.ON_HOLD: 0.02,
            S.INTERIM_ANSWER: 0.02,
            S.REOPENED: 0.02,
            S.ANSWERED: 0.12,
            S.CLOSED: 0.63,
            S.REFUSED: 0.07,
            S.MERGED: 0.04,
            S.WITHDRAWN: 0.01,
        },
    ),
    (
        1e9,
        {
            S.IN_PROGRESS: 0.006,
            S.REOPENED: 0.004,
            S.CLOSED: 0.86,
            S.REFUSED: 0.075,
            S.MERGED: 0.04,
            S.WITHDRAWN: 0.015,
        },
    ),
)
MAIN_ROAD = (S.ACCEPTED, S.ASSIGNED, S.REGISTERED, S.IN_PROGRESS)
ENDS: dict[State, tuple[State, ...]] = {
    S.ON_HOLD: (*MAIN_ROAD, S.ON_HOLD),
    S.INTERIM_ANSWER: (*MAIN_ROAD, S.INTERIM_ANSWER),
    S.ANSWERED: (*MAIN_ROAD, S.ANSWERED),
    S.CLOSED: (*MAIN_ROAD, S.ANSWERED, S.CLOSED),
    S.REOPENED: (*MAIN_ROAD, S.ANSWERED, S.RATED, S.REOPENED),
    S.MERGED: (S.ACCEPTED, S.MERGED),
    S.WITHDRAWN: (S.ACCEPTED, S.WITHDRAWN),
    S.REFUSED: (S.REFUSED,),
    S.MODERATION: (),
}
# Positions of the states in which nothing is merged, nor merged into.
_NOT_MERGED = [STATES.index(s) for s in (S.DRAFT, S.SUBMITTED, S.MODERATION, S.REFUSED, S.WITHDRAWN)]
ANSWERED_STATES = frozenset({S.ANSWERED, S.CLOSED, S.RATED, S.REOPENED})
RATED_SHARE = 0.55
RATINGS = (0.10, 0.08, 0.14, 0.28, 0.40)
RATINGS_BAD = (0.38, 0.24, 0.18, 0.12, 0.08)


@dataclass(slots=True)
class Fates:
    """Columns of a batch. state: position in STATES. *_s: seconds after submission, within the age. rating: 0 none."""

    state: Integers
    moderated_s: Floats
    answered_s: Floats
    closed_s: Floats
    rating: Integers


def draw(
    rng: np.random.Generator, age_s: Floats, slow: NDArray[np.bool_], decided: NDArray[np.bool_]
) -> Fates:
    """Fates of appeals of the given ages; `slow` executors answer late and badly; the undecided wait accepted."""
    count = len(age_s)
    state = np.zeros(count, dtype=np.int64)
    lower = 0.0
    for upper, shares in BY_AGE:
        chosen = (age_s / DAY_S >= lower) & (age_s / DAY_S < upper)
        names = [STATES.index(name) for name in shares]
        weights = np.array(list(shares.values()))
        state[chosen] = rng.choice(names, int(chosen.sum()), p=weights / weights.sum())
        lower = upper
    late = slow & (age_s < 240 * DAY_S) & (age_s > 12 * DAY_S) & (rng.random(count) < 0.30)
    state[late] = STATES.index(S.IN_PROGRESS)
    waiting = ~decided & np.isin(
        state,
        [STATES.index(s) for s in (S.ASSIGNED, S.REGISTERED, S.IN_PROGRESS, S.ON_HOLD, S.INTERIM_ANSWER)],
    )
    state[waiting] = STATES.index(S.ACCEPTED)
    moderated = np.minimum(rng.lognormal(np.log(5 * 3600), 0.9, count), age_s * 0.5)
    pace = rng.gamma(1.7, 4.2, count) * np.where(slow, 2.6, 1.0)
    answered = moderated + np.minimum(pace * DAY_S, (age_s - moderated) * 0.75)
    closed = answered + np.minimum(rng.uniform(1, 9, count) * DAY_S, (age_s - answered) * 0.9)
    rating = np.where(slow, rng.choice(5, count, p=RATINGS_BAD), rng.choice(5, count, p=RATINGS)) + 1
    rated = (rng.random(count) < RATED_SHARE) & np.isin(
        state, [STATES.index(S.CLOSED), STATES.index(S.REOPENED)]
    )
    return Fates(state, moderated, answered, closed, np.where(rated, rating, 0))


def merge(rng: np.random.Generator, fates: Fates, original: Integers) -> Integers:
    """Lets as many repetitions be merged as were drawn so; what was drawn so and repeats nothing is closed. In place.

    original: of a repetition the position of what it repeats, else −1. Answers into which each was merged, else −1.
    """
    drawn = fates.state == STATES.index(S.MERGED)
    fates.state[drawn] = STATES.index(S.CLOSED)
    stands = ~np.isin(fates.state, _NOT_MERGED)
    may = (original >= 0) & stands & stands[original]
    merged = rng.permutation(np.flatnonzero(may))[: int(drawn.sum())]
    fates.state[merged], fates.rating[merged] = STATES.index(S.MERGED), 0
    into = np.full(len(original), -1)
    into[merged] = original[merged]
    return into


# How far an appeal has come at each step between moderation and answer.
_SHARES = {S.ACCEPTED: 0.0, S.ASSIGNED: 0.0, S.REGISTERED: 0.08, S.IN_PROGRESS: 0.2}
# The moment of a step as parts of moderated_s, answered_s and closed_s.
_MOMENTS: dict[State, tuple[float, float, float]] = {
    S.REFUSED: (1.0, 0.0, 0.0),
    S.ANSWERED: (0.0, 1.0, 0.0),
    S.RATED: (0.0, 0.5, 0.5),
    S.CLOSED: (0.0, 0.0, 1.0),
    S.REOPENED: (0.0, 0.0, 1.0),
}


def _road(state: State) -> tuple[State, ...]:
    return ENDS.get(state, MAIN_ROAD[: MAIN_ROAD.index(state) + 1] if state in MAIN_ROAD else ())


def _moment(state: State) -> tuple[float, float, float]:
    share = _SHARES.get(state, 0.6)
    return _MOMENTS.get(state, (1.0 - share, share, 0.0))


# By position in STATES: the steps to a state with their moments.
ROADS = tuple(tuple((step, *_moment(step)) for step in _road(state)) for state in STATES)
_LAST = np.array([road[-1][1:] if road else (0.0, 0.0, 0.0) for road in ROADS])
_ANSWERED = np.array([any(step[0] is S.ANSWERED for step in road) for road in ROADS])


def steps(state: int, moderated_s: float, answered_s: float, closed_s: float) -> list[tuple[State, float]]:
    """(state reached, seconds after submission) from moderation to the state (position) an appeal is in."""
    return [(new, moderated_s * m + answered_s * a + closed_s * c) for new, m, a, c in ROADS[state]]


def changed_s(fates: Fates) -> Floats:
    """Seconds from submission to the last step, 0 where none was taken."""
    parts: Floats = _LAST[fates.state]
    return parts[:, 0] * fates.moderated_s + parts[:, 1] * fates.answered_s + parts[:, 2] * fates.closed_s


def is_answered(fates: Fates) -> NDArray[np.bool_]:
    """Whether an answer was given on the way to the state."""
    found: NDArray[np.bool_] = _ANSWERED[fates.state]
    return found
