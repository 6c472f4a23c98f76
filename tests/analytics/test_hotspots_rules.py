"""What a cell is called, and how it came about over the periods; not z and p."""

from datetime import date

import numpy as np
import pytest

from analytics.rules.hotspots import FEWEST_CELLS, courses, more_is_worse, signs, trend_z
from analytics.rules.periods import boundaries
from analytics.types import Course, Period
from appeals.types import Kind, State

PROBLEM, THANKS = Kind.PROBLEM, Kind.GRATITUDE


def series(text: str) -> np.ndarray:
    """One cell's periods: + hot, - cold, anything else neither."""
    return np.array([[{"+": 1, "-": -1}.get(letter, 0)] for letter in text], dtype=np.int8)


@pytest.mark.parametrize(
    ("periods", "trend", "course"),
    [
        ("............", 3.0, Course.NONE),
        ("-----------.", 0.0, Course.NONE),
        ("...........+", 0.0, Course.NEW),
        ("-----------+", 0.0, Course.NEW),
        ("..........++", 0.0, Course.EMERGING),
        ("...+....+..+", 2.5, Course.EMERGING),
        ("...+....+..+", 1.0, Course.NONE),
        ("+..........+", -3.0, Course.NONE),
        ("+++++.......", 0.0, Course.NONE),
        ("++++++++++++", 0.0, Course.PERSISTENT),
        ("+++.++++++++", 3.0, Course.PERSISTENT),
        ("+++.+++.++++", 0.0, Course.NONE),
        ("++++++++++++", -2.5, Course.DIMINISHING),
        ("+++++++++++.", 0.0, Course.DIMINISHING),
        ("+++++++++++-", 0.0, Course.DIMINISHING),
    ],
)
def test_course(periods: str, trend: float, course: Course) -> None:
    assert courses(series(periods), np.array([trend])) == [course]


def test_without_periods_there_is_no_course() -> None:
    assert courses(np.zeros((0, 2), dtype=np.int8), trend_z(np.zeros((0, 2)))) == [Course.NONE, Course.NONE]


def test_trend_is_that_of_a_textbook() -> None:
    """Gilbert 1987, example 16.2 in small: 8 of 10 pairs rise, 1 falls, 1 is tied."""
    z = trend_z(np.array([[10.0], [15.0], [14.0], [20.0], [20.0]]))
    score, variance = 7, (5 * 4 * 15 - 2 * 1 * 9) / 18
    assert z[0] == pytest.approx((score - 1) / np.sqrt(variance))


@pytest.mark.parametrize("values", [[1, 1, 1, 1], [5], [1, 2, 1, 2, 1]])
def test_what_does_not_move_has_no_trend(values: list[float]) -> None:
    assert abs(trend_z(np.array(values, dtype=float)[:, None])[0]) < 1


def test_trend_turns_with_the_series() -> None:
    rising = np.cumsum(np.random.default_rng(1).random((12, 5)), axis=0)
    assert (trend_z(rising) > 4).all()
    assert np.array_equal(trend_z(rising[::-1]), -trend_z(rising))


def test_hot_and_cold_follow_from_q_and_the_side() -> None:
    z, q = np.array([4.0, -4.0, 4.0, 0.0] * 10), np.array([0.05, 0.01, 0.051, 1.0] * 10)
    assert signs(z, q).tolist() == [1, -1, 0, 0] * 10
    assert signs(z, q, 0.01).tolist() == [0, -1, 0, 0] * 10


def test_of_few_cells_nothing_is_said() -> None:
    z, q = np.full((2, FEWEST_CELLS - 1), 9.0), np.zeros((2, FEWEST_CELLS - 1))
    assert not signs(z, q).any()
    assert signs(np.full(FEWEST_CELLS, 9.0), np.zeros(FEWEST_CELLS)).all()


@pytest.mark.parametrize(
    ("kinds", "states", "worse"),
    [
        ({PROBLEM}, set(), True),
        ({PROBLEM}, {State.ASSIGNED, State.IN_PROGRESS}, True),
        ({PROBLEM}, {State.ASSIGNED, State.CLOSED}, False),
        ({THANKS}, set(), False),
        ({PROBLEM, THANKS}, set(), False),
        (set(), set(), False),
    ],
)
def test_more_is_worse_of_problems_alone(kinds: set[Kind], states: set[State], worse: bool) -> None:
    assert more_is_worse(frozenset(kinds), frozenset(states)) is worse


@pytest.mark.parametrize(
    ("step", "before", "expected"),
    [
        (
            Period.MONTH,
            date(2026, 3, 10),
            [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)],
        ),
        (
            Period.MONTH,
            date(2026, 1, 1),
            [date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)],
        ),
        (
            Period.QUARTER,
            date(2026, 3, 31),
            [date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1)],
        ),
        (
            Period.QUARTER,
            date(2026, 4, 1),
            [date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)],
        ),
    ],
)
def test_periods_are_whole_and_over(step: Period, before: date, expected: list[date]) -> None:
    assert boundaries(step, 3, before) == expected
