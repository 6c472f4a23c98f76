"""What steps and corrections do to the deadlines of an appeal; how they are counted decides rules.clockbook."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from appeals.models import Appeal, Pause, Topic
from appeals.queries.clockbook import clock_book
from appeals.rules import deadlines
from appeals.rules.clockbook import Book, Case, Terms
from appeals.rules.deadlines import end_of
from appeals.types import Clock, Track
from territories.types import Decision


def begin(appeal: Appeal, topic: Topic, *, now: datetime) -> None:
    """Put the deadlines of an appeal that is sent now, unsaved; it knows its areas and its track."""
    appeal.counted_from = now
    count(appeal, topic)


def count(appeal: Appeal, topic: Topic | None = None) -> None:
    """Put all deadlines anew, unsaved, from track, topic, place, pauses and extension. At most three queries.

    The caller records an event that tells of what `told` says differs.
    """
    book = clock_book()
    _put(appeal, book.terms(_case(appeal, topic or appeal.topic, book)))


def expected(topic: Topic, decision: Decision, *, at: datetime, track: Track = Track.MESSAGE) -> Terms:
    """The deadlines of an appeal about the topic at a place that was decided on, if it were sent at a moment."""
    area_ids = [hit.area_id for hit in decision.areas]
    case = Case(track, topic.pk, topic.category_id, area_ids, submitted_at=at, counted_from=at)
    return clock_book().terms(case)


def follow(appeal: Appeal, clock: Clock, *, now: datetime) -> None:
    """What a step does to the clock, unsaved but for the pause. The appeal has its planned end of a hold already."""
    match clock:
        case Clock.REGISTER:
            _register(appeal, now)
        case Clock.PAUSE if appeal.track == Track.MESSAGE:
            Pause.objects.create(appeal=appeal, starts_at=now)
            count(appeal)
        case Clock.RESUME | Clock.STOP:
            resume(appeal, now=now)
        case Clock.RESTART:
            appeal.counted_from, appeal.extended_days = now, 0
            count(appeal)
        case Clock.EXTEND:
            count(appeal)


def resume(appeal: Appeal, *, now: datetime) -> None:
    """End the pause, if there is one: the deadline moves by what was really on hold. Unsaved but for the pause."""
    if Pause.objects.filter(appeal=appeal, ends_at=None).update(ends_at=now):
        count(appeal)


def told(appeal: Appeal) -> dict[str, Any]:
    """What events tell of the deadline for the answer."""
    return {
        "due_on": appeal.due_on.isoformat() if appeal.due_on else None,
        "due_at": appeal.due_at.isoformat() if appeal.due_at else None,
    }


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Old and new of whatever differs, for an event."""
    changed = [name for name, value in after.items() if before[name] != value]
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}


def _register(appeal: Appeal, now: datetime) -> None:
    """The first registration counts; a formal answer is counted from it, or from the last day for it."""
    if appeal.registered_at is not None:
        return
    appeal.registered_at = now
    if appeal.track != Track.FORMAL or appeal.counted_from is None:
        return
    # Whoever registers late gains nothing; whoever reopened has begun anew already.
    latest = now if appeal.register_by is None else min(now, appeal.register_by - deadlines.MOMENT)
    appeal.counted_from = max(appeal.counted_from, latest)
    count(appeal)


def _case(appeal: Appeal, topic: Topic, book: Book) -> Case:
    counted_from = appeal.counted_from or appeal.submitted_at
    return Case(
        track=Track(appeal.track),
        topic_id=topic.pk,
        category_id=topic.category_id,
        area_ids=appeal.area_ids,
        submitted_at=appeal.submitted_at,
        counted_from=counted_from,
        pauses=_pauses(appeal, book, counted_from),
        extended_days=appeal.extended_days,
    )


def _pauses(appeal: Appeal, book: Book, counted_from: datetime) -> list[deadlines.Pause]:
    """Those since the clock runs; one that goes on is taken to end on the day that was named."""
    # One that is not saved yet has none.
    if not appeal.pk or appeal.track != Track.MESSAGE:
        return []
    zone = book.ground(appeal.area_ids).zone
    planned = end_of(appeal.held_until, zone).at - deadlines.MOMENT if appeal.held_until else None
    return [
        (pause.starts_at, pause.ends_at or planned or pause.starts_at)
        for pause in Pause.objects.filter(appeal=appeal, starts_at__gte=counted_from)
    ]


def _put(appeal: Appeal, terms: Terms) -> None:
    appeal.moderate_by = terms.moderation.at
    appeal.register_by = terms.registration.at if terms.registration else None
    appeal.forward_by = terms.forwarding.at if terms.forwarding else None
    appeal.due_at, appeal.due_on = terms.answer.at, terms.answer.on
    appeal.deadline_id = terms.answer_row
