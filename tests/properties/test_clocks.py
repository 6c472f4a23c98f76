"""Deadlines of any case: after the start, within the law, the same under any server's zone, moved by events alone."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from accounts.types import Viewer
from appeals.errors import AppealError
from appeals.models import Appeal, Event
from appeals.rules.clockbook import Book, Case, Row
from appeals.rules.deadlines import EXTENSION_MOST_DAYS, LAW, Pause, Span, Stage, Unit
from appeals.services import rating, work
from appeals.services.answering import answer, interim
from appeals.services.correction import Correction, assign, correct
from appeals.services.extending import extend
from appeals.services.moderation import accept
from appeals.services.reminding import remind
from appeals.services.submission import submit
from appeals.types import Channel, Draft, Kind, Track, Visibility
from tests.builders import (
    TOWN,
    head,
    make_area,
    make_authority,
    make_deadline,
    make_organisation,
    make_topic,
    moderator,
)

ZONES = ["UTC", "Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata"]
AREAS, TOPICS, CATEGORIES = [1, 2, 3], [10, 11], [20, 21]
DAY = timedelta(days=1)

# From 2023 to 2027, for which the production calendar is checked; seconds since 1970.
moments = st.integers(1_672_531_200, 1_827_619_200).map(lambda at: datetime.fromtimestamp(at, UTC))
spans = st.builds(Span, st.integers(1, 90), st.sampled_from(Unit))
maybe_day = st.none() | st.dates(date(2023, 1, 1), date(2027, 12, 31))
rows = st.builds(
    Row,
    id=st.integers(1, 1000),
    stage=st.sampled_from(Stage),
    track=st.sampled_from(Track),
    span=spans,
    topic_id=st.none() | st.sampled_from(TOPICS),
    category_id=st.none() | st.sampled_from(CATEGORIES),
    area_id=st.none() | st.sampled_from(AREAS),
    valid_from=maybe_day,
    valid_to=maybe_day,
)
books = st.builds(
    Book,
    rows=st.lists(rows, max_size=12).map(tuple),
    exceptions=st.dictionaries(
        st.tuples(st.none() | st.sampled_from(AREAS), st.dates(date(2023, 1, 1), date(2028, 3, 1))),
        st.booleans(),
        max_size=10,
    ),
    parents=st.dictionaries(st.sampled_from(AREAS), st.none() | st.sampled_from(AREAS)),
    zones=st.dictionaries(st.sampled_from(AREAS), st.sampled_from(ZONES)),
    default_zone=st.sampled_from(ZONES),
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    submitted_at = draw(moments)
    counted_from = submitted_at + timedelta(hours=draw(st.integers(0, 72)))
    pauses: list[Pause] = []
    at = counted_from
    for gap, length in draw(st.lists(st.tuples(st.integers(1, 300), st.integers(0, 400)), max_size=3)):
        since = at + timedelta(hours=gap)
        at = since + timedelta(hours=length)
        pauses.append((since, at))
    track = draw(st.sampled_from(Track))
    return Case(
        track=track,
        topic_id=draw(st.sampled_from(TOPICS)),
        category_id=draw(st.sampled_from(CATEGORIES)),
        area_ids=draw(st.permutations(AREAS).map(lambda areas: areas[:2])),
        submitted_at=submitted_at,
        counted_from=counted_from,
        pauses=pauses,
        extended_days=draw(st.integers(0, EXTENSION_MOST_DAYS)) if track == Track.FORMAL else 0,
    )


@contextmanager
def server_in(zone: str) -> Iterator[None]:
    """The process itself lives in another zone, and Django's pages in it too."""
    before = os.environ.get("TZ")
    try:
        with override_settings(TIME_ZONE=zone):
            os.environ["TZ"] = zone
            time.tzset()
            yield
    finally:
        if before is None:
            os.environ.pop("TZ", None)
        else:
            os.environ["TZ"] = before
        time.tzset()


@given(books, cases())
def test_nothing_is_due_before_it_begins(book: Book, case: Case) -> None:
    terms = book.terms(case)
    assert terms.moderation.at > case.submitted_at
    assert terms.answer.at > case.counted_from
    assert terms.registration is None or terms.registration.at > case.submitted_at
    assert terms.forwarding is None or terms.forwarding.at > case.counted_from


@given(books, cases())
def test_a_formal_appeal_is_never_due_later_than_the_law_allows(book: Book, case: Case) -> None:
    assume(case.track == Track.FORMAL)
    terms, zone = book.terms(case), book.ground(case.area_ids).zone

    def limit(stage: Stage, start: datetime, more: int = 0) -> date:
        return start.astimezone(zone).date() + timedelta(days=LAW[Track.FORMAL, stage].number + more)

    assert terms.registration.on <= limit(Stage.REGISTRATION, case.submitted_at)
    assert terms.forwarding.on <= limit(Stage.FORWARDING, case.counted_from)
    assert terms.answer.on <= limit(Stage.ANSWER, case.counted_from, case.extended_days)


@given(books, cases())
def test_the_day_and_the_moment_agree(book: Book, case: Case) -> None:
    terms, zone = book.terms(case), book.ground(case.area_ids).zone
    for due in (terms.moderation, terms.registration, terms.forwarding, terms.answer):
        if due is not None:
            assert due.at.tzinfo is UTC
            assert (due.at - timedelta(microseconds=1)).astimezone(zone).date() == due.on


@given(books, cases())
def test_a_pause_never_makes_it_earlier_nor_later_than_it_lasted(book: Book, case: Case) -> None:
    without = Case(**{name: getattr(case, name) for name in case.__slots__} | {"pauses": ()})
    paused, plain = book.terms(case).answer, book.terms(without).answer
    assert paused.at >= plain.at
    if book.terms(case).answer_span.unit == Unit.CALENDAR_DAYS:
        lasted = sum(((end - start) for start, end in case.pauses), timedelta())
        assert paused.on - plain.on <= lasted + len(case.pauses) * DAY
    if case.track == Track.FORMAL:
        assert paused == plain


@given(books, cases(), st.sampled_from(ZONES))
def test_the_server_s_zone_changes_nothing(book: Book, case: Case, zone: str) -> None:
    here = book.terms(case)
    with server_in(zone):
        assert book.terms(case) == here


STEPS = (
    *("accept", "register", "start", "hold", "resume", "resume_due", "interim", "answer", "reopen"),
    *("extend", "decline", "assign", "correct", "plan", "remind", "close"),
)


def take(step: str, appeal: Appeal, guard: Viewer, hand: Viewer, now: datetime) -> None:
    """One step by whoever may take it; what is not possible now raises AppealError."""
    number = appeal.number
    day = (now + 5 * DAY).date()
    takers: dict[str, Any] = {
        "accept": lambda: accept(actor=guard, number=number, visibility=Visibility.PUBLIC, now=now),
        "register": lambda: work.register(actor=hand, number=number, now=now),
        "start": lambda: work.start(actor=hand, number=number, now=now),
        "hold": lambda: work.hold(actor=hand, number=number, until=day, why="Мороз", now=now),
        "resume": lambda: work.resume(actor=hand, number=number, now=now),
        "resume_due": lambda: work.resume_due(now=now),
        "interim": lambda: interim(actor=hand, number=number, text="Едем", now=now),
        "answer": lambda: answer(actor=hand, number=number, text="Готово", now=now),
        "reopen": lambda: rating.reopen(actor=guard, number=number, comment="Нет", now=now),
        "extend": lambda: extend(actor=hand, number=number, days=7, comment="Ждём", now=now),
        "decline": lambda: work.decline(actor=hand, number=number, comment="Не наш", now=now),
        "assign": lambda: assign(
            actor=guard, number=number, executor_id=_another(appeal, hand), comment="По договору", now=now
        ),
        "correct": lambda: correct(
            actor=guard, number=number, correction=Correction(topic_code=_other(appeal)), now=now
        ),
        "plan": lambda: work.plan(actor=hand, number=number, planned_on=day, now=now),
        "remind": lambda: remind(now=now),
        "close": lambda: rating.close(actor=guard, number=number, now=now),
    }
    with suppress(AppealError):
        takers[step]()


def _another(appeal: Appeal, hand: Viewer) -> int | None:
    """An executor that has not got it; None, the rule's own, after the last."""
    return next((pk for pk in sorted(hand.headed_ids) if pk > (appeal.executor_id or 0)), None)


def _other(appeal: Appeal) -> str:
    return "lamp" if appeal.topic.code == "pothole" else "pothole"


def sent(track: Track, guard: Viewer, now: datetime) -> Appeal:
    author = {"author_name": "Анна", "author_phone": "+7 921 000-00-00"}
    fields = {**author, "channel": Channel.PAPER, "track": track, "location": TOWN}
    draft = Draft(Kind.PROBLEM, "pothole", "Глубокая яма", uuid4(), **fields)
    return submit(actor=guard, draft=draft, now=now)


def replayed(appeal: Appeal) -> str | None:
    """The deadline as the events tell it, each of which continues the one before."""
    due: str | None = None
    for event in Event.objects.filter(appeal=appeal).order_by("seq"):
        if "due_at" in event.new:
            assert event.old.get("due_at") == due
            due = event.new["due_at"]
    return due


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    track=st.sampled_from(Track),
    start=moments,
    taken=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 200)), max_size=14),
    zone=st.sampled_from(ZONES),
)
def test_only_events_move_a_deadline_and_none_beyond_the_law(
    track: Track, start: datetime, taken: Sequence[tuple[str, int]], zone: str
) -> None:
    with transaction.atomic(), server_in(zone):
        company, guard = make_organisation(), moderator()
        companies = frozenset({company.pk, make_organisation().pk})
        make_authority(company, make_area())
        make_deadline(10, Unit.WORKING_DAYS, topic=make_topic("lamp", category="light"))
        make_topic("pothole")
        hand, now = replace(head(company), organisation_ids=companies, headed_ids=companies), start
        appeal = sent(track, guard, now)
        # The road that most appeals go, so that the drawn steps meet more than refusals.
        for step, hours in [("accept", 1), ("register", 20), ("start", 2), *taken]:
            now += timedelta(hours=hours)
            take(step, appeal, guard, hand, now)
            appeal = Appeal.objects.select_related("topic").get(pk=appeal.pk)
            assert replayed(appeal) == appeal.due_at.isoformat()
            assert appeal.due_at > appeal.counted_from >= appeal.submitted_at
            if track == Track.FORMAL:
                most = LAW[track, Stage.ANSWER].number + appeal.extended_days + 1
                assert appeal.due_at - appeal.counted_from <= most * DAY
        transaction.set_rollback(True)
