"""Which words an event has for whom, a pure function; whom it tells at all is the table of `appeals.rules.lifecycle`.

To say something in other words, change a line of `STEPS` or `EVENTS`, for one standing only a line of `OTHERWISE`.
"""

from collections.abc import Iterator

from appeals.rules.lifecycle import BESIDE, told_of
from appeals.types import Action, EventType, Told
from channels.types import Facts, Standing, Wording

STEPS: dict[Action, Wording] = {
    Action.SUBMIT: Wording.RECEIVED,
    Action.ACCEPT: Wording.ACCEPTED,
    Action.REFUSE: Wording.REFUSED,
    Action.ASSIGN: Wording.PASSED_ON,
    Action.DECLINE: Wording.RETURNED,
    Action.REGISTER: Wording.REGISTERED,
    Action.START: Wording.STARTED,
    Action.HOLD: Wording.HELD,
    Action.RESUME: Wording.RESUMED,
    Action.INTERIM: Wording.INTERIM,
    Action.ANSWER: Wording.ANSWERED,
    Action.APPROVE: Wording.ANSWERED,
    Action.PROPOSE: Wording.PROPOSED,
    Action.RETURN: Wording.SENT_BACK,
    Action.PLAN: Wording.PLANNED,
    Action.DELEGATE: Wording.DELEGATED,
    Action.RATE: Wording.RATED,
    Action.CLOSE: Wording.CLOSED,
    Action.REOPEN: Wording.REOPENED,
    Action.MERGE: Wording.MERGED,
    Action.WITHDRAW: Wording.WITHDRAWN,
    Action.EXTEND: Wording.EXTENDED,
}
EVENTS: dict[EventType, Wording] = {
    EventType.CORRECTED: Wording.CORRECTED,
    EventType.COMMENTED: Wording.COMMENTED,
    EventType.FOLLOW_ASKED: Wording.FOLLOW_ASKED,
    EventType.REMINDED: Wording.DUE_SOON,
    EventType.OVERDUE: Wording.OVERDUE,
    EventType.ESCALATED: Wording.ESCALATED,
}
OTHERWISE: dict[tuple[Wording, Standing], Wording] = {
    (Wording.ACCEPTED, Standing.SUBSCRIBER): Wording.PUBLISHED,
    (Wording.PASSED_ON, Standing.HEAD): Wording.NEW_TASK,
    (Wording.PASSED_ON, Standing.WORKER): Wording.NEW_TASK,
    (Wording.PASSED_ON, Standing.SUBSCRIBER): Wording.NEW_TASK,
    (Wording.DUE_SOON, Standing.AUTHOR): Wording.ANSWER_NEAR,
    (Wording.OVERDUE, Standing.AUTHOR): Wording.ANSWER_LATE,
}
STANDINGS: dict[Told, frozenset[Standing]] = {
    Told.AUTHOR: frozenset({Standing.AUTHOR}),
    Told.FOLLOWERS: frozenset({Standing.FOLLOWER}),
    Told.EXECUTOR: frozenset({Standing.WORKER, Standing.HEAD}),
    Told.HEAD: frozenset({Standing.HEAD}),
    Told.DELEGATE: frozenset({Standing.DELEGATE}),
    Told.MODERATORS: frozenset({Standing.MODERATOR}),
    Told.WATCHERS: frozenset({Standing.SUBSCRIBER}),
    Told.ASKED: frozenset({Standing.FOLLOWER}),
    Told.OVERSEERS: frozenset({Standing.OVERSEER}),
}

# What a correction may change that its author would miss.
_NOTEWORTHY = frozenset({"topic", "kind", "location", "address"})
# Steps of little weight: shown by the bell, not worth a letter.
BELL_ONLY = frozenset({Wording.REGISTERED, Wording.CLOSED, Wording.ANSWER_NEAR})
# The public sees the appeal no longer, and whoever followed it hears of that alone.
PARTING = frozenset({Wording.WITHDRAWN})


def tellings(facts: Facts) -> dict[Standing, Wording]:
    """Who is told in which words; whom `audience` finds nobody for is told nothing."""
    wording = _wording(facts)
    if wording is None or _is_void(facts):
        return {}
    return {
        standing: OTHERWISE.get((wording, standing), wording)
        for told in _told_by(facts)
        for standing in _standings(told, facts)
    }


def _told_by(facts: Facts) -> frozenset[Told]:
    """Whom the event tells, by the tables of appeals: of its step, or beside the steps."""
    if facts.action is None:
        return BESIDE.get(facts.type, frozenset())
    return told_of(facts.action, facts.old) if facts.old is not None else frozenset()


def _wording(facts: Facts) -> Wording | None:
    return EVENTS.get(facts.type) if facts.action is None else STEPS.get(facts.action)


def _is_void(facts: Facts) -> bool:
    """Nothing to tell: a later event tells of another executor, or what was corrected is of no weight."""
    return facts.overtaken or (facts.type == EventType.CORRECTED and not facts.corrected & _NOTEWORTHY)


def _standings(told: Told, facts: Facts) -> Iterator[Standing]:
    if told == Told.AUTHOR and facts.action == Action.ASSIGN and facts.with_acceptance:
        # They read of both in the letter on acceptance.
        return
    if told == Told.WATCHERS and facts.action == Action.ACCEPT and not facts.published:
        return
    if told == Told.FOLLOWERS and _wording(facts) in PARTING and not facts.unpublished:
        return
    yield from STANDINGS[told]
    if told == Told.HEAD and not facts.head_approves:
        yield Standing.WORKER
