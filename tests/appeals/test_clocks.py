"""Deadlines of real appeals: the table, the place's zone and calendar, holds, registration, extension, correction."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from accounts.types import PUBLIC, Role, Viewer
from appeals import errors
from appeals.models import Appeal, CalendarDay, Deadline, Event, Pause
from appeals.queries.card import card_by_number
from appeals.queries.clockbook import clock_book
from appeals.rules.deadlines import Stage, Unit
from appeals.services import work
from appeals.services.answering import answer
from appeals.services.correction import Correction, assign, correct
from appeals.services.extending import extend
from appeals.services.moderation import accept
from appeals.services.rating import reopen
from appeals.services.submission import submit
from appeals.timing import why_due
from appeals.types import Channel, Draft, EventType, Kind, State, Track, Visibility
from tests.builders import (
    TOWN,
    box,
    head,
    make_appeal,
    make_area,
    make_authority,
    make_deadline,
    make_organisation,
    make_topic,
    make_user,
    moderator,
    resident,
    worker,
)

pytestmark = pytest.mark.django_db
# A Monday, noon in Moscow.
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def sent(actor: Viewer = PUBLIC, *, now: datetime = NOW, **fields: Any) -> Appeal:
    draft = Draft(Kind.PROBLEM, make_topic().code, "Глубокая яма", uuid4(), location=TOWN, **fields)
    return submit(actor=actor, draft=draft, now=now)


def formal(actor: Viewer | None = None, **fields: Any) -> Appeal:
    author = {"author_name": "Анна Ильина", "author_email": "anna@example.org"}
    values = {"channel": Channel.PAPER, **author, "track": Track.FORMAL, **fields}
    return sent(actor or moderator(), **values)


def in_hand(track: Track = Track.MESSAGE) -> tuple[Appeal, Viewer]:
    """An appeal in progress since the moment it was sent, and its executor's head."""
    company = make_organisation()
    appeal = make_appeal(
        executor=company, state=State.IN_PROGRESS, track=track, submitted_at=NOW, due_on="2026-04-01"
    )
    return appeal, head(company)


def test_a_message_has_what_the_table_says_of_its_topic() -> None:
    make_deadline(20)
    row = make_deadline(10, Unit.WORKING_DAYS, topic=make_topic())
    appeal = sent()
    assert (appeal.track, appeal.deadline, appeal.due_on) == (Track.MESSAGE, row, date(2026, 3, 17))
    assert appeal.due_at == datetime(2026, 3, 17, 21, 0, tzinfo=UTC)
    assert (appeal.moderate_by, appeal.register_by) == (NOW + timedelta(hours=48), None)
    event = Event.objects.get(type=EventType.SUBMITTED)
    assert (event.new["due_on"], event.new["track"]) == ("2026-03-17", "message")


def test_a_municipality_decides_for_what_lies_in_it() -> None:
    region = make_area(kind="region", collection="region")
    # A level that nobody has drawn: it is known by the tree alone.
    city = make_area(kind="city", collection="city", parent=region)
    city.boundaries.all().delete()
    make_area(parent=city)
    make_deadline(30)
    make_deadline(12, area=city)
    make_deadline(6, Unit.HOURS, stage=Stage.MODERATION, area=region)
    appeal = sent()
    assert appeal.due_on == date(2026, 3, 14)
    assert appeal.moderate_by == NOW + timedelta(hours=6)


def test_days_off_and_the_zone_come_from_the_place() -> None:
    region = make_area(kind="region", collection="region")
    district = make_area(parent=region)
    region.time_zone = "Asia/Kamchatka"
    region.save()
    make_deadline(1, Unit.WORKING_DAYS)
    CalendarDay.objects.create(day=date(2026, 3, 4), area=district, why="День посёлка")
    late = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
    appeal = sent(now=late)
    # It is 3 March there, and the 4th is off.
    assert (appeal.due_on, appeal.due_at) == (date(2026, 3, 5), datetime(2026, 3, 5, 12, 0, tzinfo=UTC))


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kamchatka"])
def test_the_zone_of_the_pages_moves_no_deadline(zone: str) -> None:
    with override_settings(TIME_ZONE=zone):
        appeal = sent(now=datetime(2026, 3, 2, 22, 30, tzinfo=UTC))
    assert appeal.due_on == date(2026, 4, 2)
    assert appeal.due_at == datetime(2026, 4, 2, 21, 0, tzinfo=UTC)


def test_a_formal_appeal_is_an_operator_s_with_a_name() -> None:
    for actor in (PUBLIC, resident(), worker(make_organisation())):
        with pytest.raises(errors.NotYourArea):
            formal(actor)
        with pytest.raises(errors.NotFormal):
            formal(actor, channel=Channel.WEB)
    for channel in (Channel.PHONE, Channel.OPERATOR, Channel.API):
        with pytest.raises(errors.NotFormal):
            formal(channel=channel)
    with pytest.raises(errors.NoAuthor):
        formal(author_name=" ")
    with pytest.raises(errors.NoWayToAnswer):
        formal(author_email="")
    appeal = formal()
    assert appeal.track == Track.FORMAL
    assert appeal.register_by == datetime(2026, 3, 5, 21, 0, tzinfo=UTC)
    assert appeal.forward_by == datetime(2026, 3, 9, 21, 0, tzinfo=UTC)
    assert appeal.due_on == date(2026, 4, 1)


def test_an_operator_writes_down_what_is_in_their_areas() -> None:
    here, there = make_area(), make_area(collection="other", polygon=box(10, 10, 11, 11))
    user = make_user(role=Role.OPERATOR, area=here).pk
    operator = Viewer(user, frozenset({Role.OPERATOR}), operated_area_ids=frozenset({here.pk}))
    assert formal(operator).track == Track.FORMAL
    with pytest.raises(errors.NotYourArea):
        formal(replace(operator, operated_area_ids=frozenset({there.pk})))


@pytest.mark.parametrize(
    ("days", "due"), [(0, date(2026, 4, 1)), (2, date(2026, 4, 3)), (9, date(2026, 4, 4))]
)
def test_a_formal_answer_is_counted_from_a_registration_in_time(days: int, due: date) -> None:
    company = make_organisation()
    make_authority(company, make_area())
    appeal = formal()
    accept(actor=moderator(), number=appeal.number, visibility=Visibility.PRIVATE, now=NOW)
    work.register(actor=worker(company), number=appeal.number, now=NOW + days * DAY)
    appeal.refresh_from_db()
    assert (appeal.due_on, appeal.registered_at) == (due, NOW + days * DAY)
    event = Event.objects.order_by("pk").last()
    assert event.new.get("due_on", "2026-04-01") == due.isoformat()


def test_a_second_registration_counts_for_nothing() -> None:
    company = make_organisation()
    fields = {"track": Track.FORMAL, "registered_at": NOW, "submitted_at": NOW, "due_on": "2026-04-01"}
    appeal = make_appeal(executor=company, state=State.ASSIGNED, **fields)
    work.register(actor=worker(company), number=appeal.number, now=NOW + 2 * DAY)
    assert Appeal.objects.get().due_on == date(2026, 4, 1)


def test_a_hold_puts_a_message_off_by_what_it_really_took() -> None:
    appeal, actor = in_hand()
    work.hold(actor=actor, number=appeal.number, until=date(2026, 3, 20), why="Мороз", now=NOW + DAY)
    held = Appeal.objects.get()
    # From the 4th to the 20th of March nothing counts.
    assert held.due_on == date(2026, 4, 18)
    event = Event.objects.get(type=EventType.HELD)
    assert (event.old["due_on"], event.new["due_on"]) == ("2026-04-01", "2026-04-18")
    work.resume(actor=actor, number=appeal.number, now=NOW + 6 * DAY)
    assert Appeal.objects.get().due_on == date(2026, 4, 6)
    assert Event.objects.get(type=EventType.RESUMED).new["due_on"] == "2026-04-06"
    assert Pause.objects.get().ends_at == NOW + 6 * DAY


def test_two_holds_add_up() -> None:
    appeal, actor = in_hand()
    for start, end in ((1, 3), (5, 9)):
        until = (NOW + end * DAY).date()
        work.hold(actor=actor, number=appeal.number, until=until, why="Мороз", now=NOW + start * DAY)
        work.resume(actor=actor, number=appeal.number, now=NOW + end * DAY)
    assert Appeal.objects.get().due_on == date(2026, 4, 7)


def test_a_hold_does_not_stop_a_formal_appeal() -> None:
    appeal, actor = in_hand(Track.FORMAL)
    work.hold(actor=actor, number=appeal.number, until=date(2026, 3, 20), why="Мороз", now=NOW + DAY)
    assert Appeal.objects.get().due_on == date(2026, 4, 1)
    assert not Pause.objects.exists()


def test_what_was_late_before_the_hold_stays_late() -> None:
    appeal, actor = in_hand()
    late = NOW + 40 * DAY
    work.hold(actor=actor, number=appeal.number, until=(late + 9 * DAY).date(), why="Мороз", now=late)
    assert Appeal.objects.get().due_on == date(2026, 4, 1)


@pytest.mark.parametrize("way", ["answer", "assign", "by hand to nobody"])
def test_whatever_ends_a_hold_ends_the_pause_and_says_so(way: str) -> None:
    appeal, actor = in_hand()
    work.hold(actor=actor, number=appeal.number, until=date(2026, 3, 20), why="Мороз", now=NOW + DAY)
    if way == "answer":
        answer(actor=actor, number=appeal.number, text="Готово", now=NOW + 3 * DAY)
    elif way == "assign":
        other = make_organisation().pk
        assign(
            actor=moderator(),
            number=appeal.number,
            executor_id=other,
            comment="По договору",
            now=NOW + 3 * DAY,
        )
    else:
        assign(actor=moderator(), number=appeal.number, now=NOW + 3 * DAY)
    appeal.refresh_from_db()
    assert (appeal.due_on, appeal.held_until) == (date(2026, 4, 3), None)
    assert Pause.objects.get().ends_at == NOW + 3 * DAY
    told = [event.new["due_on"] for event in Event.objects.order_by("pk") if "due_on" in event.new]
    assert told[-1] == "2026-04-03"


def test_an_extension_is_the_head_s_once_and_told() -> None:
    appeal, actor = in_hand(Track.FORMAL)
    values = {"number": appeal.number, "days": 30, "comment": "Ждём экспертизу", "now": NOW + DAY}
    for other in (PUBLIC, resident(), head(make_organisation())):
        with pytest.raises(errors.NotAllowed):
            extend(actor=other, **values)
    for days in (0, 31):
        with pytest.raises(errors.WrongExtension):
            extend(actor=actor, **{**values, "days": days})
    with pytest.raises(errors.MissingInput):
        extend(actor=actor, **{**values, "comment": " "})
    extend(actor=actor, **values)
    appeal.refresh_from_db()
    assert (appeal.due_on, appeal.extended_days) == (date(2026, 5, 1), 30)
    event = Event.objects.get()
    assert (event.type, event.new["days"], event.new["due_on"]) == (EventType.EXTENDED, 30, "2026-05-01")
    with pytest.raises(errors.NotExtendable):
        extend(actor=actor, **{**values, "days": 1})


def test_neither_messages_nor_what_is_late_can_be_extended() -> None:
    message, actor = in_hand()
    with pytest.raises(errors.NotExtendable):
        extend(actor=actor, number=message.number, days=5, comment="Ждём", now=NOW)
    late, actor = in_hand(Track.FORMAL)
    with pytest.raises(errors.NotExtendable):
        extend(actor=actor, number=late.number, days=5, comment="Ждём", now=NOW + 31 * DAY)
    extend(actor=moderator(), number=late.number, days=5, comment="Ждём", now=NOW + DAY)


def test_reopening_begins_anew_and_gives_no_second_extension() -> None:
    appeal, actor = in_hand(Track.FORMAL)
    values = {"number": appeal.number, "days": 10, "comment": "Ждём экспертизу"}
    extend(actor=actor, **values, now=NOW + DAY)
    answer(actor=actor, number=appeal.number, text="Готово", now=NOW + 10 * DAY)
    reopen(actor=moderator(), number=appeal.number, comment="Не решено", now=NOW + 20 * DAY)
    appeal.refresh_from_db()
    assert (appeal.due_on, appeal.extended_days) == (date(2026, 4, 21), 0)
    with pytest.raises(errors.NotExtendable):
        extend(actor=actor, **values, now=NOW + 21 * DAY)


def test_a_corrected_topic_shortens_or_lengthens_and_keeps_the_holds() -> None:
    make_deadline(5, Unit.WORKING_DAYS, topic=make_topic("lamp", category="light"))
    appeal, actor = in_hand()
    work.hold(actor=actor, number=appeal.number, until=date(2026, 3, 5), why="Мороз", now=NOW)
    work.resume(actor=actor, number=appeal.number, now=NOW + 3 * DAY)
    correct(
        actor=moderator(), number=appeal.number, correction=Correction(topic_code="lamp"), now=NOW + 4 * DAY
    )
    appeal.refresh_from_db()
    # Of the working days from the 3rd on, three were on hold; the 9th is a holiday.
    assert appeal.due_on == date(2026, 3, 13)
    event = Event.objects.filter(type=EventType.CORRECTED).get()
    assert event.new["due_on"] == "2026-03-13"


def test_what_an_administrator_changes_moves_nothing_that_was_sent() -> None:
    row = make_deadline(20)
    appeal = sent()
    row.number = 5
    row.save()
    assert Appeal.objects.get(pk=appeal.pk).due_on == date(2026, 3, 22)
    assert sent().due_on == date(2026, 3, 7)


def test_a_hold_ends_on_the_day_of_the_place() -> None:
    area = make_area()
    area.time_zone = "Asia/Kamchatka"
    area.save()
    held = {"state": State.ON_HOLD, "held_until": date(2026, 3, 3), "areas": [area]}
    make_appeal(executor=make_organisation(), **held)
    assert work.resume_due(now=datetime(2026, 3, 2, 11, 59, tzinfo=UTC)) == 0
    assert work.resume_due(now=datetime(2026, 3, 2, 12, 0, tzinfo=UTC)) == 1


def test_rows_that_overlap_are_refused_by_the_database() -> None:
    make_deadline(10, valid_to=date(2026, 1, 1))
    make_deadline(11, valid_from=date(2026, 1, 1))
    with pytest.raises(IntegrityError, match="deadline_once_at_a_time"), transaction.atomic():
        make_deadline(12, valid_from=date(2025, 6, 1), valid_to=date(2025, 7, 1))
    make_deadline(12, track=Track.FORMAL)
    topic = make_topic()
    make_deadline(12, topic=topic)
    with pytest.raises(IntegrityError, match="deadline_one_subject"), transaction.atomic():
        make_deadline(12, topic=topic, category=topic.category)


def test_a_form_refuses_what_the_law_does_not_allow_and_what_overlaps() -> None:
    values = {"stage": Stage.ANSWER, "track": Track.FORMAL, "unit": Unit.CALENDAR_DAYS, "source": "Приказ"}
    with pytest.raises(ValidationError, match="59"):
        Deadline(number=31, **values).full_clean()
    Deadline(number=30, **values).full_clean()
    Deadline.objects.create(number=30, **values)
    with pytest.raises(ValidationError):
        Deadline(number=20, **values).full_clean()


def test_the_history_of_the_table_is_kept_whoever_changes_it() -> None:
    row = make_deadline(10)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE appeals_deadline SET number = 9 WHERE id = %s", [row.pk])
    row.delete()
    kept = apps.get_model("appeals", "DeadlineEvent").objects.order_by("pgh_id")
    assert [(one.pgh_label, one.number) for one in kept] == [("insert", 10), ("update", 9), ("delete", 9)]


def test_the_book_is_one_query_and_kept() -> None:
    row = make_deadline(10)
    try:
        with CaptureQueriesContext(connection) as queries, override_settings(CLOCK_BOOK_KEPT_S=60):
            first = clock_book()
            again = clock_book()
        assert (len(queries), again) == (1, first)
        row.delete()
        # Counted by a row that is gone: nobody is told of it, and nothing breaks.
        appeal = sent()
        assert (appeal.deadline_id, appeal.due_on) == (first.rows[0].id, date(2026, 3, 12))
        card = card_by_number(moderator(), appeal.number)
        assert card is not None
        assert len(why_due(card.appeal)) == 2
    finally:
        cache.clear()
