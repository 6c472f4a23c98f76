"""Twins: the score, what is compared, who may know of what, and the index that the statement relies on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.types import PUBLIC
from appeals.models import Mark
from appeals.queries.duplicates import _marks, _params, duplicates
from appeals.rules.duplicates import Measures, score
from appeals.types import Privacy, State, Visibility
from geo import sql
from geo.types import LonLat
from tests.builders import NOON, TOWN, make_appeal, make_topic, moderator

pytestmark = pytest.mark.django_db
SAME = Measures(0, 50, True, True, 0, 30, 1)


def beside(metres: float) -> LonLat:
    """A place to the east, 60° N."""
    return LonLat(TOWN.lon + metres / 55_800, TOWN.lat)


def test_the_score_is_the_weighted_sum_of_its_parts() -> None:
    assert score(SAME).total == pytest.approx(1)
    half = score(Measures(25, 50, False, True, 15, 30, 0.5))
    assert (half.distance, half.topic, half.age, half.text, half.total) == (0.5, 0.5, 0.5, 0.5, 0.5)
    assert half.likely
    nothing = score(Measures(51, 50, False, False, 31, 30, 0))
    assert (nothing.total, nothing.likely) == (0, False)
    assert score(Measures(0, 0, True, True, 0, 0, 1)).total == pytest.approx(1)


@given(distance=st.floats(0, 500), age=st.floats(0, 500), likeness=st.floats(0, 1), step=st.floats(0, 100))
def test_farther_and_older_is_never_more_alike(
    distance: float, age: float, likeness: float, step: float
) -> None:
    def of(distance: float, age: float) -> float:
        return score(Measures(distance, 100, True, True, age, 60, likeness)).total

    assert 0 <= of(distance, age) <= 1
    assert of(distance + step, age) <= of(distance, age)
    assert of(distance, age + step) <= of(distance, age)


def test_same_matter_near_and_recent_comes_first() -> None:
    topic = make_topic(duplicate_radius_m=50, duplicate_age_days=30)
    other = make_topic("crack", duplicate_radius_m=50)
    foreign = make_topic("music", category="culture")
    twin = make_appeal(at=beside(10), topic=topic, text="Глубокая яма на дороге у школы")
    worded = make_appeal(at=beside(10), topic=topic, text="Разбитый бордюр")
    sibling = make_appeal(at=beside(40), topic=other, text="Трещина в асфальте")
    make_appeal(at=beside(60), topic=topic)
    make_appeal(at=beside(5), topic=foreign)
    make_appeal(at=beside(5), topic=topic, submitted_at=NOON - timedelta(days=31))
    make_appeal(at=beside(5), topic=topic, state=State.CLOSED)
    found = duplicates(PUBLIC, location=TOWN, topic=topic, text="Ямы на дороге около школы", now=NOON)
    assert [row.appeal for row in found] == [twin, worded, sibling]
    assert found[0].score.likely
    assert found[0].score.text > 0.5 > found[1].score.text
    assert found[0].distance_m == pytest.approx(10, abs=0.5)
    assert duplicates(PUBLIC, location=TOWN, topic=topic, of=twin, now=NOON)[0].appeal == worded


def test_the_public_learns_of_no_private_twin_and_of_no_exact_home() -> None:
    topic = make_topic("heating", privacy=Privacy.HOME, duplicate_radius_m=30)
    make_appeal(topic=topic, visibility=Visibility.PRIVATE, at=beside(3))
    shown = make_appeal(topic=topic, at=beside(5), text="Холодно, +7 921 123-45-67", public_text="Холодно")
    [row] = duplicates(PUBLIC, location=TOWN, topic=topic, text="+7 921 123-45-67", now=NOON)
    # One cell, one place: how far the homes really are apart is not told.
    assert (row.appeal, row.distance_m, row.score.text) == (shown, 0, 0)
    desk = duplicates(moderator(), location=TOWN, topic=topic, text="Холодно", now=NOON)
    assert [round(row.distance_m) for row in desk] in ([3, 5], [5, 3])


def test_queries_do_not_grow_and_the_index_is_used() -> None:
    topic = make_topic(duplicate_radius_m=50)
    counts = []
    for number in (1, 3):
        for _again in range(number):
            make_appeal(topic=topic, at=beside(number))
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert duplicates(PUBLIC, location=TOWN, topic=topic, text="Яма", now=NOON)
        counts.append(len(caught))
    assert counts == [2, 2]
    assert Mark.objects.count() == 4
    params = _params(TOWN, topic, "Яма", None, now=NOON, exact=False)
    text = sql.compose("appeals", "duplicates", params, {"marks": _marks(PUBLIC, exact=False)})
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {text}".replace("%", "%%"), None)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "mark_open_" in plan
