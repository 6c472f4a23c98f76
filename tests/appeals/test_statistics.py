"""Figures of appeals: the same appeals as the list for everybody and every filter; what counts as answered in time."""

import importlib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import caches
from django.db import connection

from accounts.types import PUBLIC, Role, Viewer
from appeals.marks import write_mark
from appeals.models import Appeal, Mark
from appeals.queries import statistics as room
from appeals.queries.counting import number_matched
from appeals.queries.grouped import GROUPINGS, number_by_group
from appeals.queries.statistics import Statistics, statistics
from appeals.types import Dimension, Figures, Kind, Ordering, Privacy, Selection, State, Visibility
from geo.types import BBox
from tests.builders import NOON, TOWN, box, make_appeal, make_area, make_organisation, make_topic

pytestmark = pytest.mark.django_db


def counted(viewer: Viewer = PUBLIC, selection: Selection | None = None) -> Statistics:
    return statistics(viewer, selection or Selection(), now=NOON)


def numbers(found: Statistics, dimension: Dimension) -> dict[object, int]:
    return {row.key: row.figures.appeals for row in found.by[dimension].rows}


def seed() -> dict[str, int]:
    """Appeals of every kind of visibility in two districts; ids by name."""
    here = make_area("Здесь", polygon=box())
    there = make_area("Там", polygon=box(30.2, 59.9, 31.4, 60.1))
    precinct = make_area("Участок 7", polygon=box(), kind="electoral_precinct", collection="votes")
    road, company = make_organisation("Дороги"), make_organisation("Компания")
    light = make_topic("lamp", category="light")
    home = make_topic("no_heating", category="housing", privacy=Privacy.HOME)
    make_appeal(executor=road, areas=[precinct, here])
    make_appeal(executor=road, areas=[here], kind=Kind.GRATITUDE, state=State.CLOSED)
    make_appeal(executor=company, areas=[there], topic=light)
    make_appeal(areas=[there], topic=light, state=State.ACCEPTED)
    make_appeal(executor=company, areas=[here], visibility=Visibility.PRIVATE)
    make_appeal(executor=company, areas=[precinct, here], topic=home)
    make_appeal(areas=[here], state=State.MODERATION)
    return {"here": here.pk, "there": there.pk, "road": road.pk, "company": company.pk}


def viewers(ids: dict[str, int]) -> list[Viewer]:
    here = frozenset({ids["here"]})
    return [
        PUBLIC,
        Viewer(1, frozenset({Role.RESIDENT})),
        Viewer(1, frozenset({Role.WORKER}), organisation_ids=frozenset({ids["company"]})),
        Viewer(1, frozenset({Role.MODERATOR}), moderated_area_ids=here),
        Viewer(1, frozenset({Role.DISTRICT_HEAD}), overseen_area_ids=here),
        Viewer(1, frozenset({Role.ADMINISTRATOR})),
    ]


def selections(ids: dict[str, int]) -> list[Selection]:
    around = BBox(TOWN.lon - 0.05, TOWN.lat - 0.05, TOWN.lon + 0.05, TOWN.lat + 0.05)
    return [
        Selection(),
        Selection(bbox=around),
        Selection(area_ids=(ids["there"],)),
        Selection(categories=("light",)),
        Selection(topics=("lamp", "no_heating")),
        Selection(kinds=(Kind.GRATITUDE,)),
        Selection(states=(State.ASSIGNED,)),
        Selection(executor_ids=(ids["road"],)),
        Selection(unassigned=True),
        Selection(executor_ids=(ids["road"],), unassigned=True),
        Selection(since=NOON, until=NOON + timedelta(days=1)),
        Selection(text="яма"),
        Selection(bbox=around, categories=("roads",), states=(State.CLOSED,)),
    ]


def test_the_total_is_the_lists_number_for_everybody_and_every_filter() -> None:
    ids = seed()
    for viewer in viewers(ids):
        for selection in selections(ids):
            found, expected = counted(viewer, selection), number_matched(viewer, selection)
            assert found.total.appeals == expected
            for dimension in set(Dimension) - {Dimension.AREA}:
                assert sum(numbers(found, dimension).values()) == expected
            assert numbers(found, Dimension.CATEGORY) == number_by_group(
                viewer, selection, GROUPINGS[Ordering.CATEGORY]
            )


ONE_ROW = {
    Dimension.KIND: lambda key: Selection(kinds=(Kind(key),)),
    Dimension.STATE: lambda key: Selection(states=(State(key),)),
    Dimension.EXECUTOR: lambda key: Selection(executor_ids=(key,)) if key else Selection(unassigned=True),
    Dimension.AREA: lambda key: Selection(area_ids=(key,)),
}


@pytest.mark.parametrize("dimension", ONE_ROW)
def test_each_row_is_the_lists_number_of_its_filter(dimension: Dimension) -> None:
    ids = seed()
    for viewer in viewers(ids):
        for key, number in numbers(counted(viewer), dimension).items():
            assert number == number_matched(viewer, ONE_ROW[dimension](key))


def test_the_public_is_told_nothing_of_what_is_not_published() -> None:
    ids = seed()
    found = counted()
    assert found.total.appeals == 5
    assert numbers(found, Dimension.STATE) == {"assigned": 3, "accepted": 1, "closed": 1}
    assert numbers(found, Dimension.AREA) == {ids["here"]: 3, ids["there"]: 2}
    everything = counted(Viewer(1, frozenset({Role.ADMINISTRATOR})))
    assert everything.total.appeals == 7


def test_precincts_are_no_rows_of_areas() -> None:
    seed()
    names = [row.name for row in counted().by[Dimension.AREA].rows]
    assert names == ["Здесь", "Там"]


def test_a_hidden_area_is_counted_for_whoever_may_know_it() -> None:
    hamlet = make_area("Хутор", polygon=box(30.299, 59.9999, 30.301, 60.0001))
    topic = make_topic("no_heating", category="housing", privacy=Privacy.HOME)
    appeal = make_appeal(topic=topic, areas=[hamlet])
    assert appeal.hidden_area_ids == [hamlet.pk]
    assert counted().by[Dimension.AREA].rows == []
    for viewer in (
        Viewer(1, frozenset({Role.ADMINISTRATOR})),
        Viewer(1, frozenset({Role.MODERATOR}), moderated_area_ids=frozenset({hamlet.pk})),
    ):
        expected = number_matched(viewer, Selection(area_ids=(hamlet.pk,)))
        assert numbers(counted(viewer), Dimension.AREA).get(hamlet.pk, 0) == expected
    assert numbers(counted(Viewer(1, frozenset({Role.ADMINISTRATOR}))), Dimension.AREA) == {hamlet.pk: 1}


def test_an_answer_is_in_time_until_the_end_of_its_local_day() -> None:
    due = date(2026, 3, 10)
    for answered_at in (
        datetime(2026, 3, 10, 20, 59, tzinfo=UTC),  # 23:59 in Moscow
        datetime(2026, 3, 10, 21, 0, tzinfo=UTC),  # midnight: the next day
        datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
    ):
        make_appeal(state=State.ANSWERED, answered_at=answered_at, due_on=due)
    make_appeal(state=State.CLOSED, answered_at=NOON)
    total = counted().total
    assert (total.appeals, total.answered, total.in_time) == (4, 3, 2)
    assert total.share_in_time == pytest.approx(2 / 3)


def test_ratings_are_counted_and_averaged() -> None:
    for rating in (5, 4, 4, None):
        make_appeal(state=State.CLOSED, rating=rating, answered_at=NOON, due_on=NOON.date())
    total = counted().total
    assert total.rated == 3
    assert total.rating == pytest.approx(13 / 3)
    assert Figures().rating is None
    assert Figures().share_in_time is None


def test_what_was_reopened_is_not_answered() -> None:
    appeal = make_appeal(state=State.REOPENED, answered_at=NOON, due_on=NOON.date(), rating=1)
    assert counted().total == Figures(appeals=1, waiting=1)
    appeal.state = State.CLOSED
    appeal.save()
    write_mark(appeal)
    assert counted().total == Figures(appeals=1, answered=1, in_time=1, rated=1, ratings=1)


def test_months_are_local_and_in_order() -> None:
    make_appeal(submitted_at=datetime(2026, 2, 28, 20, 59, tzinfo=UTC))
    make_appeal(submitted_at=datetime(2026, 2, 28, 21, 0, tzinfo=UTC))
    make_appeal(submitted_at=datetime(1999, 5, 1, tzinfo=UTC))
    rows = counted().by[Dimension.MONTH].rows
    assert [(row.key, row.figures.appeals) for row in rows] == [
        (None, 1),
        (date(2026, 2, 1), 1),
        (date(2026, 3, 1), 1),
    ]


def test_executors_are_named_most_appeals_first_and_nobody_among_them() -> None:
    road, company = make_organisation("Дороги"), make_organisation("Компания")
    for executor in (road, road, road, company, None, None):
        make_appeal(executor=executor)
    rows = counted().by[Dimension.EXECUTOR].rows
    assert [(row.key, row.name) for row in rows] == [
        (road.pk, "Дороги"),
        (None, ""),
        (company.pk, "Компания"),
    ]


def test_only_the_first_rows_are_kept_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_ROWS", 2)
    for _each in range(5):
        make_appeal(executor=make_organisation())
    found = counted().by[Dimension.EXECUTOR]
    assert (len(found.rows), found.omitted) == (2, 3)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every number of appeals is a large one, and the database has counted its rows."""
    monkeypatch.setattr(room, "DEAR_NUMBER", 0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE appeals_mark")


def test_figures_of_many_appeals_are_kept_for_some_minutes(large: None) -> None:
    make_appeal()
    assert counted().total.appeals == 1
    make_appeal()
    known = statistics(PUBLIC, Selection(), now=NOON + timedelta(minutes=14))
    assert (known.total.appeals, known.kept, known.counted_at) == (1, True, NOON)
    assert statistics(PUBLIC, Selection(), now=NOON + timedelta(minutes=15)).total.appeals == 2


def test_what_is_kept_for_one_viewer_is_not_shown_to_another(large: None) -> None:
    make_appeal()
    make_appeal(visibility=Visibility.PRIVATE)
    assert counted(Viewer(1, frozenset({Role.ADMINISTRATOR}))).total.appeals == 2
    assert counted().total.appeals == 1
    assert counted(PUBLIC, Selection(kinds=(Kind.GRATITUDE,))).total.appeals == 0


def test_who_comes_while_it_is_counted_anew_gets_what_is_kept(large: None) -> None:
    make_appeal()
    assert counted().total.appeals == 1
    make_appeal()
    others, later = f"{room.key_of(PUBLIC, Selection())}-anew", NOON + timedelta(hours=1)
    caches["figures"].add(others, True, 60)
    assert statistics(PUBLIC, Selection(), now=later).total.appeals == 1
    caches["figures"].delete(others)
    assert statistics(PUBLIC, Selection(), now=later).total.appeals == 2


def test_a_viewers_key_is_the_same_whatever_the_order_of_its_sets() -> None:
    one = Viewer(1, frozenset({Role.WORKER, Role.HEAD}), frozenset(range(100)))
    same = Viewer(1, frozenset({Role.HEAD, Role.WORKER}), frozenset(reversed(range(100))))
    assert room.key_of(one, Selection()) == room.key_of(same, Selection())
    assert room.key_of(one, Selection()) != room.key_of(PUBLIC, Selection())


def test_marks_of_appeals_that_were_there_before_are_filled_in() -> None:
    appeal = make_appeal(state=State.CLOSED, answered_at=NOON, due_on=date(2026, 3, 9), rating=2)
    Mark.objects.update(in_time=None, rating=None)
    migration = importlib.import_module("appeals.migrations.0021_counted_marks")
    with connection.schema_editor() as editor:
        migration.fill(None, editor)
    mark = Mark.objects.get(pk=appeal.pk)
    assert (mark.in_time, mark.rating) == (False, 2)


def test_marks_are_told_how_long_answers_took_and_what_was_sent_back() -> None:
    answered = make_appeal(
        state=State.CLOSED, submitted_at=NOON, answered_at=NOON + timedelta(hours=50, minutes=59)
    )
    reopened = make_appeal(state=State.REOPENED, answered_at=None, reopenings=2)
    written = measured(answered), measured(reopened)
    Mark.objects.update(answer_h=None, reopened=False)
    migration = importlib.import_module("appeals.migrations.0027_measured_marks")
    with connection.schema_editor() as editor:
        migration.fill(None, editor)
    assert written == (measured(answered), measured(reopened)) == ((50, False), (None, True))


def measured(appeal: Appeal) -> tuple[int | None, bool]:
    mark = Mark.objects.get(pk=appeal.pk)
    return mark.answer_h, mark.reopened
