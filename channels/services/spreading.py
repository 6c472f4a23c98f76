"""Turns an event into notices, one per recipient and medium, and defers a job for each letter that goes at once."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app as jobs
from procrastinate.types import JSONDict

from appeals.models import Comment, Event
from appeals.rules.lifecycle import BESIDE
from appeals.types import Action, EventType, State, Visibility
from channels.models import Notice
from channels.queries.audience import asked_follower, audience, choices_of, is_muted
from channels.rules.pacing import email_pace, faster
from channels.rules.telling import PARTING, tellings
from channels.types import Choices, Facts, Medium, NoticeState, Pace, Recipient, Standing, Wording

SENDING = "channels.send"
# Steps that hand the appeal or its work to an organisation, and the word of their events that names it.
_HANDED_OVER = {Action.ASSIGN: "executor", Action.DELEGATE: "delegate"}


def spread(event_id: int, *, now: datetime) -> int:
    """Write the notices of an event; answers how many letters are due at once. Again it changes nothing.

    The jobs of the letters are written by the same transaction. At most eleven queries, whoever is told.
    """
    event = (
        Event.objects.select_related("appeal__topic__category", "appeal__executor", "appeal__mute")
        .filter(pk=event_id)
        .first()
    )
    if event is None:
        return 0
    facts = facts_of(event)
    told = tellings(facts)
    if not told:
        return 0
    if event.type == EventType.FOLLOW_ASKED:
        found = asked_follower(int(event.new["follow"]))
    else:
        moved = event.new.get("moved", ())
        found = audience(
            event.appeal,
            set(told),
            handed_to=_handed_to(event, facts.action),
            moved=moved,
            area_id=event.new.get("area") if event.type == EventType.ESCALATED else None,
        )
    doers = _doers(event)
    readers = [one for one in _once(found) if _may_hear(event, one, told[one.standing], doers)]
    chosen = choices_of([one.user_id for one in readers if one.user_id is not None])
    notices = [
        notice
        for one in readers
        for notice in _notices(event, one, told, chosen.get(one.user_id or 0, Choices()), now)
    ]
    with transaction.atomic():
        # Each constraint says once; a second run of the job finds its rows there.
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        waiting = Notice.objects.filter(event=event, state=NoticeState.WAITING).values_list("pk", flat=True)
        defer_sending(sorted(waiting))
    return len(waiting)


def defer_sending(notice_ids: Iterable[int]) -> None:
    """One job per letter. Call it in the transaction that wrote the notices."""
    arguments: list[JSONDict] = [{"notice_id": pk} for pk in notice_ids]
    if arguments:
        jobs.configure_task(SENDING).batch_defer(*arguments)


def facts_of(event: Event) -> Facts:
    """What the rule needs of an event; what only others know of it is asked with one query at most."""
    old, new = event.old, event.new
    kind = EventType(event.type)
    action = _action(kind, new)
    was, executor = old.get("visibility"), event.appeal.executor
    return Facts(
        type=kind,
        action=action,
        # What is sent is written down already on its way, and its event tells no draft.
        old=State(old.get("state", State.DRAFT)),
        published=new.get("visibility") == Visibility.PUBLIC != was,
        unpublished=was == Visibility.PUBLIC != new.get("visibility", was),
        corrected=frozenset(new) if kind == EventType.CORRECTED else frozenset(),
        with_acceptance=action == Action.ASSIGN
        and Event.objects.filter(appeal=event.appeal_id, type=EventType.ACCEPTED, at=event.at).exists(),
        overtaken=_is_overtaken(event, action),
        head_approves=executor is None or executor.head_approves,
    )


def _action(kind: EventType, new: dict[str, Any]) -> Action | None:
    """The step that the event tells, None for one that is no step."""
    if kind == EventType.SUBMITTED:
        return Action.SUBMIT
    return Action(new["action"]) if "action" in new and kind not in BESIDE else None


def _handed_to(event: Event, action: Action | None) -> int | None:
    """Who has by now what the step hands over; None: nobody, or the step hands over nothing."""
    if action == Action.DELEGATE:
        return event.appeal.delegate_id
    return event.appeal.executor_id if action in _HANDED_OVER else None


def _is_overtaken(event: Event, action: Action | None) -> bool:
    """What the step handed over has gone to somebody else since, or was taken back by it."""
    if action not in _HANDED_OVER:
        return False
    now = _handed_to(event, action)
    return now is None or event.new.get(_HANDED_OVER[action]) != now


def _once(recipients: Iterable[Recipient]) -> Iterator[Recipient]:
    """Each person once, in the first of the standings, at the fastest pace that an alert of theirs asks for."""
    kept: dict[object, Recipient] = {}
    for one in recipients:
        key: object = one.user_id if one.user_id is not None else one.address.casefold()
        first = kept.get(key)
        if first is None:
            kept[key] = one
        else:
            because = first.subscription_id or one.subscription_id
            kept[key] = replace(first, pace=faster(first.pace, one.pace), subscription_id=because)
    yield from kept.values()


def _doers(event: Event) -> set[int]:
    """Users whose own doing the event is: nobody's of what was sent, since its arrival is news to its author too."""
    if event.type == EventType.SUBMITTED:
        return set()
    doers = {event.actor_id}
    if event.type == EventType.COMMENTED:
        # The moderator let everybody read it; somebody else wrote it.
        doers |= set(Comment.objects.filter(pk=event.new.get("comment")).values_list("author_id", flat=True))
    return {doer for doer in doers if doer is not None}


def _may_hear(event: Event, one: Recipient, wording: Wording, doers: Collection[int]) -> bool:
    """Nobody hears of what they did themselves."""
    if one.user_id in doers:
        return False
    if one.standing != Standing.FOLLOWER or _is_parting(one, wording):
        return True
    return bool(event.appeal.visibility == Visibility.PUBLIC)


def _is_parting(one: Recipient, wording: Wording) -> bool:
    """The last word to a follower: the public sees the appeal no longer, so that the bell has nothing to open."""
    return one.standing == Standing.FOLLOWER and wording in PARTING


def _is_alerted_by_address(one: Recipient) -> bool:
    return one.user_id is None and one.standing == Standing.SUBSCRIBER


def _notices(
    event: Event, one: Recipient, told: Mapping[Standing, Wording], choices: Choices, now: datetime
) -> Iterator[Notice]:
    """By e-mail as the pace says; by the bell for whoever signs in."""
    # Muted before the appeal joined an account: its bell tells on.
    muted = one.standing == Standing.AUTHOR and is_muted(event.appeal)
    reader = _reader_of_letters(one, told[one.standing], choices)
    wording = told[reader.standing]
    pace = Pace.NONE if muted else email_pace(reader.standing, wording, choices, asked=one.pace)
    if pace != Pace.NONE:
        state = NoticeState.GATHERED if pace == Pace.DAILY else NoticeState.WAITING
        yield _notice(event, reader, wording, now, medium=Medium.EMAIL, state=state)
    wording = told[one.standing]
    if one.user_id is not None and choices.bell and not _is_parting(one, wording):
        yield _notice(event, one, wording, now, medium=Medium.BELL, state=NoticeState.SENT, sent_at=now)


def _reader_of_letters(one: Recipient, wording: Wording, choices: Choices) -> Recipient:
    """Whoever wants no letters in their standing gets those of their alert as its subscriber: so the letter says why
    it came, and the click below it ends the alert.
    """
    if one.subscription_id is None or email_pace(one.standing, wording, choices) != Pace.NONE:
        return one
    return replace(one, standing=Standing.SUBSCRIBER)


def _notice(event: Event, one: Recipient, wording: Wording, now: datetime, **sending: Any) -> Notice:
    return Notice(
        event=event,
        user_id=one.user_id,
        # An author's address that watches the place as well is told as the author: the alert may end before.
        subscription_id=one.subscription_id if _is_alerted_by_address(one) else None,
        follow_id=None if one.user_id is not None else one.follow_id,
        because_id=one.subscription_id,
        standing=one.standing,
        wording=wording,
        created_at=now,
        **sending,
    )
