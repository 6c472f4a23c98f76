"""The book of deadlines: the most specific row wins, zones and calendars come down the tree, tracks differ."""

from datetime import UTC, date, datetime, timedelta

import pytest

from appeals.rules.clockbook import Book, Case, Row
from appeals.rules.deadlines import Span, Stage, Unit
from appeals.types import Track

REGION, CITY, DISTRICT, ELSEWHERE = 1, 2, 3, 9
POTHOLE, ROADS = 10, 20
NOON = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PARENTS = {DISTRICT: CITY, CITY: REGION, REGION: None}


def row(days: int, *, stage: Stage = Stage.ANSWER, track: Track = Track.MESSAGE, **where: object) -> Row:
    return Row(days, stage, track, Span(days, Unit.CALENDAR_DAYS), **where)


def case(track: Track = Track.MESSAGE, **facts: object) -> Case:
    values = {"area_ids": [DISTRICT], "submitted_at": NOON, "counted_from": NOON, **facts}
    return Case(track, POTHOLE, ROADS, **values)


def answer_days(*rows: Row, **facts: object) -> int:
    """In how many days the answer is due; each row says its own number."""
    terms = Book(rows, parents=PARENTS, default_zone="Europe/Moscow").terms(case(**facts))
    return (terms.answer.on - date(2026, 3, 2)).days


def test_without_a_row_the_default_holds() -> None:
    assert answer_days() == 30
    assert Book().terms(case()).answer_row is None


@pytest.mark.parametrize(
    ("rows", "days"),
    [
        ([row(20), row(10, topic_id=POTHOLE), row(15, category_id=ROADS)], 10),
        ([row(20), row(15, category_id=ROADS), row(5, topic_id=11)], 15),
        ([row(20), row(15, area_id=REGION), row(12, area_id=CITY)], 12),
        ([row(20), row(7, area_id=ELSEWHERE)], 20),
        # What a place says of everything does not lengthen what is said of the topic.
        ([row(10, topic_id=POTHOLE), row(25, area_id=DISTRICT)], 10),
        ([row(10, topic_id=POTHOLE), row(14, topic_id=POTHOLE, area_id=REGION)], 14),
        ([row(20), row(5, track=Track.FORMAL)], 20),
        ([row(20), row(5, stage=Stage.MODERATION)], 20),
        ([row(20, valid_to=date(2026, 3, 2)), row(21, valid_from=date(2026, 3, 2))], 21),
        ([row(20, valid_to=date(2026, 3, 3)), row(21, valid_from=date(2026, 3, 3))], 20),
    ],
)
def test_the_most_specific_row_in_force_wins(rows: list[Row], days: int) -> None:
    assert answer_days(*rows) == days


def test_the_row_that_counts_is_told() -> None:
    assert Book([row(20), row(10, topic_id=POTHOLE)]).terms(case()).answer_row == 10


def test_a_message_has_no_registration_and_a_formal_appeal_has_the_law_s() -> None:
    message, formal = Book().terms(case()), Book().terms(case(Track.FORMAL))
    assert (message.registration, message.forwarding) == (None, None)
    assert (formal.registration.on, formal.forwarding.on) == (date(2026, 3, 5), date(2026, 3, 9))
    assert message.moderation.at == formal.moderation.at == NOON + timedelta(hours=48)


def test_only_messages_pause() -> None:
    pauses = [(NOON + timedelta(days=1), NOON + timedelta(days=6))]
    assert answer_days(row(20), pauses=pauses) == 25
    assert answer_days(row(20, track=Track.FORMAL), track=Track.FORMAL, pauses=pauses) == 20


def test_an_extension_comes_on_top() -> None:
    assert answer_days(track=Track.FORMAL, extended_days=30) == 60


def test_zone_and_calendar_come_down_the_tree() -> None:
    late = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
    working = Row(1, Stage.ANSWER, Track.MESSAGE, Span(1, Unit.WORKING_DAYS))
    book = Book(
        [working], {(CITY, date(2026, 3, 4)): False}, PARENTS, {REGION: "Asia/Vladivostok"}, "Europe/Moscow"
    )
    here = book.terms(case(submitted_at=late, counted_from=late)).answer
    # It is 3 March there already, and the 4th is off.
    assert (here.on, here.at) == (date(2026, 3, 5), datetime(2026, 3, 5, 14, 0, tzinfo=UTC))
    there = book.terms(case(area_ids=[ELSEWHERE], submitted_at=late, counted_from=late)).answer
    assert there.on == date(2026, 3, 3)


def test_a_covering_area_is_nearer_than_an_ancestor() -> None:
    book = Book([row(11, area_id=REGION), row(12, area_id=ELSEWHERE)], parents=PARENTS)
    assert book.terms(case(area_ids=[DISTRICT, ELSEWHERE])).answer_row == 12


def test_a_circle_in_the_tree_ends_it() -> None:
    assert Book(parents={1: 2, 2: 1}).ground([1]).lineage == (1, 2)
